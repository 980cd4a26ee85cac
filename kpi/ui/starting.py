"""What a process does before its first visitor: import what is heavy, prepare the database, spare the collector."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any

from starlette.concurrency import run_in_threadpool

from kpi.access.passwords import nobodys_hash
from kpi.ui.database import engine
from kpi.ui.reconnecting import take_up_unknown_fragments

HEAVY = ("pandas", "altair", "openpyxl", "streamlit_authenticator", "kpi.law", "kpi.assessment", "kpi.installation")


def prepare() -> None:
    """Everything at once; an empty database becomes an installation here."""
    for name in HEAVY:
        import_module(name)
    from kpi.installation.prepare import prepare as prepare_installation

    prepare_installation(engine())
    nobodys_hash()
    gc.collect()
    gc.freeze()


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Prepare, serve, and give the database's connections back."""
    take_up_unknown_fragments()
    await run_in_threadpool(prepare)
    yield
    engine().dispose()
