"""Scores that follow from other indicators: the six components of Decision 766 and their total."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from kpi.reform.indicators.rollup import KEYS, nothing


def scored(values: pd.DataFrame, definitions: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Points of every unit and period.

    values: unit_id, code, period, value (shares of one). definitions: code and parts, a component before the total
    that sums it. A part with `points` gives points × value, or the share of points of the highest of its `bands`
    [[from, share], …] the value reaches; a part without `points` is itself a score and is added as it is.
    Returns unit_id, code, period, value, missing: the codes of parts without data, for which there is no score.
    """
    wide = values.pivot_table(index=["unit_id", "period"], columns="code", values="value", aggfunc="first")
    frames = []
    for definition in definitions:
        points = pd.DataFrame({part["indicator"]: _points(wide, part) for part in definition["parts"]}, wide.index)
        wide[definition["code"]] = points.sum(axis=1, skipna=False)
        frames.append(_frame(definition["code"], wide[definition["code"]], points))
    return pd.concat(frames, ignore_index=True) if frames else nothing("value").assign(missing="")


def _points(wide: pd.DataFrame, part: Mapping[str, Any]) -> pd.Series:
    if part["indicator"] not in wide:
        return pd.Series(float("nan"), wide.index)
    value: pd.Series = wide[part["indicator"]].astype(float)
    if "points" not in part:
        return value
    share = _banded(value, part["bands"]) if part.get("bands") else value.clip(0.0, 1.0)
    return share * float(part["points"])


def _banded(value: pd.Series, bands: Sequence[Sequence[float]]) -> pd.Series:
    share = pd.Series(0.0, value.index).where(value.notna())
    for start, part in sorted((float(start), float(part)) for start, part in bands):
        share = share.mask(value >= start, part)
    return share


def _frame(code: str, total: pd.Series, points: pd.DataFrame) -> pd.DataFrame:
    names = points.columns.to_numpy()
    lacking = [", ".join(names[row]) for row in points.isna().to_numpy()]
    frame = pd.DataFrame({"value": total, "missing": lacking}).reset_index()
    return frame.assign(code=code)[[*KEYS, "value", "missing"]]
