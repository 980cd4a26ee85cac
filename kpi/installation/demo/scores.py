"""The scores of generated months: one call of the law a month and stage, as the commands keep them."""

from typing import Any

from kpi.assessment.scoring import REVIEWED, SELF, MonthRows, score_months, snapshot_rows
from kpi.assessment.states import State
from kpi.installation.demo.months import LOOKED_AT, RECORDED, Made
from kpi.law import Rules

STAGES: dict[str, tuple[State, ...]] = {SELF: RECORDED, REVIEWED: LOOKED_AT}


def score_rows(months: list[Made], members: dict[int, bool | None], rules: Rules) -> list[dict[str, Any]]:
    """Rows of the score table for every month that was handed in."""
    rows = []
    for stage, states in STAGES.items():
        chosen = [made for made in months if made.month["state"] in states]
        if chosen:
            result = score_months([_rows(made, members) for made in chosen], stage, rules)
            rows += snapshot_rows(result, stage)
    return rows


def _rows(made: Made, members: dict[int, bool | None]) -> MonthRows:
    month = made.month
    return MonthRows(month["id"], month["role"], members[month["person_id"]], made.lines, made.marks)
