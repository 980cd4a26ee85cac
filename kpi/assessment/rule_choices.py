"""What the province decides where the law leaves it open: a dated choice with the number of the decision."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused
from kpi.access.execute import handles, whole_province
from kpi.access.permissions import Action
from kpi.assessment.states import SHUT
from kpi.language.message import say
from kpi.language.numbers import format_date
from kpi.law import rules_in_force
from kpi.law.errors import RuleError
from kpi.law.methods import METHODS
from kpi.law.ruleset import Parameter, rule_set
from kpi.storage.tables import Month, Period, RuleChoice

LONGEST_DECISION = 200


@dataclass(frozen=True)
class ChooseRule:
    """Home Affairs enters a local decision on an open parameter; periods that begin from `valid_from` on follow it."""

    rule_set: str
    parameter: str
    value: str
    valid_from: date
    decision: str

    @property
    def about(self) -> str:
        """The parameter, for the audit."""
        return f"rule {self.rule_set}.{self.parameter}"

    @property
    def reason(self) -> str:
        """The decision is the reason."""
        return self.decision


def is_choosable(parameter: Parameter) -> bool:
    """Whether the law leaves it open and there is more than one thing to choose."""
    return parameter.certainty == "open" and (len(parameter.choices) > 1 or bool(parameter.range))


@handles(ChooseRule, Action.MANAGE_RULES, whole_province)
def choose_rule(command: ChooseRule, actor: Actor, session: Session) -> None:
    """Refused for what the law fixes, a value it does not allow, no decision, or a day that would rewrite the past."""
    decision = " ".join(command.decision.split())
    if not decision:
        raise Refused(say("Write the number and date of the decision."))
    if len(decision) > LONGEST_DECISION:
        raise Refused(say("The decision is longer than {most} characters. Shorten it.", most=LONGEST_DECISION))
    _allowed(command)
    _refuse_rewriting(session, command.valid_from)
    same = (RuleChoice.rule_set == command.rule_set, RuleChoice.parameter == command.parameter)
    if session.scalars(select(RuleChoice).where(*same, RuleChoice.valid_from == command.valid_from)).one_or_none():
        raise Refused(say("There is already a decision on this from {day}. Choose another day.",
                          day=format_date(command.valid_from)))  # fmt: skip
    session.add(
        RuleChoice(
            rule_set=command.rule_set,
            parameter=command.parameter,
            value=command.value,
            valid_from=command.valid_from,
            decision=decision,
        )
    )


def _allowed(command: ChooseRule) -> None:
    if command.rule_set not in METHODS:
        raise Refused(say("There is nothing to decide in this rule set."))
    try:
        rules_in_force(command.rule_set, command.valid_from, {command.parameter: command.value})
        parameter = rule_set(command.rule_set).parameters[command.parameter]
    except RuleError as error:
        raise Refused(error.message) from error
    if not is_choosable(parameter):
        raise Refused(say("Article {article} settles this; there is nothing to choose.", article=parameter.article))


def _refuse_rewriting(session: Session, valid_from: date) -> None:
    """Neither a closed period nor one with approved months may get other rules than it was scored by."""
    closed = select(func.max(Period.starts)).where(Period.state.in_(SHUT), Period.starts >= valid_from)
    if starts := session.scalar(closed):
        raise Refused(
            say("The month {month} is closed and was scored by the present rule. Choose a day after {day}.",
                month=f"{starts:%m/%Y}", day=format_date(starts))
        )  # fmt: skip
    approved = (
        select(Period.starts, func.count(Month.id))
        .join(Month, Month.period_id == Period.id)
        .where(Period.starts >= valid_from, Month.state == "approved")
        .group_by(Period.starts)
        .order_by(Period.starts.desc())
        .limit(1)
    )
    if found := session.execute(approved).one_or_none():
        raise Refused(
            say("In the month {month}, {count} results are approved by the present rule. Choose a day after {day}, "
                "so that everybody in a month is scored alike.",
                month=f"{found[0]:%m/%Y}", count=found[1], day=format_date(found[0]))
        )  # fmt: skip
