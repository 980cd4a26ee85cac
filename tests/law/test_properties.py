"""What holds for any work anybody could have done."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.law import check, score
from tests.law.cases import lines, nd335, people

K = st.sampled_from([0.04, 0.1, 0.28, 0.5, 1.0, 1.4, 3.0, 20.0])
COUNT = st.integers(0, 30)
BASIS = st.sampled_from(["unit", "line"])


@st.composite
def line(draw):
    failed, late, done = draw(st.integers(0, 6)), draw(st.integers(0, 6)), draw(COUNT)
    return {
        "K": draw(K),
        "assigned": draw(st.integers(1, 30)),
        "done": done,
        "quality_ok": draw(st.integers(0, done)),
        "failed": failed,
        "failed_excused": draw(st.integers(0, failed)),
        "late": late,
        "late_excused": draw(st.integers(0, late)),
    }


WORK = st.lists(line(), min_size=1, max_size=5)
GENERAL = st.integers(0, 120).map(lambda quarter: quarter / 4)


def total(rows, general=30.0, **choices):
    return score(lines(*rows), people({"general": general}), nd335(**choices)).people["total"].iloc[0]


@given(WORK, GENERAL, BASIS)
def test_a_total_is_between_nothing_and_a_hundred(rows, general, basis):
    assert 0 <= total(rows, general, deduction_basis=basis) <= 100


@given(WORK, st.data(), BASIS)
def test_doing_more_never_lowers_a_score(rows, data, basis):
    place = data.draw(st.integers(0, len(rows) - 1))
    more = [dict(row) for row in rows]
    more[place]["done"] += 1
    more[place]["quality_ok"] += 1
    assert total(more, deduction_basis=basis) >= total(rows, deduction_basis=basis) - 1e-9


@given(WORK, st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_matter(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert total(shuffled) == pytest.approx(total(rows), abs=1e-9)


@given(st.lists(WORK, min_size=2, max_size=4), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_lines_of_several_people_may_stand_in_any_order(works, random):
    table = pd.concat([lines(*work, person=n) for n, work in enumerate(works)], ignore_index=True)
    everyone = people(*({"person": n} for n in range(len(works))))
    order = list(range(len(table)))
    random.shuffle(order)
    mixed = score(table.iloc[order], everyone, nd335())
    grouped = score(table, everyone, nd335())
    np.testing.assert_allclose(mixed.people["total"], grouped.people["total"], atol=1e-9)
    np.testing.assert_allclose(mixed.lines["points"].loc[table.index], grouped.lines["points"], atol=1e-9)


@given(WORK, st.data())
def test_splitting_a_line_in_two_changes_nothing_while_no_floor_binds(rows, data):
    for row in rows:
        row["failed"] = min(row["failed"], row["quality_ok"])  # a quarter each: never down to the floor
        row["failed_excused"] = 0
        row["late"], row["late_excused"] = min(row["late"], row["done"]), 0
    whole = rows[0]
    counts = ("assigned", "done", "quality_ok", "failed", "late")
    first = {name: data.draw(st.integers(0, whole[name])) for name in ("assigned",)}
    first["done"] = data.draw(st.integers(0, whole["done"]))
    rest = whole["done"] - first["done"]
    first["quality_ok"] = data.draw(
        st.integers(max(0, whole["quality_ok"] - rest), min(first["done"], whole["quality_ok"]))
    )
    second_ok = whole["quality_ok"] - first["quality_ok"]
    first["failed"] = data.draw(
        st.integers(max(0, whole["failed"] - second_ok), min(first["quality_ok"], whole["failed"]))
    )
    first["late"] = data.draw(st.integers(max(0, whole["late"] - rest), min(first["done"], whole["late"])))
    second = {name: whole[name] - first[name] for name in counts}
    split = [{"K": whole["K"], **first}, {"K": whole["K"], **second}, *rows[1:]]
    assert total(split) == pytest.approx(total(rows), abs=1e-9)


@given(WORK, st.integers(1, 3), BASIS)
def test_an_excused_failure_or_late_time_equals_none(rows, times, basis):
    excused = [
        {**row, **{name: row[name] + times for name in ("failed", "failed_excused", "late", "late_excused")}}
        for row in rows
    ]
    assert total(excused, deduction_basis=basis) == total(rows, deduction_basis=basis)


@given(WORK, st.sampled_from(["staff", "head"]), st.sampled_from([1.0, "none"]))
def test_the_points_of_the_lines_add_up_to_what_a_b_and_c_bring(rows, role, cap):
    leader = {"d": 1, "dd": 0.5, "e": 1} if role == "head" else {}
    scores = score(lines(*rows), people({"role": role, **leader}), nd335(ratio_cap=cap))
    found = scores.people.iloc[0]
    leading = 70 * 2.5 / 6 if role == "head" else 0
    assert scores.lines["points"].sum() == pytest.approx(found["task_points"] - leading, abs=1e-9)


@given(st.lists(st.lists(st.one_of(st.none(), st.floats(), st.text(max_size=3)), min_size=11, max_size=11), max_size=4))
def test_checking_never_raises_whatever_stands_in_the_cells(rows):
    columns = lines({"assigned": 1, "done": 1}).columns
    table = pd.DataFrame(rows, columns=columns, dtype=object)
    errors = check(table, people({}), nd335())
    assert all(error.message.in_("en") for error in errors)
    if not errors:
        score(table, people({}), nd335())
