"""What the month's screens show: each view is limited to what the actor may see."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from itertools import count
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from kpi.access.actor import Actor, NotPermitted, Refused, Subject
from kpi.access.permissions import Action
from kpi.assessment.petitions.overlay import Overlay, overlay
from kpi.assessment.scoring import REVIEWED as REVIEWED_STAGE
from kpi.assessment.scoring import MonthRows, Result, score_month
from kpi.assessment.standing.facts import ground_within
from kpi.assessment.standing.now import kept_shares
from kpi.assessment.standing.other_inputs import unit_rank_of_head
from kpi.assessment.standing.ruling import month_rules
from kpi.assessment.standing.weighing import weights_of
from kpi.assessment.states import SHUT, PeriodState, Standing, State, Step, allowed
from kpi.language.message import say
from kpi.law import Rules, rules_from_dict
from kpi.storage.tables import (
    Evidence,
    Mark,
    Month,
    MonthEvent,
    MonthScore,
    Period,
    Person,
    PlanTask,
    Product,
    Unit,
    WorkLine,
)

_readings = count(1)


@dataclass(frozen=True)
class MonthView:
    """A month as one screen shows it. `lines`, `marks`, `events` are mappings of column names.

    stamp: a number no other reading of a month has, so that what is drawn from one is never shown of another.
    """

    id: int
    revision: int
    state: str
    person_id: int
    person: str
    person_code: str
    generated: bool
    party_member: bool | None
    title: str
    duty_group: str
    role: str
    unit_id: int
    unit: str
    path: str
    authority: str  # the agency or commune above the division, as a form's header names it
    period: str
    period_state: str
    starts: date
    ends: date
    submit_by: date
    review_by: date
    approve_by: date
    reviewer: str | None
    approver: str | None
    strengths: str | None
    shortcomings: str | None
    opinion: str | None
    lines: tuple[dict[str, Any], ...]
    marks: tuple[dict[str, Any], ...]
    events: tuple[dict[str, Any], ...]
    rules: Rules
    steps: frozenset[Step]
    disqualified: str | None = None
    computed: tuple[tuple[str, float | None], ...] = ()
    weights: tuple[float, float, float] | None = None
    unit_rank: str | None = None  # of the unit a public employee heads, once closed
    corrected: bool = False  # the figures are those of a correction that followed a petition
    stamp: int = field(default_factory=lambda: next(_readings), init=False, compare=False)

    @property
    def rows(self) -> MonthRows:
        """The month as the scoring door takes it."""
        return MonthRows(
            self.id, self.role, self.party_member, self.lines, self.marks, self.disqualified, self.computed,
            self.weights, self.unit_rank,
        )  # fmt: skip

    def score(self, stage: str) -> Result:
        """The score as declared ("self") or as reviewed."""
        if stage not in self._scored:
            self._scored[stage] = score_month(self.rows, stage, self.rules)
        return self._scored[stage]

    @cached_property
    def _scored(self) -> dict[str, Result]:
        return {}


REVIEWER, APPROVER, ABOVE = aliased(Person), aliased(Person), aliased(Unit)


def month_of(session: Session, actor: Actor, person_id: int, period_code: str) -> MonthView | None:
    """A person's month in a period; None where none was begun. Raises `NotPermitted` for a month out of reach."""
    query = _header().where(Month.person_id == person_id, Period.code == period_code).order_by(Month.id.desc()).limit(1)
    return next(iter(_views(session, actor, query)), None)


def month_by_id(session: Session, actor: Actor, month_id: int) -> MonthView:
    """A month by its id. Raises `NotPermitted` for a month out of reach, and for one that does not exist."""
    found = _views(session, actor, _header().where(Month.id == month_id))
    if not found:
        raise NotPermitted(say("You are not permitted to see this month, or it does not exist."))
    return found[0]


def months_by_ids(session: Session, actor: Actor, month_ids: Sequence[int]) -> list[MonthView]:
    """Many months in the order given, in as many queries as one. Raises `NotPermitted` if any is out of reach."""
    found = {view.id: view for view in _views(session, actor, _header().where(Month.id.in_(month_ids)))}
    return [found[month_id] for month_id in month_ids if month_id in found]


def _views(session: Session, actor: Actor, query: Any) -> list[MonthView]:
    heads = [dict(row) for row in session.execute(query).mappings()]
    for head in heads:
        actor.require(Action.READ_MONTH, Subject(head["person_id"], head["path"]))
    if not heads:
        return []
    ids = [head["id"] for head in heads]
    lines = _by_month(_lines(session, ids))
    marks = _by_month(_rows(session, select(*Mark.__table__.columns).where(Mark.month_id.in_(ids))))
    events = _by_month(
        _rows(
            session, select(*MonthEvent.__table__.columns).where(MonthEvent.month_id.in_(ids)).order_by(MonthEvent.id)
        )
    )
    rules = _rules(session, heads)
    computed = kept_shares(session, [head["id"] for head in heads if head["role"] != "staff"])
    for head in heads:
        head["computed"] = computed.get(head["id"], ())
        kind, shut = head.pop("kind"), head["period_state"] in SHUT
        head["weights"] = weights_of(session, kind, head["unit_id"], head["starts"])
        led = (head["role"], head["period"], head["unit_id"])
        head["unit_rank"] = unit_rank_of_head(session, kind, *led) if shut else None
    return corrected(session, [_view(head, actor, lines, marks, events, rules[head["id"]]) for head in heads])


def corrected(session: Session, views: list[MonthView]) -> list[MonthView]:
    """Months with the figures that count: corrections that followed a petition stand on top, in a period that was
    opened again too, for its next closing counts them.
    """
    closed = [view.id for view in views if view.period_state != PeriodState.OPEN]
    made = overlay(session, closed) if closed else None
    if not made:
        return views
    touched = {month for month, _ in made.marks}
    return [_with(view, made) if view.id in touched or made.touches(view.lines) else view for view in views]


def _with(view: MonthView, made: Overlay) -> MonthView:
    lines, marks = tuple(made.on_lines(view.lines)), tuple(made.on_marks(view.id, view.marks))
    return replace(view, lines=lines, marks=marks, corrected=True)


def _rules(session: Session, heads: Sequence[dict[str, Any]]) -> dict[int, Rules]:
    """By month: an approved one keeps the rules it was approved with, the others follow those now in force."""
    kept = {head["id"]: head.pop("kept_rules") for head in heads}
    settled = {head["id"] for head in heads if head["state"] == State.APPROVED and kept[head["id"]]}
    open_ones = {(head["starts"], head["kind"]) for head in heads if head["id"] not in settled}
    now = {(starts, kind): month_rules(session, starts, kind) for starts, kind in open_ones}
    return {
        head["id"]: rules_from_dict(kept[head["id"]]) if head["id"] in settled else now[head["starts"], head["kind"]]
        for head in heads
    }


Grouped = dict[int, tuple[dict[str, Any], ...]]


def _view(
    head: dict[str, Any], actor: Actor, lines: Grouped, marks: Grouped, events: Grouped, rules: Rules
) -> MonthView:
    month_id, path = head["id"], head["path"]
    raters = (head.pop("reviewer_id"), head.pop("approver_id"))
    standing = Standing(head["state"], head["period_state"], head["person_id"], path, *raters, head["role"])
    return MonthView(
        **head,
        lines=lines.get(month_id, ()),
        marks=marks.get(month_id, ()),
        events=events.get(month_id, ()),
        rules=rules,
        steps=allowed(standing, actor),
    )


def _by_month(rows: Sequence[dict[str, Any]]) -> Grouped:
    found: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["month_id"], []).append(row)
    return {month_id: tuple(group) for month_id, group in found.items()}


@cache
def _header() -> Any:
    return (
        select(
            Month.id,
            Month.revision,
            Month.state,
            Month.person_id,
            Person.full_name.label("person"),
            Person.code.label("person_code"),
            Person.generated,
            Person.party_member,
            Person.kind,
            ground_within(Person.id, Period.starts, Period.ends)
            .correlate(Person, Period)
            .scalar_subquery()
            .label("disqualified"),
            Month.title,
            Month.duty_group,
            Month.role,
            Month.unit_id,
            Unit.name.label("unit"),
            func.coalesce(ABOVE.name, Unit.name).label("authority"),
            Period.code.label("period"),
            Period.state.label("period_state"),
            Period.starts,
            Period.ends,
            Period.submit_by,
            Period.review_by,
            Period.approve_by,
            REVIEWER.full_name.label("reviewer"),
            APPROVER.full_name.label("approver"),
            Month.strengths,
            Month.shortcomings,
            Month.opinion,
            Unit.path,
            Month.reviewer_id,
            Month.approver_id,
            MonthScore.rules.label("kept_rules"),
        )
        .join(Person, Person.id == Month.person_id)
        .join(Period, Period.id == Month.period_id)
        .join(Unit, Unit.id == Month.unit_id)
        .outerjoin(ABOVE, ABOVE.id == Unit.parent_id)
        .outerjoin(REVIEWER, REVIEWER.id == Month.reviewer_id)
        .outerjoin(APPROVER, APPROVER.id == Month.approver_id)
        .outerjoin(MonthScore, and_(MonthScore.month_id == Month.id, MonthScore.stage == REVIEWED_STAGE))
    )


def _lines(session: Session, month_ids: Sequence[int]) -> tuple[dict[str, Any], ...]:
    files = (
        select(func.count()).where(Evidence.line_id == WorkLine.id).correlate(WorkLine).scalar_subquery().label("files")
    )
    product = (Product.code, Product.task, Product.output, Product.task_group, Product.standard_minutes)
    task = PlanTask.code.label("plan_task")
    query = select(*WorkLine.__table__.columns, *product, files, task).join(Product, Product.id == WorkLine.product_id)
    query = query.outerjoin(PlanTask, PlanTask.id == WorkLine.plan_task_id)
    return _rows(session, query.where(WorkLine.month_id.in_(month_ids)).order_by(WorkLine.id))


def _rows(session: Session, query: Any) -> tuple[dict[str, Any], ...]:
    return tuple(dict(row) for row in session.execute(query).mappings())


def revision_of(session: Session, month_id: int) -> int | None:
    """The month's revision now, to notice changes made elsewhere."""
    return session.scalars(select(Month.revision).where(Month.id == month_id)).one_or_none()


def evidence_of(session: Session, actor: Actor, month: MonthView) -> tuple[dict[str, Any], ...]:
    """The files attached to a month already shown to this actor, without their content."""
    if not actor.may(Action.READ_MONTH):
        raise Refused(say("You are not permitted to see this month, or it does not exist."))
    columns = (Evidence.id, Evidence.line_id, Evidence.name, Evidence.media_type, Evidence.size, Evidence.added_at)
    query = select(*columns).where(Evidence.line_id.in_([line["id"] for line in month.lines]))
    return _rows(session, query.order_by(Evidence.id))


def periods(session: Session, *, derived: bool = False) -> tuple[dict[str, Any], ...]:
    """The periods work is recorded in, newest first; with `derived` also the quarters and years made from them.

    Everybody may know them.
    """
    query = select(*Period.__table__.columns).order_by(Period.starts.desc(), Period.ends)
    return _rows(session, query if derived else query.where(Period.derived.is_(False)))
