"""The catalogue of products the province starts with."""

from pathlib import Path

import pytest
import yaml

from kpi.installation.catalogue import Item, load_catalogue
from kpi.installation.faults import DataFaults
from kpi.installation.units import load_units

CODES = {row.code for row in load_units()}
ITEMS = load_catalogue(CODES)
GOOD = {
    "source": "thử nghiệm", "scope": "province", "valid_from": "2026-01-01", "standard_points": 25,
    "items": [{"code": "T.1", "group": "B", "complexity": 2, "points": 150, "standard_minutes": 60,
               "task": "Việc", "detail": "Chi tiết", "output": "Sản phẩm"}],
}  # fmt: skip


def _write(folder: Path, **changed: object) -> Path:
    item = {**GOOD["items"][0], **changed}  # type: ignore[dict-item, index]
    text = yaml.safe_dump({**GOOD, "items": [item]}, allow_unicode=True).replace("'2026-01-01'", "2026-01-01")
    (folder / "list.yaml").write_text(text, "utf-8")
    return folder


def test_the_province_has_fifty_common_items_and_the_communes_share_one_list() -> None:
    assert sum(item.scope == "province" for item in ITEMS) == 50
    assert {item.group for item in ITEMS if item.scope == "province"} == {"A", "B", "D"}
    shared = [item for item in ITEMS if item.scope == "commune"]
    assert len(shared) >= 35
    assert {item.group for item in shared} == {"C"}


def test_points_stay_within_the_frame_of_their_complexity() -> None:
    assert [item.code for item in ITEMS if not 0 < item.points <= 100 * item.complexity] == []


def test_k_is_the_points_divided_by_the_standard_product() -> None:
    item = next(item for item in ITEMS if item.code == "B.01")
    assert (item.points, item.standard_points, item.coefficient) == (120, 25, 4.8)


def test_every_item_says_that_its_wording_is_a_demonstration() -> None:
    assert [item.code for item in ITEMS if "minh họa" not in item.source] == []


def test_k_keeps_six_decimals(tmp_path: Path) -> None:
    found: Item = load_catalogue(CODES, _write(tmp_path, points=100, standard_points=30))[0]
    assert found.coefficient == 3.333333


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"points": 201}, "complexity 2 allows more than 0 and at most 200"),
        ({"points": 0}, "allows more than 0"),
        ({"points": "nhiều"}, "The points are nhiều"),
        ({"complexity": 6}, "it goes from 1 to 5"),
        ({"standard_points": 0}, "must be a number above 0"),
        ({"group": "C"}, "Use one of: A, B, D"),
        ({"scope": "district"}, "The scope “district” is not known"),
        ({"unit": "SNV"}, "The unit “SNV” is not right here"),
        ({"scope": "unit", "group": "C", "unit": "NOWHERE"}, "The unit “NOWHERE” is not right here"),
        ({"task": " "}, "“task” is empty"),
        ({"output": "x" * 301}, "“output” has 301 characters"),
    ],
)
def test_a_wrong_item_is_named_with_what_to_do(tmp_path: Path, changed: dict[str, object], told: str) -> None:
    with pytest.raises(DataFaults) as refused:
        load_catalogue(CODES, _write(tmp_path, **changed))
    assert str(refused.value).startswith("list.yaml, 1 (T.1): ")
    assert told in str(refused.value)


def test_points_exactly_at_the_frame_are_allowed(tmp_path: Path) -> None:
    assert load_catalogue(CODES, _write(tmp_path, points=200))[0].coefficient == 8.0


def test_all_errors_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(DataFaults) as refused:
        load_catalogue(CODES, _write(tmp_path, points=0, task="", group="X"))
    assert len(refused.value.faults) == 3
