"""The reform plan: what is overdue or due within days first, how far each task has come, and what lies behind it."""

from datetime import date

import pandas as pd
import streamlit as st

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.language.numbers import today
from kpi.reform.plan.views import PlanLine, amendments, plans, tasks, totals
from kpi.reform.words import FIELD_NAMES, STANDING_NAMES
from kpi.storage.unit_of_work import reading
from kpi.ui import signed_in
from kpi.ui.database import engine
from kpi.ui.indicator_words import generated_badge
from kpi.ui.plan_forms import show_change, show_new_plan
from kpi.ui.plan_task_panel import show_task
from kpi.ui.plan_words import assigner_name, field_name, left_text, standing_name
from kpi.ui.words import _, amount, day, named, percent

SIZE = 20


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
    """The plan's decision and amendments."""
    told = _("{decision} · owner: {owner}", decision=plan.decision, owner=plan.owner)
    st.caption(told)
    if plan.generated:
        st.markdown(f"{generated_badge()} {_('The tasks are generated; their names are not those of a real plan.')}")
    if plan.amendments:
        with reading(engine()) as session, st.expander(_("Amended {count} times", count=plan.amendments)):
            for number, dated, decision, summary in amendments(session, actor, plan.code):
                st.markdown(f"**{number}.** {day(dated)} · {decision}")
                st.caption(summary)


@signed_in.fragment
def listed(plan: PlanLine, on: date) -> None:
    """Totals, then the tasks a page at a time, then the one chosen."""
    actor = signed_in.actor()
    with reading(engine()) as session:
        everything = tasks(session, actor, on, [plan.code])
    if everything.empty:
        st.info(_("The plan has no task yet."), icon=":material/inbox:")
    else:
        show_totals(everything)
        found = filtered(everything)
        table(found, actor, on)
        breakdown(found)
    if actor.may(Action.MANAGE_PLAN):
        show_change(plan, everything, actor)


def show_totals(frame: pd.DataFrame) -> None:
    """What is done, late, overdue and due soon, in one look."""
    all_of_it = totals(frame).iloc[0]
    told = {
        _("Tasks done"): f"{amount(all_of_it['done'])}/{amount(all_of_it['total'])}",
        _("Done on time"): amount(all_of_it["on_time"]),
        _("Done late"): amount(all_of_it["late"]),
        _("Overdue"): amount(all_of_it["overdue"]),
        _("Due within 7 days"): amount(all_of_it["due_soon"]),
    }
    with st.container(horizontal=True, gap="medium"):
        for label, value in told.items():
            st.metric(label, value, width=150)


def filtered(frame: pd.DataFrame) -> pd.DataFrame:
    """The tasks that match words, standing, field and lead unit."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(_("Search"), key="plan_text", width=230, max_chars=80, icon=":material/search:")
        standings = [one for one in STANDING_NAMES if (frame["standing"] == one).any()]
        standing = st.selectbox(_("Standing"), standings, index=None, placeholder=_("all"), key="plan_standing",
                                format_func=lambda one: named(STANDING_NAMES, one), width=190)  # fmt: skip
        field = st.selectbox(
            _("Field of reform"), list(FIELD_NAMES), index=None, placeholder=_("all"), key="plan_field",
            format_func=lambda one: named(FIELD_NAMES, one), width=230,
        )  # fmt: skip
        lead = st.selectbox(_("Lead unit"), sorted(frame["lead"].unique()), index=None, placeholder=_("all"),
                            key="plan_lead", width=250)  # fmt: skip
    for column, wanted in (("standing", standing), ("field", field), ("lead", lead)):
        if wanted is not None:
            frame = frame[frame[column] == str(wanted)]
    words = (frame["code"] + " " + frame["name"]).str.lower()
    return frame[words.str.contains((text or "").strip().lower(), regex=False)]


def table(frame: pd.DataFrame, actor: Actor, on: date) -> None:
    """A page of tasks; choosing one shows what lies behind it."""
    if frame.empty:
        st.info(_("No task matches. Clear a filter."), icon=":material/search_off:")
        return
    page = int(st.session_state.get("plan_page") or 1)
    part = frame.iloc[(page - 1) * SIZE : page * SIZE]
    part = part if len(part) else frame.iloc[:SIZE]
    st.caption(_("{count} tasks. Choose one to see what lies behind it.", count=amount(len(frame))))
    shown = pd.DataFrame(
        {
            _("Code"): part["code"],
            _("Deadline"): [
                left_text(int(left), one) for left, one in zip(part["left"], part["standing"], strict=True)
            ],
            _("Task"): part["name"],
            _("Lead unit"): part["lead"],
            _("Due"): part["due"].dt.strftime("%d/%m/%Y"),
            _("Standing"): part["standing"].map(standing_name),
            _("Progress"): part["progress"],
            _("Field of reform"): part["field"].map(field_name),
            _("Assigned by"): part["assigner"].map(assigner_name),
        }
    )
    make = st.column_config
    picked = st.dataframe(
        shown, hide_index=True, on_select="rerun", selection_mode="single-row", key=f"plan_table_{page}",
        height=min(36 * len(shown) + 40, 560), column_config={
            _("Code"): make.TextColumn(width=60), _("Task"): make.TextColumn(width=300),
            _("Lead unit"): make.TextColumn(width=150), _("Due"): make.TextColumn(width=90),
            _("Progress"): make.ProgressColumn(format="percent", min_value=0, max_value=1, width=110),
        },
    )  # fmt: skip
    if len(frame) > SIZE:
        st.pagination(-(-len(frame) // SIZE), key="plan_page")
    chosen = picked["selection"]["rows"]
    if chosen and chosen[0] < len(part):
        task = part.iloc[chosen[0]]
        show_task({str(name): value for name, value in task.items()}, actor, on)


def breakdown(frame: pd.DataFrame) -> None:
    """The same totals by lead unit, field and assigner."""
    views = {"lead": _("By lead unit"), "field": _("By field"), "assigner": _("By assigner")}
    with st.expander(_("Totals by unit, field and assigner"), icon=":material/table_chart:"):
        by = st.segmented_control(
            _("Totals"), list(views), default="lead", format_func=views.__getitem__, required=True, key="plan_by",
            label_visibility="collapsed",
        )  # fmt: skip
        counted = totals(frame, by)
        names = {"field": field_name, "assigner": assigner_name}.get(str(by), str)
        rows = pd.DataFrame(
            {
                views[by]: counted[by].map(names),
                _("Tasks"): counted["total"],
                _("Tasks done"): counted["done"],
                _("Done on time"): counted["on_time"],
                _("Done late"): counted["late"],
                _("Overdue"): counted["overdue"],
                _("Due within 7 days"): counted["due_soon"],
                _("Progress"): counted["progress"].map(lambda share: percent(share, 0)),
            }
        )
        st.dataframe(rows, hide_index=True, width="stretch")


main()
