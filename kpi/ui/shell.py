"""What Streamlit runs at every rerun: who is signed in, then the pages this person may open."""

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from kpi.access.actor import Actor
from kpi.ui import browser, header, navigation, signed_in, theme
from kpi.ui.acting import show_toasts
from kpi.ui.words import _

MARK = Path(__file__).with_name("mark.png")


def not_found() -> None:
    """For an address that does not exist, or that this person's posts and roles do not open."""
    st.title(_("This page does not open"))
    st.write(_("There is no page at this address, or it belongs to a task that is not yours."))
    st.write(_("Choose a page in the menu. If you need this one for your work, ask the head of your unit."))


def pages_for(actor: Actor) -> dict[str, list[StreamlitPage]]:
    """The menu: groups with their pages; an address that leads nowhere gets a page that says so."""
    groups: dict[str, list[StreamlitPage]] = {}
    entries = navigation.entries_for(actor)
    for entry in entries:
        page = st.Page(
            entry.location,
            title=_(entry.title),
            icon=entry.icon,
            url_path=entry.path,
            default=entry is entries[0],
            visibility="hidden" if entry.hidden else "visible",
        )
        groups.setdefault(_(entry.group), []).append(page)
    asked = browser.asked_page()
    if asked and "/" not in asked and asked not in {entry.path for entry in entries}:
        kind = st.Page(not_found, title=_("This page does not open"), url_path=asked, visibility="hidden")
        groups[next(iter(groups))].append(kind)
    return groups


def main() -> None:
    """One run of the screen."""
    st.set_page_config(page_title=_(header.PRODUCT), page_icon=str(MARK), layout="wide")
    theme.apply()
    actor = signed_in.actor()
    page = st.navigation(pages_for(actor))
    st.set_page_config(page_title=f"{page.title} · {_(header.PRODUCT)}")
    header.show(actor)
    show_toasts()
    page.run()
    show_toasts()


main()
