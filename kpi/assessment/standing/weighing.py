"""How a unit divides the 70 points of its public employees (Decree 233/2026): decided by the unit, never assumed."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused, Subject
from kpi.access.execute import handles
from kpi.access.permissions import Action
from kpi.assessment.standing.holders import written
from kpi.assessment.states import SHUT
from kpi.language.message import say
from kpi.language.numbers import format_date
from kpi.law.ruleset import rule_set
from kpi.law.selection import PUBLIC_EMPLOYEE
from kpi.storage.tables import Period, TaskWeights, Unit

NAMES = ("w_quantity", "w_quality", "w_progress")


@dataclass(frozen=True)
class SetTaskWeights:
    """A head decides the weights, in points, of quantity, quality and progress for the unit and all below it."""

    unit_id: int
    valid_from: date
    quantity: float
    quality: float
    progress: float
    decision: str

    @property
    def about(self) -> str:
        """The unit, for the audit."""
        return f"unit {self.unit_id}"

    @property
    def reason(self) -> str:
        """The decision is the reason."""
        return self.decision


def _of_unit(command: SetTaskWeights, session: Session) -> Subject:
    return Subject(path=session.scalars(select(Unit.path).where(Unit.id == command.unit_id)).one_or_none())


@handles(SetTaskWeights, Action.MANAGE_UNIT_CATALOGUE, _of_unit)
def set_task_weights(command: SetTaskWeights, actor: Actor, session: Session) -> None:
    """Refused unless the three are above zero and make 70, before the decree, into the closed past, or twice a day.

    All three are mandatory in the decree, so none may be zero. Home Affairs may do it for any unit.
    """
    stored = rule_set("nd233")
    if session.get(Unit, command.unit_id) is None:
        raise Refused(say("This unit is no longer in the list. Reload the page."))
    whole = float(stored.parameters["task_max"].on(max(command.valid_from, stored.begins)))
    weights = (command.quantity, command.quality, command.progress)
    if not all(isinstance(one, int | float) and one > 0 and round(one, 2) == one for one in weights):
        raise Refused(say("Each of the three weights is a number above 0 with at most two decimals."))
    if abs(sum(weights) - whole) > 1e-9:
        raise Refused(say("The weights add up to {sum}; they must make {whole}. Correct one of them.",
                          sum=float(sum(weights)), whole=whole))  # fmt: skip
    if command.valid_from < stored.begins:
        raise Refused(say("Decree 233/2026 applies from {day}. Choose that day or a later one.",
                          day=format_date(stored.begins)))  # fmt: skip
    _refuse_rewriting(session, command.valid_from)
    decision = written(command.decision, say("Write the number and date of the decision."))
    same = (TaskWeights.unit_id == command.unit_id, TaskWeights.valid_from == command.valid_from)
    if session.scalars(select(TaskWeights.id).where(*same)).first():
        raise Refused(say("There is already a decision on this from {day}. Choose another day.",
                          day=format_date(command.valid_from)))  # fmt: skip
    session.add(
        TaskWeights(
            unit_id=command.unit_id, valid_from=command.valid_from, quantity=command.quantity, quality=command.quality,
            progress=command.progress, decision=decision,
        )
    )  # fmt: skip


def _refuse_rewriting(session: Session, valid_from: date) -> None:
    """No closed period may get other weights than it was scored by."""
    shut = select(func.max(Period.starts)).where(Period.state.in_(SHUT), Period.starts >= valid_from)
    if starts := session.scalar(shut):
        raise Refused(
            say("The month {month} is closed and was scored by the present rule. Choose a day after {day}.",
                month=f"{starts:%m/%Y}", day=format_date(starts))
        )  # fmt: skip


def weights_on(session: Session, day: date) -> pd.DataFrame:
    """unit_id, w_quantity, w_quality, w_progress of every unit on a day; a unit without its own follows the one above.

    Units nobody above has decided for are left out.
    """
    kept = select(TaskWeights).where(TaskWeights.valid_from <= day).order_by(TaskWeights.valid_from)
    own = {row.unit_id: (row.quantity, row.quality, row.progress) for row in session.scalars(kept)}
    if not own:
        return pd.DataFrame(columns=["unit_id", *NAMES])
    found = [
        (unit_id, *own[nearest])
        for unit_id, path in session.execute(select(Unit.id, Unit.path))
        if (nearest := next((int(step) for step in reversed(path.strip("/").split("/")) if int(step) in own), None))
    ]
    return pd.DataFrame(found, columns=["unit_id", *NAMES])


def weights_of(session: Session, kind: str, unit_id: int, day: date) -> tuple[float, float, float] | None:
    """The weights that hold for a public employee of a unit on a day; None for others and where nobody decided."""
    if kind != PUBLIC_EMPLOYEE:
        return None
    found = weights_on(session, day)
    rows = found[found["unit_id"] == unit_id][list(NAMES)].to_numpy(dtype=float).tolist()
    return (rows[0][0], rows[0][1], rows[0][2]) if rows else None
