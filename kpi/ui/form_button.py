"""Form 01 of a month, one click away from every screen that shows the month."""

import streamlit as st

from kpi.access.actor import Actor
from kpi.assessment.views import MonthView, month_by_id
from kpi.exchange.forms import form01, form01_name
from kpi.exchange.papers.issue import DOCX, FORM01, NAMES, WORK, XLSX, of_month
from kpi.storage.unit_of_work import reading
from kpi.ui.database import engine
from kpi.ui.downloads import offer
from kpi.ui.paper_choice import SHEET, WORD
from kpi.ui.words import _


def form_button(view: MonthView) -> None:
    """Download Form 01 as it stands at the click; beside it the same as Word, and the list of work."""
    with st.container(horizontal=True):
        offer(
            _("Form 01 (Excel)"),
            lambda who: _form(who, view.id),
            form01_name(view),
            icon=":material/description:",
            key=f"form-{view.id}",
        )
        with st.popover(_("Word, list of work"), icon=":material/article:"):
            _others(view)


def _others(view: MonthView) -> None:
    papers = (
        (FORM01, DOCX, _("Form 01 (Word)")),
        (WORK, XLSX, _("List of work (Excel)")),
        (WORK, DOCX, _("List of work (Word)")),
    )
    for kind, form, label in papers:
        offer(
            label,
            lambda who, kind=kind, form=form: _paper(who, view.id, kind, form),  # type: ignore[misc]
            f"{NAMES[kind]}_{view.period}_{view.person_code}.{form}",
            SHEET if form == XLSX else WORD,
            icon=":material/table_view:" if form == XLSX else ":material/article:",
            key=f"paper-{kind}-{form}-{view.id}",
        )


def _paper(actor: Actor, month_id: int, kind: str, form: str) -> bytes:
    with reading(engine()) as session:
        return of_month(month_by_id(session, actor, month_id), kind, form)


def _form(actor: Actor, month_id: int) -> bytes:
    with reading(engine()) as session:
        return form01(month_by_id(session, actor, month_id))
