"""Form 01: the law's figures and nobody else's, text that never runs, marks nobody can overlook."""

import io
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook

from kpi.access.execute import execute
from kpi.assessment.new_lines import Work
from kpi.assessment.record import Cell, RecordWork
from kpi.exchange.forms import form01, form01_many, form01_name
from kpi.exchange.workbook import plain_text
from tests.exchange import scene

DRAFT, GENERATED = "BẢN NHÁP – CHƯA PHÊ DUYỆT", "DỮ LIỆU MINH HỌA"
OWN, AUTHORITY = 7, 10  # columns
ATTACKS = [
    '=HYPERLINK("http://evil.example","Mở")',
    "=1+1",
    "+84 905 000 000",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=cmd|' /C calc'!A0",
    "'=1",
    "#REF!",
    "a\x00\x07b\x1f",
    "\ufffe lẻ",
    "=" * 300,
]


@pytest.fixture
def built(sqlite_engine):
    scene.build(sqlite_engine)
    return sqlite_engine


def sheet_of(data, place=0):
    return load_workbook(io.BytesIO(data)).worksheets[place]


def row_named(sheet, words):
    found = [
        row[0].row
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith(words)
    ]
    assert len(found) == 1, (words, found)
    return found[0]


def figures(sheet, words):
    row = row_named(sheet, words)
    return sheet.cell(row, OWN).value, sheet.cell(row, AUTHORITY).value


def written(sheet):
    return [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]


LABELS = {
    "a": "Tỷ lệ số lượng",
    "b": "Tỷ lệ chất lượng",
    "c": "Tỷ lệ tiến độ",
    "task_points": "Điểm kết quả thực hiện nhiệm vụ",
    "total": "Tổng điểm",
}


def test_every_figure_of_an_approved_month_is_the_laws(built):
    view = scene.approved(built)
    sheet = sheet_of(form01(view))
    own, reviewed = (view.score(stage).scores.people.iloc[0] for stage in ("self", "reviewed"))
    assert own["total"] != reviewed["total"]
    for name, label in LABELS.items():
        rows = [row for row in range(1, sheet.max_row) if str(sheet.cell(row, 2).value).startswith(label)]
        row = rows[-1]
        assert sheet.cell(row, OWN).value == pytest.approx(own[name], abs=1e-12), name
        assert sheet.cell(row, AUTHORITY).value == pytest.approx(reviewed[name], abs=1e-12), name
    assert figures(sheet, "Xếp loại theo Nghị định")[1].lower() == view.rules.rank_name(reviewed["rank"], "vi")


def test_the_party_result_stands_beside_a_members_rank(built):
    view = scene.approved(built)
    found = view.score("reviewed").party.iloc[0]["rank_366"]
    assert figures(sheet_of(form01(view)), "Kết quả đối với đảng viên")[1].lower() == view.rules.rank_name(found, "vi")


def test_somebody_outside_the_party_has_no_party_result(sqlite_engine):
    scene.build(sqlite_engine)
    scene.official(sqlite_engine, 9, "Bùi Ngoài Đảng", "staff", "Chuyên viên", member=False)
    view = scene.assign(sqlite_engine, 9)
    assert not [cell for cell in written(sheet_of(form01(view))) if "366" in str(cell.value)]


def test_the_authority_has_given_nothing_before_a_review(built):
    sheet = sheet_of(form01(scene.submitted(built)))
    assert figures(sheet, "Tổng điểm tiêu chí chung") == (27.0, None)
    assert figures(sheet, "Xếp loại theo Nghị định")[1] is None


def test_an_adjusted_criterion_shows_both_marks(built):
    sheet = sheet_of(form01(scene.approved(built)))
    rows = [row for row in range(1, sheet.max_row) if sheet.cell(row, 1).value == "II.1"]
    assert [(sheet.cell(row, OWN).value, sheet.cell(row, AUTHORITY).value) for row in rows] == [(2.25, 2.0)]


def test_numbers_are_numbers_with_formats(built):
    sheet = sheet_of(form01(scene.approved(built)))
    row = row_named(sheet, "Tỷ lệ số lượng")
    cell = sheet.cell(row, OWN)
    assert (cell.data_type, cell.number_format) == ("n", "0.00%")


def test_the_annex_lists_every_line_with_what_it_counts_for(built):
    view = scene.approved(built)
    sheet = sheet_of(form01(view))
    top = row_named(sheet, "Tên công việc")
    lines = view.score("reviewed").scores.lines
    for place, line in enumerate(lines.to_dict("records"), 1):
        cells = [sheet.cell(top + place, column).value for column in range(1, 11)]
        expected = [
            place,
            line["product"],
            *(line[n] for n in ("coefficient", "assigned", "done", "quantity", "quality", "timeliness")),
            0,
            0,
        ]
        assert cells == expected
    totals = [sheet.cell(top + len(lines) + 1, column).value for column in (6, 7, 8)]
    assert totals == list(view.score("reviewed").scores.people.iloc[0][["quantity", "quality", "timeliness"]])


def test_a_leaders_form_has_d_dd_and_e(built):
    scene.assign(built, 2)
    scene.record(built, 2)
    view = scene.mark(built, 2, leader={"d": 1.0, "dd": 0.5, "e": 1.0})
    sheet = sheet_of(form01(view))
    assert figures(sheet, "Kết quả hoạt động của cơ quan")[0] == 0.5
    assert figures(sheet, "Khả năng tập hợp")[0] == 1.0


def test_what_is_missing_is_named_and_nothing_is_ranked(built):
    view = scene.assign(built)
    assert "số lượng hoàn thành" in figures(sheet_of(form01(view)), "Xếp loại theo Nghị định")[0].lower()
    assert figures(sheet_of(form01(view)), "Điểm kết quả")[0] is None


def test_a_draft_of_a_generated_person_says_both(built):
    sheet = sheet_of(form01(scene.assign(built)))
    assert {DRAFT, GENERATED} <= {cell.value for cell in written(sheet)}
    assert sheet.oddHeader.center.text == f"{DRAFT} – {GENERATED}"


def test_an_approved_form_is_no_draft_but_still_generated(built):
    sheet = sheet_of(form01(scene.approved(built)))
    assert DRAFT not in {cell.value for cell in written(sheet)}
    assert sheet.oddHeader.center.text == GENERATED


def test_the_paper_is_a4_one_page_wide_with_the_rule_version_below(built):
    view = scene.assign(built)
    sheet = sheet_of(form01(view))
    top = row_named(sheet, "Tên công việc")
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (9, 1, 0)
    assert sheet.page_setup.orientation == "portrait"
    assert sheet.print_title_rows == f"${top}:${top}"
    assert view.rules.version in sheet.oddFooter.left.text
    assert sheet.print_area.startswith("'Nguyễn Thị An'!$A$1:$K$")


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_a_person_wrote_is_never_a_formula(built, attack):
    view = scene.assign(built)
    lines = tuple(line | {"title": attack, "note": attack} for line in view.lines)
    texts = dict.fromkeys(("person", "title", "unit", "strengths", "shortcomings", "opinion"), attack)
    sheet = sheet_of(form01(replace(view, lines=lines, **texts)))
    assert [cell.coordinate for cell in written(sheet) if cell.data_type in ("f", "e")] == []
    risky = [cell for cell in written(sheet) if str(cell.value).startswith(("=", "+", "-", "@"))]
    assert [cell.coordinate for cell in risky if not cell.quotePrefix] == []


def test_a_long_note_stands_whole_below_the_table(built):
    view = scene.assign(built)
    note = "Phối hợp nhiều bên, " * 20
    execute(RecordWork(view.id, (Cell(view.lines[0]["id"], "note", note, None),)), scene.AN, built)
    texts = [cell.value for cell in written(sheet_of(form01(scene.view(built))))]
    assert "Xem ghi chú 1" in texts
    assert any(note.strip() in str(text) for text in texts)


def test_many_forms_are_one_sheet_a_person_in_the_order_given(built):
    views = [scene.assign(built, 4), scene.assign(built, 3)]
    book = load_workbook(io.BytesIO(form01_many(views)))
    assert book.sheetnames == ["Phạm Quốc Dũng", "Nguyễn Thị An"]


def test_people_of_one_name_have_sheets_of_their_own(built):
    view = scene.assign(built)
    book = load_workbook(io.BytesIO(form01_many([view, view])))
    assert book.sheetnames == ["Nguyễn Thị An", "Nguyễn Thị An (2)"]


def test_a_name_no_sheet_may_have_is_made_one(built):
    view = scene.assign(built)
    named = replace(view, person="An/Bình: [tổ 1] * rất rất rất rất rất dài")
    assert len(load_workbook(io.BytesIO(form01(named))).sheetnames[0]) <= 31


def test_no_months_make_no_workbook():
    with pytest.raises(ValueError, match="no month"):
        form01_many([])


def test_the_file_is_named_after_period_and_person(built):
    assert form01_name(scene.assign(built)) == "Mau-01_2026-03_CC003.xlsx"


def test_the_due_date_does_not_move_the_period(built):
    view = scene.assign(built, 3, Work(1, 5, due=date(2026, 5, 1)))
    assert any("từ ngày 01/03/2026 đến ngày 31/03/2026" in str(cell.value) for cell in written(sheet_of(form01(view))))


def test_a_text_loses_only_what_no_workbook_can_hold():
    assert plain_text("a\x00b\ud800\r\nc\td") == "ab\nc d"
