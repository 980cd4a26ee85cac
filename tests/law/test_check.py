"""Refused cells are named one by one, and nothing is scored while there is one."""

import numpy as np
import pandas as pd
import pytest

from kpi.law import InputErrors, check, score
from tests.law.cases import lines, nd335, people

GOOD = {"assigned": 5, "done": 5}


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"done": -1}, "done"),
        ({"assigned": -1}, "assigned"),
        ({"failed": -1}, "failed"),
        ({"late_excused": -0.5}, "late_excused"),
        ({"exceeded": -1}, "exceeded"),
        ({"quality_ok": 6}, "quality_ok"),
        ({"failed": 1, "failed_excused": 2}, "failed_excused"),
        ({"late_excused": 1}, "late_excused"),
        ({"K": 0}, "coefficient"),
        ({"K": -1}, "coefficient"),
        ({"done": np.inf}, "done"),
        ({"K": np.inf}, "coefficient"),
        ({"person": "Nobody"}, "person"),
        ({"person": None}, "person"),
    ],
)
def test_a_line_is_refused_at_the_cell_in_error(row, column):
    table = lines(GOOD, {**GOOD, **row})
    errors = check(table, people({}), nd335())
    assert [(error.table, error.row, error.column) for error in errors] == [("lines", 1, column)]
    with pytest.raises(InputErrors) as raised:
        score(table, people({}), nd335())
    assert raised.value.errors == errors


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"general": -0.1}, "general"),
        ({"general": 30.01}, "general"),
        ({"general": np.inf}, "general"),
        ({"role": "chief"}, "role"),
        ({"role": None}, "role"),
        ({"role": "head", "d": 0.7}, "d"),
        ({"role": "head", "dd": 0}, "dd"),
        ({"role": "head", "e": 100}, "e"),
        ({"person": None}, "person"),
    ],
)
def test_a_person_is_refused_at_the_cell_in_error(row, column):
    errors = check(lines(), people({"person": "Binh", **row}), nd335())
    assert [(error.table, error.row, error.column) for error in errors] == [("people", 0, column)]


@pytest.mark.parametrize("general", [0, 30])  # both ends count
def test_general_points_may_be_nothing_and_thirty(general):
    assert check(lines(GOOD), people({"general": general}), nd335()) == []


def test_a_person_listed_twice_is_refused_once():
    errors = check(lines(), people({}, {"general": 12}), nd335())
    assert [(error.row, error.column) for error in errors] == [(1, "person")]


def test_every_error_is_told_at_once_in_row_order():
    table = lines({"assigned": -1, "done": 1}, {"assigned": 1, "done": -2, "K": 0})
    errors = check(table, people({"general": 99}), nd335())
    assert [(error.table, error.row) for error in errors] == [("lines", 0), ("lines", 1), ("lines", 1), ("people", 0)]


def test_a_missing_column_is_told_before_anything_else():
    errors = check(lines(GOOD).drop(columns="done"), people({}), nd335())
    assert [(error.row, error.column) for error in errors] == [(-1, "done")]


def test_text_where_a_number_belongs_is_refused():
    table = lines(GOOD).astype({"done": object})
    table.loc[0, "done"] = "five"
    assert [error.column for error in check(table, people({}), nd335())] == ["done"]


def test_optional_columns_may_be_absent():
    table = pd.DataFrame({"person": [1, 1], "coefficient": [1, 2], "assigned": [2, 3], "done": [2, 3]})
    person = pd.DataFrame({"person": [1], "role": ["staff"], "general": [30]})
    assert score(table, person, nd335()).people["total"].iloc[0] == 100
