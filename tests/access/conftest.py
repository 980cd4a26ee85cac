"""Fixtures of the tests of access."""

import pytest
from sqlalchemy import Engine

from tests.access.household import Household, settle


@pytest.fixture
def household(engine: Engine) -> Household:
    """The small province, on SQLite and on PostgreSQL."""
    return settle(engine)
