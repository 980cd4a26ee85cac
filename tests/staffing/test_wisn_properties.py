"""What must hold of any need."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.staffing.wisn import need, pooled, whole_staff
from tests.staffing.tables import activities, families, individual, support

volume = st.floats(0, 1e6)
minutes = st.floats(0.1, 5000)
work = st.lists(st.tuples(volume, minutes), min_size=1, max_size=6)


def required(rows, awt=1600.0, share=0.0, hours=0.0):
    volumes, times = zip(*rows, strict=True)
    return need(
        families({"awt_hours": awt}), activities(list(volumes), unit_time_minutes=list(times)),
        support((share, "percent")),
        individual((1, hours)),
    ).table.iloc[0]  # fmt: skip


@given(work, st.integers(0, 5), st.floats(0, 1e5), st.floats(0, 90), st.floats(0, 3000))
@settings(deadline=None, max_examples=60)
def test_more_volume_never_needs_fewer_staff(rows, place, more, share, hours):
    place %= len(rows)
    fuller = [(v + more * (n == place), t) for n, (v, t) in enumerate(rows)]
    before, after = required(rows, share=share, hours=hours), required(fuller, share=share, hours=hours)
    assert after["required"] >= before["required"]
    assert after["rounded"] >= before["rounded"]


@given(work, work, st.floats(500, 2000))
@settings(deadline=None, max_examples=60)
def test_merging_units_of_equal_standards_changes_the_work_by_nothing(one, other, awt):
    length = min(len(one), len(other))
    times = [t for _, t in one[:length]]
    left, right = [v for v, _ in one[:length]], [v for v, _ in other[:length]]
    apart = [required(list(zip(volumes, times, strict=True)), awt)["a"] for volumes in (left, right)]
    together = required([(a + b, t) for a, b, t in zip(left, right, times, strict=True)], awt)["a"]
    np.testing.assert_allclose(together, sum(apart), rtol=1e-12)


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.floats(0, 50), st.floats(0, 50)), min_size=1, max_size=20))
@settings(deadline=None, max_examples=60)
def test_the_pooled_figure_is_the_sum_of_its_parts(rows):
    table = pd.DataFrame(rows, columns=["unit", "existing", "required"]).assign(
        rounded=lambda t: whole_staff(t["required"])
    )
    by_unit, whole = pooled(table, "unit"), pooled(table).iloc[0]
    np.testing.assert_allclose(by_unit["required"].sum(), table["required"].sum())
    np.testing.assert_allclose(whole["existing"], table["existing"].sum())
    assert list(by_unit["unit"]) == list(dict.fromkeys(table["unit"]))


@given(st.floats(0.01, 9e6), st.floats(0.01, 9e6))
@settings(deadline=None, max_examples=60)
def test_rounding_keeps_the_order(one, other):
    low, high = sorted((one, other))
    assert whole_staff([low])[0] <= whole_staff([high])[0]
