"""The demonstration's accounts, listed on its sign-in page; a real installation has no such list."""

import streamlit as st

from kpi.ui.place import place
from kpi.ui.roles import ROLES
from kpi.ui.words import _, named, told


def show_demo_accounts() -> None:
    """Who one can be, what to try as them, and the password they share."""
    if not place().demo:
        return
    from kpi.installation.demo.accounts import DEMO_PASSWORD, demo_accounts

    with st.expander(_("Demonstration accounts"), expanded=True, icon=":material/groups:"):
        st.markdown(_("The password of all of them is `{password}`.", password=DEMO_PASSWORD))
        for one in demo_accounts():
            st.markdown(f"`{one.account}` — **{named(ROLES, one.role)}**: {told(one.who)}")
            st.caption(told(one.to_try))
