"""The meeting's papers: a report to print and a workbook with live formulas, made when somebody clicks."""

import streamlit as st

from kpi.access.actor import Actor
from kpi.exchange.staffing_report_book import staffing_workbook
from kpi.exchange.staffing_report_word import staffing_report
from kpi.ui.downloads import offer
from kpi.ui.staffing_choice import picture_of
from kpi.ui.words import _, language

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def offer_report(year: int, band: float) -> None:
    """Both papers, of everything the person may see."""
    chosen = language()

    def report(actor: Actor) -> bytes:
        return staffing_report(picture_of(actor, year, band), band, chosen)

    def workbook(actor: Actor) -> bytes:
        return staffing_workbook(picture_of(actor, year, band), band, chosen)

    with st.container(horizontal=True):
        offer(_("Report to print (Word)"), report, f"bao-cao-bien-che-{year}.docx", DOCX, icon=":material/print:")
        offer(_("Workbook with formulas (Excel)"), workbook, f"bien-che-{year}.xlsx", icon=":material/table_view:")
