"""The glance at the province for a screen: computed once for a state of the database, then shared by everybody.

It holds figures of units, which everybody may read, and nothing of persons. The permission is asked at every run.
"""

from datetime import date

import streamlit as st

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.language.numbers import today
from kpi.reform.glance.revision import revision
from kpi.reform.glance.view import Glance, glance
from kpi.storage.unit_of_work import reading
from kpi.ui.database import engine


def glance_of(actor: Actor, code: str) -> Glance:
    """The glance as the database is now. What it holds is shared: read it, change nothing."""
    actor.require(Action.READ_REFORM)
    with reading(engine()) as session:
        state = revision(session)
    return _kept(str(engine().url), state, code, today(), actor)


@st.cache_resource(max_entries=12, ttl=3600, show_spinner=False)
def _kept(place: str, state: str, code: str, day: date, _actor: Actor) -> Glance:
    """`_actor` is no part of the key: whoever may see it at all sees the same."""
    with reading(engine()) as session:
        return glance(session, _actor, code, day)
