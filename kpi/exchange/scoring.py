"""Scoring files: task lines and people in, results out, with every error named by its cell."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from kpi.exchange.tables import CellError, Column, Table, read_table
from kpi.language.message import Message
from kpi.law.check import check
from kpi.law.columns import COUNTS
from kpi.law.party import party_results
from kpi.law.rules import Rules
from kpi.law.scoring import Scores

LINES = (
    Column("person", filled=True, required=True),
    Column("product"),
    Column("coefficient", "number", required=True, titles=("K",)),
    *(Column(name, "number", required=name in ("assigned", "done")) for name in COUNTS),
)
PEOPLE = (
    Column("person", filled=True, required=True),
    Column("role", filled=True, required=True),
    Column("general", "number", required=True),
    Column("d", "share"),
    Column("dd", "share", titles=("đ",)),
    Column("e", "share"),
    Column("disqualified", "ground"),
    Column("party_member", "boolean"),
    Column("unit"),
    Column("duty_group"),
)
RESULTS = (
    *("person", "status", "missing", "a", "b", "c", "d", "dd", "e"),
    *("task_points", "general_points", "total", "rank", "rank_366"),
)


@dataclass(frozen=True)
class ScoringFiles:
    """Both tables as read, ready for `score` when there are no errors."""

    lines: pd.DataFrame
    people: pd.DataFrame
    errors: list[CellError]
    notices: list[Message]


def read_scoring_files(lines: Path, people: Path, rules: Rules) -> ScoringFiles:
    """Read and check both files. Never raises; every bad cell of either file is in `.errors`."""
    tables = {"lines": read_table(lines, lines.name, LINES), "people": read_table(people, people.name, PEOPLE)}
    errors = [*tables["lines"].errors, *tables["people"].errors]
    if all(set(_required(columns)) <= set(tables[name].frame.columns) for name, columns in SHAPES.items()):
        errors = _in_order([*errors, *_lawful(tables, errors, rules)], tables)
    notices = [*tables["lines"].notices, *tables["people"].notices]
    return ScoringFiles(tables["lines"].frame, tables["people"].frame, errors, notices)


def results_of(scores: Scores, party_rules: Rules) -> pd.DataFrame:
    """One row a person in the order given, with exactly the columns RESULTS; what is missing is empty."""
    people = scores.people
    table = people.assign(rank_366=party_results(scores, party_rules)["rank_366"]).reindex(columns=list(RESULTS))
    for name in ("d", "dd", "e"):
        table[name] = table[name].where(people["role"] != "staff")
    return table.assign(missing=people["missing"].astype(object).replace("", None))


def _required(columns: tuple[Column, ...]) -> list[str]:
    return [column.name for column in columns if column.required]


def _lawful(tables: dict[str, Table], known: list[CellError], rules: Rules) -> list[CellError]:
    """What the rules refuse, where the cell itself could be read."""
    told = {(error.file, error.row, error.column) for error in known}
    found = check(tables["lines"].frame, tables["people"].frame, rules)
    errors = [tables[error.table].at(error.row, error.column, error.value, error.message) for error in found]
    return [error for error in errors if (error.file, error.row, error.column) not in told]


def _in_order(errors: list[CellError], tables: dict[str, Table]) -> list[CellError]:
    files = [table.name for table in tables.values()]
    return sorted(errors, key=lambda error: (files.index(error.file), error.row or 0))


SHAPES = {"lines": LINES, "people": PEOPLE}
