"""One task in full: what lies behind its percent, its reports and terms, and reporting on it."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from kpi.access.actor import Actor
from kpi.language.numbers import today
from kpi.reform.plan.behind import Behind, behind, may_report
from kpi.reform.plan.commands import ReportTask, WithdrawReport
from kpi.storage.unit_of_work import reading
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.indicator_words import generated_badge
from kpi.ui.page_links import link_to
from kpi.ui.plan_task_work import show_link, show_work
from kpi.ui.plan_words import SOURCES, assigner_name, field_name, left_text, progress_text, standing_badge
from kpi.ui.words import _, amount, day, named


def show_task(task: dict[str, Any], actor: Actor, on: date) -> None:
    """The task chosen; reporting first, where one may."""
    with reading(engine()) as session:
        found = behind(session, actor, int(task["task_id"]), on)
        reports_here = may_report(session, actor, str(task["lead_path"]))
    with st.container(border=True):
        st.subheader(f"{task['code']} · {task['name']}")
        badges = [standing_badge(task["standing"]), *([generated_badge()] if task["generated"] else [])]
        st.markdown(" ".join(badges))
        _facts(task, found)
        st.progress(float(task["progress"]), text=_sentence(task))
        _both_sources(task)
        if float(task["progress"]) > 0 and not task.get("evidence"):
            st.caption(":material/link_off: " + _("No evidence yet: neither a link nor a file shows this progress."))
        if reports_here:
            _report(task, on)
        show_work(found)
        _reports(found, reports_here)
        _terms(found)
        link_to("reform", _("Look into {unit}", unit=task["lead"]), unit=str(int(task["lead_unit_id"])))


def _facts(task: dict[str, Any], found: Behind) -> None:
    lines = [
        _("Product: {quantity} × {product}", quantity=amount(task["quantity"]), product=task["product"]),
        _("Lead unit: {unit}", unit=task["lead"]),
        _("Supporting: {units}", units=", ".join(found.supporting)) if found.supporting else "",
        _("Field: {field} · assigned by {assigner}", field=field_name(task["field"]),
          assigner=assigner_name(task["assigner"])) + " · " + _("weight {weight}", weight=amount(task["weight"])),
        _("From {starts} to {due}", starts=day(task["starts"]), due=day(task["due"]))
        + (f" · {text}" if (text := left_text(int(task["left"]), task["standing"])) else ""),
    ]  # fmt: skip
    st.markdown("\n".join(f"- {line}" for line in lines if line))


def _sentence(task: dict[str, Any]) -> str:
    done = _(", done on {day}", day=day(task["done_on"])) if pd.notna(task["done_on"]) else ""
    return f"{progress_text(task['progress'])}, {named(SOURCES, task['source'])}{done}"


def _both_sources(task: dict[str, Any]) -> None:
    """Both sources side by side, where both speak and do not agree."""
    if pd.isna(task["by_work"]) or pd.isna(task["by_report"]):
        return
    told = _("Approved work gives {work} (to {work_day}), the report {report} (of {report_day}); the later one counts.",
             work=progress_text(task["by_work"]), work_day=day(task["work_of"]),
             report=progress_text(task["by_report"]), report_day=day(task["report_of"]))  # fmt: skip
    st.caption(told)


def _report(task: dict[str, Any], on: date) -> None:
    key = f"report-{task['task_id']}"
    with st.expander(_("Report on this task"), icon=":material/edit_note:"):
        with st.form(key, border=False, clear_on_submit=True):
            first, second = st.columns(2)
            share = first.slider(_("Progress (%)"), 0, 100, round(float(task["progress"]) * 100), 5)
            reported = second.date_input(_("As of"), value=min(on, today()), format="DD/MM/YYYY")
            done = second.date_input(_("Done on (only at 100%)"), value=None, format="DD/MM/YYYY")
            note = st.text_area(_("What was done"), max_chars=2000, height=80)
            link = st.text_input(_("Link to the evidence"), max_chars=500)
            sent = st.form_submit_button(_("Report"), type="primary")
        if (
            sent
            and reported
            and do(ReportTask(int(task["task_id"]), reported, share / 100, done, note, link), _("Reported."))
        ):
            st.rerun(scope="fragment")


def _reports(found: Behind, may_withdraw: bool) -> None:
    if not found.reports:
        return
    st.markdown(f"**{_('Reports')}**")
    for report in found.reports:
        done = _(", done on {day}", day=day(report["done_on"])) if report["done_on"] else ""
        line = f"{day(report['reported_on'])} · **{progress_text(report['progress'])}**{done} · {report['reported_by']}"
        st.markdown(f"~~{line}~~" if report["withdrawn"] else line)
        if report["note"]:
            st.text(report["note"])
        show_link(report["link"])
        if report["withdrawn"]:
            st.caption(_("Withdrawn: {reason}", reason=report["withdrawn"]))
    standing = {one["id"]: one for one in found.reports if not one["withdrawn"]}
    if may_withdraw and standing:
        _withdraw(standing)


def _withdraw(reports: dict[int, dict[str, Any]]) -> None:
    with st.expander(_("Withdraw a wrong report"), icon=":material/undo:"):
        with st.form(f"withdraw-{max(reports)}", border=False, clear_on_submit=True):
            chosen = st.selectbox(
                _("Which"),
                list(reports),
                format_func=lambda key: (
                    f"{day(reports[key]['reported_on'])} · {progress_text(reports[key]['progress'])}"
                ),
            )
            reason = st.text_input(_("Reason"), max_chars=300)
            sent = st.form_submit_button(_("Withdraw"))
        if sent and do(WithdrawReport(int(chosen), reason), _("Withdrawn.")):
            st.rerun(scope="fragment")


def _terms(found: Behind) -> None:
    if len(found.terms) < 2:
        return
    with st.expander(_("How the task was amended"), icon=":material/history:"):
        for terms in found.terms:
            named_by = _("amendment {number}: {decision}", number=terms["number"], decision=terms["decision"])
            head = named_by if terms["number"] else _("as first decided")
            end = _("dropped") if terms["dropped"] else _("due {due}", due=day(terms["due"]))
            st.markdown(f"**{day(terms['since'])}** · {head} · {end}")
            st.text(f"{terms['name']} · {amount(terms['quantity'])} × {terms['product']} · {terms['lead']}")
