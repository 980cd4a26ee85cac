"""One's own account: password, language, and the browsers signed in."""

import streamlit as st

from kpi.access.actor import Actor
from kpi.access.own_account import ChangePassword, ChooseLanguage, EndOtherSessions
from kpi.access.passwords import LEAST
from kpi.access.views import live_sessions
from kpi.storage.unit_of_work import reading
from kpi.ui import signed_in
from kpi.ui.acting import do
from kpi.ui.agents import browser_name
from kpi.ui.database import engine
from kpi.ui.foreword import LANGUAGES
from kpi.ui.words import _, moment


def change_password(who: Actor) -> None:
    """A new password ends every session, this one too; the sign-in page says so."""
    st.subheader(_("Password"))
    if who.must_change_password:
        st.warning(_("You signed in with a one-time password. Choose your own; everything else opens afterwards."))
    with st.form("password", clear_on_submit=False, width=520):
        old = st.text_input(_("Present password"), type="password", autocomplete="current-password")
        new = st.text_input(
            _("New password"), type="password", autocomplete="new-password",
            help=_("At least {least} characters; Vietnamese letters and blanks are welcome, a sentence works well.",
                   least=LEAST),
        )  # fmt: skip
        again = st.text_input(_("New password again"), type="password", autocomplete="new-password")
        sent = st.form_submit_button(_("Change the password"), type="primary")
    st.caption(_("Afterwards every browser is signed out, this one too; sign in with the new password."))
    if sent and new != again:
        st.error(_("The two new passwords differ. Type them again."))
    elif sent and do(ChangePassword(old, new)):
        signed_in.forget()
        st.rerun()


def choose_language(who: Actor) -> None:
    """Kept with the account."""
    st.subheader(_("Language"))
    chosen = st.radio(
        _("Language"), list(LANGUAGES), format_func=LANGUAGES.__getitem__, index=list(LANGUAGES).index(who.language),
        horizontal=True, label_visibility="collapsed", key=f"own_language_{who.language}",
    )  # fmt: skip
    if chosen != who.language and do(ChooseLanguage(chosen)):
        st.rerun()


def show_sessions(who: Actor) -> None:
    """Where this account is signed in."""
    st.subheader(_("Where you are signed in"))
    with reading(engine()) as session:
        alive = live_sessions(session, who)
    st.table(
        [
            {
                _("Browser"): browser_name(one.agent) + (" · " + _("this one") if one.here else ""),
                _("Address"): one.address,
                _("Since"): moment(one.started_at),
                _("Until"): moment(one.expires_at),
            }
            for one in alive
        ],
        hide_index=True,
    )
    others = sum(not one.here for one in alive)
    if st.button(_("Sign out everywhere else"), icon=":material/logout:", disabled=not others) and do(
        EndOtherSessions(), _("Signed out everywhere else.")
    ):
        st.rerun()


person = signed_in.actor()
st.title(_("My account"))
change_password(person)
if not person.must_change_password:
    choose_language(person)
    show_sessions(person)
