"""What stands above the grid: propose work, attach evidence, work in Excel."""

from typing import Any

import streamlit as st

from kpi.access.actor import Actor
from kpi.assessment.states import Step
from kpi.assessment.views import MonthView
from kpi.ui.evidence_panel import show_evidence
from kpi.ui.excel_panel import show_month_book
from kpi.ui.propose_form import show_propose
from kpi.ui.words import _


def show_tools(view: MonthView | None, actor: Actor, period_id: int) -> None:
    """Only what is open to this person in this state; each opens on demand."""
    with st.container(horizontal=True):
        if view is None or Step.PROPOSE in view.steps:
            with _opened(_("Propose work"), ":material/add_task:", "propose") as place:
                if place.open:
                    show_propose(view, actor, period_id)
        if view is None:
            return
        with _opened(
            _("Evidence ({count})", count=sum(line["files"] for line in view.lines)),
            ":material/attach_file:",
            "evidence",
        ) as place:
            if place.open:
                show_evidence(view, actor)
        with _opened(_("Excel"), ":material/table:", "excel") as place:
            if place.open:
                show_month_book(view)


def _opened(title: str, icon: str, key: str) -> Any:
    """A popover whose content is only worked out while it is open."""
    return st.popover(title, icon=icon, key=f"tool-{key}", on_change="rerun", width="content")
