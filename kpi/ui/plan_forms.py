"""What Home Affairs does with a plan: make one, fill it, amend it by a decision."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from kpi.access.actor import Actor
from kpi.access.organisation_views import unit_names
from kpi.language.numbers import today
from kpi.reform.plan.behind import support_codes
from kpi.reform.plan.commands import AddTasks, AmendPlan, CreatePlan, TaskWanted
from kpi.reform.plan.views import PlanLine
from kpi.reform.words import ASSIGNER_NAMES, FIELD_NAMES
from kpi.storage.unit_of_work import reading
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.words import _, named


def show_new_plan(actor: Actor) -> None:
    """A plan's head; its tasks follow one by one or from a task list of E-Office."""
    with st.expander(_("Enter a plan"), icon=":material/playlist_add:"):
        with reading(engine()) as session:
            units = unit_names(session, actor, today())
        with st.form("new-plan", border=False):
            first, second, third = st.columns(3)
            code = first.text_input(_("Code"), max_chars=40, placeholder=f"CCHC-{today().year + 1}")
            year = second.number_input(_("Year"), 2000, 2100, today().year)
            decided = third.date_input(_("Decided on"), value=today(), format="DD/MM/YYYY")
            title = st.text_input(_("Title"), max_chars=300)
            decision = st.text_input(_("Number and date of the decision"), max_chars=200)
            owner = st.selectbox(_("Owner"), list(units), format_func=units.__getitem__)
            sent = st.form_submit_button(_("Enter the plan"), type="primary")
        if (
            sent
            and decided
            and do(CreatePlan(code, int(year), title, owner, decision, decided), _("The plan is entered."))
        ):
            st.rerun()


def show_change(plan: PlanLine, tasks: pd.DataFrame, actor: Actor) -> None:
    """Adding a task; once the plan was amended, or to change or drop one, with the amendment's decision."""
    with st.expander(_("Add, change or drop a task"), icon=":material/edit:"):
        rows = {str(row["code"]): row for row in tasks.to_dict("records")}
        kinds = {"add": _("Add a task"), "change": _("Change a task"), "drop": _("Drop a task")}
        kind = st.segmented_control(_("What"), list(kinds), default="add", format_func=kinds.__getitem__, required=True,
                                    key=f"change-{plan.code}", label_visibility="collapsed")  # fmt: skip
        before: dict[Any, Any] | None = None
        if kind != "add":
            codes = list(rows)
            chosen = st.selectbox(_("Task"), codes, index=_at(codes, st.query_params.get("task")),
                                  format_func=lambda one: f"{one} · {rows[one]['name']}")  # fmt: skip
            before = rows.get(chosen) if chosen else None
            if before is None:
                st.caption(_("The plan has no task yet."))
                return
        with st.form(f"task-{plan.code}-{kind}-{before['code'] if before else ''}", border=False):
            wanted = None if kind == "drop" else _task_fields(before, actor, plan.year)
            amended = _amendment_fields() if kind != "add" or plan.amendments else None
            sent = st.form_submit_button(_("Save"), type="primary")
        if sent and do(_command(plan, wanted, before, amended), _("The plan is changed.")):
            st.rerun()


def _command(
    plan: PlanLine, wanted: TaskWanted | None, before: dict[Any, Any] | None, amended: tuple[date, str, str] | None
) -> AddTasks | AmendPlan:
    if amended is None and wanted is not None:
        return AddTasks(plan.code, (wanted,))
    dated, decision, summary = amended or (today(), "", "")
    dropped = (str(before["code"]),) if wanted is None and before else ()
    return AmendPlan(plan.code, dated, decision, summary, (wanted,) if wanted else (), dropped)


def _amendment_fields() -> tuple[date, str, str]:
    first, second = st.columns([1, 3])
    dated = first.date_input(_("Amended on"), value=today(), format="DD/MM/YYYY")
    decision = second.text_input(_("Number and date of the decision"), max_chars=200)
    return dated, decision, st.text_input(_("What changes and why"), max_chars=2000)


def _task_fields(before: dict[Any, Any] | None, actor: Actor, year: int) -> TaskWanted:
    old = before or {}
    with reading(engine()) as session:
        units = unit_names(session, actor, today())
    first, second, third = st.columns(3)
    code = first.text_input(_("Code"), value=old.get("code", ""), max_chars=40, disabled=before is not None)
    field = second.selectbox(_("Field of reform"), list(FIELD_NAMES), index=_at(list(FIELD_NAMES), old.get("field")),
                             format_func=lambda one: named(FIELD_NAMES, one))  # fmt: skip
    assigner = third.selectbox(
        _("Assigned by"), list(ASSIGNER_NAMES), index=_at(list(ASSIGNER_NAMES), old.get("assigner")),
        format_func=lambda one: named(ASSIGNER_NAMES, one),
    )  # fmt: skip
    name = st.text_area(_("Task"), value=old.get("name", ""), max_chars=500, height=70)
    product = st.text_input(_("Product"), value=old.get("product", ""), max_chars=300)
    boxes = st.columns(4)
    quantity = boxes[0].number_input(_("Quantity"), 0.01, 1e6, float(old.get("quantity", 1.0)), format="%g")
    weight = boxes[1].number_input(_("Weight"), 0.01, 1e6, float(old.get("weight", 1.0)), format="%g")
    starts = boxes[2].date_input(_("Starts"), value=old.get("starts") or date(year, 1, 1), format="DD/MM/YYYY")
    due = boxes[3].date_input(_("Due"), value=old.get("due") or date(year, 12, 31), format="DD/MM/YYYY")
    lead = st.selectbox(_("Lead unit"), list(units), index=_at(list(units), old.get("lead_code")),
                        format_func=units.__getitem__)  # fmt: skip
    with reading(engine()) as session:
        supporting = support_codes(session, actor, int(old["task_id"])) if old else []
    support = st.multiselect(
        _("Supporting units"), list(units), default=[one for one in supporting if one in units],
        format_func=units.__getitem__, placeholder=_("none"),
    )  # fmt: skip
    return TaskWanted(
        code,
        field,
        name,
        product,
        assigner,
        lead,
        starts,
        due,
        quantity,
        weight,
        tuple(support),
    )


def _at(keys: list[Any], wanted: Any) -> int:
    return keys.index(wanted) if wanted in keys else 0
