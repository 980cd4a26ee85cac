"""Comparing a claimed result with what its own inputs give."""

from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from kpi.language.message import Message, say

CLAIMED = ("unit", "family", "claimed", "required")


@dataclass(frozen=True)
class Contradiction:
    """A claimed need its own inputs do not give."""

    unit: str
    family: str
    claimed: float
    computed: float

    @property
    def message(self) -> Message:
        """What to tell whoever claims it."""
        return say(
            "{unit}, {family}: the report claims {claimed}, but its own inputs give {computed}. It is not accepted.",
            unit=self.unit, family=self.family, claimed=self.claimed, computed=self.computed,
        )  # fmt: skip


def contradictions(table: pd.DataFrame, claims: pd.DataFrame) -> list[Contradiction]:
    """The claims that `table` (of `Need`) contradicts.

    claims: unit, family, claimed (a text or number as printed: "9.10" is precise to a hundredth). A claim agrees when
    the computed need rounds to it, within one unit of its last printed digit.
    """
    found = claims.merge(table[["unit", "family", "required"]], on=["unit", "family"], how="inner", validate="1:1")
    wrong = []
    for unit, family, said, required in zip(*(found[name].tolist() for name in CLAIMED), strict=True):
        claimed = Decimal(str(said))
        precision = Decimal(1).scaleb(int(claimed.as_tuple().exponent))
        if abs(Decimal(str(required)) - claimed) > precision:
            wrong.append(Contradiction(str(unit), str(family), float(claimed), float(required)))
    return wrong
