"""A month in Excel: what was typed comes back exactly, what is wrong is named by row, nothing is saved half."""

import io
import zipfile

import pytest
from openpyxl import load_workbook

from kpi.access.actor import NotPermitted, Refused
from kpi.access.execute import execute
from kpi.assessment.new_lines import Work
from kpi.assessment.record import Cell, RecordWork
from kpi.exchange.book_refused import BookRefused
from kpi.exchange.month_book import month_book, month_book_name
from kpi.exchange.month_book_command import ApplyMonthBook
from kpi.exchange.month_book_reading import read_month_book
from tests.exchange import damage, scene
from tests.exchange.damage import spoilt, typed

# The sheet of work: titles in row 4, lines from row 5; I done, J quality, K failed, L late, M exceeded, N hours,
# O link, P cause, Q note. The sheet of criteria: from row 5; E own mark, F reason.


@pytest.fixture
def built(engine):
    scene.build(engine)
    scene.assign(engine)
    return engine


@pytest.fixture
def small(sqlite_engine):
    scene.build(sqlite_engine)
    scene.assign(sqlite_engine)
    return sqlite_engine


def changes(reading):
    return {(each.part, each.row, each.field): (each.before, each.after) for each in reading.differences}


def said(reading):
    return [error.in_("en") for error in reading.errors]


def state(engine):
    month = scene.view(engine)
    return month.revision, month.lines, month.marks, scene.entries(engine)


FILLED = (
    typed(0, I5=20, J5=19, K5=1, L5=0, N5=12.5, O5="https://kh.example/1", P5="Mất điện", Q5="Đã nộp\nđủ"),
    typed(0, I6="9,5"),
    typed(1, E5=4.5, F5="Gương mẫu", E7=2.25),
)
EXPECTED = {
    ("work", 5, "done"): (None, 20),
    ("work", 5, "quality_ok"): (None, 19),
    ("work", 5, "failed"): (None, 1),
    ("work", 5, "late"): (None, 0),
    ("work", 5, "hours"): (None, 12.5),
    ("work", 5, "link"): (None, "https://kh.example/1"),
    ("work", 5, "cause"): (None, "Mất điện"),
    ("work", 5, "note"): (None, "Đã nộp\nđủ"),
    ("work", 6, "done"): (None, 9.5),
    ("marks", 5, "value"): (None, 4.5),
    ("marks", 5, "reason"): (None, "Gương mẫu"),
    ("marks", 7, "value"): (None, 2.25),
}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_workbook_as_downloaded_differs_in_nothing(small, language):
    scene.record(small)
    view = scene.mark(small)
    reading = read_month_book(month_book(view, language), view, language)
    assert (reading.differences, reading.conflicts, reading.errors, reading.usable) == ((), (), (), False)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_was_filled_in_comes_back_exactly(small, language):
    view = scene.view(small)
    reading = read_month_book(spoilt(month_book(view, language), *FILLED), view, language)
    assert said(reading) == []
    assert changes(reading) == EXPECTED


def test_applying_saves_everything_with_one_entry(built):
    view = scene.view(built)
    before = scene.entries(built)
    execute(read_month_book(spoilt(month_book(view), *FILLED), view).command(), scene.AN, built)
    after = scene.view(built)
    assert scene.entries(built) == ["ApplyMonthBook", *before]
    assert (after.lines[0]["done"], after.lines[0]["note"], after.lines[1]["done"]) == (20, "Đã nộp\nđủ", 9.5)
    marks = {mark["criterion"]: (mark["self_value"], mark["self_reason"]) for mark in after.marks}
    assert marks == {"I.1": (4.5, "Gương mẫu"), "II.1": (2.25, None)}
    assert read_month_book(spoilt(month_book(view), *FILLED), after).differences == ()


def test_changing_only_a_reason_keeps_the_mark(small):
    view = scene.mark(small)
    reading = read_month_book(spoilt(month_book(view), typed(1, F5="Có việc tốt")), view)
    execute(reading.command(), scene.AN, small)
    first = next(mark for mark in scene.view(small).marks if mark["criterion"] == "I.1")
    assert (first["self_value"], first["self_reason"]) == (4.5, "Có việc tốt")


def test_an_emptied_cell_is_a_difference(small):
    view = scene.record(small)
    assert changes(read_month_book(spoilt(month_book(view), typed(0, I5=None)), view)) == {
        ("work", 5, "done"): (20, None)
    }


def test_reading_saves_nothing(small):
    before = state(small)
    read_month_book(spoilt(month_book(scene.view(small)), *FILLED), scene.view(small))
    assert state(small) == before


def test_a_text_that_looks_like_a_formula_survives_the_journey_as_text(small):
    view = scene.view(small)
    note = '=HYPERLINK("http://evil.example")'
    execute(RecordWork(view.id, (Cell(view.lines[0]["id"], "note", note, None),)), scene.AN, small)
    view = scene.view(small)
    data = month_book(view)
    cell = load_workbook(io.BytesIO(data)).worksheets[0]["Q5"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (note, "s", True)
    assert read_month_book(data, view).differences == ()


def test_locked_cells_are_locked_and_open_cells_open(small):
    sheet = load_workbook(io.BytesIO(month_book(scene.view(small)))).worksheets[0]
    assert sheet.protection.sheet
    assert [sheet.cell(5, column).protection.locked for column in range(1, 18)] == [True] * 8 + [False] * 9
    assert sheet.column_dimensions["A"].hidden
    assert sheet.protection.password is None


def test_excel_checks_every_count_itself(small):
    sheet = load_workbook(io.BytesIO(month_book(scene.view(small)))).worksheets[0]
    rules = {
        str(rule.sqref): (rule.type, rule.formula1, rule.formula2) for rule in sheet.data_validations.dataValidation
    }
    assert rules["I5:I7"] == ("decimal", "0", "10*$G5")
    assert rules["J5:J7"] == ("decimal", "0", "N($I5)")
    assert rules["K5:K7"] == ("whole", "0", "999")


def test_a_leader_chooses_between_two_shares(small):
    view = scene.assign(small, 2)
    data = month_book(view)
    sheet = load_workbook(io.BytesIO(data)).worksheets[1]
    lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert [str(rule.sqref) for rule in lists] == ["E15:E17"]
    reading = read_month_book(spoilt(data, typed(1, E15=1, E16="50%")), view)
    assert changes(reading) == {("marks", 15, "value"): (None, 1), ("marks", 16, "value"): (None, 0.5)}


DAMAGE = {
    "text in a number": ([typed(0, I5="khoảng 12")], ["row 5, column Done", "not a number"]),
    "thousands or decimals": ([typed(0, I5="1.000")], ["row 5, column Done", "thousands"]),
    "a negative number": ([typed(0, I5=-1)], ["row 5", "below zero"]),
    "three decimals": ([typed(0, I5=1.234)], ["row 5", "two decimals"]),
    "ten times too much": ([typed(0, I5=201)], ["row 5", "ten times"]),
    "more quality than done": ([typed(0, I5=5, J5=6)], ["row 5", "more than the 5 done"]),
    "quality without done": ([typed(0, J5=6)], ["row 5", "more than the 0 done"]),
    "half a failure": ([typed(0, I5=5, K5=0.5)], ["row 5, column Failed reviews", "whole number"]),
    "too many hours": ([typed(0, N5=745)], ["row 5, column Hours", "more than"]),
    "no web address": ([typed(0, O5="kh.gov.vn")], ["row 5, column Evidence link", "https://"]),
    "a script as a link": ([typed(0, O5="javascript:alert(1)")], ["row 5, column Evidence link", "https://"]),
    "a long note": ([typed(0, Q5="x" * 2001)], ["row 5, column Note", "shorten"]),
    "a formula never computed": ([typed(0, I5="=10+2")], ["row 5, column Done", "no computed value"]),
    "a formula in a note": ([typed(0, Q5="=A1")], ["row 5, column Note", "no computed value"]),
    "an Excel error": ([typed(0, I5="#DIV/0!")], ["row 5, column Done", "formula gives an error"]),
    "a truth value": ([typed(0, I5=True)], ["row 5, column Done", "not a number"]),
    "merged cells": ([damage.merged(0, "I5:J6")], ["row 5, column Done", "merged"]),
    "merged whole rows": ([damage.merged(0, "A5:Q6")], ["row 5", "hidden number"]),
    "a deleted row": ([damage.without_row(0, 6)], ["“Giải quyết hồ sơ đăng ký kinh doanh hộ cá thể” is missing"]),
    "a doubled row": ([damage.copied_row(0, 5, 8)], ["row 8", "repeats row 5"]),
    "a row of one's own": ([typed(0, D8="Việc thêm", I8=3)], ["row 8", "added by hand"]),
    "an unknown line": ([typed(0, A6=99999)], ["row 6", "not part of the month"]),
    "a renamed header": ([typed(0, I4="Số đã làm")], ["row 4, column Done", "renamed"]),
    "a missing column": ([damage.without_column(0, 11)], ["column Failed reviews", "missing"]),
    "no headers at all": ([damage.without_row(0, 4)], ["column Done", "renamed"]),
    "a missing sheet": ([damage.without_sheet("Work")], ["“Work” is missing"]),
    "a renamed sheet": ([damage.renamed_sheet(1, "Sheet2")], ["“General criteria” is missing"]),
    "no hidden sheet": ([damage.without_sheet("_meta")], ["not a month's workbook"]),
    "a spoilt hidden sheet": ([damage.meta("revision", "abc")], ["not a month's workbook"]),
    "somebody else's": ([damage.meta("person", "CC004")], ["belongs to CC004"]),
    "another month": ([damage.meta("period", "2026-02")], ["is for 2026-02"]),
    "another version": ([damage.meta("version", 7)], ["another version"]),
    "a mark above the maximum": ([typed(1, E5=5.5)], ["row 5, column Own mark", "between 0 and 5"]),
    "a mark in words": ([typed(1, E5="tốt")], ["row 5, column Own mark", "not a number"]),
    "a mark with three decimals": ([typed(1, E5=1.125)], ["row 5, column Own mark", "two decimals"]),
    "a deleted criterion": ([damage.without_row(1, 8)], ["“II.2” is missing"]),
    "an unknown criterion": ([typed(1, A5="IX.9")], ["row 5", "not part of the month"]),
    "two errors at once": ([typed(0, I5="a", I6="b")], ["row 5", "row 6"]),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_spoilt_workbook_is_told_cell_by_cell(small, name):
    spoil, words = DAMAGE[name]
    view = scene.view(small)
    reading = read_month_book(spoilt(month_book(view, "en"), *spoil), view, "en")
    told = "\n".join(said(reading))
    assert [word for word in words if word not in told] == [], told
    assert not reading.usable
    with pytest.raises(ValueError, match="errors"):
        reading.command()


def broken_zip():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet>")
    return held.getvalue()


def exploding_zip():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 70_000_000)
    return held.getvalue()


def entities():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><worksheet>&a;</worksheet>'
    view = io.BytesIO()
    with zipfile.ZipFile(view, "w") as archive:
        archive.writestr("[Content_Types].xml", bomb)
        archive.writestr("xl/workbook.xml", bomb)
    return view.getvalue()


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", b"\x00" * 500, "mã;số".encode(), broken_zip(), entities(), exploding_zip()],
    ids=["nothing", "two letters", "zeros", "csv", "no workbook", "entities", "exploding"],
)
def test_what_is_no_workbook_is_said_to_be_none(small, data):
    reading = read_month_book(data, scene.view(small))
    assert len(reading.errors) == 1
    assert reading.errors[0].row is None


def test_a_merged_million_of_cells_costs_nothing(small):
    view = scene.view(small)
    data = damage.rewritten(
        month_book(view),
        b"</sheetData>",
        b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    )
    assert read_month_book(data, view).errors != ()


def test_a_workbook_cut_short_is_said_to_be_unreadable(small):
    view = scene.view(small)
    data = month_book(view)
    for length in (len(data) // 4, len(data) // 2, len(data) - 30):
        assert len(read_month_book(data[:length], view).errors) == 1


def test_errors_are_said_in_the_readers_language(small):
    view = scene.view(small)
    reading = read_month_book(spoilt(month_book(view, "vi"), typed(0, I5="x")), view, "vi")
    assert reading.errors[0].in_("vi").startswith("Công việc, dòng 5, cột Đã làm")


def test_a_cell_changed_on_both_sides_is_a_conflict_with_both_values(small):
    old = scene.view(small)
    data = spoilt(month_book(old), typed(0, I5=18, I6=7))
    scene.record(small, done=(15,))
    now = scene.view(small)
    reading = read_month_book(data, now)
    assert changes(reading) == {("work", 6, "done"): (None, 7)}
    assert [(each.downloaded, each.difference.before, each.difference.after) for each in reading.conflicts] == [
        (None, 15, 18)
    ]
    execute(reading.command(), scene.AN, small)
    assert [line["done"] for line in scene.view(small).lines] == [15, 7, None]


def test_a_conflict_is_saved_where_the_person_chose_the_workbook(small):
    data = spoilt(month_book(scene.view(small)), typed(0, I5=18))
    scene.record(small, done=(15,))
    reading = read_month_book(data, scene.view(small))
    execute(reading.command(mine=reading.conflicts), scene.AN, small)
    assert scene.view(small).lines[0]["done"] == 18


def test_what_changed_only_in_the_tool_stays(small):
    data = spoilt(month_book(scene.view(small)), typed(0, I6=7))
    scene.record(small, done=(15,))
    reading = read_month_book(data, scene.view(small))
    execute(reading.command(), scene.AN, small)
    assert [line["done"] for line in scene.view(small).lines] == [15, 7, None]
    assert any("changed in the tool" in notice.in_("en") for notice in reading.notices)


def test_work_assigned_after_the_download_is_named_and_no_error(small):
    data = month_book(scene.view(small))
    scene.assign(small, 3, Work(1, 3, "Việc mới"))
    reading = read_month_book(data, scene.view(small))
    assert said(reading) == []
    assert any("Việc mới" in notice.in_("vi") for notice in reading.notices)


def test_a_month_changed_between_reading_and_saving_refuses_and_keeps_everything(built):
    view = scene.view(built)
    command = read_month_book(spoilt(month_book(view), *FILLED), view).command()
    scene.record(built, done=(3,))
    before = state(built)
    with pytest.raises(Refused, match="changed this month"):
        execute(command, scene.AN, built)
    assert state(built) == before


def test_one_bad_cell_among_good_ones_refuses_all(built):
    view = scene.view(built)
    first, second = (line["id"] for line in view.lines[:2])
    cells = (Cell(first, "done", 5.0, None), Cell(second, "done", -3.0, None))
    before = state(built)
    with pytest.raises(BookRefused) as refused:
        execute(ApplyMonthBook(view.id, view.revision, cells), scene.AN, built)
    assert len(refused.value.problems) == 1
    assert "below zero" in refused.value.problems[0].in_("en")
    assert state(built) == before


def test_a_bad_mark_refuses_the_good_cells_too(small):
    view = scene.view(small)
    reading = read_month_book(spoilt(month_book(view), typed(0, I5=5), typed(1, E5=4)), view)
    command = reading.command()
    marks = (command.marks[0].__class__("I.1", 99.0),)
    before = state(small)
    with pytest.raises(Refused, match="not between"):
        execute(ApplyMonthBook(command.month_id, command.seen_revision, command.cells, marks), scene.AN, small)
    assert state(small) == before


def test_nobody_saves_a_workbook_into_somebody_elses_month(small):
    view = scene.view(small)
    command = read_month_book(spoilt(month_book(view), *FILLED), view).command()
    before = state(small)
    for other in (scene.DUNG, scene.HEAD):
        with pytest.raises(NotPermitted):
            execute(command, other, small)
    assert state(small) == before


def test_a_month_handed_in_takes_no_workbook(sqlite_engine):
    scene.build(sqlite_engine)
    view = scene.submitted(sqlite_engine)
    before = state(sqlite_engine)
    with pytest.raises(Refused, match="not open now"):
        execute(read_month_book(spoilt(month_book(view), typed(0, I5=3)), view).command(), scene.AN, sqlite_engine)
    assert state(sqlite_engine) == before


def test_an_empty_command_is_refused(small):
    view = scene.view(small)
    with pytest.raises(Refused, match="nothing new"):
        execute(read_month_book(month_book(view), view).command(), scene.AN, small)


def test_the_file_is_named_after_period_and_person(small):
    assert month_book_name(scene.view(small)) == "Cong-viec_2026-03_CC003.xlsx"
