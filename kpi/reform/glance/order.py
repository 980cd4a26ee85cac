"""The ranking of a course: units in order of an indicator, those without figures apart."""

from collections.abc import Sequence

import pandas as pd

from kpi.reform.glance.course import Course
from kpi.reform.ranking.places import ranked


def can_be_ranked(course: Course) -> list[str]:
    """The indicators that are a part of a whole: only there can a share be the work of chance."""
    shares = course.indicators[(course.indicators["formula"] == "ratio") & course.indicators["is_share"]]
    return [code for code in shares.index if (course.expected["code"] == code).sum() > 2]


def ranking(course: Course, code: str, kinds: Sequence[str]) -> pd.DataFrame:
    """The reporters of an indicator among units of these kinds, best first, with their quantities and places.

    Columns: unit_id, unit, kind, numerator, denominator, months_reported, target, grade and those of `ranked`. Units
    that cannot be ranked come last, with a missing place.
    """
    reporters = course.expected.loc[course.expected["code"] == code, "unit_id"]
    wanted = course.units["unit_id"].isin(reporters) & course.units["kind"].isin(list(kinds))
    units = course.units[wanted].rename(columns={"name": "unit"})
    own = course.values[course.values["code"] == code]
    columns = ["unit_id", "numerator", "denominator", "months_reported", "target", "grade"]
    frame = units[["unit_id", "unit", "kind"]].merge(own[columns], on="unit_id", how="left").reset_index(drop=True)
    higher = bool(course.indicators.loc[code, "higher_is_better"])
    places = ranked(frame["numerator"].to_numpy(float), frame["denominator"].to_numpy(float), higher)
    return pd.concat([frame, places], axis=1).sort_values(["place", "unit"], na_position="last").reset_index(drop=True)
