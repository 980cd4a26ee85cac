"""The statistics of declared hours, against published values."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from kpi.law import RuleError
from kpi.law.declared_hours import beyond_standard, beyond_time, minutes_per_case, modified_z, time_per_case
from kpi.law.funnel import funnel, winsorised
from kpi.law.settings import settings_in_force

RULES = settings_in_force("declared_hours", date(2026, 3, 1))


def numbers(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float64)


def test_where_the_median_deviation_is_zero_the_mean_deviation_stands_in():
    """Seven 10s and one 100: the mean absolute deviation is 11.25, 90 ÷ (1.253314 × 11.25) = 6.383077."""
    z = modified_z(numbers(10, 10, 10, 10, 10, 10, 10, 100))
    assert z[-1] == pytest.approx(6.383077, abs=5e-7)
    assert (z[:-1] == 0).all()


def test_the_modified_z_is_that_of_iglewicz_and_hoaglin():
    """0.6745 × (x − median) ÷ MAD, worked by hand: median 2.45, MAD 0.15."""
    z = modified_z(numbers(2.1, 2.6, 2.4, 2.5, 2.3, 2.1, 2.3, 2.6, 8.2, 8.3))
    median, mad = 2.45, 0.15
    assert z[-1] == pytest.approx(0.6745 * (8.3 - median) / mad)
    assert np.flatnonzero(np.abs(z) > 3.5).tolist() == [8, 9]


def test_values_all_alike_stand_nowhere_apart():
    assert modified_z(numbers(5, 5, 5)).tolist() == [0, 0, 0]


def test_a_missing_value_stays_missing_and_does_not_count():
    z = modified_z(numbers(1, 2, 3, np.nan))
    assert np.isnan(z[-1])
    assert z[:-1].tolist() == pytest.approx([-0.6745, 0, 0.6745])


@pytest.mark.parametrize(
    ("declared", "available", "overtime", "beyond"),
    [
        (176.0, 176.0, 0.0, 0.0),  # exactly the working time
        (176.5, 176.0, 0.0, 0.5),
        (186.0, 176.0, 10.0, 0.0),  # within the overtime approved
        (186.0, 176.0, np.nan, 10.0),  # none approved
        (100.0, np.nan, 0.0, np.nan),  # working time unknown: nothing is said
    ],
)
def test_hours_beyond_working_time_and_overtime(declared, available, overtime, beyond):
    found = beyond_time(numbers(declared), numbers(available), numbers(overtime))[0]
    assert found == beyond or (np.isnan(found) and np.isnan(beyond))


def test_hours_beyond_volume_times_standard_time_allow_the_tolerance():
    """10 products of 60 minutes are 10 hours; with the tolerance of 1.5, 15 are not asked about, 15.5 are."""
    beyond = beyond_standard(numbers(15, 15.5, 15), numbers(10, 10, 10), numbers(60, 60, np.nan), RULES)
    assert beyond[:2].tolist() == [0, 0.5]
    assert np.isnan(beyond[2])


def test_minutes_of_one_case_need_hours_and_something_done():
    assert minutes_per_case(numbers(3, 0, 3), numbers(6, 6, 0)).tolist()[0] == 30
    assert np.isnan(minutes_per_case(numbers(3, 0, 3), numbers(6, 6, 0))[1:]).all()


def lines(hours: list[float], kind: str = "commune") -> pd.DataFrame:
    return pd.DataFrame({"hours": hours, "done": 1.0, "product_id": 7, "kind": kind})


def test_the_time_of_one_product_is_compared_on_a_log_scale_within_product_and_kind_of_unit():
    found = time_per_case(pd.concat([lines([1.0] * 7 + [10.0]), lines([10.0] * 8, "ward")]), RULES)
    assert found["outlier"].tolist() == [False] * 7 + [True] + [False] * 8
    assert found["usual"].tolist() == pytest.approx([60] * 8 + [600] * 8)
    assert found["z"].iloc[7] == pytest.approx(6.383077, abs=5e-7)


def test_below_eight_cases_the_figure_is_shown_but_never_flagged():
    seven = time_per_case(lines([1.0] * 6 + [10.0]), RULES)
    assert abs(seven["z"].iloc[-1]) > 3.5
    assert not seven["outlier"].any()
    assert time_per_case(lines([1.0] * 7 + [10.0]), RULES)["outlier"].any()


BCG = [  # Colditz et al. (1994), 13 trials of BCG against tuberculosis: ill and well, vaccinated and not
    (4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619), (33, 5036, 47, 5761),
    (180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892), (29, 7470, 45, 7232), (17, 1699, 65, 1600),
    (186, 50448, 141, 27197), (5, 2493, 3, 2338), (27, 16886, 29, 17825),
]  # fmt: skip


def test_the_variance_between_units_is_that_of_dersimonian_and_laird():
    """Log risk ratios of the BCG trials: Q = 152.2330 on 12 degrees of freedom, τ² = 0.3088 (metafor, method DL)."""
    a, b, c, d = (np.array(column, dtype=np.float64) for column in zip(*BCG, strict=True))
    values, errors = np.log(a / (a + b)) - np.log(c / (c + d)), np.sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d))
    found = funnel(values, errors, winsorise=0)
    assert (found.z**2).sum() == pytest.approx(152.2330, abs=5e-5)
    assert found.phi == pytest.approx(152.2330 / 13, abs=5e-5)
    assert found.tau2 == pytest.approx(0.3088, abs=5e-5)


def test_without_over_dispersion_the_limits_are_the_plain_ones():
    found = funnel(numbers(-0.1, 0.0, 0.1), numbers(0.2, 0.2, 0.2), winsorise=0)
    assert (found.phi, found.tau2) == (1, 0)
    low, high = found.limits(numbers(0.2), 3)
    assert (low[0], high[0]) == pytest.approx((-0.6, 0.6))


def test_winsorising_pulls_in_the_ends_and_leaves_the_rest():
    assert winsorised(numbers(*range(11)), 0.1).tolist() == [1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9]


def test_a_single_far_unit_does_not_widen_its_own_limits():
    values, errors = np.append(np.zeros(19), 5.0), np.full(20, 0.5)
    values[:10] += 0.4
    wide, kept = funnel(values, errors, 0), funnel(values, errors, 0.1)
    assert kept.phi < wide.phi
    assert abs(kept.adjusted[-1]) > 3.09


def test_a_unit_without_an_error_is_refused():
    with pytest.raises(ValueError, match="above 0"):
        funnel(numbers(1, 2), numbers(0.1, 0), 0.1)


@pytest.mark.parametrize(
    ("figure", "value"), [("outlier_from", "2"), ("least_cases", "7"), ("winsorise", "nan"), ("nothing", "1")]
)
def test_a_local_decision_keeps_within_reason(figure, value):
    with pytest.raises(RuleError):
        settings_in_force("declared_hours", date(2026, 3, 1), {figure: value})


def test_every_figure_without_a_text_says_that_it_is_a_local_decision():
    assert all(RULES.is_local(name) for name, _value in RULES.values if name != "hours_per_day")
