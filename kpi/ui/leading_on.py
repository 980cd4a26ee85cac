"""A way from one page to another that only exists where the other page does."""

import streamlit as st

from kpi.ui.navigation import entry_of


def lead_on(path: str, label: str, *, key: str, **query: str) -> None:
    """A plain button to the page of that address, the query kept in the address."""
    entry = entry_of(path)
    if entry.location.is_file() and st.button(label, icon=entry.icon, key=key, type="tertiary"):
        st.switch_page(str(entry.location), query_params=query)
