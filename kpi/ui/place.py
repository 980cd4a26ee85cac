"""What this installation and this person are called on the screen; asked once a visit."""

from datetime import datetime
from typing import cast

import streamlit as st

from kpi.access.actor import Actor
from kpi.access.views import Badge, Place, badge_of, place_of
from kpi.language.numbers import HANOI
from kpi.storage.unit_of_work import reading
from kpi.ui.database import engine

PLACE, BADGE = "kpi_place", "kpi_badge"


def place() -> Place:
    """This installation."""
    if PLACE not in st.session_state:
        with reading(engine()) as session:
            st.session_state[PLACE] = place_of(session)
    return cast(Place, st.session_state[PLACE])


def badge(actor: Actor) -> Badge:
    """The post of the person signed in."""
    if BADGE not in st.session_state:
        with reading(engine()) as session:
            st.session_state[BADGE] = badge_of(session, actor, datetime.now(HANOI).date())
    return cast(Badge, st.session_state[BADGE])
