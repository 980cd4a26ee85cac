"""What stands before signing in: whose tool this is, what it is for, and the language."""

from html import escape

import streamlit as st

from kpi.language.message import N_
from kpi.ui.place import place
from kpi.ui.words import ADDRESS_LANGUAGE, CHOICE, _, language

PRODUCT = N_("Work and assessment of civil servants")
LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}


def foreword() -> None:
    """What stands above the sign-in form."""
    st.html(
        f'<div class="kpi-fore"><small>{escape(place().province)}</small><div>{escape(_(PRODUCT))}</div>'
        f"<p>{escape(_('Record the month’s work, see the score and why, have it reviewed and approved.'))}</p></div>"
    )
    demonstration_strip()


def language_switch() -> None:
    """The language before anybody is signed in."""
    with st.container(horizontal=True, horizontal_alignment="right"):
        chosen = st.segmented_control(
            _("Language"), list(LANGUAGES), format_func=LANGUAGES.__getitem__, default=language(), required=True,
            label_visibility="collapsed", key=f"language_before_{language()}",
        )  # fmt: skip
    if chosen and chosen != language():
        st.session_state[CHOICE] = st.query_params[ADDRESS_LANGUAGE] = chosen
        st.rerun()


def demonstration_strip() -> None:
    """Says on a demonstration that nobody here is real."""
    if place().demo:
        text = _("Demonstration: the people and figures here are generated; none belongs to a real civil servant.")
        st.html(f'<div class="kpi-demo" role="note">{escape(text)}</div>')
