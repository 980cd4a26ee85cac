"""The general criteria units are rated by: the province's own tree from a date, else the stored one. Always local."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused
from kpi.access.execute import handles, whole_province
from kpi.access.permissions import Action
from kpi.assessment.states import PeriodState
from kpi.language.message import say
from kpi.language.numbers import format_date
from kpi.law.unit_rating import UnitCriterion, unit_criteria
from kpi.storage.tables import Period, UnitCriteria

WHOLE, LONGEST_CODE, LONGEST_TEXT, LONGEST_DECISION = 30, 20, 300, 200


@dataclass(frozen=True)
class CriterionGiven:
    """A leaf: its code, the group it stands in, its text (as the province writes it) and its most points."""

    code: str
    group: str
    text: str
    maximum: float


@dataclass(frozen=True)
class DecideUnitCriteria:
    """Home Affairs enters the criteria agencies and units are rated by, from a date, by decision."""

    valid_from: date
    criteria: tuple[CriterionGiven, ...]
    decision: str

    @property
    def about(self) -> str:
        """The date, for the audit."""
        return f"rule units_nd335.criteria {self.valid_from.isoformat()}"

    @property
    def reason(self) -> str:
        """The decision is the reason."""
        return self.decision


def criteria_on(session: Session, on: date) -> tuple[tuple[UnitCriterion, ...], str | None]:
    """The criteria in force on a day, and the decision they rest on (None: the stored default)."""
    query = select(UnitCriteria).where(UnitCriteria.valid_from <= on).order_by(UnitCriteria.valid_from.desc())
    kept = session.scalars(query.limit(1)).one_or_none()
    if kept is None:
        return unit_criteria(on), None
    leaves = tuple(
        UnitCriterion(
            leaf["code"], dict.fromkeys(("vi", "en"), leaf["group"]), dict.fromkeys(("vi", "en"), leaf["text"]),
            float(leaf["maximum"]),
        )
        for leaf in kept.tree
    )  # fmt: skip
    return leaves, kept.decision


@handles(DecideUnitCriteria, Action.MANAGE_RULES, whole_province)
def decide_unit_criteria(command: DecideUnitCriteria, actor: Actor, session: Session) -> None:
    """Refused unless the points add up to 30, every leaf is written out, and no closed period would change."""
    decision = " ".join(command.decision.split())
    if not decision or len(decision) > LONGEST_DECISION:
        raise Refused(say("Write the number and date of the decision."))
    _check(command.criteria)
    shut = (PeriodState.CLOSED, PeriodState.PUBLISHED)
    closed = select(func.max(Period.starts)).where(Period.state.in_(shut), Period.starts >= command.valid_from)
    if starts := session.scalar(closed):
        raise Refused(say("The month {month} is closed and was scored by the present rule. Choose a day after {day}.",
                          month=f"{starts:%m/%Y}", day=format_date(starts)))  # fmt: skip
    if session.scalars(select(UnitCriteria.id).where(UnitCriteria.valid_from == command.valid_from)).one_or_none():
        raise Refused(say("There is already a decision on this from {day}. Choose another day.",
                          day=format_date(command.valid_from)))  # fmt: skip
    session.add(
        UnitCriteria(valid_from=command.valid_from, decision=decision, tree=[vars(g) for g in command.criteria])
    )


def _check(criteria: tuple[CriterionGiven, ...]) -> None:
    codes = [given.code.strip() for given in criteria]
    if not criteria or len(set(codes)) < len(codes):
        raise Refused(say("Give every criterion a code of its own."))
    for given in criteria:
        if not given.code.strip() or len(given.code) > LONGEST_CODE or not given.text.strip():
            raise Refused(say("“{code}”: write a code of at most {most} characters and a text.",
                              code=given.code[:40], most=LONGEST_CODE))  # fmt: skip
        if len(given.text) > LONGEST_TEXT or len(given.group) > LONGEST_TEXT:
            raise Refused(say("“{code}”: the text is longer than {most} characters.", code=given.code,
                              most=LONGEST_TEXT))  # fmt: skip
        if not 0 < given.maximum <= WHOLE:
            raise Refused(say("“{code}”: the points have to be above 0 and at most {most}.", code=given.code,
                              most=WHOLE))  # fmt: skip
    total = sum(Decimal(str(given.maximum)) for given in criteria)
    if total != WHOLE:
        raise Refused(say("The points add up to {total}; they have to add up to {most}.", total=float(total),
                          most=WHOLE))  # fmt: skip
