"""The sign-in page: streamlit-authenticator draws the form and runs the login, the database decides.

Of the library only the form and the flow are used; docs/decisions/0004-sign-in.md says why its cookie and its own
password check are not.
"""

from typing import Any

import streamlit as st
from streamlit_authenticator.controllers.authentication_controller import AuthenticationController
from streamlit_authenticator.models.authentication_model import AuthenticationModel
from streamlit_authenticator.utilities import Encryptor, Validator
from streamlit_authenticator.views import Authenticate

from kpi.access.sessions import ending_of
from kpi.access.sign_in import Outcome, attempt
from kpi.language.message import N_, say
from kpi.ui import browser, database, handover
from kpi.ui.demo_accounts import show_demo_accounts
from kpi.ui.foreword import foreword, language_switch
from kpi.ui.words import _, told

REMAINS = ("authentication_status", "name", "username", "email", "roles", "logout")
NEEDED = N_("Type your account name and your password.")


class NoCookie:
    """In the place of the library's cookie, which could be replayed after signing out: there is none."""

    def get_cookie(self) -> None:
        """Nothing is kept in the browser by the library."""

    def set_cookie(self) -> None:
        """Nothing is written; the session is ours."""

    def delete_cookie(self) -> None:
        """Nothing to delete."""


class DatabaseModel(AuthenticationModel):  # type: ignore[misc]
    """The library's login, with the check made against the database for the one name signing in."""

    def __init__(self) -> None:
        super().__init__(credentials={"usernames": {}}, auto_hash=False)
        self.outcome: Outcome | None = None

    def check_credentials(self, username: str, password: str) -> bool:
        """Whether `kpi.access.sign_in` gave a ticket; the outcome is kept for the page."""
        if not password:
            self.outcome = Outcome(message=say(NEEDED))
            return False
        self.outcome = attempt(database.engine(), username, password, browser.address())
        if self.outcome.ticket:
            self.credentials["usernames"] = {username: {"name": username}}
        return self.outcome.ticket is not None


class Form(Authenticate):  # type: ignore[misc]
    """The library's form, without its cookie iframe, its dictionary of everybody and its pause."""

    def __init__(self) -> None:  # the library's own would make the iframe
        self.path = self.api_key = None
        self.attrs: dict[str, Any] = {"login_sleep_time": 0}
        self.secret_key = "no cookie is signed"
        self.encryptor = Encryptor(self.secret_key)
        self.cookie_controller = NoCookie()
        self.model = DatabaseModel()
        self.authentication_controller = _controller(self.model)


def _controller(model: DatabaseModel) -> AuthenticationController:
    controller = AuthenticationController({"usernames": {}}, Validator(), auto_hash=False)
    controller.authentication_model = model
    return controller


def show() -> None:
    """Draw the page; after a right password, have the browser exchange the ticket for its cookie and reload."""
    _left, middle, _right = st.columns([1, 2, 1])
    with middle:
        language_switch()
        foreword()
        if ended := ending_of(database.engine(), browser.cookie()):
            st.info(told(ended), icon=":material/info:")
        _form()
        show_demo_accounts()


def _form() -> None:
    form = Form()
    with st.container(key="sign_in"):
        form.login(key="sign-in", fields=_fields())
    outcome = form.model.outcome
    for key in REMAINS:
        st.session_state.pop(key, None)
    if outcome and outcome.ticket:
        st.info(_("Signing in …"), icon=":material/hourglass_top:")
        handover.redeem(outcome.ticket)
    elif outcome and outcome.message:
        st.error(told(outcome.message), icon=":material/lock:")


def _fields() -> dict[str, str]:
    return {
        "Form name": _("Sign in"),
        "Username": _("Account name"),
        "Password": _("Password"),
        "Login": _("Sign in"),
    }
