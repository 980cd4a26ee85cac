"""A month's quantities: who enters them, what is refused, what needs a reason, who confirms, and the lock."""

from datetime import date

import pytest
from sqlalchemy import select

from kpi.reform.indicators.confirm import ConfirmQuantities, ReturnQuantities
from kpi.reform.indicators.entry import NeedsReasonError, Quantity
from kpi.reform.indicators.officers import NameOfficer
from kpi.reform.indicators.views import picture
from kpi.storage.tables import Indicator, IndicatorOfficer, IndicatorValue, Period
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import APRIL, FEBRUARY, MARCH, Scene
from tests.reform.stories import confirmation, confirmed, enter, name_officer, seen

ON_TIME, RECEIVED, RESOLVED, ONLINE = "tthc.on_time", "tthc.received", "tthc.resolved", "online.share"


def stored(scene: Scene, code: str = ON_TIME) -> IndicatorValue:
    query = select(IndicatorValue).join(Indicator, Indicator.id == IndicatorValue.indicator_id)
    return scene.one(query.where(Indicator.code == code))


def unit(scene: Scene) -> int:
    return scene.unit("dien-khanh").id


def test_only_the_responsible_official_enters(scene: Scene) -> None:
    command = enter((ON_TIME, 90, 100), unit_id=unit(scene))
    everybody = ("an", "binh", "head", "chair", "other-chair", "home-affairs", "organizing", "auditor", "administrator")
    scene.refused_to(everybody, command, "not permitted")
    name_officer(scene)
    scene.refused_to([who for who in everybody if who != "an"], command, "not permitted")
    scene.refused("an", enter((ON_TIME, 90, 100), unit_id=scene.unit("cam-lam").id), "not permitted")
    assert scene.do("an", command) == 1
    assert (stored(scene).numerator, stored(scene).denominator, stored(scene).state) == (90, 100, "entered")


def test_the_head_or_home_affairs_names_one_official_at_a_time(scene: Scene) -> None:
    name_officer(scene, "an")
    everybody_else = ("head", "an", "other-chair", "auditor", "organizing", "administrator")
    scene.refused_to(everybody_else, NameOfficer(unit(scene), scene.person("binh"), date(2026, 2, 1)), "not permitted")
    scene.do("home-affairs", NameOfficer(unit(scene), scene.person("binh"), date(2026, 2, 1)))
    ends = [one.valid_to for one in scene.all(select(IndicatorOfficer).order_by(IndicatorOfficer.id))]
    assert ends == [date(2026, 1, 31), None]
    scene.refused("chair", NameOfficer(unit(scene), scene.person("binh"), date(2026, 3, 1)), "already")
    scene.refused("chair", NameOfficer(unit(scene), scene.person("an"), date(2026, 2, 1)), "later day")
    scene.refused("chair", NameOfficer(unit(scene), scene.person("dung"), date(2026, 3, 1)), "no post")
    scene.refused("chair", NameOfficer(scene.unit("economy").id, scene.person("an"), date(2026, 3, 1)), "no indicators")
    assert scene.do("binh", enter((ON_TIME, 1, 1), unit_id=unit(scene))) == 1


@pytest.mark.parametrize(
    ("quantity", "saying"),
    [
        ((ON_TIME, 101, 100), "101 of 100 is impossible"),
        ((ON_TIME, -1, 100), "not a quantity"),
        ((ON_TIME, 1.5, 100), "whole numbers"),
        ((ON_TIME, float("nan"), 100), "not a quantity"),
        ((ON_TIME, 5, float("inf")), "not a quantity"),
        ((ON_TIME, 5, None), "is missing"),
        ((ON_TIME, None, 5), "is missing"),
        (("766.total", 90, None), "does not report"),
        (("par_index", 90, None), "does not report"),
        (("apparatus.agencies", 14, None), "does not report"),
        (("nothing", 1, 1), "does not report"),
    ],
)
def test_an_impossible_quantity_is_refused_and_the_whole_grid_with_it(scene: Scene, quantity, saying) -> None:
    name_officer(scene)
    scene.refused("an", enter((ONLINE, 80, 100), quantity, unit_id=unit(scene)), saying)


def test_no_reason_makes_the_impossible_possible(scene: Scene) -> None:
    name_officer(scene)
    scene.refused("an", enter(Quantity(ON_TIME, 101, 100, "Tôi chắc chắn"), unit_id=unit(scene)), "impossible")


def test_more_resolved_than_received_can_be_but_needs_a_reason(scene: Scene) -> None:
    name_officer(scene)
    refusal = scene.refused("an", enter((RESOLVED, 110, 100), unit_id=unit(scene)), "write why")
    assert isinstance(refusal, NeedsReasonError)
    assert refusal.code == RESOLVED
    scene.do("an", enter(Quantity(RESOLVED, 110, 100, "Hồ sơ tồn từ tháng trước"), unit_id=unit(scene)))
    assert stored(scene, RESOLVED).reason == "Hồ sơ tồn từ tháng trước"


def history(scene: Scene, *received: float) -> None:
    indicator = scene.one(select(Indicator.id).where(Indicator.code == RECEIVED))
    for place, value in enumerate(received):
        row = {"entered_by": "x", "entered_at": scene_moment(), "state": "confirmed"}
        scene.write(
            IndicatorValue(
                indicator_id=indicator, unit_id=unit(scene), period_code=f"2025-{place + 7:02d}", numerator=value, **row
            )
        )


def scene_moment():
    from datetime import UTC, datetime

    return datetime(2026, 1, 1, tzinfo=UTC)


def test_a_jump_beyond_the_units_own_history_needs_a_reason(scene: Scene) -> None:
    name_officer(scene)
    history(scene, 100, 110, 95, 105, 98, 102)
    refusal = scene.refused("an", enter((RECEIVED, 1000, None), unit_id=unit(scene)), "far from what")
    assert "95" in refusal.message.in_("vi")
    scene.refused("an", enter((RECEIVED, 10, None), unit_id=unit(scene)), "far from what")
    assert scene.do("an", enter((RECEIVED, 115, None), unit_id=unit(scene))) == 1
    assert scene.do("an", enter(Quantity(RECEIVED, 1000, None, "Cấp đổi đồng loạt"), unit_id=unit(scene))) == 1


def test_five_months_are_too_few_to_call_anything_a_jump(scene: Scene) -> None:
    name_officer(scene)
    history(scene, 100, 110, 95, 105, 98)
    assert scene.do("an", enter((RECEIVED, 100_000, None), unit_id=unit(scene))) == 1


def test_a_quantity_several_rows_share_is_typed_once(scene: Scene) -> None:
    name_officer(scene)
    scene.do("an", enter((RECEIVED, 200, None), (RESOLVED, 180, None), (ON_TIME, 171, None), unit_id=unit(scene)))
    assert (stored(scene, RESOLVED).numerator, stored(scene, RESOLVED).denominator) == (180, 200)
    assert (stored(scene).numerator, stored(scene).denominator) == (171, 180)
    scene.do("an", enter((RECEIVED, 190, None), unit_id=unit(scene)))
    assert stored(scene, RESOLVED).denominator == 190, "what follows from it follows"
    scene.refused("an", enter((RECEIVED, 190, None), (ONLINE, 100, 150), unit_id=unit(scene)), "in another")


def test_the_same_again_changes_nothing(scene: Scene) -> None:
    name_officer(scene)
    command = enter((ON_TIME, 90, 100), unit_id=unit(scene))
    scene.do("an", command)
    before = scene.audited()
    assert scene.do("an", command) == 0
    assert scene.audited() == before


@pytest.mark.parametrize("state", ["closed", "closing", "published"])
def test_the_periods_lock_holds(scene: Scene, state: str) -> None:
    name_officer(scene)
    scene.do("an", enter((ON_TIME, 90, 100), unit_id=unit(scene)))
    found = seen(scene)
    scene.change(Period, Period.code == MARCH, state=state)
    scene.refused("an", enter((ON_TIME, 91, 100), unit_id=unit(scene)), "closed")
    scene.refused("chair", confirmation(found), "closed")
    scene.refused("chair", ReturnQuantities(unit(scene), MARCH, (stored(scene).id,), "x"), "closed")
    assert not seen(scene).may_enter
    scene.change(Period, Period.code == MARCH, state="reopened")
    assert seen(scene).may_enter
    assert scene.do("an", enter((ON_TIME, 91, 100), unit_id=unit(scene))) == 1


def test_a_month_nobody_opened_takes_nothing(scene: Scene) -> None:
    name_officer(scene)
    scene.refused("an", enter((ON_TIME, 1, 1), unit_id=unit(scene), month="2026-07"), "not been opened")
    scene.refused("an", enter((ON_TIME, 1, 1), unit_id=unit(scene), month=FEBRUARY), "closed")
    scene.refused("an", enter((ON_TIME, 1, 1), unit_id=unit(scene), month="2026-Q1"), "not a month")
    scene.refused("an", enter((ON_TIME, 1, 1), unit_id=unit(scene), month="March"), "not a month")


def test_the_head_confirms_what_they_saw(scene: Scene) -> None:
    name_officer(scene)
    scene.do("an", enter((ON_TIME, 90, 100), unit_id=unit(scene)))
    found = seen(scene, by="chair")
    command = confirmation(found)
    scene.refused_to(("an", "head", "other-chair", "home-affairs", "auditor"), command, "not permitted")
    scene.do("an", enter((ON_TIME, 95, 100), unit_id=unit(scene)))
    scene.refused("chair", command, "changed since you saw it")
    scene.do("chair", confirmation(seen(scene, by="chair")))
    assert (stored(scene).state, stored(scene).confirmed_by) == ("confirmed", "Person chair")
    scene.refused("an", enter((ON_TIME, 96, 100), unit_id=unit(scene)), "is confirmed")
    scene.refused("chair", ConfirmQuantities(unit(scene), MARCH, ()), "nothing to confirm")


def test_a_return_with_its_reason_reaches_the_official_and_stays(scene: Scene) -> None:
    name_officer(scene)
    scene.do("an", enter((ON_TIME, 90, 100), unit_id=unit(scene)))
    scene.do("chair", confirmation(seen(scene, by="chair")))
    scene.refused("chair", ReturnQuantities(unit(scene), MARCH, (stored(scene).id,), " "), "Write why")
    scene.do("chair", ReturnQuantities(unit(scene), MARCH, (stored(scene).id,), "Chưa tính hồ sơ liên thông"))
    found = seen(scene)
    assert found.count("returned") == 1
    assert found.events[0][2:] == ("returned", "Chưa tính hồ sơ liên thông")
    assert scene.do("an", enter((ON_TIME, 90, 100), unit_id=unit(scene))) == 1, "the same figure may be the right one"
    assert stored(scene).state == "entered"


def test_a_deputy_does_not_confirm_what_they_entered_but_the_head_may(scene: Scene) -> None:
    name_officer(scene, "vice")
    scene.do("vice", enter((ON_TIME, 90, 100), unit_id=unit(scene)))
    scene.refused("vice", confirmation(seen(scene, by="vice")), "yourself")
    scene.do("chair", NameOfficer(unit(scene), scene.person("chair"), date(2026, 3, 2)))
    scene.do("chair", enter((ON_TIME, 91, 100), unit_id=unit(scene)))
    scene.do("chair", confirmation(seen(scene, by="chair")))
    assert stored(scene).state == "confirmed"


def test_the_province_counts_confirmed_quantities_and_names_who_is_missing(scene: Scene) -> None:
    confirmed(scene, (ON_TIME, 12, 12), unit="dien-khanh", who="an", head="chair")
    name_officer(scene, "dung", "cam-lam", by="other-chair")
    cam_lam = scene.unit("cam-lam").id
    scene.do("dung", enter((ON_TIME, 800, 1000), unit_id=cam_lam))

    def province():
        with reading(scene.engine) as session:
            found = picture(session, scene.actor("governor"), MARCH)
        row = found.values[(found.values["unit_id"] == scene.unit("province").id) & (found.values["code"] == ON_TIME)]
        lacking = found.missing[found.missing["code"] == ON_TIME]["unit_id"].tolist()
        return row.iloc[0][["numerator", "denominator", "reported", "expected"]].tolist(), lacking, len(found.pending)

    assert province() == ([12, 12, 1, 2], [cam_lam], 1)
    scene.do("other-chair", confirmation(seen(scene, "cam-lam", "other-chair")))
    assert province() == ([812, 1012, 2, 2], [], 0)


def test_the_sheet_stands_beside_last_month_last_year_and_the_target(scene: Scene) -> None:
    name_officer(scene)
    indicator = scene.one(select(Indicator.id).where(Indicator.code == ON_TIME))
    for code, numerator in ((FEBRUARY, 80.0), ("2025-03", 70.0)):
        scene.write(
            IndicatorValue(
                indicator_id=indicator, unit_id=unit(scene), period_code=code, numerator=numerator, denominator=100.0,
                state="confirmed", entered_by="x", entered_at=scene_moment(),
            )
        )  # fmt: skip
    scene.do("an", enter((ON_TIME, 90, 100), unit_id=unit(scene)))
    row = next(one for one in seen(scene).rows if one.code == ON_TIME)
    assert (row.now.value, row.before.value, row.last_year.value) == (0.9, 0.8, 0.7)
    assert row.state == "entered"
    assert seen(scene, month=APRIL).rows[0].state == "missing"
