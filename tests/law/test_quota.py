"""At most a fifth of those ranked good may be excellent, in the agency and in each group."""

import pandas as pd
import pytest

from kpi.law.quota import quota, quota_table
from tests.law.cases import nd335


@pytest.mark.parametrize(("good", "allowed"), [(0, 0), (4, 0), (5, 1), (9, 1), (10, 2), (14, 2), (15, 3), (1005, 201)])
def test_the_allowed_number_is_rounded_down(good, allowed):
    assert quota(good, nd335()).allowed == allowed


def test_a_negative_number_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="below zero"):
        quota(-1, nd335())


def test_people_without_a_rank_count_nowhere():
    table = quota_table(pd.DataFrame({"rank": ["good"] * 5 + ["excellent", None, "completed"]}), nd335())
    assert table[["good", "excellent", "allowed", "over"]].values.tolist() == [[5, 1, 1, 0]]


def test_each_unit_is_its_own_agency():
    results = pd.DataFrame({"rank": ["good"] * 5 + ["excellent"], "unit": ["X"] * 5 + ["Y"]})
    assert quota_table(results, nd335())["over"].tolist() == [0, 1]
