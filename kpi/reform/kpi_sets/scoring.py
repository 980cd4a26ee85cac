"""The score of a KPI set: pure, with its intermediate columns as the explanation.

An indicator earns its weight × attainment (value ÷ target, or target ÷ value where lower is better, at most 1). A plan
task earns its weight × 1 when done on time, ½ when done late, ½ of its progress when overdue, and while under way its
progress ÷ the share of its time that has passed, at most 1. A task that begins later is left out; the others carry its
weight. An item without data counts neither as zero nor as full: the set is then insufficient, and what the items with
data reach is shown as partial. All of this is local: no text settles it.
"""

import numpy as np
import pandas as pd

from kpi.reform.indicators.rollup import attainment
from kpi.reform.words import Standing

LATE = 0.5
SCORED, INSUFFICIENT = "scored", "insufficient"


def task_attainment(tasks: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    """Attainment of plan tasks on a day; NaN where the task has not begun. tasks: standing, progress, starts, due."""
    whole = (tasks["due"] - tasks["starts"]).dt.days.clip(lower=1)
    passed = ((day - tasks["starts"]).dt.days / whole).clip(0.0, 1.0)
    under_way = (tasks["progress"] / passed.where(passed > 0, 1.0)).clip(upper=1.0)
    standing = tasks["standing"]
    reached = under_way.where(standing != str(Standing.OVERDUE), tasks["progress"] * LATE)
    reached = reached.mask(standing == str(Standing.DONE_ON_TIME), 1.0).mask(standing == str(Standing.DONE_LATE), LATE)
    begun: pd.Series = reached.mask(standing == str(Standing.NOT_BEGUN))
    return begun


def item_points(items: pd.DataFrame) -> pd.DataFrame:
    """The items with attainment, `counted` weight and points.

    items: set_id, weight, value, target, higher_is_better (indicators); is_task, task_attainment, left_out (tasks).
    The counted weight is the weight, raised so that the items not left out sum to 100.
    """
    frame = items.copy()
    reached = attainment(frame["value"], frame["target"], frame["higher_is_better"])
    frame["attainment"] = frame["task_attainment"].where(frame["is_task"], reached)
    kept = frame["weight"].where(~frame["left_out"], 0.0)
    sums = kept.groupby(frame["set_id"]).transform("sum")
    frame["counted"] = kept * 100.0 / sums.where(sums > 0)
    frame["points"] = frame["counted"] * frame["attainment"]
    return frame


def set_scores(frame: pd.DataFrame) -> pd.DataFrame:
    """Each set's total from `item_points`.

    Returns set_id, unit_id, status, missing (labels of items without data, joined), total (NaN where insufficient),
    partial (points of the items with data, to 100), covered (the weight that has data, to 100).
    """
    live = frame[~frame["left_out"]]
    known = live["attainment"].notna()
    marked = live.assign(
        have=live["counted"].where(known, 0.0),
        earned=live["points"].fillna(0.0),
        lacking=live["label"].where(~known, ""),
    )
    groups = marked.groupby(["set_id", "unit_id"])
    scores = groups.agg(covered=("have", "sum"), earned=("earned", "sum"))
    scores["missing"] = groups["lacking"].agg(lambda names: ", ".join(name for name in names if name))
    complete = scores["missing"] == ""
    scores["status"] = np.where(complete, SCORED, INSUFFICIENT)
    scores["total"] = scores["earned"].where(complete)
    scores["partial"] = scores["earned"] * 100.0 / scores["covered"].where(scores["covered"] > 0)
    return scores.reset_index()[["set_id", "unit_id", "status", "missing", "total", "partial", "covered"]]
