"""Solving a proposal on today's figures or a scenario's, and keeping the result."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused
from kpi.access.execute import handles, whole_province
from kpi.access.permissions import Action
from kpi.language.message import Message, say
from kpi.language.numbers import today
from kpi.staffing.proposals.asking import Asked, asked
from kpi.staffing.proposals.fault import Unfit
from kpi.staffing.proposals.intents import FixMove, FreeMove, SolveAgain, SolveReallocation
from kpi.staffing.proposals.terms import Terms
from kpi.staffing.proposals.words import kept, named
from kpi.staffing.reallocation import Arc, Impossible, Plan, solve
from kpi.staffing.reallocation.stages import NoPlan
from kpi.staffing.scenarios import Assumptions, outcome
from kpi.staffing.scenarios.today import state_of
from kpi.staffing.scenarios.views import scenario
from kpi.staffing.today import inputs_of
from kpi.staffing.wisn import InputFaults
from kpi.storage.tables import PinnedMove, Reallocation, ReallocationMove

LONGEST = 200


@handles(SolveReallocation, Action.MANAGE_STAFFING, whole_province)
def solve_reallocation(command: SolveReallocation, actor: Actor, session: Session) -> int:
    """The proposal's id; refused without a title, and with the constraint named where no plan keeps them all."""
    title = " ".join(command.title.split())
    if not 0 < len(title) <= LONGEST:
        raise Refused(say("Give the proposal a title of at most {most} characters.", most=LONGEST))
    if not 2000 <= command.year <= 2200:
        raise Refused(say("Choose the year whose workload counts."))
    row = Reallocation(
        scenario_id=command.scenario_id, title=title, terms={}, inputs={"year": command.year}, result={}, gap=0.0,
        optimal=False, made_by=actor.name, made_at=datetime.now(UTC),
    )  # fmt: skip
    _solve(session, actor, row, command.terms, {})
    return row.id


@handles(SolveAgain, Action.MANAGE_STAFFING, whole_province)
def solve_again(command: SolveAgain, actor: Actor, session: Session) -> None:
    """Refused once published, and with the constraint named where no plan keeps them all: then the old plan stays."""
    row = draft_of(session, command.reallocation_id)
    fixed = {Arc(p.from_unit, p.from_family, p.to_unit, p.to_family): p.people for p in pins_of(session, row.id)}
    _solve(session, actor, row, command.terms, fixed)


@handles(FixMove, Action.MANAGE_STAFFING, whole_province)
def fix_move(command: FixMove, actor: Actor, session: Session) -> None:
    """Kept for the next solving; refused once published, or for fewer than nobody."""
    row = draft_of(session, command.reallocation_id)
    if command.people < 0:
        raise Refused(say("A move has no fewer than 0 people; 0 forbids it."))
    known = set(row.inputs["units"]) | {str(one["name"]) for one in row.terms.get("reinforcements", [])}
    families = set(row.inputs["families"])
    if not {command.from_unit, command.to_unit} <= known or not {command.from_family, command.to_family} <= families:
        raise Refused(say("This move names a unit or family that is not in the proposal."))
    wanted = (command.from_unit, command.from_family, command.to_unit, command.to_family)
    if wanted[:2] == wanted[2:]:
        raise Refused(say("A move goes somewhere else. Choose another unit or family."))
    for pin in pins_of(session, row.id):
        if (pin.from_unit, pin.from_family, pin.to_unit, pin.to_family) == wanted:
            pin.people, pin.reason, pin.set_by = command.people, command.reason.strip() or None, actor.name
            return
    names = dict(zip(("from_unit", "from_family", "to_unit", "to_family"), wanted, strict=True))
    reason = command.reason.strip() or None
    session.add(PinnedMove(reallocation_id=row.id, **names, people=command.people, reason=reason, set_by=actor.name))


@handles(FreeMove, Action.MANAGE_STAFFING, whole_province)
def free_move(command: FreeMove, actor: Actor, session: Session) -> None:
    """Refused once published."""
    row = draft_of(session, command.reallocation_id)
    pin = session.get(PinnedMove, command.pin_id)
    if pin is None or pin.reallocation_id != row.id:
        raise Refused(say("This fixed move is gone. Reload the page."))
    session.delete(pin)


def draft_of(session: Session, reallocation_id: int) -> Reallocation:
    """The proposal, for changing; refused once published."""
    row = proposal_of(session, reallocation_id)
    if row.state != "draft":
        raise Refused(say("This proposal was published and no longer changes. Solve a new one."))
    return row


def proposal_of(session: Session, reallocation_id: int) -> Reallocation:
    """The proposal; refused where it is gone."""
    query = select(Reallocation).where(Reallocation.id == reallocation_id).with_for_update()
    row = session.scalars(query).one_or_none()
    if row is None:
        raise Refused(say("This proposal is gone. Reload the page."))
    return row


def pins_of(session: Session, reallocation_id: int) -> list[PinnedMove]:
    """The fixed moves of a proposal."""
    query = select(PinnedMove).where(PinnedMove.reallocation_id == reallocation_id)
    return list(session.scalars(query.order_by(PinnedMove.id)))


def _solve(session: Session, actor: Actor, row: Reallocation, terms: dict[str, Any], fixed: dict[Arc, int]) -> None:
    try:
        wanted = Terms.of(terms)
        question = _asked(session, actor, row, wanted, fixed)
        plan = solve(question.problem)
    except Unfit as fault:
        raise Refused(fault.message) from None
    except Impossible as impossible:
        raise Refused(_impossible(impossible, question)) from None
    except NoPlan:
        raise Refused(
            say("No plan was found in time. Allow a shorter way or fewer families, and solve again.")
        ) from None
    except InputFaults:
        raise Refused(
            say("The workload holds impossible figures. Open the need of the units and correct them.")
        ) from None
    _keep(session, row, wanted, question, plan)


def _asked(session: Session, actor: Actor, row: Reallocation, terms: Terms, fixed: dict[Arc, int]) -> Asked:
    inputs = inputs_of(session, actor, int(row.inputs["year"]), today())
    if row.scenario_id is None:
        state = state_of(inputs)
        return asked(state, outcome(state, Assumptions()), terms, fixed, inputs.lineage.parts)
    seen = scenario(session, actor, row.scenario_id, inputs)
    if seen is None:
        raise Refused(say("This scenario is gone. Reload the page."))
    return asked(seen.state, seen.outcome, terms, fixed, inputs.lineage.parts)


def _impossible(found: Impossible, question: Asked) -> Message:
    """The first constraints that cannot hold, in words."""
    told = [named(one, question.names) for one in found.broken]
    if len(told) == 1:
        return say("No plan keeps every limit. {first}", first=told[0])
    more = len(told) - 2
    if more <= 0:
        return say("No plan keeps every limit. {first} {second}", first=told[0], second=told[1])
    return say("No plan keeps every limit. {first} {second} And {more} more like these.",
               first=told[0], second=told[1], more=more)  # fmt: skip


def _keep(session: Session, row: Reallocation, terms: Terms, question: Asked, plan: Plan) -> None:
    problem = question.problem
    row.terms, row.gap, row.optimal = terms.kept(), plan.gap, plan.optimal
    row.made_at = datetime.now(UTC)
    row.inputs = {
        "year": row.inputs["year"], "on": today().isoformat(), "units": list(problem.units),
        "names": {unit: question.names[unit] for unit in problem.units}, "kinds": list(question.kinds),
        "former": list(question.former), "parts": dict(question.parts),
        "families": list(problem.families), "existing": problem.existing.tolist(),
        "posts": question.posts.tolist(), "target": problem.target.tolist(), "spare": problem.surplus().tolist(),
    }  # fmt: skip
    row.result = {
        "after": plan.after.tolist(), "lent": plan.lent.tolist(), "missing": plan.missing.tolist(),
        "worst": plan.worst, "people": plan.people, "disturbance": plan.disturbance, "variables": plan.variables,
    }  # fmt: skip
    session.add(row)
    session.flush()
    session.execute(delete(ReallocationMove).where(ReallocationMove.reallocation_id == row.id))
    lent = {one.name for one in problem.reinforcements}
    for move in plan.moves:
        session.add(
            ReallocationMove(
                reallocation_id=row.id, from_unit=None if move.arc.unit in lent else move.arc.unit,
                from_family=move.arc.family, to_unit=move.arc.to_unit, to_family=move.arc.to_family,
                people=move.people, km=move.km, until=move.until, team=move.team, fixed=move.fixed,
                why=[kept(sentence) for sentence in move.why],
            )
        )  # fmt: skip
    session.flush()


__all__ = [
    "FixMove",
    "FreeMove",
    "SolveAgain",
    "SolveReallocation",
    "draft_of",
    "proposal_of",
]
