"""Units are created, renamed and closed, or the command is refused and nothing changes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from sqlalchemy import select

from kpi.access.actor import NotPermitted, Refused
from kpi.assessment.organising import AppointOfficial, CloseUnit, CreateUnit, EndPost, RenameUnit
from kpi.storage.tables import AuditEntry, Person, Post, Unit
from tests.assessment.scene import Scene

MAY = date(2026, 5, 1)


def created(code: str = "justice", kind: str = "division", parent: str = "dien-khanh", day: date = MAY) -> CreateUnit:
    return CreateUnit(code, "Phòng Tư pháp", kind, parent, day)


def test_a_new_unit_stands_below_its_parent_from_its_day(scene: Scene) -> None:
    scene.do("administrator", created())
    unit, parent = scene.unit("justice"), scene.unit("dien-khanh")
    assert (unit.parent_id, unit.valid_from, unit.valid_to) == (parent.id, MAY, None)
    assert unit.path == f"{parent.path}{unit.id}/"
    assert scene.one(select(AuditEntry)).subject == "unit justice"


def test_a_code_belongs_to_one_unit_for_ever(scene: Scene) -> None:
    scene.refused("administrator", created(code="economy"), "belongs to another unit")


def test_a_unit_needs_a_writable_code_a_name_and_a_kind(scene: Scene) -> None:
    scene.refused("administrator", created(code="a b"), "cannot be a unit's code")
    scene.refused("administrator", CreateUnit("x", "  ", "division", "dien-khanh", MAY), "Write the unit's name")
    scene.refused("administrator", created(kind="province"), "what kind of unit")
    scene.refused("administrator", created(kind="kingdom"), "what kind of unit")


def test_a_unit_stands_where_such_a_unit_can_stand(scene: Scene) -> None:
    scene.refused("administrator", created(kind="commune"), "directly below the province")
    scene.refused("administrator", created(kind="agency", parent="economy"), "cannot stand below")
    scene.refused("administrator", created(parent="economy"), "cannot stand below")
    scene.refused("administrator", created(parent="nowhere"), "no unit with the code")


def test_a_unit_cannot_begin_before_its_parent(scene: Scene) -> None:
    scene.refused("administrator", created(day=date(2025, 6, 30)), "does not exist on 30/06/2025")
    scene.do("administrator", created(day=date(2025, 7, 1)))


def test_only_an_administrator_manages_units(scene: Scene) -> None:
    for name in ("chair", "governor", "home-affairs", "auditor", "an"):
        assert isinstance(scene.refused(name, created()), NotPermitted)


def test_a_name_is_corrected_with_a_reason(scene: Scene) -> None:
    scene.do("administrator", RenameUnit("economy", " Phòng  Kinh tế ", "Viết sai chính tả"))
    assert scene.unit("economy").name == "Phòng Kinh tế"
    scene.refused("administrator", RenameUnit("economy", "Phòng", " "), "Give the reason")
    scene.refused("administrator", RenameUnit("nowhere", "Phòng", "Sai"), "no unit with the code")


def test_a_unit_with_people_or_open_units_below_does_not_close(scene: Scene) -> None:
    close = CloseUnit("culture", date(2026, 4, 30), "Sáp nhập")
    scene.refused("administrator", close, "2 people hold posts in Unit culture after 30/04/2026")
    scene.do("administrator", created())
    scene.do("administrator", created(code="empty", kind="commune", parent="province"))
    scene.do("administrator", created(code="below", parent="empty"))
    scene.refused("administrator", CloseUnit("empty", MAY, "Sáp nhập"), "These units below")
    scene.refused("administrator", CloseUnit("province", MAY, "Sáp nhập"), "province itself")


def test_a_unit_closes_on_its_last_day_and_only_once(scene: Scene) -> None:
    scene.do("administrator", created())
    scene.refused("administrator", CloseUnit("justice", date(2026, 4, 30), "Sai ngày"), "exists from 01/05/2026")
    scene.refused("administrator", CloseUnit("justice", MAY, ""), "Give the reason")
    scene.do("administrator", CloseUnit("justice", MAY, "Sáp nhập"))
    assert scene.one(select(Unit.valid_to).where(Unit.code == "justice")) == MAY
    scene.refused("administrator", CloseUnit("justice", MAY, "Sáp nhập"), "closed already")
    scene.refused("administrator", created(code="late", parent="justice", day=MAY), "cannot stand|closes later")


def test_a_unit_may_close_on_the_day_its_last_posts_end(scene: Scene) -> None:
    last = date(2026, 4, 30)
    people = select(Person.code).join(Post, Post.person_id == Person.id).where(Post.unit_id == scene.unit("culture").id)
    for code in scene.all(people):
        scene.do("administrator", EndPost(code, last, "Sáp nhập"))
    scene.refused("administrator", CloseUnit("culture", date(2026, 4, 29), "Sáp nhập"), "2 people hold posts")
    scene.do("administrator", CloseUnit("culture", last, "Sáp nhập"))


def test_of_two_heads_appointed_at_the_same_moment_one_is_refused(scene: Scene) -> None:
    def appoint(code: str) -> str:
        words = ("Trưởng phòng", "Trưởng phòng", "leaders", None, None, MAY)
        try:
            scene.do("administrator", AppointOfficial(code, f"Người {code}", "culture", "head", *words))
        except Refused as refused:
            return str(refused)
        return "appointed"

    with ThreadPoolExecutor(4) as pool:
        told = sorted(pool.map(appoint, ["A1", "A2", "A3", "A4"]))
    assert told.count("appointed") == 1
    assert sum("has a head on" in one for one in told) == 3
