"""A list of officials is judged whole, saved whole or not at all, and a second time changes nothing."""

import io
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from kpi.access.actor import NotPermitted
from kpi.access.passwords import matches
from kpi.exchange.officials import COLUMNS, ImportOfficials, Planned, plan_officials
from kpi.exchange.officials_sheet import officials_template, passwords_workbook
from kpi.organisation.appointment_book import Outcome
from kpi.storage.tables import Account, AuditEntry, Person, Post
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import Scene, contents

HEADERS = [column.name for column in COLUMNS]
ROW: dict[str, Any] = {
    "mã": "CC901",
    "họ tên": "Trần Văn Mới",
    "mã đơn vị": "economy",
    "vai trò": "công chức",
    "chức vụ": "Chuyên viên",
    "vị trí việc làm": "Chuyên viên về tài chính",
    "nhóm nhiệm vụ tương đồng": "specialists",
    "đảng viên": "x",
    "từ ngày": "01/04/2026",
    "tài khoản": "cc901",
}
SECOND = {**ROW, "mã": "CC902", "họ tên": "Đỗ Thị Hai", "tài khoản": None, "từ ngày": date(2026, 4, 1)}


def book(*rows: dict[str, Any], headers: list[str] = HEADERS) -> bytes:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.append(headers)
    for row in rows:
        sheet.append([row.get(header) for header in headers])
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def planned(scene: Scene, content: bytes, name: str = "list.xlsx") -> Planned:
    with reading(scene.engine) as session:
        return plan_officials(session, scene.actor("administrator"), content, name)


def taken(scene: Scene, content: bytes) -> dict[str, str]:
    return dict(scene.do("administrator", ImportOfficials(content, "list.xlsx")))


def test_a_list_is_shown_then_saved_with_one_entry_and_passwords_given_once(scene: Scene) -> None:
    before = contents(scene.engine)
    shown = planned(scene, book(ROW, SECOND))
    assert contents(scene.engine) == before
    assert (shown.counted(Outcome.NEW), shown.new_accounts, shown.errors) == (2, 1, ())
    passwords = taken(scene, book(ROW, SECOND))
    account = scene.one(select(Account).where(Account.name == "cc901"))
    assert list(passwords) == ["cc901"]
    assert matches(passwords["cc901"], account.password_hash)
    assert scene.one(select(Person.party_member).where(Person.code == "CC902")) is True
    assert scene.audited() == 1
    assert passwords["cc901"] not in scene.one(select(AuditEntry.changes))


def test_the_same_file_twice_changes_nothing(scene: Scene) -> None:
    taken(scene, book(ROW, SECOND))
    before = contents(scene.engine)
    shown = planned(scene, book(ROW, SECOND))
    assert not shown.changes_something
    assert shown.counted(Outcome.UNCHANGED) == 2
    assert taken(scene, book(ROW, SECOND)) == {}
    assert contents(scene.engine) == before


def test_changes_are_told_before_and_after(scene: Scene) -> None:
    taken(scene, book(ROW))
    later = {**ROW, "họ tên": "Trần Văn Mười", "mã đơn vị": "culture", "từ ngày": "2026-05-01"}
    (one,) = planned(scene, book(later)).appointments
    assert one.outcome is Outcome.MOVED
    assert [(change.what, change.before, change.after) for change in one.changes] == [
        ("full_name", "Trần Văn Mới", "Trần Văn Mười"),
        ("unit_code", "economy", "culture"),
    ]
    taken(scene, book(later))
    ends = scene.all(select(Post.valid_to).join(Person).where(Person.code == "CC901").order_by(Post.valid_from))
    assert ends == [date(2026, 4, 30), None]


@pytest.mark.parametrize(
    ("change", "column", "saying"),
    [
        ({"mã đơn vị": "nowhere"}, "mã đơn vị", "no unit with the code “nowhere”"),
        ({"vai trò": "vua"}, "vai trò", "is no role here"),
        ({"từ ngày": "31/02/2026"}, "từ ngày", "not a date"),
        ({"họ tên": None}, "họ tên", "empty"),
        ({"đảng viên": "maybe"}, "đảng viên", "x or có"),
        ({"tài khoản": "chair"}, "tài khoản", "somebody else"),
        ({"mã": "CC901"}, "mã", "Row 2 already names this person"),
        ({"vai trò": "người đứng đầu"}, "vai trò", "has a head"),
        ({"chức vụ": "=cmd()"}, "chức vụ", "formula"),
    ],
)
def test_one_bad_row_is_named_and_nothing_is_saved(
    scene: Scene, change: dict[str, Any], column: str, saying: str
) -> None:
    content = book(ROW, {**SECOND, **change})
    shown = planned(scene, content)
    assert [(error.row, error.column) for error in shown.errors] == [(3, column)]
    assert saying in shown.errors[0].message.in_("en")
    scene.refused("administrator", ImportOfficials(content, "list.xlsx"), "nothing was saved")


def test_two_heads_of_one_unit_in_one_file_are_both_told(scene: Scene) -> None:
    heads = [{**row, "vai trò": "head", "mã đơn vị": "culture"} for row in (ROW, SECOND)]
    assert [error.row for error in planned(scene, book(*heads)).errors] == [2, 3]


def test_a_head_is_replaced_by_two_rows_of_one_file_in_any_order(scene: Scene) -> None:
    code = scene.one(select(Person.code).join(Account).where(Account.name == "head"))
    leaves = {**ROW, "mã": code, "họ tên": "Person head", "tài khoản": None}
    comes = {**SECOND, "vai trò": "head"}
    assert planned(scene, book(comes, leaves)).errors == ()
    taken(scene, book(comes, leaves))
    here = (Post.role == "head", Post.unit_id == scene.unit("economy").id, Post.valid_to.is_(None))
    assert scene.all(select(Person.code).join(Post).where(*here)) == ["CC902"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "list.xlsx"),
        (b"PK\x03\x04 torn", "list.xlsx"),
        (book(), "list.xlsx"),
        (b"\xff\xfe\x00", "list.csv"),
        (b"a,b\n1,2\n", "list.csv"),
        (b"text", "list.doc"),
        (book(ROW, headers=[header for header in HEADERS if header != "vai trò"]), "list.xlsx"),
    ],
)
def test_a_damaged_file_is_an_error_and_never_a_crash(scene: Scene, content: bytes, name: str) -> None:
    shown = planned(scene, content, name)
    assert shown.errors
    scene.refused("administrator", ImportOfficials(content, name), "nothing was saved")


def test_only_an_administrator_looks_at_or_saves_a_list(scene: Scene) -> None:
    assert isinstance(scene.refused("chair", ImportOfficials(book(ROW), "list.xlsx")), NotPermitted)
    with reading(scene.engine) as session, pytest.raises(NotPermitted):
        plan_officials(session, scene.actor("chair"), book(ROW), "list.xlsx")


def test_two_thousand_officials_are_taken_at_once(scene: Scene) -> None:
    rows = [{**ROW, "mã": f"X{n}", "họ tên": f"Người {n}", "tài khoản": f"x{n}"} for n in range(2000)]
    content = book(*rows)
    assert len(taken(scene, content)) == 2000
    assert scene.one(select(func.count(Post.id)).where(Post.valid_from == date(2026, 4, 1))) == 2000
    assert scene.audited() == 1


def test_the_workbook_to_fill_in_is_one_the_import_reads(scene: Scene) -> None:
    template = load_workbook(io.BytesIO(officials_template({"economy": "Phòng Kinh tế"}, "vi")))
    sheet = template.worksheets[0]
    assert [cell.value for cell in sheet[1]] == HEADERS
    for place, header in enumerate(HEADERS, 1):
        sheet.cell(2, place, ROW.get(header))
    held = io.BytesIO()
    template.save(held)
    assert planned(scene, held.getvalue()).counted(Outcome.NEW) == 1


def test_the_sheet_of_passwords_names_whom_each_is_for() -> None:
    content = passwords_workbook([("moi", "=Mới", "economy"), ("old", "Cũ", "economy")], {"moi": "a-b-c"}, "en")
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert [cell.value for cell in sheet[2]] == ["=Mới", "economy", "moi", "a-b-c"]
    assert sheet["A2"].data_type == "s"
    assert sheet.max_row == 2
