"""Deciding a unit's KPI set from a day on. A set is never edited: another one follows it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused
from kpi.access.execute import handles, whole_province
from kpi.access.permissions import Action
from kpi.language.message import say
from kpi.language.numbers import format_date
from kpi.reform.kpi_sets.templates import FULL, KINDS, Item
from kpi.storage.tables import Indicator, KpiItem, KpiSet, PlanTask, Unit


@dataclass(frozen=True)
class DecideKpiSet:
    """Home Affairs gives a unit its weighted indicators and plan tasks from a day on; the weights sum to 100."""

    unit_id: int
    kind: str
    valid_from: date
    decision: str
    items: tuple[Item, ...]

    @property
    def about(self) -> str:
        """The unit, for the audit."""
        return f"unit {self.unit_id} KPI set"

    @property
    def reason(self) -> str:
        """The decision is the reason."""
        return self.decision


@handles(DecideKpiSet, Action.MANAGE_INDICATORS, whole_province)
def decide_kpi_set(command: DecideKpiSet, actor: Actor, session: Session) -> int:
    """The set's id. Refused unless the weights sum to 100, each item occurs once, and the day is free and not past."""
    unit = session.scalars(select(Unit).where(Unit.id == command.unit_id).with_for_update()).one_or_none()
    if unit is None:
        raise Refused(say("This unit does not exist. Reload the page."))
    if command.kind not in KINDS:
        raise Refused(say("Choose the kind of set: agency, unit or locality."))
    if not command.decision.strip() or len(command.decision) > 200:
        raise Refused(say("Write the number and date of the decision, at most 200 characters."))
    _weights(command)
    newest = session.scalars(select(KpiSet.valid_from).where(KpiSet.unit_id == unit.id)).all()
    if newest and command.valid_from <= max(newest):
        raise Refused(say("The unit's set holds since {day}. Choose a later day: what held before is never rewritten.",
                          day=format_date(max(newest))))  # fmt: skip
    made = KpiSet(unit_id=unit.id, kind=command.kind, valid_from=command.valid_from, decision=command.decision.strip())
    session.add(made)
    session.flush()
    session.add_all([_item(session, made.id, item) for item in command.items])
    return made.id


def _weights(command: DecideKpiSet) -> None:
    if any(not 0 < item.weight <= FULL for item in command.items):
        raise Refused(say("Every weight lies above 0 and is at most 100."))
    total = round(sum(item.weight for item in command.items), 6)
    if total != FULL:
        raise Refused(say("The weights sum to {total}; they must sum to 100. Correct them.", total=float(total)))
    keys = [(item.code, item.task_id) for item in command.items]
    if len(keys) != len(set(keys)):
        raise Refused(say("An item occurs twice. Keep it once."))
    if any((item.code is None) == (item.task_id is None) for item in command.items):
        raise Refused(say("Every item is one indicator or one plan task."))


def _item(session: Session, set_id: int, item: Item) -> KpiItem:
    indicator_id = None
    if item.code is not None:
        query = select(Indicator.id).where(Indicator.code == item.code).order_by(Indicator.valid_from.desc()).limit(1)
        indicator_id = session.scalars(query).one_or_none()
        if indicator_id is None:
            raise Refused(say("There is no indicator “{code}”. Choose one from the list.", code=item.code))
    elif session.get(PlanTask, item.task_id) is None:
        raise Refused(say("A plan task of the set does not exist. Choose one from the list."))
    return KpiItem(
        set_id=set_id, indicator_id=indicator_id, plan_task_id=item.task_id, weight=item.weight, target=item.target
    )
