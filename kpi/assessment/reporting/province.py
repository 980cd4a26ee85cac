"""The province's summary of a period: counts and shares by rank, by body and group, against the period before."""

from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, NotPermitted
from kpi.access.permissions import Action
from kpi.assessment.closing.result_columns import INSUFFICIENT, SCORED, TRANSFERRED
from kpi.assessment.closing.views import counting_rank, latest_closing, newest_version
from kpi.assessment.ranking.agencies import agencies_by_unit
from kpi.assessment.states import SHUT
from kpi.language.message import say
from kpi.storage.tables import Period, PeriodResult, Person, Unit

RANKS = ("excellent", "good", "completed", "not_completed")


@dataclass(frozen=True)
class Counted:
    """A body, a group or the whole: how many people, how many in each rank, how many without one.

    before: the same counts in the period before; empty where there is none to compare with.
    """

    name: str
    people: int
    ranks: dict[str, int]
    unranked: int
    before: dict[str, int] = field(default_factory=dict)
    people_before: int = 0

    def share(self, rank: str) -> float | None:
        """The rank's share of those ranked; None where nobody is."""
        ranked = self.people - self.unranked
        return self.ranks[rank] / ranked if ranked else None

    def change(self, rank: str) -> float | None:
        """By how much the rank's share moved, as a share of one; None where either period has nobody ranked."""
        earlier = sum(self.before.values())
        now = self.share(rank)
        return None if not earlier or now is None else now - self.before[rank] / earlier


@dataclass(frozen=True)
class Silent:
    """Somebody without a complete result, and what is missing (words of `kpi.law.missing`)."""

    person: str
    person_code: str
    body: str
    unit: str
    missing: str


@dataclass(frozen=True)
class Summary:
    """The province's (or one reader's part of it) result of a closed period."""

    period: str
    previous: str | None
    whole: Counted
    bodies: tuple[Counted, ...]
    groups: tuple[Counted, ...]
    silent: tuple[Silent, ...]


def summary(session: Session, actor: Actor, period_code: str) -> Summary:
    """Counts of everybody the actor may see. Raises `NotPermitted` until the period is closed."""
    actor.require(Action.READ_UNIT_RESULTS)
    period = session.scalars(select(Period).where(Period.code == period_code)).one_or_none()
    if period is None or period.state not in SHUT or latest_closing(session, period_code) is None:
        raise NotPermitted(say("The summary follows from a closed period. Choose one that is closed."))
    earlier = _previous(session, period)
    bodies = {unit: agency.name for unit, agency in agencies_by_unit(session).items()}
    now = _people(session, actor, period_code, bodies)
    then = _people(session, actor, earlier, bodies) if earlier else now.iloc[:0]
    whole = _counted([("", now)], {"": then})[0]
    return Summary(
        period_code, earlier, whole,
        tuple(_by(now, then, "body")), tuple(_by(now, then, "duty_group")), tuple(_silent(now)),
    )  # fmt: skip


def _previous(session: Session, period: Period) -> str | None:
    """The period of the same kind before it that is closed."""
    query = select(Period.code).where(Period.kind == period.kind, Period.ends < period.starts, Period.state.in_(SHUT))
    code = session.scalars(query.order_by(Period.ends.desc()).limit(1)).one_or_none()
    return code if code and latest_closing(session, code) else None


def _people(session: Session, actor: Actor, code: str, bodies: dict[int, str]) -> pd.DataFrame:
    """One row for each person, in the unit that ranks them."""
    closing = latest_closing(session, code)
    columns = ["person", "person_code", "unit_id", "unit", "duty_group", "status", "missing", "rank"]
    query = (
        select(
            Person.full_name, Person.code, PeriodResult.unit_id, Unit.name, PeriodResult.duty_group,
            PeriodResult.status, PeriodResult.missing, counting_rank(),
        )
        .join(Person, Person.id == PeriodResult.person_id)
        .join(Unit, Unit.id == PeriodResult.unit_id)
        .where(
            PeriodResult.closing_id == (closing.id if closing else 0), newest_version(),
            PeriodResult.status != TRANSFERRED, actor.rows(Action.READ_UNIT_RESULTS),
        )
        .order_by(Unit.path, Person.full_name)
    )  # fmt: skip
    frame = pd.DataFrame([tuple(row) for row in session.execute(query)], columns=columns, dtype=object)
    return frame.assign(body=frame["unit_id"].map(bodies).astype(object))


def _by(now: pd.DataFrame, then: pd.DataFrame, column: str) -> list[Counted]:
    groups = [(str(name), rows) for name, rows in now.groupby(column, sort=False)]
    return _counted(groups, {str(name): rows for name, rows in then.groupby(column, sort=False)})


def _counted(groups: list[tuple[str, pd.DataFrame]], before: dict[str, pd.DataFrame]) -> list[Counted]:
    made = []
    for name, rows in groups:
        ranks, earlier = _ranks(rows), before.get(name)
        some = earlier is not None and len(earlier) > 0
        made.append(
            Counted(name, len(rows), ranks, len(rows) - sum(ranks.values()), _ranks(earlier) if some else {},
                    len(earlier) if earlier is not None else 0)
        )  # fmt: skip
    return made


def _ranks(rows: Any) -> dict[str, int]:
    counts = rows.loc[rows["status"] == SCORED, "rank"].value_counts()
    return {rank: int(counts.get(rank, 0)) for rank in RANKS}


def _silent(now: pd.DataFrame) -> list[Silent]:
    rows = now[now["status"] == INSUFFICIENT]
    columns = [rows[name].fillna("").astype(str) for name in ("person", "person_code", "body", "unit", "missing")]
    return [Silent(*row) for row in zip(*columns, strict=True)]
