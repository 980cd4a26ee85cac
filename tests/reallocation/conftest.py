"""The three communes of the scenarios with counted staff and work: A has surveyors to spare, C lacks them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, select

from kpi.storage.engine import engine_for
from kpi.storage.migrate import upgrade
from kpi.storage.tables import ExistingStaff, Unit, Volume
from kpi.storage.unit_of_work import UnitOfWork
from tests.databases import built_once, sqlite_copy
from tests.scenarios.scene import Scene, build

STAFF = {"A": {"land": 9, "office": 4}, "B": {"land": 6, "office": 1}, "C": {"land": 1, "office": 3}}
SURVEYS = {"A": 200, "B": 200, "C": 1500}  # files of the first land activity a year


def _prepare(engine: Engine) -> None:
    upgrade(engine)
    build(engine)
    with UnitOfWork(engine) as work:
        for code, unit_id in dict(work.session.execute(select(Unit.code, Unit.id)).all()).items():
            for family, staff in STAFF.get(code, {}).items():
                work.session.add(_staff(unit_id, family, staff))
            if code in SURVEYS:
                work.session.add(_volume(unit_id, SURVEYS[code]))
        work.commit()


def _staff(unit_id: int, family: str, staff: float) -> ExistingStaff:
    day = date(2026, 1, 1)
    return ExistingStaff(unit_id=unit_id, family=family, staff=staff, counted_on=day, source="entry")


def _volume(unit_id: int, volume: float) -> Volume:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return Volume(unit_id=unit_id, activity="DD.1", year=2026, volume=volume, source="entry", set_by="x", at=now)


@pytest.fixture
def scene(request: pytest.FixtureRequest) -> Iterator[Scene]:
    """On SQLite; on both kinds of database for tests marked with `BOTH`."""
    if getattr(request, "param", "sqlite") == "sqlite":
        template = built_once(request.getfixturevalue("shared") / "reallocation_scene.db", _prepare)
        with sqlite_copy(template) as url:
            yield Scene(engine_for(url))
    else:
        named: Any = request.getfixturevalue("postgresql_template")("reallocation_scene", _prepare)
        with request.getfixturevalue("postgresql").copy_of(named) as url:
            yield Scene(engine_for(url))
