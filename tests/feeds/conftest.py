"""The scene as fixtures; `province` plays on both databases."""

import pytest
from sqlalchemy import Engine

from tests.feeds.scene import Province, settle_province


@pytest.fixture
def province(engine: Engine) -> Province:
    """The scene, empty of figures."""
    return settle_province(engine)


@pytest.fixture
def small(sqlite_engine: Engine) -> Province:
    """The scene where one database is enough, with both mappings saved."""
    made = settle_province(sqlite_engine)
    made.save()
    made.save_tasks()
    return made
