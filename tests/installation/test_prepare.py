"""What happens when a server starts: an empty database prepares itself, once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select, text

from kpi.access.actor import Refused
from kpi.installation.exclusive import installed
from kpi.installation.prepare import prepare
from kpi.storage.engine import engine_for
from kpi.storage.migrate import differences, revision_of, upgrade
from kpi.storage.tables import Account, AuditEntry, Person
from kpi.storage.unit_of_work import reading

ROOT = Path(__file__).parents[2]
START = (
    "from kpi.installation.prepare import prepare; from kpi.storage.engine import *; "
    "prepare(engine_for(database_url()))"
)


def _count(engine: Engine, model: type) -> int:
    with reading(engine) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch, blank_url: str) -> Engine:
    monkeypatch.setenv("DATABASE_URL", blank_url)
    return engine_for(blank_url)


def test_a_chosen_empty_database_becomes_a_real_installation(
    chosen: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    prepare(chosen)
    told = capsys.readouterr()
    assert installed(chosen) == "real"
    assert told.err.count("Administrator account: admin") == 1
    assert told.out == ""
    assert differences(chosen) == []


def test_the_embedded_empty_database_becomes_the_small_demonstration(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    engine = engine_for(f"sqlite:///{tmp_path / 'kpi.db'}")
    prepare(engine)
    assert installed(engine) == "demo"
    assert _count(engine, Person) == 150
    assert "password" not in capsys.readouterr().err.lower()


def test_starting_again_changes_and_says_nothing(chosen: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    prepare(chosen)
    capsys.readouterr()
    before = _count(chosen, AuditEntry)
    prepare(chosen)
    assert capsys.readouterr().err == ""
    assert _count(chosen, AuditEntry) == before


def test_a_database_of_a_newer_version_is_left_alone(chosen: Engine) -> None:
    prepare(chosen)
    with chosen.execution_options(writes=True).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999_of_tomorrow'"))
    with pytest.raises(Refused) as refused:
        prepare(chosen)
    assert "newer version of this program (schema 9999_of_tomorrow)" in refused.value.message.in_("en")
    assert revision_of(chosen) == "9999_of_tomorrow"


def test_a_crash_half_way_leaves_an_empty_database_that_the_next_start_sets_up(
    chosen: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(_session: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("kpi.installation.real.catch_up_numbering", crash)
        with pytest.raises(KeyboardInterrupt):
            prepare(chosen)
    assert installed(chosen) is None
    assert _count(chosen, Account) == 0
    prepare(chosen)
    assert installed(chosen) == "real"


def test_a_schema_without_an_installation_counts_as_empty(chosen: Engine) -> None:
    upgrade(chosen)
    prepare(chosen)
    assert installed(chosen) == "real"


def test_processes_that_start_together_set_it_up_once(chosen: Engine, blank_url: str) -> None:
    environment = {**os.environ, "DATABASE_URL": blank_url}
    starting = [
        subprocess.Popen([sys.executable, "-c", START], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    told = [process.communicate(timeout=120)[1] for process in starting]
    assert [process.returncode for process in starting] == [0, 0, 0], told
    assert sum("One-time password" in text for text in told) == 1
    assert _count(chosen, Account) == 1
