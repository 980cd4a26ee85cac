"""Choosing the agency a screen is about, among those the person may look at; the address keeps it."""

import streamlit as st

from kpi.access.actor import Actor
from kpi.assessment.ranking.agencies import Agency, agencies_in_reach
from kpi.storage.unit_of_work import reading
from kpi.ui.database import engine
from kpi.ui.words import _


def choose_agency(actor: Actor) -> Agency | None:
    """The agency; nothing to choose where there is one. One's own comes first, then the address's wish."""
    with reading(engine()) as session:
        found = agencies_in_reach(session, actor)
    if not found:
        st.info(_("There is no agency here that you may look at."), icon=":material/domain:")
        return None
    if len(found) == 1:
        return found[0]
    asked = st.query_params.get("agency", "")
    ids = [agency.id for agency in found]
    own = next((place for place, one in enumerate(found) if actor.home and actor.home.startswith(one.path)), 0)
    home = max((p for p, one in enumerate(found) if actor.home.startswith(one.path)), default=own)
    start = ids.index(int(asked)) if asked.isdigit() and int(asked) in ids else home
    place = st.selectbox(
        _("Agency"), range(len(found)), index=start, format_func=lambda at: found[at].name, key="agency_choice"
    )
    st.query_params["agency"] = str(found[place].id)
    return found[place]
