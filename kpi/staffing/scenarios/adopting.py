"""Adopting a scenario: its mergers become the unit tree from a day on; history stays under the old units."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused
from kpi.access.execute import handles, whole_province
from kpi.access.permissions import Action
from kpi.language.message import say
from kpi.language.numbers import format_date, today
from kpi.organisation import unit_book
from kpi.staffing.scenarios.commands import draft_of, steps_of
from kpi.staffing.scenarios.founding import close, found
from kpi.staffing.scenarios.granting import grant_again
from kpi.staffing.scenarios.intents import AdoptScenario
from kpi.staffing.scenarios.steps import step_of
from kpi.staffing.scenarios.transferring import transfer
from kpi.staffing.scenarios.tree import NewUnit, new_units
from kpi.storage.tables import Month, Period, Unit


@dataclass(frozen=True)
class Adopted:
    """What adopting did. waiting: former heads who are deputies until somebody is appointed. granted: roles that reach
    the new units too."""

    founded: int
    closed: int
    transferred: int
    waiting: int
    granted: int


@handles(AdoptScenario, Action.ADOPT_SCENARIO, whole_province)
def adopt_scenario(command: AdoptScenario, actor: Actor, session: Session) -> Adopted:
    """Refused without a decision, for a day that is not the first of a month to come, or without a merger.

    Old units close the day before with everything recorded under them; people go to what continues their unit, with
    post and title. Staff, work and areas moved by other steps are not touched: they are decided case by case.
    """
    unit_book.one_at_a_time(session)
    scenario = draft_of(session, command.scenario_id)
    _check(command)
    steps = [step_of(one.kind, one.terms) for one in steps_of(session, scenario.id) if one.active]
    wanted = new_units(steps)
    if not wanted:
        raise Refused(say("No step of this scenario merges units; there is nothing to change in the unit tree."))
    done = [_carry_out(session, new, command.day, command.decision.strip()) for new in wanted]
    scenario.state, scenario.adopted_from = "adopted", command.day
    scenario.decision, scenario.adopted_by = command.decision.strip(), actor.name
    return Adopted(len(done), *(sum(figures) for figures in zip(*done, strict=True)))


def _check(command: AdoptScenario) -> None:
    if not 0 < len(command.decision.strip()) <= 200:
        raise Refused(say("Give the number and date of the decision; it is kept in the record."))
    if command.day.day != 1 or command.day <= today():
        raise Refused(say("Choose the first day of a month to come: people's months belong to one unit each."))


def _carry_out(session: Session, new: NewUnit, day: date, decision: str) -> tuple[int, int, int, int]:
    """Units closed, people transferred, former heads waiting, roles granted in the new unit."""
    if len(new.parts) < 2:
        raise Refused(say("Choose at least two units to merge."))
    old, target = found(session, new, day, decision)
    _no_months_after(session, old, day)
    transferred, waiting = transfer(session, old, target, day)
    granted = grant_again(session, target)
    close(session, old, day - timedelta(days=1))
    return len(old), transferred, waiting, granted


def _no_months_after(session: Session, old: list[Unit], day: date) -> None:
    query = select(Period.ends).join(Month, Month.period_id == Period.id)
    query = query.where(Month.unit_id.in_([unit.id for unit in old]), Period.ends >= day)
    if ends := session.scalars(query.order_by(Period.ends.desc()).limit(1)).one_or_none():
        raise Refused(say("Months until {day} were already opened in these units. Choose a later day.",
                          day=format_date(ends)))  # fmt: skip


__all__ = ["AdoptScenario", "Adopted"]
