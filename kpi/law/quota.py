"""How many may be ranked excellent (Decree 335/2025, Art. 20.5), tested on a closed set of results."""

from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from kpi.law.rules import Rules


@dataclass(frozen=True)
class Quota:
    """The number allowed, and the number allowed where outstanding achievement is recorded by decision."""

    allowed: int
    allowed_with_decision: int


def quota(good: int, rules: Rules) -> Quota:
    """At most 20% (25% by decision) of the number ranked good, rounded down, in whole-number arithmetic."""
    if good < 0:
        raise ValueError(f"the number ranked good is {good}; it cannot be below zero")
    return Quota(
        allowed=_share(good, rules, "quota_share"),  # 20.5.a
        allowed_with_decision=_share(good, rules, "quota_share_decided"),  # 20.5.b
    )


def quota_table(results: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Test both limits of Art. 20.5.a: the whole agency, and each group of civil servants with similar duties.

    results: rank, and where known unit (the agency; without it all are one agency) and duty_group.
    Returns unit, duty_group (missing for the agency as a whole), good, excellent, allowed, allowed_with_decision and
    over (how many excellent are above `allowed`). People without a rank count nowhere.
    """
    ranked = pd.DataFrame({"rank": results["rank"].astype(object)}, index=results.index)
    ranked["unit"] = results["unit"] if "unit" in results.columns else None
    ranked["duty_group"] = results["duty_group"] if "duty_group" in results.columns else None
    agencies = [(unit, None, rows) for unit, rows in ranked.groupby("unit", dropna=False, sort=False)]
    similar = ranked[ranked["duty_group"].notna()].groupby(["unit", "duty_group"], dropna=False, sort=False)
    groups = [(unit, duty, rows) for (unit, duty), rows in similar]
    columns = ["unit", "duty_group", "good", "excellent", "allowed", "allowed_with_decision", "over"]
    return pd.DataFrame([_row(unit, duty, rows, rules) for unit, duty, rows in agencies + groups], columns=columns)


def _row(unit: object, duty_group: object, rows: pd.DataFrame, rules: Rules) -> list[object]:
    good = int((rows["rank"] == "good").sum())
    excellent = int((rows["rank"] == "excellent").sum())
    most = quota(good, rules)
    over = max(0, excellent - most.allowed)
    return [unit, duty_group, good, excellent, most.allowed, most.allowed_with_decision, over]


def _share(good: int, rules: Rules, name: str) -> int:
    return int(good * Fraction(repr(rules.number(name))))
