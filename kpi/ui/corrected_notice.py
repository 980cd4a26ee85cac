"""A month whose figures a decision on a petition corrected, in a period opened again: said where the figures stand."""

import streamlit as st

from kpi.assessment.states import SHUT
from kpi.assessment.views import MonthView
from kpi.ui.words import _


def show_correction(view: MonthView) -> None:
    """Nothing where nothing was corrected."""
    if not view.corrected:
        return
    if view.period_state in SHUT:
        text = _("Figures were corrected after a petition; what is shown is what counts.")
    else:
        text = _(
            "Figures were corrected after a petition. The period is open again, and the correction stands: what is "
            "shown is what the next closing counts."
        )
    st.info(text, icon=":material/history_edu:")
