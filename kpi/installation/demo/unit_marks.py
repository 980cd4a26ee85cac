"""Generated marks of agencies and units in finished months: proposed by their heads, decided by the one above."""

from collections.abc import Sequence
from random import Random
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from kpi.assessment.unit_rating.criteria import criteria_on
from kpi.assessment.unit_rating.facts import rated_above
from kpi.installation.demo.people import SEED
from kpi.storage.tables import Month, Period, UnitMark

PROPOSED_BECAUSE = "Theo báo cáo tự đánh giá của đơn vị"
LOWERED_BECAUSE = "Còn việc chậm so với kế hoạch công tác tháng"
DECIDED_BY, STEP = "Cấp trên trực tiếp", 0.25


def add_unit_marks(session: Session, periods: Sequence[Period]) -> None:
    """A decided mark for every criterion of every unit with people, in each of some finished periods."""
    above = rated_above(session)
    rows = []
    for period in periods:
        leaves, _decision = criteria_on(session, period.starts)
        inside = select(Month.unit_id).join(Period, Period.id == Month.period_id)
        worked = set(
            session.scalars(inside.where(Period.starts >= period.starts, Period.ends <= period.ends).distinct())
        )
        for unit_id in sorted(above.loc[above["unit_id"].isin(worked), "rated_id"].unique().tolist()):
            chance = Random(f"{SEED} unit {unit_id} {period.code}")
            rows += [_mark(chance, period, unit_id, leaf.code, leaf.maximum) for leaf in leaves]
    if rows:
        session.execute(insert(UnitMark), rows)


def _mark(chance: Random, period: Period, unit_id: int, code: str, most: float) -> dict[str, Any]:
    proposed = round(most * chance.uniform(0.86, 1.0) / STEP) * STEP
    lowered = chance.random() < 0.15
    return {
        "period_id": period.id, "unit_id": unit_id, "criterion": code, "proposed": proposed,
        "proposed_reason": PROPOSED_BECAUSE, "proposed_by": "Thủ trưởng đơn vị",
        "decided": proposed - 2 * STEP if lowered else proposed,
        "decided_reason": LOWERED_BECAUSE if lowered else None, "decided_by": DECIDED_BY,
    }  # fmt: skip
