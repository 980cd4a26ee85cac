"""What the reform plan and its indicators ask of a person: quantities to enter or confirm, tasks that press."""

from collections.abc import Iterator
from datetime import date

import pandas as pd
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.assessment.next_step import NextStep
from kpi.assessment.period_names import period_name
from kpi.language.message import say
from kpi.reform.indicators.outstanding import Outstanding, outstanding
from kpi.reform.plan.led import pressing_tasks
from kpi.reform.words import Standing

NAMED = 4  # task codes told before the rest is only counted


def reform_steps(session: Session, actor: Actor, today: date) -> Iterator[NextStep]:
    """Returned and missing quantities, quantities to confirm, then tasks overdue and due within seven days."""
    for found in outstanding(session, actor, today):
        yield from _quantities(found, today)
    tasks = pressing_tasks(session, actor, today)
    for standing in (Standing.OVERDUE, Standing.DUE_SOON):
        part = tasks[tasks["standing"] == standing] if len(tasks) else tasks
        if len(part):
            yield _tasks(part, standing)


def _quantities(found: Outstanding, today: date) -> Iterator[NextStep]:
    named = {"period": period_name(found.month), "unit": found.unit}
    query = {"unit": str(found.unit_id), "period": found.month}
    late = found.due is not None and today > found.due
    if found.enters and found.returned:
        told = say("{period}: {number} indicator quantities of {unit} were returned: correct them.", **named,
                   number=found.returned)  # fmt: skip
        detail = say("Reason given: {reason}", reason=found.reason) if found.reason else None
        yield NextStep("indicators", told, found.due, urgent=True, detail=detail, query=query)
    if found.enters and found.missing:
        told = say("{period}: {number} indicator quantities of {unit} are still to be entered.", **named,
                   number=found.missing)  # fmt: skip
        yield NextStep("indicators", told, found.due, urgent=late, query=query)
    if found.confirms and found.waiting:
        told = say("{period}: {number} indicator quantities of {unit} wait for your confirmation.", **named,
                   number=found.waiting)  # fmt: skip
        yield NextStep("indicators", told, found.due, urgent=late, query=query)
    if found.nobody:
        told = say("{period}: nobody is named to enter the indicators of {unit}. Name an official.", **named)
        yield NextStep("indicators", told, found.due, urgent=late, query=query)


def _tasks(part: pd.DataFrame, standing: Standing) -> NextStep:
    first = part.iloc[0]
    overdue = standing is Standing.OVERDUE
    due = first["due"].date()
    if len(part) == 1:
        words = {"code": str(first["code"]), "name": str(first["name"])}
        told = (say("Plan task {code} “{name}” is overdue: finish it, or report that it is done.", **words) if overdue
                else say("Plan task {code} “{name}” is due within 7 days.", **words))  # fmt: skip
        query = {"plan": str(first["plan"]), "task": str(first["code"])}
        return NextStep("plan", told, due, urgent=overdue, query=query)
    codes = ", ".join(part["code"].head(NAMED)) + (" …" if len(part) > NAMED else "")
    number = {"number": len(part), "codes": codes}
    told = (say("{number} plan tasks of your unit are overdue: {codes}.", **number) if overdue
            else say("{number} plan tasks of your unit are due within 7 days: {codes}.", **number))  # fmt: skip
    return NextStep("plan", told, due, urgent=overdue, query={"plan": str(first["plan"]), "standing": str(standing)})
