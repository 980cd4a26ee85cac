"""What happens when a page breaks: the fault goes to the log under a number, the person gets the number."""

import logging
import secrets

import streamlit as st

from kpi.ui.words import _

log = logging.getLogger("kpi.ui")


def on_script_error(fault: Exception) -> bool:
    """Log `fault` under a reference number and say it calmly; no traceback reaches the browser."""
    number = secrets.token_hex(4).upper()
    log.error("Fault %s", number, exc_info=fault)
    st.error(
        _(
            "Something went wrong here and was recorded as {number}. What you had saved is safe. "
            "Reload the page; if it happens again, give your administrator this number.",
            number=number,
        ),
        icon=":material/report:",
    )
    return True
