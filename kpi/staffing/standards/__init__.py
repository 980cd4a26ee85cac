"""Standards of commune-level units (Resolution 76/2025/UBTVQH15) and their class (Decree 307/2025/NĐ-CP)."""

from kpi.staffing.standards.classes import DraftPoints, UnitClass, class_of, draft_points, possible_classes
from kpi.staffing.standards.standards import Standard, against_standards, standard_of

__all__ = [
    "DraftPoints",
    "Standard",
    "UnitClass",
    "against_standards",
    "class_of",
    "draft_points",
    "possible_classes",
    "standard_of",
]
