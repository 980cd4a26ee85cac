"""People are appointed, moved and leave; open months follow whoever leads, and finished ones stay."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from kpi.access.actor import NotPermitted
from kpi.access.passwords import matches
from kpi.assessment.organising import AppointOfficial, CloseUnit, CorrectPerson, CreateUnit, EndPost, SetFieldInCharge
from kpi.organisation.leadership import raters_of
from kpi.organisation.raters_book import Leaders
from kpi.storage.tables import Account, Month, Period, Person, Post
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import FEBRUARY, LONG_AGO, Scene

MARCH_10 = date(2026, 3, 10)


def appointed(**changes: object) -> AppointOfficial:
    """A new member of the economy division's staff."""
    plain = AppointOfficial(
        "CC900", "Lê Thị Mới", "economy", "staff", "Chuyên viên", "Chuyên viên về tài chính", "specialists", None, True,
        MARCH_10,
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


def posts(scene: Scene, code: str) -> list[Post]:
    query = select(Post).join(Person, Person.id == Post.person_id).where(Person.code == code)
    return scene.all(query.order_by(Post.valid_from))


def raters(scene: Scene, owner: str, code: str = "2026-03") -> tuple[int | None, int | None]:
    month = scene.month(owner, code)
    return month.reviewer_id, month.approver_id


def code_of(scene: Scene, name: str) -> str:
    return str(scene.one(select(Person.code).join(Account, Account.person_id == Person.id).where(Account.name == name)))


def moved(scene: Scene, name: str, unit: str, role: str, day: date = MARCH_10) -> AppointOfficial:
    """A transfer of somebody already there."""
    return appointed(code=code_of(scene, name), full_name=f"Person {name}", unit_code=unit, role=role, valid_from=day)


def test_a_new_official_has_a_post_and_an_account_with_a_one_time_password(scene: Scene) -> None:
    password = scene.do("administrator", appointed(account_name="Moi.Le"))
    (post,) = posts(scene, "CC900")
    assert (post.role, post.valid_from, post.valid_to) == ("staff", MARCH_10, None)
    account = scene.one(select(Account).where(Account.name == "moi.le"))
    assert account.person_id == post.person_id
    assert account.must_change_password
    assert matches(password, account.password_hash)
    assert not matches(password + "x", account.password_hash)


def test_an_official_without_an_account_name_gets_none(scene: Scene) -> None:
    assert scene.do("administrator", appointed()) is None
    assert not scene.all(select(Account).join(Person, Person.id == Account.person_id).where(Person.code == "CC900"))


@pytest.mark.parametrize(
    ("changes", "saying"),
    [
        ({"code": "a b"}, "cannot be a person's code"),
        ({"full_name": " "}, "This is empty"),
        ({"title": "x" * 121}, "longer than 120"),
        ({"role": "king"}, "is no role here"),
        ({"unit_code": "nowhere"}, "no unit with the code"),
        ({"valid_from": date(2025, 6, 30)}, "does not exist on 30/06/2025"),
        ({"account_name": "a b"}, "cannot be an account name"),
        ({"account_name": "chair"}, "belongs to somebody else"),
        ({"role": "head"}, "Unit economy has a head on 10/03/2026: Person head"),
        ({"code": "CC006"}, "The code CC006 belongs to Person an"),
    ],
)
def test_an_appointment_that_cannot_be_is_refused(scene: Scene, changes: dict[str, object], saying: str) -> None:
    scene.refused("administrator", appointed(**changes), saying)


def test_only_an_administrator_appoints(scene: Scene) -> None:
    for name in ("head", "chair", "home-affairs", "auditor"):
        assert isinstance(scene.refused(name, appointed()), NotPermitted)


def test_a_transfer_ends_the_old_post_the_day_before(scene: Scene) -> None:
    scene.do("administrator", moved(scene, "an", "culture", "staff"))
    old, new = posts(scene, code_of(scene, "an"))
    assert (old.valid_to, new.valid_from, new.valid_to) == (date(2026, 3, 9), MARCH_10, None)


def test_posts_never_run_backwards(scene: Scene) -> None:
    scene.refused("administrator", moved(scene, "an", "culture", "staff", date(2025, 6, 30)), "does not exist")
    scene.refused("administrator", moved(scene, "an", "culture", "staff", LONG_AGO), "another post that begins")
    scene.do("administrator", moved(scene, "an", "culture", "staff"))
    earlier = moved(scene, "an", "economy", "staff", date(2026, 3, 9))
    scene.refused("administrator", earlier, "already has a post that begins on 10/03/2026")


def test_the_same_appointment_twice_changes_nothing(scene: Scene) -> None:
    scene.do("administrator", appointed(account_name="moi"))
    scene.refused("administrator", appointed(account_name="moi"), "nothing to change")
    scene.refused("administrator", appointed(account_name="other"), "already signs in as “moi”")


def test_the_words_of_a_post_are_corrected_in_place(scene: Scene) -> None:
    scene.do("administrator", appointed())
    scene.do("administrator", appointed(title="Chuyên viên chính"))
    (post,) = posts(scene, "CC900")
    assert post.title == "Chuyên viên chính"


def test_a_new_head_takes_over_open_months_but_not_approved_or_closed_ones(scene: Scene) -> None:
    scene.ready("an")
    scene.ready("binh")
    scene.submit("binh")
    scene.do("administrator", EndPost(code_of(scene, "head"), date(2026, 3, 9), "Nghỉ hưu"))
    assert raters(scene, "an") == (scene.person("deputy"), scene.person("chair"))
    revision = scene.month("binh").revision
    scene.change(Month, Month.person_id == scene.person("an"), state="approved")
    scene.do("administrator", appointed(role="head"))
    new = posts(scene, "CC900")[0].person_id
    assert raters(scene, "an") == (scene.person("deputy"), scene.person("chair"))
    assert raters(scene, "binh") == (new, scene.person("chair"))
    assert scene.month("binh").revision == revision + 1
    assert scene.month("binh").state == "submitted"


def test_months_of_closed_periods_keep_their_raters(scene: Scene) -> None:
    scene.ready("an")
    scene.change(Month, Month.person_id == scene.person("an"), period_id=scene.period(FEBRUARY))
    before = raters(scene, "an", FEBRUARY)
    scene.do("administrator", EndPost(code_of(scene, "chair"), date(2026, 1, 31), "Nghỉ hưu"))
    assert raters(scene, "an", FEBRUARY) == before
    scene.change(Period, Period.code == FEBRUARY, state="open")
    scene.do("administrator", EndPost(code_of(scene, "head"), date(2026, 1, 31), "Nghỉ hưu"))
    assert raters(scene, "an", FEBRUARY) != before


def test_a_month_being_recorded_follows_its_own_promotion(scene: Scene) -> None:
    scene.ready("acting")
    scene.do("administrator", moved(scene, "acting", "culture", "head"))
    month = scene.month("acting")
    assert (month.role, month.title) == ("head", "Chuyên viên")


def test_an_ended_post_is_not_ended_again(scene: Scene) -> None:
    code = code_of(scene, "an")
    scene.refused("administrator", EndPost(code, MARCH_10, " "), "Give the reason")
    scene.refused("administrator", EndPost(code, date(2025, 6, 30), "Nghỉ"), "begins on 01/07/2025")
    scene.refused("administrator", EndPost("CC999", MARCH_10, "Nghỉ"), "nobody with the code")
    scene.do("administrator", EndPost(code, MARCH_10, "Nghỉ"))
    scene.refused("administrator", EndPost(code, MARCH_10, "Nghỉ"), "holds no post after")


def test_a_post_in_a_closing_unit_is_refused(scene: Scene) -> None:
    scene.do("administrator", CreateUnit("short", "Phòng", "division", "cam-lam", MARCH_10))
    scene.do("administrator", CloseUnit("short", date(2026, 6, 30), "Sáp nhập"))
    scene.refused("administrator", appointed(unit_code="short"), "closes on 30/06/2026")


def test_a_name_is_corrected_with_a_reason(scene: Scene) -> None:
    code = code_of(scene, "an")
    scene.do("administrator", CorrectPerson(code, "Nguyễn  Văn An", None, "Sai dấu"))
    person = scene.one(select(Person).where(Person.code == code))
    assert (person.full_name, person.party_member) == ("Nguyễn Văn An", None)
    scene.refused("administrator", CorrectPerson(code, "", None, "Sai dấu"), "Write the full name")
    scene.refused("administrator", CorrectPerson(code, "An", None, ""), "Give the reason")


def test_a_deputys_field_decides_who_reviews_a_divisions_head(scene: Scene) -> None:
    scene.ready("head")
    assert raters(scene, "head") == (scene.person("vice"), scene.person("chair"))
    scene.do("administrator", SetFieldInCharge(code_of(scene, "vice"), (), MARCH_10))
    assert raters(scene, "head") == (scene.person("chair"), scene.person("chair"))
    scene.do("administrator", SetFieldInCharge(code_of(scene, "vice-culture"), ("economy", "culture"), MARCH_10))
    assert raters(scene, "head") == (scene.person("vice-culture"), scene.person("chair"))


def test_only_a_deputy_is_in_charge_and_only_of_what_lies_directly_below(scene: Scene) -> None:
    vice, other = code_of(scene, "vice"), code_of(scene, "vice-culture")
    scene.refused("administrator", SetFieldInCharge(code_of(scene, "an"), ("economy",), MARCH_10), "Only a deputy")
    scene.refused("administrator", SetFieldInCharge(vice, ("office",), MARCH_10), "does not lie directly below")
    scene.refused("administrator", SetFieldInCharge(other, ("economy",), MARCH_10), "in the charge of Person vice")
    scene.refused("administrator", SetFieldInCharge(vice, ("nowhere",), MARCH_10), "no unit with the code")


@pytest.mark.parametrize("demo_engine", ["sqlite", "postgresql"], indirect=True)
def test_the_tree_read_at_once_names_the_same_raters_as_asking_for_each(demo_engine: object) -> None:
    day = date(2026, 3, 31)
    with reading(demo_engine) as session:  # type: ignore[arg-type]
        leaders = Leaders.on(session, day)
        held = session.scalars(select(Post)).all()
        assert len(held) > 100
        for post in held:
            assert leaders.raters(post.person_id, post.unit_id, post.role) == raters_of(session, post, day)
