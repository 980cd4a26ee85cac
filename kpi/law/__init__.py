"""Rules as code: dated parameters of the law and pure formulas from tables to tables."""

from kpi.law.check import check
from kpi.law.criteria import general_criteria
from kpi.law.errors import InputError, InputErrors, RuleError
from kpi.law.methods import score_under
from kpi.law.rules import Rules, rules_from_dict, rules_in_force
from kpi.law.scoring import Scores, score

__all__ = [
    "InputError",
    "InputErrors",
    "RuleError",
    "Rules",
    "Scores",
    "check",
    "general_criteria",
    "rules_from_dict",
    "rules_in_force",
    "score",
    "score_under",
]
