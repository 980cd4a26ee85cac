"""How many ranked excellent have to step down for a group to be within its limit (Decree 335/2025 Art. 20.5)."""

from kpi.law.quota import quota
from kpi.law.rules import Rules


def fewest_to_lower(good: int, excellent: int, rules: Rules, *, decided: bool = False) -> int:
    """The fewest that, ranked good instead of excellent, bring the group within 20% (`decided`: 25%) of those good.

    Each of them adds one to the number ranked good, which the limit is a share of: with 12 good and 4 excellent one
    may be 2, and lowering 2 leaves 2 of 14; with 14 good and 4 excellent lowering 1 is enough, for 3 of 15 are allowed.
    """
    lowered = 0
    while excellent - lowered > _most(good + lowered, rules, decided):
        lowered += 1
    return lowered


def _most(good: int, rules: Rules, decided: bool) -> int:
    limits = quota(good, rules)
    return limits.allowed_with_decision if decided else limits.allowed
