"""Periods for those who open and close them: deadlines, and how far the units have come."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.assessment.calendar import Deadlines, deadlines_of, period_bounds, quarter_code
from kpi.assessment.rules import recording_kind
from kpi.assessment.states import RATING, State
from kpi.organisation.kinds import RANKING
from kpi.storage.tables import Month, Period, Post, Unit

NOT_BEGUN = "not_begun"


@dataclass(frozen=True)
class PeriodLine:
    """A period and how many months it has in each state; "not_begun": people with a post and no month."""

    code: str
    state: str
    starts: date
    ends: date
    submit_by: date
    review_by: date
    approve_by: date
    report_by: date | None
    derived: bool
    reopened_because: str | None
    petition_by: date | None
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def people(self) -> int:
        """Everybody with a post or a month in the period."""
        return sum(self.counts.values())

    @property
    def unfinished(self) -> int:
        """Those whose month is not approved."""
        return self.people - self.counts.get(State.APPROVED, 0)


@dataclass(frozen=True)
class UnitLine:
    """An agency, Party body or commune with its counts in a period."""

    unit_id: int
    unit: str
    counts: dict[str, int]

    @property
    def unfinished(self) -> int:
        """Those whose month is not approved."""
        return sum(self.counts.values()) - self.counts.get(State.APPROVED, 0)


def period_lines(session: Session, actor: Actor, *, start: int = 0, size: int = 12) -> tuple[list[PeriodLine], int]:
    """Periods, newest first, and how many there are."""
    actor.require(Action.MANAGE_PERIODS)
    total = session.scalar(select(func.count(Period.id))) or 0
    rows = session.scalars(select(Period).order_by(Period.starts.desc(), Period.ends).offset(start).limit(size)).all()
    counts = _counts(session, rows)
    return [_line(row, counts[row.id]) for row in rows], total


def period_line(session: Session, actor: Actor, code: str) -> PeriodLine:
    """One period, without its counts."""
    actor.require(Action.MANAGE_PERIODS)
    return _line(session.scalars(select(Period).where(Period.code == code)).one(), {})


def _line(period: Period, counts: dict[str, int]) -> PeriodLine:
    names = [field.name for field in fields(PeriodLine) if field.name != "counts"]
    return PeriodLine(**{name: getattr(period, name) for name in names}, counts=counts)


def _counts(session: Session, periods: Sequence[Period]) -> dict[int, dict[str, int]]:
    """Months by state of each period; people without one only until a period is closed."""
    found: dict[int, dict[str, int]] = {period.id: {} for period in periods}
    query = select(Month.period_id, Month.state, func.count(Month.id)).where(Month.period_id.in_(found))
    for period_id, state, number in session.execute(query.group_by(Month.period_id, Month.state)):
        found[period_id][state] = number
    for period in periods:
        if period.state in RATING and not period.derived:
            found[period.id][NOT_BEGUN] = sum(number for *_, number in _not_begun(session, period))
    return found


def unit_lines(session: Session, actor: Actor, code: str) -> list[UnitLine]:
    """Every body that ranks its people, with how many of its people stand in each state; most unfinished first."""
    actor.require(Action.MANAGE_PERIODS)
    period = session.scalars(select(Period).where(Period.code == code)).one()
    bodies = _bodies(session)
    counts: dict[int, dict[str, int]] = {}
    for unit_id, state, number in [*_months(session, period), *_not_begun(session, period)]:
        body = counts.setdefault(bodies[unit_id][0], {})
        body[state] = body.get(state, 0) + number
    names = dict(bodies.values())
    lines = [UnitLine(body, names[body], found) for body, found in counts.items()]
    return sorted(lines, key=lambda line: (-line.unfinished, line.unit))


def _bodies(session: Session) -> dict[int, tuple[int, str]]:
    """For every unit the body it belongs to: id and name."""
    units = session.execute(select(Unit.id, Unit.parent_id, Unit.kind, Unit.name).order_by(func.length(Unit.path)))
    found: dict[int, tuple[int, str]] = {}
    for unit_id, parent_id, kind, name in units:
        found[unit_id] = (unit_id, name) if kind in RANKING or parent_id is None else found[parent_id]
    return found


def _months(session: Session, period: Period) -> list[tuple[int, str, int]]:
    query = select(Month.unit_id, Month.state, func.count(Month.id)).where(Month.period_id == period.id)
    return [
        (unit, state, number) for unit, state, number in session.execute(query.group_by(Month.unit_id, Month.state))
    ]


def _not_begun(session: Session, period: Period) -> list[tuple[int, str, int]]:
    """People who held a post in the period and have no month in it, counted where they served last."""
    held = and_(Post.valid_from <= period.ends, or_(Post.valid_to.is_(None), Post.valid_to >= period.starts))
    begun = select(Month.person_id).where(Month.period_id == period.id)
    last = select(func.max(Post.id)).where(held, Post.person_id.not_in(begun)).group_by(Post.person_id)
    query = select(Post.unit_id, func.count(Post.id)).where(Post.id.in_(last)).group_by(Post.unit_id)
    return [(unit, NOT_BEGUN, number) for unit, number in session.execute(query)]


def next_period(session: Session, today: date) -> tuple[str, Deadlines]:
    """The month or quarter after the newest one work is recorded in (the present one where there is none), with its
    usual deadlines.
    """
    newest = session.scalar(select(func.max(Period.ends)).where(Period.derived.is_(False)))
    first = today if newest is None else newest + timedelta(days=1)
    code = quarter_code(first) if recording_kind(session, first) == "quarter" else f"{first:%Y-%m}"
    return code, deadlines_of(period_bounds(code)[1])


def derived_to_open(session: Session) -> list[str]:
    """Quarters and years in which periods are recorded and that have no period of their own yet, oldest first."""
    rows = session.execute(select(Period.code, Period.kind, Period.starts).order_by(Period.starts)).all()
    known = {code for code, _, _ in rows}
    wanted = [quarter_code(starts) for _, kind, starts in rows if kind == "month"]
    wanted += [f"{starts:%Y}" for _, kind, starts in rows if kind != "year"]
    return [code for code in dict.fromkeys(wanted) if code not in known]
