"""The schema: what the migrations build is what the tables in code say, on both databases."""

import subprocess
import sys
from pathlib import Path

from sqlalchemy import inspect

from kpi.storage.engine import engine_for
from kpi.storage.migrate import differences, newest_revision, revision_of, upgrade
from kpi.storage.tables import Base

ROOT = Path(__file__).parents[2]
UPGRADE = (
    "import sys; from kpi.storage.engine import engine_for; from kpi.storage.migrate import upgrade; "
    "sys.stdin.readline(); upgrade(engine_for(sys.argv[1]))"
)


def test_a_blank_database_has_no_revision_and_lacks_every_table(blank_url):
    engine = engine_for(blank_url)
    assert revision_of(engine) is None
    assert len(differences(engine)) >= len(Base.metadata.tables)


def test_the_migrations_give_exactly_the_tables_in_code(blank_url):
    engine = engine_for(blank_url)
    upgrade(engine)
    assert set(inspect(engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}
    assert differences(engine) == []


def test_upgrading_again_changes_nothing(engine):
    before = revision_of(engine)
    upgrade(engine)
    assert revision_of(engine) == before == newest_revision()
    assert differences(engine) == []


def test_a_missing_column_is_noticed(sqlite_engine):
    with sqlite_engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE unit DROP COLUMN suspect")
    assert [found[0] for found in differences(sqlite_engine)] == ["add_column"]


def test_two_processes_upgrading_at_once_both_succeed(blank_url):
    starters = [
        subprocess.Popen(
            [sys.executable, "-c", UPGRADE, blank_url], cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    outcomes = []
    for starter in starters:
        starter.stdin.write(b"\n")
        starter.stdin.flush()
    for starter in starters:
        outcomes.append((starter.wait(timeout=60), starter.stderr.read().decode()[-500:]))
    assert [code for code, _ in outcomes] == [0, 0], outcomes
    assert differences(engine_for(blank_url)) == []
