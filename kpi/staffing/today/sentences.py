"""What the figures say in words: short or over, in what."""

import pandas as pd

from kpi.language.message import N_
from kpi.language.numbers import format_number
from kpi.staffing.families import family_name
from kpi.staffing.wisn import Verdict

VERDICT_NAMES = {
    Verdict.SHORT: N_("short"),
    Verdict.OVER: N_("over"),
    Verdict.NO_DIFFERENCE: N_("no difference shown"),
}
TOLD = 3


def in_what(families: pd.DataFrame, language: str) -> dict[str, str]:
    """For each unit the families that stand out of their interval, the largest first: "IT −1,1; Land +2,0"."""
    clear = families[families["verdict"] != Verdict.NO_DIFFERENCE.value]
    order = clear["gap"].abs().sort_values(ascending=False, kind="stable").index
    found: dict[str, list[str]] = {}
    for row in clear.loc[order, ["unit", "family", "gap"]].to_dict("records"):
        told = found.setdefault(str(row["unit"]), [])
        if len(told) < TOLD:
            told.append(f"{family_name(str(row['family']), language)} {signed(float(row['gap']), language)}")
    return {unit: "; ".join(parts) for unit, parts in found.items()}


def signed(value: float, language: str, places: int = 1) -> str:
    """A difference with its sign: +2,0 or −1,1."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return sign + format_number(abs(value), places, language)


def spread(low: float, high: float, language: str) -> str:
    """An interval: 36,2–47,9."""
    return f"{format_number(low, 1, language)}–{format_number(high, 1, language)}"
