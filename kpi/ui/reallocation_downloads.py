"""The proposal's papers: a report to print and a workbook, made when somebody clicks."""

import streamlit as st

from kpi.access.actor import Actor
from kpi.exchange.reallocation_report import reallocation_report, reallocation_workbook
from kpi.staffing.proposals.views import Proposal, proposal
from kpi.storage.unit_of_work import reading
from kpi.ui.database import engine
from kpi.ui.downloads import offer
from kpi.ui.staffing_downloads import DOCX
from kpi.ui.words import _, language


def offer_papers(number: int) -> None:
    """Both papers of a proposal."""
    chosen = language()

    def read(actor: Actor) -> Proposal:
        with reading(engine()) as session:
            found = proposal(session, actor, number)
        assert found is not None  # a proposal is never deleted
        return found

    with st.container(horizontal=True):
        offer(_("Report to print (Word)"), lambda actor: reallocation_report(read(actor), chosen),
              f"dieu-chuyen-{number}.docx", DOCX, icon=":material/print:")  # fmt: skip
        offer(_("Workbook (Excel)"), lambda actor: reallocation_workbook(read(actor), chosen),
              f"dieu-chuyen-{number}.xlsx", icon=":material/table_view:")  # fmt: skip
