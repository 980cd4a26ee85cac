"""Points of Decision 766: the six components and their total follow from summed quantities."""

import pandas as pd

from kpi.reform.indicators.definitions import defined, grade_766
from kpi.reform.indicators.scores import scored

COMPONENTS = {"transparency": 18, "progress": 20, "online": 12, "payment": 10, "satisfaction": 18, "digitisation": 22}
SCORES = [{"code": row.code, "parts": row.parts} for row in defined() if row.formula == "score"]
PARTS = sorted({part["indicator"] for one in SCORES for part in one["parts"] if "points" in part})


def shares(**changed: float | None) -> pd.DataFrame:
    """Every part at 100%, but for those changed ("tthc__on_time")."""
    values = dict.fromkeys(PARTS, 1.0) | {name.replace("__", "."): value for name, value in changed.items()}
    rows = [(7, code, "2026-03", value) for code, value in values.items() if value is not None]
    return pd.DataFrame(rows, columns=["unit_id", "code", "period", "value"])


def points(**changed: float | None) -> dict[str, float]:
    found = scored(shares(**changed), SCORES)
    return dict(zip(found["code"], found["value"], strict=True))


def test_the_six_components_sum_to_a_hundred():
    found = points()
    assert {code: found[f"766.{code}"] for code in COMPONENTS} == COMPONENTS
    assert sum(COMPONENTS.values()) == found["766.total"] == 100
    assert {row.code: row.maximum for row in defined() if row.code == "766.progress"} == {"766.progress": 20}


def test_points_follow_the_share():
    assert points(tthc__on_time=0.5)["766.progress"] == 10
    assert points(tthc__on_time=0.5)["766.total"] == 90


def test_a_part_without_data_gives_no_score_and_is_named():
    found = scored(shares(payment__share=None), SCORES).set_index("code")
    assert pd.isna(found.loc["766.payment", "value"])
    assert found.loc["766.payment", "missing"] == "payment.share"
    assert pd.isna(found.loc["766.total", "value"])
    assert found.loc["766.total", "missing"] == "766.payment"
    assert found.loc["766.progress", "value"] == 20


def test_bands_give_the_share_of_the_highest_reached():
    parts = [{"indicator": "tthc.on_time", "points": 20, "bands": [[0.5, 0.25], [0.9, 1.0]]}]
    found = [
        scored(shares(tthc__on_time=share), [{"code": "x", "parts": parts}])["value"][0]
        for share in (0.49, 0.5, 0.89, 0.9)
    ]
    assert found == [0, 5, 5, 20]


def test_the_classes_match_what_was_published():
    assert [grade_766(total, "vi") for total in (90.96, 83.61, 80.1, 83.8)] == ["Xuất sắc", "Tốt", "Tốt", "Tốt"]
    assert [grade_766(total, "en") for total in (90, 89.99, 79.99, 69.99, 49.99)] == [
        "Excellent", "Good", "Fair", "Average", "Weak",
    ]  # fmt: skip
    assert grade_766(None, "vi") is None
