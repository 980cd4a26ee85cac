"""Short confirmations that outlive a rerun."""

import streamlit as st

TOASTS = "kpi_toasts"


def toast(text: str) -> None:
    """Confirm something briefly, in this run or, when it is cut short by a rerun, in the next."""
    st.session_state.setdefault(TOASTS, []).append(text)


def show_toasts() -> None:
    """Show what is waiting; the shell and every fragment call it first and last."""
    for text in st.session_state.pop(TOASTS, []):
        st.toast(text, icon=":material/check_circle:")
