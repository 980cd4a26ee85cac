"""Corrected figures in words: which, before, after, why."""

from collections.abc import Iterable, Mapping
from typing import Any

from kpi.assessment.cells import REVIEWED
from kpi.language.message import Message
from kpi.ui.rank_words import rank_name
from kpi.ui.words import _, amount, moment, told


def correction_rows(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """One row for each corrected figure."""
    return [
        {
            _("Figure"): figure_name(row),
            _("Before"): _value(row, "before"),
            _("After"): _value(row, "after"),
            _("Reason"): str(row["reason"]),
            _("By"): f"{row['made_by']}, {moment(row['at'])}",
        }
        for row in rows
    ]


def figure_name(row: Mapping[str, Any]) -> str:
    """ "Report · Done (reviewed)", "Criterion II.1", "The decided rank"."""
    if row["field"] == "decided_rank":
        return _("The decided rank")
    if row["criterion"]:
        return _("Criterion {code}", code=str(row["criterion"]).replace("dd", "đ"))
    label = told(Message(REVIEWED[row["field"]].label))
    return f"{row['line']} · {label}" if row.get("line") else label


def _value(row: Mapping[str, Any], when: str) -> str:
    if row["field"] == "decided_rank":
        return rank_name(row[f"rank_{when}"])
    return amount(row[when])
