"""The scores of generated months: one call of the law a month and stage, as the commands keep them."""

from typing import Any

from kpi.assessment.scoring import REVIEWED, SELF, MonthRows, score_months, snapshots
from kpi.assessment.states import State
from kpi.installation.demo.months import LOOKED_AT, RECORDED, Made
from kpi.law import Rules
from kpi.storage.tables import MonthScore

COLUMNS = [column.key for column in MonthScore.__table__.columns]
STAGES: dict[str, tuple[State, ...]] = {SELF: RECORDED, REVIEWED: LOOKED_AT}


def score_rows(months: list[Made], members: dict[int, bool | None], rules: Rules) -> list[dict[str, Any]]:
    """Rows of the score table for every month that was handed in."""
    rows = []
    for stage, states in STAGES.items():
        chosen = [made for made in months if made.month["state"] in states]
        if chosen:
            result = score_months([_rows(made, members) for made in chosen], stage, rules)
            rows += [{name: getattr(kept, name) for name in COLUMNS} for kept in snapshots(result, stage)]
    return rows


def _rows(made: Made, members: dict[int, bool | None]) -> MonthRows:
    month = made.month
    return MonthRows(month["id"], month["role"], members[month["person_id"]], made.lines, made.marks)
