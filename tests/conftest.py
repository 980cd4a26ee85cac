"""Databases every test can ask for. `engine` runs a test twice: on SQLite and on PostgreSQL."""

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine

from kpi.access import passwords
from kpi.storage.engine import engine_for
from kpi.storage.migrate import upgrade
from tests.databases import Cluster, NoPostgreSQL, cluster, copied, server_binaries

BOTH = ["sqlite", "postgresql"]
PRODUCTION_HASHER = passwords.HASHER
passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)  # thousands of tests sign in


def build_demo(engine: Engine) -> None:
    """The small demonstration, its present month being this one."""
    from kpi.installation.demo import build

    build(engine)


def pytest_sessionfinish() -> None:
    """A worker looks through its memory while it still may: once it says it has finished, it has five seconds before
    it is interrupted, and what remains then is small.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture
def production_hasher() -> PasswordHasher:
    """What hashes passwords outside the tests."""
    return PRODUCTION_HASHER


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder all workers of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    """This worker's own PostgreSQL cluster, started when first asked for."""
    try:
        server_binaries()
    except NoPostgreSQL as missing:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(str(missing))
    with cluster() as running:
        yield running


@pytest.fixture(scope="session")
def postgresql_template(postgresql: Cluster) -> Callable[[str, Callable[[Engine], object]], str]:
    """Builds a template database once per worker; called again it only names it."""
    built: set[str] = set()

    def template(name: str, build: Callable[[Engine], object]) -> str:
        if name not in built:
            engine = engine_for(postgresql.create(name))
            build(engine)
            engine.dispose()
            built.add(name)
        return name

    return template


@pytest.fixture(params=BOTH)
def blank_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'blank.db'}"
        yield url
        engine_for(url).dispose()
    else:
        with request.getfixturevalue("postgresql").copy_of("template1") as url:
            yield url


@pytest.fixture(params=BOTH)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A migrated, empty database, once on SQLite and once on PostgreSQL."""
    with copied(request, request.param, "empty", upgrade) as url:
        yield engine_for(url)


@pytest.fixture
def sqlite_engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A migrated, empty SQLite database, where one kind is enough."""
    with copied(request, "sqlite", "empty", upgrade) as url:
        yield engine_for(url)


@pytest.fixture
def demo_engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A copy of the small demonstration, on SQLite.

    On both: `@pytest.mark.parametrize("demo_engine", ["sqlite", "postgresql"], indirect=True)`.
    """
    with copied(request, getattr(request, "param", "sqlite"), "demo", build_demo) as url:
        yield engine_for(url)
