"""The month's report for the province, as Word and as Excel, made at the click."""

import streamlit as st

from kpi.access.actor import Actor
from kpi.exchange.reform_report.files import report_bytes, report_name
from kpi.reform.glance.view import Glance
from kpi.ui.database import engine
from kpi.ui.downloads import XLSX, offer
from kpi.ui.words import _

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def offer_reports(glance: Glance) -> None:
    """Two buttons, and what stands in the files."""
    code = glance.code
    st.subheader(_("Report of the month"), anchor="bao-cao")
    st.caption(
        _("The consolidated report due on the 25th, from confirmed figures: plan, indicators, forecast, and who has "
          "not reported. It is in Vietnamese, laid out for signature.")
    )  # fmt: skip

    def made(ending: str, actor: Actor) -> bytes:
        return report_bytes(engine(), actor, code, ending)

    with st.container(horizontal=True):
        offer(_("Report (Word)"), lambda actor: made(".docx", actor), report_name(code, ".docx"), DOCX,
              icon=":material/description:", type="primary")  # fmt: skip
        offer(_("Report (Excel)"), lambda actor: made(".xlsx", actor), report_name(code, ".xlsx"), XLSX,
              icon=":material/table:")  # fmt: skip
