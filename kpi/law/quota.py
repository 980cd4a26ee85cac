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
    rank = results["rank"].astype(object).to_numpy()
    ranked = pd.DataFrame({"good": rank == "good", "excellent": rank == "excellent"}, index=results.index)
    ranked["unit"] = results["unit"] if "unit" in results.columns else None
    ranked["duty_group"] = results["duty_group"] if "duty_group" in results.columns else None
    agencies = _counted(ranked, ["unit"]).assign(duty_group=None)
    similar = ranked[ranked["duty_group"].notna()]
    groups = [_counted(similar, ["unit", "duty_group"])] if len(similar) else []
    table = pd.concat([agencies, *groups], ignore_index=True).astype({"unit": object, "duty_group": object})
    return _tested(table.where(table.notna(), None), rules)


def _counted(ranked: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Good and excellent by agency (and group), in the order met."""
    counts = ranked.groupby(names, dropna=False, sort=False)[["good", "excellent"]].sum()
    return counts.reset_index()


def _tested(table: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Each number ranked good is turned into its quota once."""
    most = {good: quota(good, rules) for good in {int(number) for number in table["good"]}}
    found = [most[int(number)] for number in table["good"]]
    allowed = [one.allowed for one in found]
    excellent = [int(number) for number in table["excellent"]]
    return pd.DataFrame(
        {
            "unit": table["unit"],
            "duty_group": table["duty_group"],
            "good": [int(number) for number in table["good"]],
            "excellent": excellent,
            "allowed": allowed,
            "allowed_with_decision": [one.allowed_with_decision for one in found],
            "over": [max(0, number - least) for number, least in zip(excellent, allowed, strict=True)],
        }
    )


def _share(good: int, rules: Rules, name: str) -> int:
    return int(good * Fraction(repr(rules.number(name))))
