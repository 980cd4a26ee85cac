"""Loading a month for a command: locked, with what decides its steps; and creating it when first needed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import inspect, or_, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused, Subject
from kpi.assessment.petitions.reopened import NONE, corrections_standing
from kpi.assessment.scoring import REVIEWED, MonthRows, score_months, snapshots
from kpi.assessment.standing.facts import disqualified_of
from kpi.assessment.standing.now import keep_criteria
from kpi.assessment.standing.ruling import month_rules
from kpi.assessment.standing.weighing import weights_of
from kpi.assessment.states import Standing, standing_of
from kpi.language.message import Message, say
from kpi.language.numbers import today
from kpi.organisation.leadership import raters_of
from kpi.storage.tables import Mark, Month, MonthEvent, MonthScore, Period, Person, Post, Unit, WorkLine


@dataclass(frozen=True)
class OpenMonth:
    """A month in the hands of a command."""

    month: Month
    period: Period
    standing: Standing


@dataclass(frozen=True)
class OfMonth:
    """What every command on one month names; the audit says the same of all of them."""

    month_id: int

    @property
    def about(self) -> str:
        """The month, for the audit."""
        return f"month {self.month_id}"


def month_for(session: Session, month_id: int) -> OpenMonth:
    """The month, locked until the command ends; its period is not closed meanwhile. Refused where there is none."""
    of_it = select(Period.id).join(Month, Month.period_id == Period.id).where(Month.id == month_id)
    session.execute(of_it.with_for_update(read=True, of=Period))
    query = (
        select(Month, Period, Unit.path)
        .join(Period, Period.id == Month.period_id)
        .join(Unit, Unit.id == Month.unit_id)
        .where(Month.id == month_id)
        .with_for_update(of=Month)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise Refused(say("This month no longer exists. Reload the page."))
    month, period, path = row
    return OpenMonth(month, period, standing_of(month, period.state, path))


def subject_of(session: Session, month_id: int) -> Subject:
    """Whom and which unit a month concerns; nobody where there is none (then only a province-wide role passes)."""
    query = select(Month.person_id, Unit.path).join(Unit, Unit.id == Month.unit_id).where(Month.id == month_id)
    row = session.execute(query).one_or_none()
    return Subject(row.person_id, row.path) if row else Subject()


def touch(month: Month, seen: int | None = None) -> int:
    """Move the revision; refused where the caller decided on an older state (`seen`) than there is now."""
    if seen is not None and seen != month.revision:
        raise Refused(say("Somebody changed this month while you had it open. Look at it again, then decide."))
    month.revision += 1
    return month.revision


def note_event(session: Session, month: Month, actor: Actor, step: str, reason: str | None = None) -> None:
    """Add a step to the month's visible history."""
    now = datetime.now(UTC)
    session.add(MonthEvent(month_id=month.id, at=now, actor_name=actor.name, step=step, reason=reason or None))


def lines_of(session: Session, month_id: int) -> list[WorkLine]:
    """Every line of a month, in the order they were added."""
    return list(session.scalars(select(WorkLine).where(WorkLine.month_id == month_id).order_by(WorkLine.id)))


def marks_of(session: Session, month_id: int) -> list[Mark]:
    """Every mark of a month."""
    return list(session.scalars(select(Mark).where(Mark.month_id == month_id).order_by(Mark.criterion)))


def as_row(entity: Any) -> dict[str, Any]:
    """A loaded entity as a mapping of its columns."""
    return {attribute.key: getattr(entity, attribute.key) for attribute in inspect(entity).mapper.column_attrs}


def keep_score(session: Session, at: OpenMonth, stage: str) -> MonthScore:
    """Score the month as it stands at `stage` and keep the result with the rules it was made with."""
    session.flush()
    person = session.get_one(Person, at.month.person_id)
    corrected = corrections_standing(session, at.month, at.period) if stage == REVIEWED else NONE
    rows = MonthRows(
        at.month.id,
        at.month.role,
        person.party_member,
        corrected.on_lines(as_row(line) for line in lines_of(session, at.month.id)),
        corrected.on_marks(at.month.id, (as_row(mark) for mark in marks_of(session, at.month.id))),
        disqualified_of(session, person.id, at.period),
        keep_criteria(session, at.month, at.period) if stage == REVIEWED else (),
        weights_of(session, person.kind, at.month.unit_id, at.period.starts),
    )
    made = snapshots(score_months([rows], stage, month_rules(session, at.period.starts, person.kind)), stage)[0]
    return session.merge(made)


def drop_scores(session: Session, month: Month, *stages: str) -> None:
    """Forget the score of a stage the month has gone back before."""
    for kept in session.scalars(
        select(MonthScore).where(MonthScore.month_id == month.id, MonthScore.stage.in_(stages))
    ):
        session.delete(kept)


def month_of_person(session: Session, person_id: int, period: Period) -> Month:
    """The person's month in the unit where they serve in that period, begun where it does not exist yet.

    Refused where the person held no post in the period.
    """
    post = _post_in(session, person_id, period)
    if post is None:
        raise Refused(_without_post(session, person_id))
    where = (Month.person_id == person_id, Month.period_id == period.id, Month.unit_id == post.unit_id)
    month = session.scalars(select(Month).where(*where).with_for_update()).one_or_none()
    return month or _begin(session, post, period)


def _without_post(session: Session, person_id: int) -> Message:
    name = session.scalars(select(Person.full_name).where(Person.id == person_id)).one_or_none()
    if name is None:
        return say("This person is no longer in the list. Reload the page.")
    return say("{person} holds no post in this period. Ask the administrator to enter the post.", person=name)


def _post_in(session: Session, person_id: int, period: Period) -> Post | None:
    """The post held at the end of the period, or the last one before; locked, so that a month is begun once."""
    query = select(Post).where(
        Post.person_id == person_id,
        Post.valid_from <= period.ends,
        or_(Post.valid_to.is_(None), Post.valid_to >= period.starts),
    )
    return session.scalars(
        query.order_by(Post.valid_from.desc(), Post.id.desc()).limit(1).with_for_update()
    ).one_or_none()


def rated_on(period: Period) -> date:
    """The day whose leaders rate a period: today's, so that nobody waits for a head who has left."""
    return max(today(), period.starts)


def _begin(session: Session, post: Post, period: Period) -> Month:
    raters = raters_of(session, post, rated_on(period))
    month = Month(
        person_id=post.person_id,
        period_id=period.id,
        unit_id=post.unit_id,
        role=post.role,
        title=post.title,
        duty_group=post.duty_group,
        state="draft",
        revision=1,
        reviewer_id=raters.reviewer_id,
        approver_id=raters.approver_id,
    )
    session.add(month)
    session.flush()
    return month
