"""A link to another page of the tool, where the person's menu has it."""

import streamlit as st
from streamlit.errors import StreamlitPageNotFoundError

from kpi.ui.navigation import entry_of


def link_to(path: str, label: str, **query: str) -> None:
    """Lead to the page at that address of the menu; nothing is drawn where it is not open to this person."""
    entry = entry_of(path)
    try:
        st.page_link(entry.location, label=label, icon=entry.icon, query_params=query or None)
    except StreamlitPageNotFoundError:
        return
