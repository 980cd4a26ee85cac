"""The menu of one person, and the kind page for an address that leads nowhere."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from kpi.access.actor import Actor
from kpi.ui import browser, navigation
from kpi.ui.words import _


def not_found() -> None:
    """For an address that does not exist, or that this person's posts and roles do not open."""
    st.title(_("This page does not open"))
    st.write(_("There is no page at this address, or it belongs to a task that is not yours."))
    st.write(_("Choose a page in the menu. If you need this one for your work, ask the head of your unit."))


def pages_for(actor: Actor) -> dict[str, list[StreamlitPage]]:
    """Groups with their pages; the first page is where one arrives, an unknown address gets a page that says so."""
    groups: dict[str, list[StreamlitPage]] = {}
    entries = navigation.entries_for(actor)
    for entry in entries:
        page = st.Page(
            entry.location,
            title=_(entry.title),
            icon=entry.icon,
            url_path="" if entry is entries[0] else entry.path,
            default=entry is entries[0],
            visibility="hidden" if entry.hidden else "visible",
        )
        groups.setdefault(_(entry.group), []).append(page)
    first = groups[_(entries[0].group)]
    first.append(_by_its_name(first[0], entries[0]))
    asked = browser.asked_page()
    if asked and "/" not in asked and asked not in {entry.path for entry in entries}:
        unknown = st.Page(not_found, title=_("This page does not open"), url_path=asked, visibility="hidden")
        first.append(unknown)
    return groups


def _by_its_name(page: StreamlitPage, entry: navigation.Entry) -> StreamlitPage:
    """The first page answers at the bare address; typed by its own name it must open too."""

    def arrive() -> None:
        st.switch_page(page)

    return st.Page(arrive, title=_(entry.title), url_path=entry.path, visibility="hidden")
