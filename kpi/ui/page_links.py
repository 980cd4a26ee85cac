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


def open_page(path: str, **query: str) -> None:
    """Go to the page at that address of the menu at once; nothing happens where it is not open to this person."""
    try:
        st.switch_page(entry_of(path).location, query_params=query or None)
    except StreamlitPageNotFoundError:
        return
