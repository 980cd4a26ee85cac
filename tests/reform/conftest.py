"""The small province with the indicators defined, built once for each database and copied for every story."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from kpi.reform.indicators.definitions import lay_definitions
from kpi.storage.engine import engine_for
from kpi.storage.migrate import upgrade
from tests.assessment.scene import Scene, build
from tests.databases import built_once, sqlite_copy


def _prepare(engine: Engine) -> None:
    upgrade(engine)
    build(engine)
    with Session(engine) as session:
        lay_definitions(session)
        session.commit()


@pytest.fixture(params=["sqlite", "postgresql"])
def scene(request: pytest.FixtureRequest) -> Iterator[Scene]:
    """The small province, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        template = built_once(request.getfixturevalue("shared") / "reform_scene.db", _prepare)
        with sqlite_copy(template) as url:
            yield Scene(engine_for(url))
    else:
        named = request.getfixturevalue("postgresql_template")("reform_scene", _prepare)
        with request.getfixturevalue("postgresql").copy_of(named) as url:
            yield Scene(engine_for(url))
