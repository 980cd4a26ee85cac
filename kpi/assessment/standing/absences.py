"""Recording leave and secondments: the days a person does not work at their own post."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused, Subject
from kpi.access.execute import handles
from kpi.access.permissions import Action
from kpi.assessment.standing.holders import LONGEST_NOTE, held_post, name_of, short, subject_on, written
from kpi.assessment.standing.kinds import ABSENCE_NAMES, AbsenceKind
from kpi.language.message import Message, say
from kpi.language.numbers import format_date
from kpi.storage.tables import Absence, Unit


@dataclass(frozen=True)
class RecordAbsence:
    """A head or Home Affairs records days away, first and last day inclusive; without a last day: until it is ended.

    host_code: the unit a secondment goes to; None where that lies outside the province.
    """

    person_id: int
    kind: AbsenceKind
    starts: date
    decision: str
    ends: date | None = None
    host_code: str | None = None
    note: str | None = None

    @property
    def about(self) -> str:
        """The person, for the audit."""
        return f"person {self.person_id}"

    @property
    def reason(self) -> str:
        """The paper it rests on."""
        return self.decision


@dataclass(frozen=True)
class EndAbsence:
    """The person is back: the last day away."""

    absence_id: int
    ends: date

    @property
    def about(self) -> str:
        """The absence, for the audit."""
        return f"absence {self.absence_id}"


@dataclass(frozen=True)
class WithdrawAbsence:
    """It was entered wrongly; the row stays, with why, and counts no more."""

    absence_id: int
    reason: str

    @property
    def about(self) -> str:
        """The absence, for the audit."""
        return f"absence {self.absence_id}"


def _of_person(command: RecordAbsence, session: Session) -> Subject:
    return subject_on(session, command.person_id, command.starts)


def _of_absence(command: EndAbsence | WithdrawAbsence, session: Session) -> Subject:
    absence = session.get(Absence, command.absence_id)
    return subject_on(session, absence.person_id, absence.starts) if absence else Subject()


@handles(RecordAbsence, Action.MANAGE_PRESENCE, _of_person)
def record_absence(command: RecordAbsence, actor: Actor, session: Session) -> int:
    """Refused for days out of order or already taken, nobody's post, a host that does not fit, one's own leave."""
    _not_oneself(actor, command.person_id)
    name_of(session, command.person_id)
    if command.kind not in ABSENCE_NAMES:
        raise Refused(say("“{kind}” is no kind of absence.", kind=str(command.kind)[:40]))
    _in_order(command.starts, command.ends)
    post = held_post(session, command.person_id, command.starts)
    _free(session, command.person_id, command.starts, command.ends)
    absence = Absence(
        person_id=command.person_id,
        kind=str(command.kind),
        starts=command.starts,
        ends=command.ends,
        host_unit_id=_host(session, command, post.unit_id),
        decision=written(command.decision, say("Write the paper it rests on: number and date, or the application.")),
        note=short((command.note or "").strip(), LONGEST_NOTE) or None,
    )
    session.add(absence)
    session.flush()
    return absence.id


@handles(EndAbsence, Action.MANAGE_PRESENCE, _of_absence)
def end_absence(command: EndAbsence, actor: Actor, session: Session) -> None:
    """Refused before its first day, into another absence, or once withdrawn."""
    absence = _standing(session, actor, command.absence_id)
    _in_order(absence.starts, command.ends)
    _free(session, absence.person_id, absence.starts, command.ends, but=absence.id)
    absence.ends = command.ends


@handles(WithdrawAbsence, Action.MANAGE_PRESENCE, _of_absence)
def withdraw_absence(command: WithdrawAbsence, actor: Actor, session: Session) -> None:
    """Refused without a reason, or twice."""
    absence = _standing(session, actor, command.absence_id)
    absence.withdrawn = written(command.reason, say("Write why it is withdrawn; it stays on record."), LONGEST_NOTE)


def _standing(session: Session, actor: Actor, absence_id: int) -> Absence:
    absence = session.get(Absence, absence_id, with_for_update=True)
    if absence is None or absence.withdrawn:
        raise Refused(say("This entry is no longer there or was withdrawn. Reload the page."))
    _not_oneself(actor, absence.person_id)
    return absence


def _not_oneself(actor: Actor, person_id: int) -> None:
    """A head's own leave is the head above's to enter; Home Affairs enters anybody's but their own."""
    if actor.person_id == person_id:
        raise Refused(say("Nobody records their own leave. The head above you or Home Affairs does."))


def _in_order(starts: date, ends: date | None) -> None:
    if ends is not None and ends < starts:
        raise Refused(
            say("The last day, {last}, lies before the first, {first}. Correct one of the two.",
                last=format_date(ends), first=format_date(starts))
        )  # fmt: skip


def _free(session: Session, person_id: int, starts: date, ends: date | None, but: int | None = None) -> None:
    """No two absences of a person share a day."""
    query = select(Absence).where(
        Absence.person_id == person_id,
        Absence.withdrawn.is_(None),
        Absence.id != (but or 0),
        or_(Absence.ends.is_(None), Absence.ends >= starts),
    )
    if ends is not None:
        query = query.where(Absence.starts <= ends)
    other = session.scalars(query.order_by(Absence.starts).limit(1)).one_or_none()
    if other is not None:
        raise Refused(
            say("{person} already has {kind} from {first} to {last}. End or withdraw that entry first.",
                person=name_of(session, person_id), kind=Message(ABSENCE_NAMES[AbsenceKind(other.kind)]),
                first=format_date(other.starts), last=format_date(other.ends))
        )  # fmt: skip


def _host(session: Session, command: RecordAbsence, own: int) -> int | None:
    code = (command.host_code or "").strip()
    if not code:
        return None
    if command.kind != AbsenceKind.SECONDMENT:
        raise Refused(say("Only a secondment has a host unit. Leave the unit empty."))
    unit = session.scalars(select(Unit).where(Unit.code == code)).one_or_none()
    if unit is None:
        raise Refused(say("There is no unit “{code}”.", code=code))
    if unit.id == own:
        raise Refused(say("{unit} is the person's own unit. Choose the unit they go to.", unit=unit.name))
    if unit.valid_from > command.starts or (unit.valid_to and unit.valid_to < command.starts):
        raise Refused(say("{unit} does not exist on that day. Choose another unit or day.", unit=unit.name))
    return unit.id
