"""Proposing a unit's general criteria, by its head, and deciding on them, by the one above, with reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused, Subject
from kpi.access.execute import handles
from kpi.access.permissions import Action
from kpi.assessment.states import PeriodState
from kpi.assessment.unit_rating.competent import decides_on_unit, heads_unit
from kpi.assessment.unit_rating.criteria import criteria_on
from kpi.language.message import say
from kpi.storage.tables import Period, Unit, UnitMark

LONGEST = 2000


@dataclass(frozen=True)
class PointsGiven:
    """The points of one criterion, and why; None takes them away."""

    criterion: str
    points: float | None
    reason: str | None = None


@dataclass(frozen=True)
class ProposeUnitRating:
    """The head of a unit marks its general criteria: some or all of them."""

    period: str
    unit_id: int
    points: tuple[PointsGiven, ...]

    @property
    def about(self) -> str:
        """The unit and period, for the audit."""
        return f"unit_rating {self.period} unit {self.unit_id}"


@dataclass(frozen=True)
class DecideUnitRating:
    """The head above decides on a unit's general criteria, as proposed (`seen`: code → points) or otherwise."""

    period: str
    unit_id: int
    points: tuple[PointsGiven, ...]
    seen: Mapping[str, float | None]

    @property
    def about(self) -> str:
        """The unit and period, for the audit."""
        return f"unit_rating {self.period} unit {self.unit_id}"

    @property
    def reason(self) -> str:
        """Where the decision departs from the proposal, the reasons."""
        return "; ".join(given.reason.strip() for given in self.points if given.reason and given.reason.strip())


def _of_unit(command: Any, session: Session) -> Subject:
    return Subject(path=session.scalars(select(Unit.path).where(Unit.id == command.unit_id)).one_or_none())


@handles(ProposeUnitRating, Action.PROPOSE_UNIT_RATING, _of_unit)
def propose_unit_rating(command: ProposeUnitRating, actor: Actor, session: Session) -> None:
    """Refused for anybody but the unit's own head, once decided or closed, for unknown criteria or too many points."""
    period, path = _open(session, command.period, command.unit_id)
    if not heads_unit(actor, path):
        raise Refused(say("Only the head of the unit proposes its rating."))
    maxima = _maxima(session, period, command.points)
    kept = _kept(session, period, command.unit_id)
    if any(mark.decided is not None for mark in kept.values()):
        raise Refused(say("The rating has been decided; a proposal no longer changes it."))
    for given in command.points:
        _check(given, maxima)
    for given in command.points:
        mark = _mark(session, kept, period, command.unit_id, given.criterion)
        mark.proposed, mark.proposed_reason = given.points, (given.reason or "").strip() or None
        mark.proposed_by = actor.name


@handles(DecideUnitRating, Action.DECIDE_UNIT_RATING, _of_unit)
def decide_unit_rating(command: DecideUnitRating, actor: Actor, session: Session) -> None:
    """Refused for one's own unit and for anybody but the first head above, where the proposal has changed since it was
    seen, and where a decision departs from it without a reason.
    """
    period, path = _open(session, command.period, command.unit_id)
    if heads_unit(actor, path):
        raise Refused(say("Nobody decides on the rating of their own unit. The head above does."))
    if not decides_on_unit(session, actor, path):
        raise Refused(say("The head of the unit directly above decides on this rating."))
    maxima = _maxima(session, period, command.points)
    kept = _kept(session, period, command.unit_id)
    for given in command.points:
        _check(given, maxima)
        proposed = kept[given.criterion].proposed if given.criterion in kept else None
        if command.seen.get(given.criterion) != proposed:
            raise Refused(say("The proposal has changed since you looked at it. Look at it again."))
        if given.points is not None and given.points != proposed and not (given.reason or "").strip():
            raise Refused(say("{code}: write why you decide otherwise than proposed.", code=given.criterion))
    for given in command.points:
        mark = _mark(session, kept, period, command.unit_id, given.criterion)
        mark.decided, mark.decided_reason = given.points, (given.reason or "").strip() or None
        mark.decided_by = None if given.points is None else actor.name


def _open(session: Session, code: str, unit_id: int) -> tuple[Period, str]:
    period = session.scalars(select(Period).where(Period.code == code).with_for_update(read=True)).one_or_none()
    path = session.scalars(select(Unit.path).where(Unit.id == unit_id).with_for_update()).one_or_none()
    if period is None or path is None:
        raise Refused(say("There is no such unit or period. Reload the page."))
    if period.state in (PeriodState.CLOSED, PeriodState.PUBLISHED):
        raise Refused(say("The period is closed; ratings of units no longer change. Home Affairs can reopen it."))
    return period, path


def _maxima(session: Session, period: Period, points: Sequence[PointsGiven]) -> dict[str, float]:
    if not points:
        raise Refused(say("Give points for at least one criterion."))
    return {leaf.code: leaf.maximum for leaf in criteria_on(session, period.starts)[0]}


def _check(given: PointsGiven, maxima: Mapping[str, float]) -> None:
    if given.criterion not in maxima:
        raise Refused(say("There is no criterion “{code}” for units in this period.", code=given.criterion))
    most = maxima[given.criterion]
    if given.points is not None and not 0 <= given.points <= most:
        raise Refused(say("Criterion {code}: {value} is not between 0 and {most}. Correct the points.",
                          code=given.criterion, value=float(given.points), most=most))  # fmt: skip
    if given.points is not None and round(given.points, 2) != given.points:
        raise Refused(say("Criterion {code}: {value} has more than two decimals. Round it.",
                          code=given.criterion, value=float(given.points)))  # fmt: skip
    if given.reason and len(given.reason) > LONGEST:
        raise Refused(say("The text has {length} characters; shorten it to {most}.",
                          length=len(given.reason), most=LONGEST))  # fmt: skip


def _kept(session: Session, period: Period, unit_id: int) -> dict[str, UnitMark]:
    query = select(UnitMark).where(UnitMark.period_id == period.id, UnitMark.unit_id == unit_id)
    return {mark.criterion: mark for mark in session.scalars(query)}


def _mark(session: Session, kept: dict[str, UnitMark], period: Period, unit_id: int, criterion: str) -> UnitMark:
    if criterion not in kept:
        kept[criterion] = UnitMark(period_id=period.id, unit_id=unit_id, criterion=criterion)
        session.add(kept[criterion])
    return kept[criterion]
