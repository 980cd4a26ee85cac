"""The reform plan: what is overdue or due within days first, how far each task has come, and what lies behind it."""

from datetime import date

import pandas as pd
import streamlit as st

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.language.numbers import today
from kpi.reform.plan.proof import evidenced
from kpi.reform.plan.views import PlanLine, amendments, plans, tasks
from kpi.storage.unit_of_work import reading
from kpi.ui import signed_in
from kpi.ui.database import engine
from kpi.ui.indicator_words import generated_badge
from kpi.ui.plan_forms import show_change, show_new_plan
from kpi.ui.plan_list import breakdown, filtered, offer_tasks, pick, show_totals
from kpi.ui.plan_task_panel import show_task
from kpi.ui.words import _, day

PICKED = "plan_task_picked"


def main() -> None:
    """Choose the plan and the day; the rest is one fragment."""
    actor = signed_in.actor()
    st.title(_("Reform plan"))
    with reading(engine()) as session:
        known = plans(session, actor)
    if not known:
        st.info(_("No plan has been entered yet. Home Affairs enters the year’s plan."), icon=":material/checklist:")
    else:
        plan, on = choose(known)
        show_plan(plan, actor)
        listed(plan, on)
    if actor.may(Action.MANAGE_PLAN):
        show_new_plan(actor)


def choose(known: list[PlanLine]) -> tuple[PlanLine, date]:
    """The plan in the address, else the newest; as it stood on a day, today to begin with."""
    by_code = {plan.code: plan for plan in known}
    asked = st.query_params.get("plan", "")
    first, second = st.columns([3, 1], vertical_alignment="bottom")
    code = first.selectbox(
        _("Plan"), list(by_code), index=list(by_code).index(asked) if asked in by_code else 0,
        format_func=lambda one: by_code[one].title, key="plan_choice", label_visibility="collapsed",
    )  # fmt: skip
    on = second.date_input(_("As of"), value=today(), max_value=today(), format="DD/MM/YYYY", key="plan_day",
                           help=_("How the plan stood on that day."))  # fmt: skip
    st.query_params["plan"] = code
    return by_code[code], on or today()


def show_plan(plan: PlanLine, actor: Actor) -> None:
    """The plan's decision, its source and its amendments."""
    told = _("{decision} · owner: {owner}", decision=plan.decision, owner=plan.owner)
    st.caption(told)
    if plan.source and not plan.generated:
        st.caption(_("Source: {source}", source=plan.source))
    if plan.generated:
        st.markdown(f"{generated_badge()} {_('The tasks are generated; their names are not those of a real plan.')}")
    if plan.amendments:
        with reading(engine()) as session, st.expander(_("Amendments: {count}", count=plan.amendments)):
            for number, dated, decision, summary in amendments(session, actor, plan.code):
                st.markdown(f"**{number}.** {day(dated)}")
                st.text(f"{decision}\n{summary}")


@signed_in.fragment
def listed(plan: PlanLine, on: date) -> None:
    """The task of the address alone, or totals, a page of tasks, and the one chosen."""
    actor = signed_in.actor()
    with reading(engine()) as session:
        everything = tasks(session, actor, on, [plan.code])
        proved = evidenced(session, actor, everything["task_id"], on)
    everything["evidence"] = everything["task_id"].isin(proved)
    if everything.empty:
        st.info(_("The plan has no task yet."), icon=":material/inbox:")
    elif not alone(everything, actor, on):
        show_list(everything, proved, plan, actor, on)
    if actor.may(Action.MANAGE_PLAN):
        show_change(plan, everything, actor)


def alone(everything: pd.DataFrame, actor: Actor, on: date) -> bool:
    """The task a link led to, with the way back to all of them; whether there was one."""
    asked = st.query_params.get("task", "")
    found = everything[everything["code"] == asked]
    if found.empty or st.session_state.get(PICKED) == asked:
        return False
    if st.button(_("All tasks of the plan"), icon=":material/arrow_back:"):
        st.query_params.pop("task", None)
        st.rerun()
    show_task({str(name): value for name, value in found.iloc[0].items()}, actor, on)
    return True


def show_list(everything: pd.DataFrame, proved: set[int], plan: PlanLine, actor: Actor, on: date) -> None:
    """What counts, then the tasks; the address follows the one chosen."""
    show_totals(everything)
    found = filtered(everything)
    task = pick(found, proved)
    st.session_state[PICKED] = task["code"] if task else None
    if task:
        st.query_params["task"] = task["code"]
        show_task(task, actor, on)
    else:
        st.query_params.pop("task", None)
    offer_tasks(found, proved, plan.code, on)
    breakdown(found)


main()
