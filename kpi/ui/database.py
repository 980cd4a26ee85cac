"""The database the screens stand on."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Engine

from kpi.storage.engine import database_url, engine_for
from kpi.storage.unit_of_work import reading

T = TypeVar("T")


def engine() -> Engine:
    """The process's one engine."""
    return engine_for(database_url())


def read(view: Callable[..., T], *of: Any, **named: Any) -> T:
    """What a view gives at this moment."""
    with reading(engine()) as session:
        return view(session, *of, **named)
