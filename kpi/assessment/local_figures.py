"""Figures no law gives: what the province applies on a day, and deciding on another from a date."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused
from kpi.access.execute import handles, whole_province
from kpi.access.permissions import Action
from kpi.assessment.rules import choices_on
from kpi.assessment.states import PeriodState
from kpi.language.message import say
from kpi.language.numbers import format_date
from kpi.law.errors import RuleError
from kpi.law.ruleset import Parameter, Value
from kpi.law.settings import checked, parameters_of, settings_in_force
from kpi.storage.tables import Period, RuleChoice

LONGEST_DECISION = 200
SHUT = (PeriodState.CLOSED, PeriodState.PUBLISHED)


@dataclass(frozen=True)
class ChooseFigure:
    """Home Affairs decides on an open figure of a set; periods that begin from `valid_from` on follow it."""

    settings: str
    figure: str
    value: str
    valid_from: date
    decision: str

    @property
    def about(self) -> str:
        """The figure, for the audit."""
        return f"rule {self.settings}.{self.figure}"

    @property
    def reason(self) -> str:
        """The decision is the reason."""
        return self.decision


@dataclass(frozen=True, eq=False)
class FigureLine:
    """A figure as it applies: its value, whether it is decided locally, and by which decision (None: the default)."""

    parameter: Parameter
    value: Value
    local: bool
    decision: str | None


def figures_on(session: Session, name: str, on: date) -> tuple[FigureLine, ...]:
    """Every figure of a set on a day; everybody may know them."""
    settings = settings_in_force(name, on, choices_on(session, name, on))
    query = select(RuleChoice.parameter, RuleChoice.decision).where(
        RuleChoice.rule_set == name, RuleChoice.valid_from <= on
    )
    decisions = dict(session.execute(query.order_by(RuleChoice.valid_from)).all())
    return tuple(
        FigureLine(parameter, settings[key], settings.is_local(key), decisions.get(key))
        for key, parameter in parameters_of(name).items()
    )


@handles(ChooseFigure, Action.MANAGE_RULES, whole_province)
def choose_figure(command: ChooseFigure, actor: Actor, session: Session) -> None:
    """Refused for what may not be chosen, without a decision, or from a day that would change a closed period."""
    decision = " ".join(command.decision.split())
    if not decision or len(decision) > LONGEST_DECISION:
        raise Refused(say("Write the number and date of the decision."))
    try:
        checked(command.settings, command.figure, command.value)
        parameters_of(command.settings)
    except RuleError as error:
        raise Refused(error.message) from error
    closed = select(func.max(Period.starts)).where(Period.state.in_(SHUT), Period.starts >= command.valid_from)
    if starts := session.scalar(closed):
        raise Refused(
            say("The month {month} is closed and was scored by the present rule. Choose a day after {day}.",
                month=f"{starts:%m/%Y}", day=format_date(starts))
        )  # fmt: skip
    same = (RuleChoice.rule_set == command.settings, RuleChoice.parameter == command.figure)
    if session.scalars(select(RuleChoice.id).where(*same, RuleChoice.valid_from == command.valid_from)).one_or_none():
        raise Refused(say("There is already a decision on this from {day}. Choose another day.",
                          day=format_date(command.valid_from)))  # fmt: skip
    session.add(
        RuleChoice(
            rule_set=command.settings, parameter=command.figure, value=str(command.value),
            valid_from=command.valid_from, decision=decision,
        )
    )  # fmt: skip
