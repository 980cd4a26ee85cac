"""The head of every page: whose tool this is, who is signed in, the language, and the way out."""

from html import escape

import streamlit as st

from kpi.access.actor import Actor
from kpi.access.own_account import ChooseLanguage
from kpi.access.sessions import sign_out
from kpi.language.message import N_
from kpi.ui import browser, database, handover, signed_in
from kpi.ui.acting import do
from kpi.ui.place import badge, place
from kpi.ui.words import ADDRESS_LANGUAGE, CHOICE, _, language

PRODUCT = N_("Work and assessment of civil servants")
LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}


def show(actor: Actor) -> None:
    """The header of somebody signed in."""
    _take_over_language(actor)
    with st.container(
        key="kpi_header", horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.html(f'<div class="kpi-name"><b>{escape(place().province)}</b><span>{escape(_(PRODUCT))}</span></div>')
        with st.popover(actor.name, icon=":material/person:"):
            _own_menu(actor)
    _demo_strip()


def _own_menu(actor: Actor) -> None:
    held = badge(actor)
    st.markdown(f"**{actor.name}**")
    st.caption(" · ".join(part for part in (held.title, held.unit, actor.account) if part))
    _account_language(actor)
    if st.button(_("Sign out"), icon=":material/logout:", key="sign_out", width="stretch"):
        leave()


def _account_language(actor: Actor) -> None:
    chosen = st.segmented_control(
        _("Language"), list(LANGUAGES), format_func=LANGUAGES.__getitem__, default=actor.language, required=True,
        key=f"language_of_{actor.account}_{actor.language}",
    )  # fmt: skip
    if chosen and chosen != actor.language and do(ChooseLanguage(chosen)):
        st.rerun()


def _take_over_language(actor: Actor) -> None:
    """The language picked on the sign-in page becomes the account's; the address that carried it is cleared."""
    picked = st.query_params.pop(ADDRESS_LANGUAGE, None)
    if picked in LANGUAGES and picked != actor.language and do(ChooseLanguage(picked)):
        st.rerun()


def leave() -> None:
    """End the session in the database at once, then have the browser drop its cookie and come back."""
    if token := browser.cookie():
        sign_out(database.engine(), token)
    signed_in.forget()
    handover.end()
    st.stop()


def foreword() -> None:
    """What stands above the sign-in form."""
    st.html(
        f'<div class="kpi-fore"><small>{escape(place().province)}</small><div>{escape(_(PRODUCT))}</div>'
        f"<p>{escape(_('Record the month’s work, see the score and why, have it reviewed and approved.'))}</p></div>"
    )
    _demo_strip()


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


def _demo_strip() -> None:
    if place().demo:
        text = _("Demonstration: the people and figures here are generated; none belongs to a real civil servant.")
        st.html(f'<div class="kpi-demo" role="note">{escape(text)}</div>')
