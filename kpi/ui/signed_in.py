"""Who is signed in: asked of the database at every rerun, of the page and of each fragment, and kept no longer."""

from collections.abc import Callable
from contextvars import ContextVar
from datetime import timedelta
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import streamlit as st

from kpi.access.actor import Actor
from kpi.access.sessions import actor_of
from kpi.ui import browser, database, sign_in_form, words
from kpi.ui.this_run import this_run
from kpi.ui.toasts import show_toasts

P = ParamSpec("P")
R = TypeVar("R")
OWNER = "kpi_account"
_asked: ContextVar[tuple[object, Actor | None] | None] = ContextVar("kpi_actor_of_this_run", default=None)


def present() -> Actor | None:
    """Who is signed in now, or None; asked once a run, whose callback, page and fragments share the answer."""
    run = this_run()
    known = _asked.get()
    if known is None or run is None or known[0] is not run:
        known = (run, actor_of(database.engine(), browser.cookie()))
        _asked.set(known)
        _keep_apart(known[1])
    return known[1]


def actor() -> Actor:
    """Who is signed in; where nobody is (any more), shows the sign-in form and stops."""
    found = present()
    if found is None:
        sign_in_form.show()
        st.stop()
    return found


def fragment(func: Callable[P, R] | None = None, *, run_every: float | timedelta | None = None) -> Callable[..., Any]:
    """`st.fragment` that first asks whether the person is still signed in; if not, the whole page is run again."""
    if func is None:
        return lambda inner: fragment(inner, run_every=run_every)

    @wraps(func)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        if present() is None:
            st.rerun(scope="app")
        show_toasts()
        result = func(*args, **kwargs)
        show_toasts()
        return result

    return st.fragment(checked, run_every=run_every)


def forget() -> None:
    """Ask the database again, within this run: something about the session was just changed."""
    _asked.set(None)


def _keep_apart(found: Actor | None) -> None:
    """Nothing one person typed or saw stays in the browser's state for another, or after signing out."""
    owner = st.session_state.get(OWNER)
    if found is None:
        if owner is not None:
            _clear()
        return
    if owner != found.account_id:
        _clear()
        st.session_state[OWNER] = found.account_id
    words.speak(found.language)


def _clear() -> None:
    chosen = words.language()
    st.session_state.clear()
    words.speak(chosen)
