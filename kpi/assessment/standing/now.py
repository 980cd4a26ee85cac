"""One leader's d and đ as they stand at this moment: what a rater sees before deciding, kept with the month."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import and_, case, select
from sqlalchemy.orm import Session

from kpi.assessment.standing import gathering
from kpi.assessment.standing.leading import people_below, ranks_known, unit_work
from kpi.assessment.standing.managed import managed
from kpi.storage.tables import LeaderCriterion, Month, MonthScore, Period, Unit

COMPUTED = ("d", "dd")
Computed = tuple[tuple[str, float | None], ...]


@dataclass(frozen=True)
class Criterion:
    """A computed criterion: its share (None while something is not known) and what it rests on."""

    name: str
    computed: float | None
    basis: dict[str, Any]


def criteria_now(session: Session, month: Month, period: Period) -> tuple[Criterion, ...]:
    """d and đ of a leader from the approved ranks and the work below them; nothing for staff or other rule sets."""
    if month.role == "staff" or gathering.rules_of_leaders(session, period) is None:
        return ()
    path = session.scalars(select(Unit.path).where(Unit.id == month.unit_id)).one()
    people = _people(session, period, path)
    lines = gathering.accepted_lines(session, period, path)
    facts = gathering.gathered(session, period, people, path)
    reach = managed(facts.people, facts.tree, facts.charged)
    leading = facts.people.loc[facts.people["role"] != "staff", "month_id"].to_numpy()
    mine = np.flatnonzero(leading == month.id)
    d, people_basis = people_below(facts.people, ranks_known(facts.people), reach, mine)
    dd, work_basis = unit_work(facts, lines, reach)
    return (
        Criterion("d", _known(d[0]), people_basis[0]),
        Criterion("dd", _known(dd[mine[0]]), work_basis[mine[0]]),
    )


def every_leader_now(session: Session, period: Period) -> pd.DataFrame:
    """As `criteria_now` for every leader of a period at once: month_id, d_computed, dd_computed, basis."""
    if gathering.rules_of_leaders(session, period) is None:
        return pd.DataFrame(columns=["month_id", "d_computed", "dd_computed", "basis"])
    people = _people(session, period, "")
    facts = gathering.gathered(session, period, people)
    reach = managed(facts.people, facts.tree, facts.charged)
    months = facts.people.loc[facts.people["role"] != "staff", "month_id"]
    d, people_basis = people_below(facts.people, ranks_known(facts.people), reach, np.arange(len(months)))
    dd, work_basis = unit_work(facts, gathering.accepted_lines(session, period), reach)
    basis = [{"d": one, "dd": other} for one, other in zip(people_basis, work_basis, strict=True)]
    frame = pd.DataFrame({"month_id": months.to_numpy(), "d_computed": d, "dd_computed": dd})
    return frame.assign(basis=pd.Series(basis, dtype=object)).dropna(subset=["month_id"])


def keep_criteria(session: Session, month: Month, period: Period) -> Computed:
    """Keep what d and đ are now beside the month; returns their shares."""
    found = criteria_now(session, month, period)
    for one in found:
        kept = LeaderCriterion(month_id=month.id, criterion=one.name, computed=one.computed, basis=one.basis)
        session.merge(kept)
    return tuple((one.name, one.computed) for one in found)


def kept_shares(session: Session, month_ids: Sequence[int]) -> dict[int, Computed]:
    """The shares last kept with some months."""
    if not month_ids:
        return {}
    query = select(LeaderCriterion.month_id, LeaderCriterion.criterion, LeaderCriterion.computed).where(
        LeaderCriterion.month_id.in_(month_ids)
    )
    found: dict[int, Computed] = {}
    for month_id, name, computed in session.execute(query.order_by(LeaderCriterion.criterion)):
        found[month_id] = (*found.get(month_id, ()), (name, computed))
    return found


def _people(session: Session, period: Period, path: str) -> pd.DataFrame:
    """Months of a subtree with the rank that was approved; none while it is not."""
    approved = case((Month.state == "approved", MonthScore.rank))
    query = (
        select(Month.id, Month.person_id, Month.unit_id, Month.role, approved)
        .join(Unit, Unit.id == Month.unit_id)
        .outerjoin(MonthScore, and_(MonthScore.month_id == Month.id, MonthScore.stage == "reviewed"))
        .where(Month.period_id == period.id, Unit.path.startswith(path, autoescape=True))
    )
    rows = [tuple(row) for row in session.execute(query.order_by(Month.id))]
    return pd.DataFrame(rows, columns=["month_id", "person_id", "unit_id", "role", "rank"]).astype({"rank": object})


def _known(share: float) -> float | None:
    return None if share != share else float(share)
