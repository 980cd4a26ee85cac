"""Accounts, for administrators: find one, hand out a one-time password, switch off and on, grant roles."""

from datetime import date, datetime

import streamlit as st

from kpi.access.accounts import GRANTABLE, ResetPassword, SetActive, SetGrant
from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.access.views import AccountLine, accounts_matching, grants_of, units_to_grant
from kpi.language.numbers import HANOI
from kpi.storage.unit_of_work import reading
from kpi.ui import signed_in
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.roles import ROLES
from kpi.ui.words import _, amount, named

SIZE = 20


def choose(who: Actor, today: date) -> AccountLine | None:
    """The account picked in the list that matches the search."""
    search = st.text_input(
        _("Search"), placeholder=_("Account, name or number of the person"), icon=":material/search:", max_chars=80
    )
    page = st.session_state.get(f"accounts_page_{search}", 1)
    with reading(engine()) as session:
        found, total = accounts_matching(session, who, search, today, start=(page - 1) * SIZE, size=SIZE)
    if not found:
        st.info(_("No account matches “{search}”.", search=search), icon=":material/search_off:")
        return None
    st.caption(_("{count} accounts. Choose one to work on.", count=amount(total)))
    picked = st.dataframe(
        [_row(line) for line in found], hide_index=True, on_select="rerun", selection_mode="single-row",
        key=f"accounts_{search}_{page}",
    )  # fmt: skip
    if total > SIZE:
        st.pagination(-(-total // SIZE), key=f"accounts_page_{search}")
    rows = picked["selection"]["rows"]
    return found[rows[0]] if rows and rows[0] < len(found) else None


def _row(line: AccountLine) -> dict[str, str]:
    return {
        _("Account"): line.name,
        _("Name"): line.full_name,
        _("Post"): line.title,
        _("Unit"): line.unit,
        _("State"): _state(line),
    }


def _state(line: AccountLine) -> str:
    if not line.active:
        return _("switched off")
    return _("waits for the first sign-in") if line.must_change_password else _("in use")


def work_on(line: AccountLine, who: Actor, today: date) -> None:
    """What can be done with one account."""
    st.subheader(line.full_name or line.name)
    if line.name == who.account:
        st.info(_("This is your own account. Another administrator works on it; your password is under “My account”."))
        return
    password, active, roles = st.tabs([_("One-time password"), _("Switch off or on"), _("Roles")])
    with password:
        reset(line)
    with active:
        switch(line)
    with roles:
        grant(line, who, today)


def reset(line: AccountLine) -> None:
    """The one-time password is on the screen once, and nowhere else."""
    with st.form(f"reset_{line.name}", clear_on_submit=True, width=640):
        reason = st.text_input(_("Reason"), max_chars=300)
        sent = st.form_submit_button(_("Give a one-time password"), type="primary")
    if sent and (given := do(ResetPassword(line.name, reason))):
        st.success(
            _(
                "One-time password of {account}. Hand it over in person; it is not shown again "
                "and must be changed at the first sign-in.",
                account=line.name,
            )
        )
        st.code(given.result, language=None)


def switch(line: AccountLine) -> None:
    """Off ends every session of the account at once."""
    label = _("Switch the account off") if line.active else _("Switch the account on")
    with st.form(f"active_{line.name}", clear_on_submit=True, width=640):
        reason = st.text_input(_("Reason"), max_chars=300)
        sent = st.form_submit_button(label, type="primary")
    if line.active:
        st.caption(_("Whoever is signed in with it is signed out at once. Nothing recorded is lost."))
    if sent and do(SetActive(line.name, not line.active, reason), _("Done.")):
        st.rerun()


def grant(line: AccountLine, who: Actor, today: date) -> None:
    """Roles granted; heads and deputies come from posts."""
    with reading(engine()) as session:
        held, units = grants_of(session, who, line.name), units_to_grant(session, who, today)
    st.caption(_("Heads and deputies have their role from their post; only the roles below are granted."))
    for one in held:
        st.markdown(f"- {named(ROLES, one.role)} · {one.unit}")
    names = dict(units)
    with st.form(f"grant_{line.name}", clear_on_submit=True, width=640):
        role = st.selectbox(_("Role"), GRANTABLE, format_func=lambda one: named(ROLES, one))
        unit = st.selectbox(_("In this unit and below"), list(names), format_func=names.__getitem__)
        reason = st.text_input(_("Reason"), max_chars=300)
        with st.container(horizontal=True):
            given = st.form_submit_button(_("Grant the role"), type="primary")
            taken = st.form_submit_button(_("Take the role away"), disabled=not held)
    if (given or taken) and do(SetGrant(line.name, role, unit, granted=given, reason=reason), _("Done.")):
        st.rerun()


person = signed_in.actor()
st.title(_("Accounts"))
if person.may(Action.MANAGE_ACCOUNTS):
    now = datetime.now(HANOI).date()
    if chosen := choose(person, now):
        work_on(chosen, person, now)
else:
    st.error(_("This page is for administrators."))
