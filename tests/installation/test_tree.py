"""The units the province is set up from."""

from pathlib import Path

import pytest

from kpi.installation.faults import DataFaults
from kpi.installation.units import FOLDER, as_units, load_units
from kpi.organisation.kinds import COMMUNE_LEVEL, UnitKind

ROWS = load_units()
COMMUNES = [row for row in ROWS if row.kind in COMMUNE_LEVEL]


def test_there_are_48_communes_16_wards_and_one_special_zone() -> None:
    counted = {kind: sum(row.kind == kind for row in COMMUNES) for kind in COMMUNE_LEVEL}
    assert counted == {UnitKind.COMMUNE: 48, UnitKind.WARD: 16, UnitKind.SPECIAL_ZONE: 1}


def test_their_registered_population_adds_up_to_the_published_sum() -> None:
    assert sum(row.population or 0 for row in COMMUNES) == 2_243_553


def test_figures_that_are_doubted_say_why() -> None:
    doubted = {row.name: row.suspect for row in COMMUNES if row.suspect}
    assert set(doubted) == {"Xã Cam Hiệp", "Xã Cam Lâm", "Đặc khu Trường Sa"}
    assert all(len(why) > 20 for why in doubted.values())


def test_a_ward_has_a_division_of_infrastructure_where_a_commune_has_one_of_economy() -> None:
    names = {row.code: row.name for row in ROWS}
    assert names["22366.KT"] == "Phòng Kinh tế, Hạ tầng và Đô thị"
    assert names["22651.KT"] == "Phòng Kinh tế"
    assert "22736.KT" not in names


def test_every_commune_has_one_public_administrative_service_centre() -> None:
    centres = [row.parent for row in ROWS if row.kind == UnitKind.SERVICE_CENTRE and row.parent != "VPUB"]
    assert sorted(centres) == sorted(row.code for row in COMMUNES)


def test_every_unit_has_a_source_and_a_first_day() -> None:
    assert [row.code for row in ROWS if not row.source or row.valid_from.isoformat() != "2025-07-01"] == []


def test_a_path_is_that_of_the_unit_above_and_its_own_number() -> None:
    units = {unit.id: unit for unit in as_units(ROWS)}
    for unit in units.values():
        above = units[unit.parent_id].path if unit.parent_id else "/"
        assert unit.path == f"{above}{unit.id}/"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("SNV,Sở Nội vụ hai,agency,KH,2025-07-01,,x", "This code is used twice"),
        ("NEW,Sở Mới,agency,NOWHERE,2025-07-01,,x", "“NOWHERE”, is not listed before it"),
        ("NEW,Sở Mới,ministry,KH,2025-07-01,,x", "“ministry” is no kind of unit"),
    ],
)
def test_a_wrong_unit_is_named_with_what_to_do(tmp_path: Path, row: str, told: str) -> None:
    for file in FOLDER.glob("*.csv"):
        (tmp_path / file.name).write_text(file.read_text("utf-8"), "utf-8")
    with (tmp_path / "units.csv").open("a", encoding="utf-8") as units:
        units.write(row + "\n")
    with pytest.raises(DataFaults) as refused:
        load_units(tmp_path)
    assert told in str(refused.value)
    assert len(refused.value.faults) == 1
