"""The record speaks in words: every command, table and column that can stand in it has one."""

import importlib
import pkgutil

import pytest

import kpi
from kpi.access.execute import RULES
from kpi.storage.tables import Base
from kpi.ui.record_words import COLUMNS, COMMANDS, TABLES

QUIET = ("kpi.ui", "kpi.cli", "kpi.__main__", "kpi.storage.migrations")


@pytest.fixture(scope="module")
def commands() -> set[str]:
    for module in pkgutil.walk_packages(kpi.__path__, "kpi."):
        if not module.name.startswith(QUIET):
            importlib.import_module(module.name)
    return {command.__name__ for command in RULES if command.__module__.startswith("kpi.")}


def test_every_command_is_told_in_words(commands):
    assert commands - set(COMMANDS) == set()


def test_every_table_is_told_in_words():
    assert set(Base.metadata.tables) - set(TABLES) == set()


def test_every_column_is_told_in_words():
    names = {column.name for table in Base.metadata.tables.values() for column in table.columns}
    assert names - set(COLUMNS) - {"id"} == set()
