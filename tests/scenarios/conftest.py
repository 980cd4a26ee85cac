"""The scene, built once for each database and copied for every story."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from kpi.storage.engine import engine_for
from kpi.storage.migrate import upgrade
from tests.databases import built_once, sqlite_copy
from tests.scenarios.scene import Scene, build


def _prepare(engine: Engine) -> None:
    upgrade(engine)
    build(engine)


@pytest.fixture
def scene(request: pytest.FixtureRequest) -> Iterator[Scene]:
    """On SQLite; on both kinds of database for tests marked with `BOTH`."""
    if getattr(request, "param", "sqlite") == "sqlite":
        template = built_once(request.getfixturevalue("shared") / "scenario_scene.db", _prepare)
        with sqlite_copy(template) as url:
            yield Scene(engine_for(url))
    else:
        named = request.getfixturevalue("postgresql_template")("scenario_scene", _prepare)
        with request.getfixturevalue("postgresql").copy_of(named) as url:
            yield Scene(engine_for(url))
