"""Having the browser itself call a route of ours, because only a route can write or clear its cookie.

The page holds an element with what is to be done; the script beside it is our own file, so that the strict content
security policy stands.
"""

from html import escape

import streamlit as st

from kpi.ui.routes import SCRIPT
from kpi.ui.words import _


def redeem(ticket: str) -> None:
    """The browser exchanges the ticket for its cookie and reloads the page."""
    _run("redeem", ticket)


def end() -> None:
    """The browser drops its cookie and reloads the page."""
    _run("end", "")


def _run(what: str, ticket: str) -> None:
    failed = _("The browser could not finish signing in. Reload the page and sign in again.")
    st.html(
        f'<div id="kpi-handover" data-do="{what}" data-ticket="{escape(ticket)}" data-failed="{escape(failed)}"></div>'
        f'<script src="{SCRIPT}"></script>',
        unsafe_allow_javascript=True,
    )
