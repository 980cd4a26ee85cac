"""Two or more outcomes side by side, in figures a meeting asks for."""

from collections.abc import Callable, Mapping

import pandas as pd

from kpi.language.message import N_
from kpi.staffing.scenarios.outcome import Outcome

MEASURES: dict[str, tuple[str, Callable[[Outcome], float]]] = {
    "units": (N_("Units"), lambda one: len(one.units)),
    "existing": (N_("Existing staff"), lambda one: one.total("existing")),
    "needed": (N_("Need by workload and counters"), lambda one: one.total("needed")),
    "norm": (N_("Administrative norm"), lambda one: float(one.units["norm"].sum())),
    "low": (N_("Need, lower end"), lambda one: one.total("low")),
    "high": (N_("Need, upper end"), lambda one: one.total("high")),
    "shortage": (N_("People missing"), lambda one: one.total("shortage")),
    "surplus": (N_("People over"), lambda one: one.total("surplus")),
    "fixed": (N_("Effect of fixed staff (your assumption)"), lambda one: one.fixed.central),
    "satellite": (N_("Posts for satellite offices (your assumption)"), lambda one: one.satellite.central),
    "net": (N_("Need with your assumptions"), lambda one: one.total("needed") + one.fixed.central
            + one.satellite.central),
    "net_low": (N_("the same, lower end of your band"), lambda one: one.total("needed") + one.fixed.low
                + one.satellite.low),
    "net_high": (N_("the same, upper end of your band"), lambda one: one.total("needed") + one.fixed.high
                 + one.satellite.high),
    "below": (N_("Units below the standards of Resolution 76/2025"), lambda one: int((~one.units["meets"]).sum())),
    "people_per_post": (N_("People per post"), lambda one: _ratio(one, "existing")),
    "people_per_needed": (N_("People per post needed"), lambda one: _ratio(one, "needed")),
    "offices": (N_("Satellite offices"), lambda one: one.satellites),
    "mean_km": (N_("Mean way to a receiving point (km)"), lambda one: one.travel.mean_km),
    "worst_km": (N_("Longest way to a receiving point (km)"), lambda one: one.travel.worst_km),
}  # fmt: skip
DECIMALS = {"needed": 1, "low": 1, "high": 1, "fixed": 1, "satellite": 1, "net": 1, "net_low": 1, "net_high": 1,
            "people_per_post": 0, "people_per_needed": 0, "mean_km": 1, "worst_km": 1}  # fmt: skip


def compared(outcomes: Mapping[str, Outcome]) -> pd.DataFrame:
    """Rows: the keys of MEASURES; columns: the names given, in their order."""
    return pd.DataFrame(
        {name: [of(one) for _title, of in MEASURES.values()] for name, one in outcomes.items()}, index=list(MEASURES)
    )


def families_compared(outcomes: Mapping[str, Outcome]) -> pd.DataFrame:
    """name, family, existing, required, rounded, shortage, surplus; one row an outcome and family."""
    return pd.concat([one.by_family().assign(name=name) for name, one in outcomes.items()], ignore_index=True)


def _ratio(one: Outcome, column: str) -> float:
    posts = one.total(column)
    return float(one.units["population"].astype(float).sum()) / posts if posts else float("nan")
