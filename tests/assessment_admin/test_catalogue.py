"""The catalogue is kept by dated rows: what held before is never rewritten."""

import io
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from kpi.access.actor import Actor, NotPermitted
from kpi.assessment.catalogue import (
    AddProduct,
    AddUnitProduct,
    EndProduct,
    EndUnitProduct,
    ProductTerms,
    ReplaceProduct,
    ReplaceUnitProduct,
    coefficient_of,
    division_text,
)
from kpi.assessment.catalogue_views import Wanted, products, versions
from kpi.exchange.catalogue_sheet import HEADERS, catalogue_workbook
from kpi.storage.tables import Product
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import Scene

MAY = date(2026, 5, 1)
TERMS = ProductTerms("B.90", "Tham mưu", "Soạn thảo tờ trình", "Tờ trình", "B", 2, 200, 30, 60)
OWN = replace(TERMS, code="DK.01", task_group="C")


def stored(scene: Scene, code: str) -> list[Product]:
    return scene.all(select(Product).where(Product.code == code).order_by(Product.valid_from))


def names(scene: Scene, wanted: Wanted, who: str = "an") -> list[str]:
    with reading(scene.engine) as session:
        return [item.terms.code for item in products(session, scene.actor(who), wanted)[0]]


def test_home_affairs_adds_a_product_whose_coefficient_is_the_division(scene: Scene) -> None:
    scene.do("home-affairs", AddProduct("province", TERMS, MAY))
    (product,) = stored(scene, "B.90")
    assert product.coefficient == 6.666667
    assert (product.scope, product.unit_id, product.valid_from, product.valid_to) == ("province", None, MAY, None)
    assert scene.audited() == 1


def test_a_head_adds_to_the_list_of_their_own_unit_only(scene: Scene) -> None:
    scene.do("chair", AddUnitProduct("dien-khanh", OWN, MAY))
    assert stored(scene, "DK.01")[0].unit_id == scene.unit("dien-khanh").id
    assert isinstance(scene.refused("chair", AddUnitProduct("cam-lam", OWN, MAY)), NotPermitted)
    assert isinstance(scene.refused("chair", AddProduct("province", TERMS, MAY)), NotPermitted)
    assert isinstance(scene.refused("vice", AddUnitProduct("dien-khanh", OWN, MAY)), NotPermitted)
    scene.refused("home-affairs", AddUnitProduct("nowhere", OWN, MAY), "no unit with the code")


@pytest.mark.parametrize(
    ("change", "saying"),
    [
        ({"points": 200.5}, "200.5 points do not fit: complexity 2 allows more than 0 and at most 200"),
        ({"points": 0.0}, "0 points do not fit"),
        ({"points": float("nan")}, "do not fit"),
        ({"complexity": 6}, "from 1 to 5"),
        ({"standard_points": 0.0}, "above 0"),
        ({"standard_minutes": -1.0}, "above 0"),
        ({"task_group": "C"}, "Group C does not belong"),
        ({"output": " "}, "“Product” is empty"),
        ({"task": "x" * 301}, "longer than 300"),
    ],
)
def test_terms_outside_the_frame_are_refused(scene: Scene, change: dict[str, object], saying: str) -> None:
    scene.refused("home-affairs", AddProduct("province", replace(TERMS, **change), MAY), saying)  # type: ignore[arg-type]


def test_points_at_the_frame_are_taken(scene: Scene) -> None:
    for complexity in range(1, 6):
        terms = replace(TERMS, code=f"B.{complexity}", complexity=complexity, points=100.0 * complexity)
        scene.do("home-affairs", AddProduct("province", terms, MAY))


def test_a_code_is_used_once_in_a_list(scene: Scene) -> None:
    scene.do("home-affairs", AddProduct("province", TERMS, MAY))
    scene.refused("home-affairs", AddProduct("province", TERMS, date(2026, 6, 1)), "already in this list")
    scene.do("chair", AddUnitProduct("dien-khanh", replace(OWN, code="B.90"), MAY))


def test_a_changed_product_is_a_new_row_and_the_old_one_ends_the_day_before(scene: Scene) -> None:
    old = scene.product("report")
    terms = replace(TERMS, code="ignored", points=150.0)
    new = scene.do("home-affairs", ReplaceProduct(old, terms, MAY, "Quyết định 12/QĐ-UBND"))
    before, after = stored(scene, "report")
    assert (before.id, before.valid_to, before.coefficient) == (old, date(2026, 4, 30), 1.0)
    assert (after.id, after.valid_from, after.coefficient) == (new, MAY, 5.0)
    assert names(scene, Wanted(date(2026, 4, 30), text="Tham mưu")) == []
    assert names(scene, Wanted(MAY, text="tham MƯU")) == ["report"]


def test_a_replacement_needs_a_later_day_a_reason_and_a_difference(scene: Scene) -> None:
    product = scene.do("home-affairs", AddProduct("province", TERMS, MAY))
    other = replace(TERMS, points=100.0)
    scene.refused("home-affairs", ReplaceProduct(product, other, MAY, "QĐ"), "has held since 01/05/2026")
    scene.refused("home-affairs", ReplaceProduct(product, other, date(2026, 6, 1), " "), "Give the reason")
    scene.refused("home-affairs", ReplaceProduct(product, TERMS, date(2026, 6, 1), "QĐ"), "Nothing was changed")
    ended = scene.product("abolished")
    scene.refused("home-affairs", ReplaceProduct(ended, other, date(2026, 6, 1), "QĐ"), "ends on 31/12/2025")


def test_a_units_product_is_kept_by_its_unit(scene: Scene) -> None:
    own, theirs, shared = scene.product("own"), scene.product("theirs"), scene.product("report")
    scene.do("chair", ReplaceUnitProduct(own, OWN, MAY, "QĐ"))
    assert isinstance(scene.refused("chair", EndUnitProduct(theirs, MAY, "QĐ")), NotPermitted)
    assert isinstance(scene.refused("chair", EndUnitProduct(shared, MAY, "QĐ")), NotPermitted)
    assert isinstance(scene.refused("chair", EndProduct(theirs, MAY, "QĐ")), NotPermitted)
    scene.refused("home-affairs", EndProduct(theirs, MAY, "QĐ"), "not in the list")
    scene.do("home-affairs", EndUnitProduct(theirs, MAY, "QĐ"))
    assert stored(scene, "theirs")[0].valid_to == MAY


def test_an_ended_product_is_gone_the_day_after(scene: Scene) -> None:
    product = scene.product("report")
    scene.refused("home-affairs", EndProduct(product, date(2025, 12, 31), "QĐ"), "begins on 01/01/2026")
    scene.do("home-affairs", EndProduct(product, MAY, "QĐ"))
    assert "report" in names(scene, Wanted(MAY))
    assert "report" not in names(scene, Wanted(date(2026, 5, 2)))
    scene.refused("home-affairs", EndProduct(product, MAY, "QĐ"), "ends on 01/05/2026 already")


def test_a_line_keeps_the_coefficient_it_was_given(scene: Scene) -> None:
    line = scene.assign("an", "report")
    scene.do("home-affairs", ReplaceProduct(scene.product("report"), TERMS, MAY, "QĐ"))
    assert scene.line("an").coefficient == line.coefficient == 1.0


def test_products_come_a_page_at_a_time_with_what_may_be_changed(scene: Scene) -> None:
    with reading(scene.engine) as session:
        chair = scene.actor("chair")
        wanted = Wanted(date(2026, 3, 1))
        everything, total = products(session, chair, wanted)
        assert total == len(everything) == 5
        first, again = (
            products(session, chair, wanted, start=0, size=2),
            products(session, chair, wanted, start=2, size=9),
        )
        assert [*first[0], *again[0]] == everything
        assert {item.terms.code for item in everything if item.may_change} == {"own"}
        scheme = next(item for item in everything if item.terms.code == "scheme")
        assert [one.valid_from for one in versions(session, chair, scheme)] == [date(2026, 4, 1), date(2026, 1, 1)]


def test_the_exported_list_runs_no_formula_and_asks_for_permission(scene: Scene) -> None:
    scene.do("home-affairs", AddProduct("province", replace(TERMS, task="=HYPERLINK(1)", note="+1"), MAY))
    with reading(scene.engine) as session:
        content = catalogue_workbook(session, scene.actor("an"), Wanted(MAY, group="B"), "vi")
        nobody = Actor(None, "nobody", "nobody", None, ())
        with pytest.raises(NotPermitted):
            catalogue_workbook(session, nobody, Wanted(MAY), "vi")
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert len([cell for cell in sheet[3] if cell.value]) == len(HEADERS)
    assert [cell.data_type for cell in (sheet["C4"], sheet["M4"])] == ["s", "s"]
    assert [sheet["C4"].value, sheet["G4"].value, sheet["J4"].value] == ["=HYPERLINK(1)", 200, 6.666667]


def test_the_division_is_shown_as_it_is() -> None:
    assert coefficient_of(450, 25) == 18
    assert division_text(450, 25, "vi") == "450 ÷ 25 = 18"
    assert division_text(200, 30, "vi") == "200 ÷ 30 ≈ 6,666667"
