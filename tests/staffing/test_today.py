"""Today's inputs and picture: where volumes come from, what is shown to whom, what looks wrong."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from kpi.access.actor import NotPermitted, Refused
from kpi.staffing.families import families, family_of
from kpi.staffing.today import Inputs, Picture, inputs_of, picture, suspects
from kpi.staffing.today.steps import steps_of
from kpi.staffing.volumes.commands import ImportStaff, ImportVolumes, NoteFigure, SetVolume, StaffRow, VolumeRow
from kpi.staffing.volumes.notes import notes_of
from kpi.storage.tables import Criteria, CriteriaActivity, ExistingStaff, Period, Unit, Volume
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import Scene, contents

COMMITTEE = "organizing"
ON = date(2026, 6, 1)
AT = datetime(2026, 1, 1, tzinfo=UTC)


def inputs(scene: Scene, who: str = COMMITTEE, year: int = 2026) -> Inputs:
    with reading(scene.engine) as session:
        return inputs_of(session, scene.actor(who), year, ON)


def seen(scene: Scene, who: str = COMMITTEE) -> Picture:
    return picture(inputs(scene, who))


def criteria(scene: Scene, products: dict[str, float]) -> None:
    """A version in force whose one activity counts these products."""
    row = Criteria(
        title="Test", state="approved", effective_from=date(2026, 1, 1), source="", drafted_by="x", drafted_at=AT,
        hours_per_day=8, annual_leave=12, sick_leave=5, other_leave=10, band=0.2, peak_factor=1.2, served_share=0.8,
        within_minutes=15, patience_minutes=None, shrinkage=0.1,
    )  # fmt: skip
    scene.write(row)
    version = scene.one(select(Criteria.id))
    scene.write(
        CriteriaActivity(
            criteria_id=version, family="land", code="W", name="Work", name_en="Work", load="processing",
            unit_time_minutes=60, products=products,
        )
    )  # fmt: skip


def volume(scene: Scene, unit: str, source: str, number: float, code: str = "W") -> None:
    scene.write(
        Volume(unit_id=scene.unit(unit).id, activity=code, year=2026, volume=number, source=source, set_by="x", at=AT)
    )


def used(found: Inputs, unit: str) -> tuple[str, float, int]:
    row = found.volumes[found.volumes["unit"] == unit].iloc[0]
    return row["source"], row["volume"], int(row["months"])


def test_work_of_approved_months_counts_by_what_a_product_stands_for(scene: Scene) -> None:
    criteria(scene, {"report": 5, "plan": 2})
    scene.change(Period, Period.code == "2026-02", state="open")
    scene.approved("an", done=8)
    scene.approved("binh", code="2026-02")
    found = inputs(scene)
    assert used(found, "dien-khanh") == ("months", (8 + 10) * 5 * 12 / 2, 2)
    known = found.known[found.known["unit"] == "dien-khanh"]
    assert known["counted"].tolist() == [90.0]
    assert "2 of 12 months" in "".join(one.message.in_("en") for one in suspects(picture(found)))


def test_the_reviewed_number_counts_and_months_not_approved_do_not(scene: Scene) -> None:
    criteria(scene, {"report": 1})
    scene.handed_in("binh")
    line = scene.handed_in("an")
    scene.record("an", line, by="head", reviewed_done=4, review_reason="Đếm lại")
    scene.review("an")
    scene.do("chair", scene.approval("an"))
    assert used(inputs(scene), "dien-khanh") == ("months", 4 * 12, 1)


def test_two_months_count_only_where_nothing_else_is_known(scene: Scene) -> None:
    criteria(scene, {"report": 1})
    scene.approved("an")
    volume(scene, "dien-khanh", "entry", 77)
    assert used(inputs(scene), "dien-khanh")[:2] == ("entry", 77)
    volume(scene, "dien-khanh", "import", 88)
    assert used(inputs(scene), "dien-khanh")[:2] == ("import", 88)
    assert set(inputs(scene).known["source"]) == {"months", "entry", "import"}


def test_three_months_count_before_an_import(scene: Scene) -> None:
    criteria(scene, {"report": 1})
    scene.change(Period, Period.code == "2026-02", state="open")
    for code in ("2026-02", "2026-03", "2026-04"):
        scene.approved("an", code=code)
    volume(scene, "dien-khanh", "import", 88)
    assert used(inputs(scene), "dien-khanh") == ("months", 30 * 12 / 3, 3)


def test_existing_staff_follows_posts_until_it_is_counted(scene: Scene) -> None:
    posts = inputs(scene).existing
    mine = posts[posts["unit"] == "dien-khanh"].set_index("family")
    assert set(mine["source"]) == {"posts"}
    assert mine.loc["leadership", "existing"] == 6
    assert mine["existing"].sum() == 9
    scene.do(COMMITTEE, ImportStaff(ON, (StaffRow(2, "dien-khanh", "office", 11),), "x.xlsx"))
    counted = inputs(scene).existing.set_index("unit")
    assert (counted.loc["dien-khanh", "existing"], counted.loc["dien-khanh", "source"]) == (11, "import")


def test_the_newest_count_on_or_before_the_day_stands(scene: Scene) -> None:
    unit = scene.unit("dien-khanh").id
    for day, staff in ((date(2026, 1, 1), 5.0), (date(2026, 5, 1), 7.0), (date(2026, 9, 1), 9.0)):
        scene.write(ExistingStaff(unit_id=unit, family="office", counted_on=day, staff=staff, source="entry"))
    table = inputs(scene).existing.set_index("unit")
    assert table.loc["dien-khanh", "existing"] == 7


@pytest.mark.parametrize(
    ("role", "position", "group", "family"),
    [
        ("head", "Chuyên viên về kế toán", "x", "leadership"),
        ("staff", "Chuyên viên về công nghệ thông tin", "x", "it"),
        ("staff", "Chuyên viên về kế toán văn phòng", "x", "finance"),
        ("staff", "Chuyên viên về tư pháp, hộ tịch", "x", "justice"),
        ("staff", "Chuyên viên về hướng dẫn dịch vụ công trực tuyến", "x", "one_stop"),
        ("staff", "Chuyên viên về văn hóa, thông tin", "x", "culture"),
        ("staff", "Chuyên viên", "Công chức kinh tế, hạ tầng cấp xã", "land"),
        ("staff", "Chuyên viên về tổng hợp, thi đua", "x", "office"),
    ],
)
def test_a_post_belongs_to_one_family(role: str, position: str, group: str, family: str) -> None:
    assert family_of(role, position, group) == family
    assert family in families()


def test_a_head_sees_their_own_unit_and_others_nothing(scene: Scene) -> None:
    assert list(inputs(scene).units["unit"]) == ["dien-khanh", "cam-lam"]
    assert list(inputs(scene, "chair").units["unit"]) == ["dien-khanh"]
    for who in ("an", "vice", "administrator"):
        with pytest.raises(NotPermitted):
            inputs(scene, who)


def test_need_norm_and_existing_stand_side_by_side(scene: Scene) -> None:
    scene.change(Unit, Unit.code == "dien-khanh", population=20_000, area_km2=30.0)
    found = seen(scene).units.set_index("unit")
    assert (found.loc["dien-khanh", "existing"], found.loc["dien-khanh", "norm"]) == (9, 40)  # it was not merged
    assert found.loc["dien-khanh", "needed"] > 0
    assert found.loc["dien-khanh", "verdict"] in ("short", "over", "no_difference")


def test_intake_and_processing_are_counted_apart_and_the_peak_may_exceed_the_year(scene: Scene) -> None:
    scene.do(COMMITTEE, SetVolume("dien-khanh", "MC.1", 2026, 6000))
    scene.do(COMMITTEE, SetVolume("dien-khanh", "DD.1", 2026, 30))
    found = seen(scene)
    row = found.units.set_index("unit").loc["dien-khanh"]
    assert (row["intake_hours"], row["processing_hours"]) == (6000 * 9 / 60, 30 * 600 / 60)
    steps = steps_of(found, "dien-khanh", "one_stop")
    assert steps.roster is not None
    assert steps.figures["needed"] == max(steps.figures["required"], steps.roster.rostered)
    assert steps.roster.rostered > steps.figures["required"]
    assert steps_of(found, "dien-khanh", "land").roster is None


def test_the_steps_of_a_figure_give_the_figure(scene: Scene) -> None:
    scene.do(COMMITTEE, SetVolume("dien-khanh", "DD.1", 2026, 300, "Sổ theo dõi"))
    steps = steps_of(seen(scene), "dien-khanh", "land")
    f = steps.figures
    assert steps.activities["staff"].sum() == pytest.approx(f["a"])
    assert 1 / (1 - steps.support["share"].sum()) == pytest.approx(f["b"])
    assert f["a"] * f["b"] + f["c"] == pytest.approx(f["required"])
    assert steps.known[["source", "volume", "note"]].values.tolist() == [["entry", 300.0, "Sổ theo dõi"]]
    assert (steps.year.working_days - steps.year.public_holidays - steps.leave) * steps.hours_a_day == f["awt_hours"]
    with pytest.raises(KeyError):
        steps_of(seen(scene), "dien-khanh", "sea")


def test_what_looks_wrong_is_listed(scene: Scene) -> None:
    scene.change(Unit, Unit.code == "cam-lam", suspect="Dân số tròn", population=5000)
    scene.do(COMMITTEE, SetVolume("cam-lam", "DD.1", 2026, 9000))
    scene.do(COMMITTEE, SetVolume("cam-lam", "DD.2", 2026, 0))
    kinds = {(one.unit, one.kind) for one in suspects(seen(scene))}
    assert {("cam-lam", "population"), ("cam-lam", "volume"), ("dien-khanh", "volume")} <= kinds
    first = suspects(seen(scene))[0]
    assert (first.unit, first.kind) == ("cam-lam", "population")


WRONG = [
    SetVolume("nowhere", "DD.1", 2026, 5),
    SetVolume("economy", "DD.1", 2026, 5),  # a division is no commune-level unit
    SetVolume("dien-khanh", "ZZ", 2026, 5),
    SetVolume("dien-khanh", "DD.1", 2026, -1),
    SetVolume("dien-khanh", "DD.1", 2026, float("inf")),
    SetVolume("dien-khanh", "DD.1", 1999, 5),
    ImportVolumes(2026, (), "x"),
    ImportVolumes(2026, (VolumeRow(2, "dien-khanh", "DD.1", 5), VolumeRow(3, "dien-khanh", "DD.1", 6)), "x"),
    ImportVolumes(2026, (VolumeRow(2, "dien-khanh", "DD.1", 5), VolumeRow(3, "dien-khanh", "ZZ", 6)), "x"),
    ImportStaff(ON, (StaffRow(2, "dien-khanh", "sea", 5),), "x"),
    ImportStaff(ON, (StaffRow(2, "dien-khanh", "office", -5),), "x"),
    NoteFigure("dien-khanh", "land", "required", "  "),
    NoteFigure("nowhere", "land", "required", "x"),
]


def test_a_wrong_figure_is_refused_whole(scene: Scene) -> None:
    before = contents(scene.engine)
    for command in WRONG:
        with pytest.raises(Refused):
            scene.do(COMMITTEE, command)
        assert contents(scene.engine) == before, command


def test_an_import_replaces_the_earlier_one_and_keeps_what_was_entered(scene: Scene) -> None:
    scene.do(COMMITTEE, SetVolume("dien-khanh", "DD.1", 2026, 5))
    for number in (6, 7):
        scene.do(COMMITTEE, ImportVolumes(2026, (VolumeRow(2, "dien-khanh", "DD.1", number, "Sổ"),), "x.xlsx"))
    rows = {(v.source, v.volume, v.note) for v in scene.all(select(Volume))}
    assert rows == {("entry", 5.0, None), ("import", 7.0, "Sổ")}


def test_a_note_stands_beside_its_figure_for_those_who_may_see_the_unit(scene: Scene) -> None:
    scene.do(COMMITTEE, NoteFigure("dien-khanh", "land", "required", "Hỏi lại Phòng Kinh tế"))
    with reading(scene.engine) as session:
        assert [note.text for note in notes_of(session, scene.actor("chair"), "dien-khanh")] == [
            "Hỏi lại Phòng Kinh tế"
        ]
        assert notes_of(session, scene.actor("other-chair"), "dien-khanh") == []
