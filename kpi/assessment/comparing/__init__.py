"""The same month under several rule sets: who would rank differently, and why."""

from kpi.assessment.comparing.compare import Compared, Comparison, compare
from kpi.assessment.comparing.reasons import steps_under, why
from kpi.assessment.comparing.sets import CHOICES, PARTY_SET, comparable

__all__ = ["CHOICES", "PARTY_SET", "Compared", "Comparison", "comparable", "compare", "steps_under", "why"]
