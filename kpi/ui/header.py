"""The head of every page: whose tool this is, who is signed in, the language, and the way out."""

from html import escape

import streamlit as st

from kpi.access.actor import Actor
from kpi.access.own_account import ChooseLanguage
from kpi.access.sessions import sign_out
from kpi.ui import browser, database, handover, signed_in
from kpi.ui.acting import do
from kpi.ui.foreword import LANGUAGES, PRODUCT, demonstration_strip
from kpi.ui.place import badge, place
from kpi.ui.words import ADDRESS_LANGUAGE, _


def show(actor: Actor) -> None:
    """The header of somebody signed in."""
    _take_over_language(actor)
    with st.container(
        key="kpi_header", horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.html(f'<div class="kpi-name"><b>{escape(place().province)}</b><span>{escape(_(PRODUCT))}</span></div>')
        with st.popover(actor.name, icon=":material/person:"):
            _own_menu(actor)
    demonstration_strip()


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
