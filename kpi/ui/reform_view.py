"""The glance at the province for a screen: computed once for a state of the database, then shared by everybody.

It holds figures of units, which everybody may read, and nothing of persons. The permission is asked at every run, and
so is the state: what was computed from an older one is never shown.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar, cast

import streamlit as st

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.language.numbers import today
from kpi.reform.glance.revision import revision
from kpi.reform.glance.view import Glance, glance
from kpi.storage.unit_of_work import reading
from kpi.ui.database import engine
from kpi.ui.words import language

T = TypeVar("T")


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
        return replace(glance(session, _actor, code, day), stamp=f"{place} {state} {code} {day}")


def once(stamp: str, name: str, make: Callable[[], T], *of: Any) -> T:
    """What `make` draws from the glance of that stamp, made once for each language and each `of`."""
    return cast(T, _drawn(stamp, language(), name, of, make))


@st.cache_resource(max_entries=400, ttl=3600, show_spinner=False)
def _drawn(stamp: str, spoken: str, name: str, of: tuple[Any, ...], _make: Callable[[], Any]) -> Any:
    return _make()
