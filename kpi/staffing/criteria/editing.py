"""Editing a draft: unit times, allowances, working time, norms."""

from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused
from kpi.access.execute import handles, whole_province
from kpi.access.permissions import Action
from kpi.language.message import N_, say
from kpi.staffing.criteria.contents import EVERY_FAMILY
from kpi.staffing.criteria.drafting import draft_of, number_within, plain_text, refuse_impossible
from kpi.staffing.families import families
from kpi.staffing.norms import norms
from kpi.staffing.wisn.columns import BASES
from kpi.storage.tables import Criteria, CriteriaActivity, CriteriaDuty, CriteriaNorm, CriteriaSupport

R = TypeVar("R", CriteriaActivity, CriteriaSupport, CriteriaDuty)
LOADS = ("intake", "processing", "internal")
LIMITS: dict[str, tuple[float, float]] = {
    "hours_per_day": (1, 24),
    "annual_leave": (0, 100),
    "sick_leave": (0, 100),
    "other_leave": (0, 200),
    "band": (0, 0.9),
    "peak_factor": (1, 20),
    "served_share": (0.01, 0.99),
    "within_minutes": (0, 480),
    "patience_minutes": (0.1, 1000),
    "shrinkage": (0, 0.9),
}
PARAMETER_NAMES = {
    "hours_per_day": N_("Working hours a day"),
    "annual_leave": N_("Annual leave (days a year)"),
    "sick_leave": N_("Sick leave (days a year)"),
    "other_leave": N_("Training and other absence (days a year)"),
    "band": N_("Band on unit times (share)"),
    "peak_factor": N_("Busiest hour against the average hour"),
    "served_share": N_("Share served within the wait"),
    "within_minutes": N_("Longest wait at the counter (minutes)"),
    "patience_minutes": N_("Patience before people leave (minutes; empty: all wait)"),
    "shrinkage": N_("Share of rostered time away from the counter"),
}
MOST_MINUTES, MOST_AMOUNT, MOST_POSTS = 100_000, 10_000, 1_000_000


@dataclass(frozen=True)
class EditUnitTime:
    """A drafter sets how many minutes an activity takes."""

    activity_id: int
    minutes: float
    reason: str = ""

    @property
    def about(self) -> str:
        """The activity, for the audit."""
        return f"activity {self.activity_id}"


@dataclass(frozen=True)
class AddActivity:
    """A drafter adds an activity."""

    criteria_id: int
    family: str
    code: str
    name: str
    minutes: float
    load: str = "processing"

    @property
    def about(self) -> str:
        """The version, for the audit."""
        return f"criteria {self.criteria_id}"


@dataclass(frozen=True)
class RemoveActivity:
    """A drafter takes an activity out."""

    activity_id: int
    reason: str = ""

    @property
    def about(self) -> str:
        """The activity, for the audit."""
        return f"activity {self.activity_id}"


@dataclass(frozen=True)
class SetSupport:
    """A drafter sets a support activity of a family ("all": of every one); an amount of zero takes it out."""

    criteria_id: int
    family: str
    activity: str
    amount: float
    basis: str

    @property
    def about(self) -> str:
        """The version, for the audit."""
        return f"criteria {self.criteria_id}"


@dataclass(frozen=True)
class SetDuty:
    """A drafter sets an individual duty of a family; zero hours take it out."""

    criteria_id: int
    family: str
    duty: str
    staff: float
    hours_per_year: float

    @property
    def about(self) -> str:
        """The version, for the audit."""
        return f"criteria {self.criteria_id}"


@dataclass(frozen=True)
class EditParameter:
    """A drafter sets working time, the band, or how a counter's peak is served; None only for patience_minutes."""

    criteria_id: int
    name: str
    value: float | None

    @property
    def about(self) -> str:
        """The version, for the audit."""
        return f"criteria {self.criteria_id}"


@dataclass(frozen=True)
class EditNorm:
    """A drafter sets a parameter of an administrative norm; None: by hand, not yet set."""

    criteria_id: int
    norm: str
    parameter: str
    value: float | None

    @property
    def about(self) -> str:
        """The version, for the audit."""
        return f"criteria {self.criteria_id}"


def _part(session: Session, table: type[R], part_id: int) -> tuple[R, Criteria]:
    row = session.get(table, part_id)
    if row is None:
        raise Refused(say("This is no longer there. Reload the page."))
    return row, draft_of(session, row.criteria_id)


def _known_family(code: str, *, every: bool = False) -> str:
    if code not in families() and not (every and code == EVERY_FAMILY):
        raise Refused(say("There is no job family “{code}”.", code=code))
    return code


@handles(EditUnitTime, Action.MANAGE_STAFFING, whole_province)
def edit_unit_time(command: EditUnitTime, actor: Actor, session: Session) -> None:
    """Refused unless a draft's, or for a time that is none."""
    row, _ = _part(session, CriteriaActivity, command.activity_id)
    row.unit_time_minutes = number_within(command.minutes, 0, MOST_MINUTES, above=True)


@handles(AddActivity, Action.MANAGE_STAFFING, whole_province)
def add_activity(command: AddActivity, actor: Actor, session: Session) -> None:
    """Refused for a code in use, an unknown family or load, or no name."""
    criteria = draft_of(session, command.criteria_id)
    code, name = plain_text(command.code, 40), plain_text(command.name, 200)
    if not code or not name:
        raise Refused(say("Write a code and a name."))
    if command.load not in LOADS:
        raise Refused(say("Choose where the load arises."))
    own = select(CriteriaActivity).where(CriteriaActivity.criteria_id == criteria.id, CriteriaActivity.code == code)
    if session.scalars(own).first():
        raise Refused(say("The code {code} is in use. Choose another.", code=code))
    minutes = number_within(command.minutes, 0, MOST_MINUTES, above=True)
    session.add(
        CriteriaActivity(
            criteria_id=criteria.id, family=_known_family(command.family), code=code, name=name, name_en="",
            load=command.load, unit_time_minutes=minutes, products={},
        )
    )  # fmt: skip


@handles(RemoveActivity, Action.MANAGE_STAFFING, whole_province)
def remove_activity(command: RemoveActivity, actor: Actor, session: Session) -> None:
    """Refused unless a draft's."""
    session.delete(_part(session, CriteriaActivity, command.activity_id)[0])


@handles(SetSupport, Action.MANAGE_STAFFING, whole_province)
def set_support(command: SetSupport, actor: Actor, session: Session) -> None:
    """Refused where support would take all working time, or for an unknown basis or family."""
    criteria = draft_of(session, command.criteria_id)
    family, activity = _known_family(command.family, every=True), plain_text(command.activity, 200)
    if not activity:
        raise Refused(say("Write what the support activity is."))
    if command.basis not in BASES:
        raise Refused(say("Choose how the amount is counted."))
    amount = number_within(command.amount, 0, MOST_AMOUNT)
    same = (CriteriaSupport.criteria_id == criteria.id, CriteriaSupport.family == family)
    row = session.scalars(select(CriteriaSupport).where(*same, CriteriaSupport.activity == activity)).one_or_none()
    if amount == 0:
        if row is not None:
            session.delete(row)
        return
    if row is None:
        row = CriteriaSupport(criteria_id=criteria.id, family=family, activity=activity)
        session.add(row)
    row.amount, row.basis = amount, command.basis
    refuse_impossible(session, criteria)


@handles(SetDuty, Action.MANAGE_STAFFING, whole_province)
def set_duty(command: SetDuty, actor: Actor, session: Session) -> None:
    """Refused for figures that are none."""
    criteria = draft_of(session, command.criteria_id)
    family, duty = _known_family(command.family), plain_text(command.duty, 200)
    if not duty:
        raise Refused(say("Write what the duty is."))
    staff, hours = number_within(command.staff, 0, MOST_AMOUNT), number_within(command.hours_per_year, 0, MOST_AMOUNT)
    same = (CriteriaDuty.criteria_id == criteria.id, CriteriaDuty.family == family, CriteriaDuty.duty == duty)
    row = session.scalars(select(CriteriaDuty).where(*same)).one_or_none()
    if staff * hours == 0:
        if row is not None:
            session.delete(row)
        return
    if row is None:
        row = CriteriaDuty(criteria_id=criteria.id, family=family, duty=duty)
        session.add(row)
    row.staff, row.hours_per_year = staff, hours


@handles(EditParameter, Action.MANAGE_STAFFING, whole_province)
def edit_parameter(command: EditParameter, actor: Actor, session: Session) -> None:
    """Refused for an unknown name, a value outside its bounds, or one that leaves no working time."""
    criteria = draft_of(session, command.criteria_id)
    if command.name not in LIMITS:
        raise Refused(say("There is no such value to set. Reload the page."))
    if command.value is None and command.name != "patience_minutes":
        raise Refused(say("Write a number."))
    value = command.value if command.value is None else number_within(command.value, *LIMITS[command.name])
    setattr(criteria, command.name, value)
    refuse_impossible(session, criteria)


@handles(EditNorm, Action.MANAGE_STAFFING, whole_province)
def edit_norm(command: EditNorm, actor: Actor, session: Session) -> None:
    """Refused for a norm or parameter that is not there, or a value that is no number of posts."""
    criteria = draft_of(session, command.criteria_id)
    _refuse_unknown_norm(command)
    value = None if command.value is None else number_within(command.value, 0, MOST_POSTS, above=_divides(command))
    if value is None and command.norm not in ("by_hand", "by_family"):
        raise Refused(say("Write a number."))
    same = (CriteriaNorm.criteria_id == criteria.id, CriteriaNorm.norm == command.norm)
    found = select(CriteriaNorm).where(*same, CriteriaNorm.parameter == command.parameter)
    row = session.scalars(found).one_or_none()
    if row is None:
        row = CriteriaNorm(criteria_id=criteria.id, norm=command.norm, parameter=command.parameter)
        session.add(row)
    row.value = value


def _refuse_unknown_norm(command: EditNorm) -> None:
    norm = norms().get(command.norm)
    free = {"by_hand": command.parameter.isalnum(), "by_family": command.parameter in families()}
    if norm is None or not (command.parameter in norm.parameters or free.get(command.norm, False)):
        raise Refused(say("There is no such norm. Reload the page."))
    if command.norm == "minus15" and command.value is not None:
        number_within(command.value, 0, 1)


def _divides(command: EditNorm) -> bool:
    return command.parameter.startswith("per_people")
