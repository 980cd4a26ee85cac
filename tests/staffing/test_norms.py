"""Norms at their boundaries, and over the province."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kpi.staffing.norms import (
    NormValues,
    commune_norm,
    mountain_units,
    norm_posts,
    norms,
    party_range,
    proposed_posts,
    published,
)

COMMUNES = Path(__file__).parents[2] / "data" / "khanh_hoa" / "communes.csv"


def units():
    table = pd.read_csv(COMMUNES, dtype={"code": str}).rename(columns={"code": "unit"})
    return table.assign(population=table["population"].astype(float))


def test_a_commune_at_two_thousand_gains_at_each_full_step():
    assert list(commune_norm([0, 16_000, 17_999, 18_000, 51_999, 52_000, 54_000], True)) == [32, 32, 32, 33, 49, 50, 50]


def test_without_its_cap_the_commune_would_have_fifty_one():
    loose = NormValues({("cv09", "most_commune"): 99})
    assert commune_norm([54_000], True, values=loose)[0] == 51


def test_a_mountain_commune_gains_at_each_thousand():
    assert list(commune_norm([16_999, 17_000, 34_000], True, True)) == [32, 33, 50]


def test_a_ward_is_capped_at_seventy():
    assert list(commune_norm([90_000, 92_000, 94_000], False)) == [69, 70, 70]


def test_khanh_hoa_at_two_thousand_has_2620_posts_seven_at_the_cap():
    found = norm_posts(units(), by_hand=False)
    assert (found["norm"].sum(), found["capped"].sum()) == (2620, 7)


def test_the_special_zone_is_set_by_hand_and_unknown_until_it_is():
    found = norm_posts(units()).set_index("unit").loc["22736"]
    assert found["by_hand"]
    assert np.isnan(found["norm"])
    decided = norm_posts(units(), NormValues({("by_hand", "22736"): 14})).set_index("unit")
    assert decided.loc["22736", "norm"] == 14
    assert decided["norm"].sum() == 2620 - 32 + 14


def test_a_commune_that_was_not_merged_has_at_least_forty():
    table = units().head(40).assign(merged=False)
    found = norm_posts(table)
    assert found.loc[found["kind"] == "commune", "norm"].min() == 40
    assert found.loc[found["kind"] == "ward", "norm"].min() < 40
    assert norm_posts(table.assign(merged=True))["norm"].min() == 32


def test_an_unknown_population_has_no_norm():
    assert np.isnan(commune_norm([np.nan], True)[0])


def test_the_proposal_is_a_proposal():
    assert norms()["minus15"].status == "proposal"
    assert proposed_posts([40])[0] == pytest.approx(34)
    assert all(norm.status == "issued" for code, norm in norms().items() if code != "minus15")


def test_every_norm_and_published_figure_names_its_source_and_day():
    assert all(norm.source and norm.valid_from and norm.told("en") and norm.told("vi") for norm in norms().values())
    assert party_range() == (23, 30)
    figures = {figure.code: figure for figure in published()}
    assert (figures["posts"].value, figures["without_it"].value, figures["it_needed"].value) == (5018, 39, 45)
    assert all(figure.source and figure.named("vi") != figure.named("en") for figure in figures.values())


def test_the_mountain_units_exist():
    with COMMUNES.open(encoding="utf-8") as file:
        codes = {row["code"] for row in csv.DictReader(file)}
    assert mountain_units() <= codes
    assert len(mountain_units()) == 11
