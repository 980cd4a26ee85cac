"""The summary of a unit: everybody's points and rank as the law gives them, in one scoring."""

from collections.abc import Iterable, Sequence
from typing import Any

from kpi.assessment.scoring import REVIEWED, SELF, number_or_none, score_months
from kpi.assessment.states import STATE_NAMES, State
from kpi.assessment.views import MonthView
from kpi.language.message import Message
from kpi.law.missing import missing_words


def summary_rows(views: Sequence[MonthView], language: str) -> Iterable[dict[str, Any]]:
    """A row for each month; points and rank as reviewed, and the person's own total beside them."""
    if not views:
        return
    months, rules = [view.rows for view in views], views[0].rules
    own, reviewed = (score_months(months, stage, rules).scores.people.to_dict("records") for stage in (SELF, REVIEWED))
    for order, (view, mine, found) in enumerate(zip(views, own, reviewed, strict=True), 1):
        scored = found["status"] == "scored"
        figures = {name: number_or_none(found[name]) for name in ("general_points", "task_points", "total")}
        yield (
            vars(view)
            | figures
            | {
                "order": order,
                "month_state": Message(STATE_NAMES[State(view.state)]).in_(language),
                "self_total": number_or_none(mine["total"]),
                "rank": rules.rank_name(found["rank"], language) if scored else None,
                "missing": None if scored else missing_words(found["missing"]).in_(language),
            }
        )
