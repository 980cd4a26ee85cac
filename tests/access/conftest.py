"""Fixtures of the tests of access."""

from collections.abc import Iterator

import pytest

from kpi.storage.engine import engine_for
from tests.access.household import Household, found, prepare
from tests.databases import copied


@pytest.fixture(params=["sqlite", "postgresql"])
def household(request: pytest.FixtureRequest) -> Iterator[Household]:
    """The small province, on SQLite and on PostgreSQL."""
    with copied(request, request.param, "household", prepare) as url:
        yield found(engine_for(url))
