"""Published WISN results, to the precision they were printed with."""

import numpy as np
import pandas as pd
import pytest

from kpi.staffing.wisn import contradictions, interval, mean_of_ratios, need, pooled, verdicts, working_year
from kpi.staffing.wisn.columns import RESULTS
from tests.staffing.tables import activities, families, individual, support

ODISHA = [  # github.com/asarforindia/RHS-WISN
    (1578, [6, 6, 3, 6, 6, 12, 6], [329, 487, 293, 12778, 2371, 40751, 6287], 336, 2184,
     4.56416349809886, 1.27053140096618, 1.38403041825095, 7.18294346172921, 7),
    (1578, [6, 0.5, 4], [635, 318, 483], 48, 2136, 0.546630756231517, 1.03137254901961,
     1.35361216730038, 1.9173921237274, 2),
    (263 / 7 * 52, [6, 0.5, 4], [0, 0, 0], 48, 2136, 0, 1.02518740629685, 1.09330213512723, 1.09330213512723, 1),
]  # fmt: skip


@pytest.mark.parametrize(("awt", "rates", "volumes", "cas", "ias", "a", "b", "c", "required", "rounded"), ODISHA)
def test_the_published_sheets_of_odisha_reproduce(awt, rates, volumes, cas, ias, a, b, c, required, rounded):
    found = need(
        families({"awt_hours": awt}), activities(volumes, rate_per_hour=rates), support((cas, "hours_per_year")),
        individual((1, ias)),
    )  # fmt: skip
    row = found.table.iloc[0]
    assert list(found.table.columns) == list(RESULTS)
    np.testing.assert_allclose([row["a"], row["b"], row["c"], row["required"]], [a, b, c, required], rtol=1e-13)
    assert row["rounded"] == rounded


def test_the_weekly_hours_of_odisha_give_their_working_time():
    assert pytest.approx(1578) == 263 / 7 * 42
    assert pytest.approx(1953.714285714) == 263 / 7 * 52


BANGLADESH = [(4, 8.14, 0.49), (3, 10.71, 0.28), (4, 12.28, 0.33), (7, 11.23, 0.62)]


def test_bangladesh_is_pooled_and_the_mean_of_ratios_is_another_figure():
    table = pd.DataFrame(
        [
            {"unit": f"u{n}", "existing": e, "required": r, "rounded": r, "ratio": e / r}
            for n, (e, r, _) in enumerate(BANGLADESH)
        ]
    )
    assert [round(ratio, 2) for ratio in table["ratio"]] == [ratio for *_, ratio in BANGLADESH]
    whole = pooled(table).iloc[0]
    assert (whole["existing"], round(whole["required"], 2)) == (18, 42.36)
    assert whole["ratio"] == pytest.approx(18 / 42.36)
    assert mean_of_ratios(table) == pytest.approx(np.mean(table["ratio"])) != pytest.approx(whole["ratio"], abs=1e-3)


def test_kenya_needs_seventeen_and_a_half_before_allowances():
    found = need(families({"awt_hours": 179 * 8}), activities([100_000], unit_time_minutes=[15]))
    assert round(found.table["required"].iloc[0], 2) == 17.46
    assert found.activities["standard_workload"].iloc[0] == pytest.approx(179 * 8 * 4)


REPORT = [(17520, 0.33), (8760, 0.25), (5840, 0.25), (2920, 0.5), (2920, 0.25)]


def test_a_report_that_contradicts_its_own_inputs_is_rejected():
    volumes, hours = zip(*REPORT, strict=True)
    found = need(
        families({"awt_hours": 1696, "hours_per_day": 8}),
        activities(list(volumes), unit_time_minutes=[60 * one for one in hours]),
        support((90, "min_per_day")),
    )
    assert round(found.table["required"].iloc[0], 4) == 8.4337
    claims = pd.DataFrame([{"unit": "U", "family": "f", "claimed": "9.10"}])
    (wrong,) = contradictions(found.table, claims)
    assert (wrong.claimed, round(wrong.computed, 4)) == (9.10, 8.4337)
    assert "8.4337" in wrong.message.in_("en")
    assert contradictions(found.table, claims.assign(claimed="8.43")) == []
    assert len(contradictions(found.table, claims.assign(claimed="8.4"))) == 0
    assert len(contradictions(found.table, claims.assign(claimed="8.45"))) == 1


def test_working_time_follows_from_days_leave_and_hours():
    row = {
        "working_days": 261,
        "hours_per_day": 8,
        "public_holidays": 11,
        "annual_leave": 12,
        "sick_leave": 5,
        "other_leave": 10,
    }
    found = need(families(row), activities([10], unit_time_minutes=[60]))
    assert found.table["awt_hours"].iloc[0] == (261 - 11 - 12 - 5 - 10) * 8


def test_the_calendar_counts_mondays_to_fridays_and_vietnams_holidays_on_them():
    year = working_year(2025)
    assert year.working_days == 261
    assert 10 <= year.public_holidays <= 13


BASES = [(48, "min_per_day", 0.1), (4, "hours_per_week", 0.1), (160, "hours_per_year", 0.1), (10, "percent", 0.1)]


@pytest.mark.parametrize(("amount", "basis", "share"), BASES)
def test_each_basis_of_support_is_a_share_of_its_own_whole(amount, basis, share):
    found = need(
        families({"awt_hours": 1600, "hours_per_day": 8}), activities([1], rate_per_hour=[1]), support((amount, basis))
    )
    assert found.support["share"].iloc[0] == pytest.approx(share)
    assert found.table["b"].iloc[0] == pytest.approx(1 / 0.9)


def test_a_six_day_week_is_known_by_its_working_days():
    row = {"working_days": 312, "hours_per_day": 8, "public_holidays": 0}
    found = need(families(row), activities([1], rate_per_hour=[1]), support((4.8, "hours_per_week")))
    assert found.support["share"].iloc[0] == pytest.approx(0.1)


def test_nothing_required_has_no_ratio():
    found = need(families({"awt_hours": 1600}), activities([0], rate_per_hour=[1]))
    row = found.table.iloc[0]
    assert (row["required"], row["rounded"], row["difference"]) == (0, 0, 5)
    assert np.isnan(row["ratio"])


def test_zero_work_may_still_need_staff_for_individual_duties():
    found = need(families({"awt_hours": 1600}), activities([0], rate_per_hour=[1]), None, individual((2, 800)))
    assert list(found.table.loc[0, ["a", "c", "required", "rounded"]]) == [0, 1, 1, 1]


def test_a_band_on_unit_times_moves_the_work_and_leaves_individual_duties():
    found = need(families({"awt_hours": 1600}), activities([1600], rate_per_hour=[1]), None, individual((1, 800)))
    wide = interval(found.table, 0.2).iloc[0]
    assert (wide["low"], wide["high"]) == (pytest.approx(0.8 + 0.5), pytest.approx(1.2 + 0.5))
    with pytest.raises(ValueError, match="1"):
        interval(found.table, 1.0)


def test_where_the_interval_holds_existing_staff_no_difference_is_shown():
    assert list(verdicts([7.9, 8, 10, 12, 12.1], 8, 12)) == [
        "short",
        "no_difference",
        "no_difference",
        "no_difference",
        "over",
    ]


def test_rows_keep_the_order_of_families_and_units_never_mix():
    tables = families(
        {"unit": "B", "awt_hours": 1600},
        {"unit": "A", "awt_hours": 800},
        {"unit": "A", "family": "g", "awt_hours": 1600},
    )
    work = pd.DataFrame(
        [("A", "f", "x", 1600, 1), ("B", "f", "x", 1600, 1), ("A", "g", "x", 3200, 1)],
        columns=["unit", "family", "activity", "volume", "rate_per_hour"],
    )
    found = need(tables, work).table
    assert found[["unit", "family", "required"]].values.tolist() == [["B", "f", 1.0], ["A", "f", 2.0], ["A", "g", 2.0]]


def test_columns_of_categories_give_the_same_as_columns_of_text():
    work = activities([100, 200], unit_time_minutes=[30, 40])
    coded = work.assign(**{name: work[name].astype("category") for name in ("unit", "family", "activity")})
    one, other = (need(families({"awt_hours": 1600}), table).table for table in (work, coded))
    pd.testing.assert_frame_equal(one, other)
