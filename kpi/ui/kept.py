"""What screens keep between runs: read or drawn once for a state of the database, then shared until it moves.

The state is asked of the database at every run, and who may see it before every use; what follows from an older state
is never shown. What is kept is shared: read it, change nothing.
"""

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from functools import cache
from typing import TypeVar

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.assessment.moves import Moves, Watch
from kpi.language.numbers import today
from kpi.storage.engine import engine_for
from kpi.storage.unit_of_work import reading
from kpi.ui.database import engine
from kpi.ui.shelf import Shelf
from kpi.ui.this_run import this_run
from kpi.ui.words import language

T = TypeVar("T")
_asked: ContextVar[tuple[object, Moves] | None] = ContextVar("kpi_moves_of_this_run", default=None)
_drawn, _large = Shelf(1200), Shelf(60)


def moves() -> Moves:
    """Where the record stands; asked once a run, and again after a command."""
    run = this_run()
    known = _asked.get()
    if known is None or run is None or known[0] is not run:
        known = (run, _watch(engine().url.render_as_string(hide_password=False)).now())
        _asked.set(known)
    return known[1]


def look_again() -> None:
    """Something was just changed: ask anew within this run."""
    _asked.set(None)


def once(state: Hashable, name: str, make: Callable[[], T], *of: Hashable) -> T:
    """What `make` gives, made once for a state, a name, a language and each `of`; the least used are forgotten."""
    return _drawn.take((name, language(), state, of), None, make)


def once_large(state: Hashable, name: str, make: Callable[[], T], *of: Hashable) -> T:
    """As `once`, for what holds a whole province: few are kept, and of each only the newest state."""
    return _large.take((name, language(), of), state, make)


def read_once(
    state: Hashable, action: Action, view: Callable[..., T], actor: Actor, *of: Hashable, **named: Hashable
) -> T:
    """What a view gives this person today, read once for a state; whether they may is asked every time."""
    actor.require(action)

    def made() -> T:
        with reading(engine()) as session:
            return view(session, actor, *of, **named)

    return once_large(state, f"{view.__module__}.{view.__qualname__}", made, actor, today(), *of, *named.items())


def forget() -> None:
    """Keep nothing: the database at an address is another one."""
    _drawn.clear()
    _large.clear()
    _watch.cache_clear()
    look_again()


@cache
def _watch(url: str) -> Watch:
    return Watch(engine_for(url))
