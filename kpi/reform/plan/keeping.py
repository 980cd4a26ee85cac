"""Making, filling and amending a plan. Terms are never edited: a changed task gets further terms from a day on."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused
from kpi.access.execute import handles, whole_province
from kpi.access.permissions import Action
from kpi.language.message import say
from kpi.language.numbers import format_date
from kpi.organisation.unit_book import is_open
from kpi.reform.plan.commands import AddTasks, AmendPlan, CreatePlan, TaskWanted
from kpi.reform.words import Assigner, Field
from kpi.storage.tables import Plan, PlanAmendment, PlanTask, TaskSupport, TaskTerms, Unit

LONGEST = {"code": 40, "name": 500, "product": 300}


@handles(CreatePlan, Action.MANAGE_PLAN, whole_province)
def create_plan(command: CreatePlan, actor: Actor, session: Session) -> int:
    """The plan's id. Refused for empty words, an unknown owner, or a code in use."""
    for text, most in ((command.code, 40), (command.title, 300), (command.decision, 200)):
        _written(text, most)
    if not 2000 <= command.year <= 2100:
        raise Refused(say("Type the plan's year with four digits."))
    if session.scalars(select(Plan.id).where(Plan.code == command.code.strip())).one_or_none():
        raise Refused(say("There is a plan with the code “{code}” already. Choose another.", code=command.code))
    owner = _units(session, [command.owner_unit_code], command.decided_on)[command.owner_unit_code]
    plan = Plan(
        code=command.code.strip(),
        year=command.year,
        title=command.title.strip(),
        owner_unit_id=owner.id,
        decision=command.decision.strip(),
        decided_on=command.decided_on,
    )
    session.add(plan)
    session.flush()
    return plan.id


@handles(AddTasks, Action.MANAGE_PLAN, whole_province)
def add_tasks(command: AddTasks, actor: Actor, session: Session) -> int:
    """How many tasks were added. Refused for a plan already amended, a code used twice, or anything wrong in a task."""
    plan = plan_of(session, command.plan_code)
    if session.scalar(select(func.count(PlanAmendment.id)).where(PlanAmendment.plan_id == plan.id)):
        raise Refused(say("The plan was amended already. Add the task by an amendment with its decision."))
    if not command.tasks:
        raise Refused(say("There is no task to add."))
    known = set(session.scalars(select(PlanTask.code).where(PlanTask.plan_id == plan.id)))
    units = _units(session, _codes(command.tasks), plan.decided_on)
    for wanted in command.tasks:
        if wanted.code.strip() in known:
            raise Refused(say("The plan has a task {code} already. Choose another code.", code=wanted.code))
        known.add(wanted.code.strip())
        _add(session, plan, wanted, units, None)
    return len(command.tasks)


@handles(AmendPlan, Action.MANAGE_PLAN, whole_province)
def amend_plan(command: AmendPlan, actor: Actor, session: Session) -> int:
    """The amendment's number. Refused without decision and summary, out of order in time, or where nothing changes."""
    plan = plan_of(session, command.plan_code)
    _written(command.decision, 200)
    _written(command.summary, 2000)
    last = session.execute(
        select(func.max(PlanAmendment.number), func.max(PlanAmendment.dated)).where(PlanAmendment.plan_id == plan.id)
    ).one()
    earliest = last[1] or plan.decided_on
    if command.dated < earliest:
        raise Refused(say("The plan stands as decided on {day}. The amendment cannot be dated before that.",
                          day=format_date(earliest)))  # fmt: skip
    if not command.tasks and not command.dropped:
        raise Refused(say("Change, add or drop at least one task."))
    amendment = PlanAmendment(
        plan_id=plan.id,
        number=(last[0] or 0) + 1,
        dated=command.dated,
        decision=command.decision.strip(),
        summary=command.summary.strip(),
    )
    session.add(amendment)
    session.flush()
    _change(session, plan, amendment, command)
    return amendment.number


def _change(session: Session, plan: Plan, amendment: PlanAmendment, command: AmendPlan) -> None:
    tasks = {task.code: task for task in session.scalars(select(PlanTask).where(PlanTask.plan_id == plan.id))}
    named = [wanted.code.strip() for wanted in command.tasks] + list(command.dropped)
    if len(named) != len(set(named)):
        raise Refused(say("A task is named twice in the amendment. Name each once."))
    units = _units(session, _codes(command.tasks), command.dated)
    for wanted in command.tasks:
        old = tasks.get(wanted.code.strip())
        if old is not None and _same(session, terms_on(session, old.id), wanted, units):
            raise Refused(say("Task {code} would stay as it is. Change something, or leave it out.", code=wanted.code))
        _add(session, plan, wanted, units, amendment, old)
    for code in command.dropped:
        task = tasks.get(code)
        if task is None:
            raise Refused(say("The plan has no task {code}. Choose one from the list.", code=code))
        session.add(_ended(terms_on(session, task.id), amendment))


def _same(session: Session, held: TaskTerms, wanted: TaskWanted, units: Mapping[str, Unit]) -> bool:
    """Whether a task asks for exactly what it asks for already."""
    names = ("field", "product", "quantity", "assigner", "starts", "due", "weight")
    supporting = {units[code].id for code in wanted.support_codes} - {held.lead_unit_id}
    before = set(session.scalars(select(TaskSupport.unit_id).where(TaskSupport.terms_id == held.id)))
    return (
        not held.dropped
        and held.name == wanted.name.strip()
        and held.lead_unit_id == units[wanted.lead_unit_code].id
        and all(getattr(held, name) == getattr(wanted, name) for name in names)
        and before == supporting
    )


def _ended(old: TaskTerms, amendment: PlanAmendment) -> TaskTerms:
    if old.dropped:
        raise Refused(say("A task was dropped already. Reload the page."))
    names = ("task_id", "field", "name", "product", "quantity", "assigner", "lead_unit_id", "starts", "due", "weight")
    kept = {name: getattr(old, name) for name in names}
    return TaskTerms(**kept, amendment_id=amendment.id, since=amendment.dated, dropped=True)


def terms_on(session: Session, task_id: int) -> TaskTerms:
    """The newest terms of a task."""
    query = select(TaskTerms).where(TaskTerms.task_id == task_id).order_by(TaskTerms.since.desc(), TaskTerms.id.desc())
    return session.scalars(query.limit(1)).one()


def plan_of(session: Session, code: str) -> Plan:
    """The plan with that code, held until the command ends; refused where there is none."""
    plan = session.scalars(select(Plan).where(Plan.code == code.strip()).with_for_update()).one_or_none()
    if plan is None:
        raise Refused(say("There is no plan “{code}”. Choose one from the list.", code=code))
    return plan


def _add(
    session: Session, plan: Plan, wanted: TaskWanted, units: Mapping[str, Unit], amendment: PlanAmendment | None,
    task: PlanTask | None = None,
) -> None:  # fmt: skip
    _check(wanted)
    if task is None:
        task = PlanTask(plan_id=plan.id, code=wanted.code.strip())
        session.add(task)
        session.flush()
    terms = TaskTerms(
        task_id=task.id,
        amendment_id=amendment.id if amendment else None,
        since=amendment.dated if amendment else plan.decided_on,
        field=wanted.field,
        name=wanted.name.strip(),
        product=wanted.product.strip(),
        quantity=float(wanted.quantity),
        assigner=wanted.assigner,
        lead_unit_id=units[wanted.lead_unit_code].id,
        starts=wanted.starts,
        due=wanted.due,
        weight=float(wanted.weight),
    )
    session.add(terms)
    session.flush()
    supporting = {units[code].id for code in wanted.support_codes} - {terms.lead_unit_id}
    session.add_all(TaskSupport(terms_id=terms.id, unit_id=unit_id) for unit_id in sorted(supporting))


def _check(wanted: TaskWanted) -> None:
    for name, most in LONGEST.items():
        _written(getattr(wanted, name), most, wanted.code)
    if wanted.field not in list(Field):
        raise Refused(say("Task {code}: choose one of the six fields of reform.", code=wanted.code))
    if wanted.assigner not in list(Assigner):
        raise Refused(say("Task {code}: choose who assigned it.", code=wanted.code))
    if wanted.due < wanted.starts:
        raise Refused(say("Task {code} is due before it starts. Correct one of the two days.", code=wanted.code))
    for number in (wanted.quantity, wanted.weight):
        if not 0 < number <= 1_000_000:
            raise Refused(say("Task {code}: quantity and weight are numbers above 0.", code=wanted.code))


def _written(text: str, most: int, code: str = "") -> None:
    if not text.strip():
        raise Refused(say("Task {code}: a text is empty. Write code, name and product.", code=code) if code else
                      say("A text is empty. Write code, title and decision in full."))  # fmt: skip
    if len(text.strip()) > most:
        raise Refused(say("The text is longer than {most} characters. Shorten it.", most=most))


def _codes(tasks: Iterable[TaskWanted]) -> list[str]:
    return [code for wanted in tasks for code in (wanted.lead_unit_code, *wanted.support_codes)]


def _units(session: Session, codes: Iterable[str], on: date) -> dict[str, Unit]:
    """Every unit named, open on that day; refused otherwise. A plan may be decided before units that exist today."""
    wanted = sorted(set(codes))
    found = {unit.code: unit for unit in session.scalars(select(Unit).where(Unit.code.in_(wanted)))}
    for code in wanted:
        if code not in found or not (is_open(found[code], on) or found[code].valid_to is None):
            raise Refused(say("There is no unit with the code “{code}”. Check the code.", code=code))
    return found
