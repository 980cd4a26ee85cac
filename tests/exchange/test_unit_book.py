"""A unit in Excel: sixty people assigned in one upload, every wrong row named, nothing assigned half or twice."""

import io
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from kpi.access.actor import NotPermitted, Refused
from kpi.access.execute import execute
from kpi.exchange.book_refused import BookRefused
from kpi.exchange.unit_book import unit_book
from kpi.exchange.unit_book_command import ApplyAssignmentBook, AssignmentRow
from kpi.exchange.unit_book_lists import assignment_lists
from kpi.exchange.unit_book_reading import read_assignment_book
from kpi.storage.tables import Period
from kpi.storage.unit_of_work import UnitOfWork, reading
from tests.exchange import damage, scene
from tests.exchange.damage import spoilt

DUE = datetime(2026, 3, 20)
GOOD = ("CC004", None, "X.01", None, 5, DUE)


@pytest.fixture
def built(engine):
    scene.build(engine)
    return engine


@pytest.fixture
def small(sqlite_engine):
    scene.build(sqlite_engine)
    return sqlite_engine


def lists(engine, who=scene.HEAD):
    with reading(engine) as session:
        return assignment_lists(session, who, scene.PERIOD)


def rows(*given):
    def change(book):
        for number, cells in enumerate(given, 2):
            for place, cell in enumerate(cells, 1):
                book.worksheets[0].cell(number, place).value = cell

    return change


def filled(engine, *given, language="vi"):
    found = lists(engine)
    return read_assignment_book(spoilt(unit_book([], found, language), rows(*given)), found, language)


def said(read):
    return "\n".join(error.in_("en") for error in read.errors)


def state(engine):
    months = [scene.view(engine, person) for person in (3, 4)]
    return [(month.revision, month.lines) if month else None for month in months], scene.entries(engine)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_untouched_workbook_assigns_nothing(small, language):
    read = filled(small, language=language)
    assert (read.work, read.errors, read.usable) == ((), (), False)


def test_what_was_filled_in_is_assigned_with_one_entry(built):
    before = scene.entries(built)
    read = filled(built, GOOD, (None, "Phạm Quốc Dũng", "x.02", "Việc riêng", "2,5", "25/03/2026"))
    assert said(read) == ""
    assert execute(read.command(), scene.HEAD, built) == 2
    assert scene.entries(built) == ["ApplyAssignmentBook", *before]
    assert [
        (line["title"], line["assigned"], line["coefficient"], line["due"]) for line in scene.view(built, 4).lines
    ] == [
        (scene.TITLES[0], 5, 1.0, date(2026, 3, 20)),
        ("Việc riêng", 2.5, 1.6, date(2026, 3, 25)),
    ]


def test_the_same_workbook_twice_assigns_once(small):
    execute(filled(small, GOOD).command(), scene.HEAD, small)
    again = filled(small, GOOD)
    assert (again.work, again.repeated, said(again)) == ((), 1, "")


DAMAGE = {
    "an unknown person": (("CC999", None, "X.01", None, 5, None), "row 2, column Person code"),
    "one's own code": (("CC002", None, "X.01", None, 5, None), "row 2, column Person code"),
    "somebody of another unit": (("CC001", None, "X.01", None, 5, None), "row 2, column Person code"),
    "nobody": ((None, None, "X.01", None, 5, None), "row 2, column Person code: The cell is empty"),
    "an unknown name": ((None, "Không Ai", "X.01", None, 5, None), "row 2, column Full name"),
    "a name against its code": (("CC004", "Nguyễn Thị An", "X.01", None, 5, None), "belongs to Phạm Quốc Dũng"),
    "no product": (("CC004", None, None, None, 5, None), "row 2, column Product code: The cell is empty"),
    "an unknown product": (("CC004", None, "Z.99", None, 5, None), "row 2, column Product code, “Z.99”"),
    "another unit's product": (("CC004", None, "X.04", None, 5, None), "row 2, column Product code, “X.04”"),
    "no quantity": (("CC004", None, "X.01", None, None, None), "row 2, column Quantity: The cell is empty"),
    "nothing": (("CC004", None, "X.01", None, 0, None), "row 2, column Quantity"),
    "a negative quantity": (("CC004", None, "X.01", None, -1, None), "row 2, column Quantity"),
    "far too many": (("CC004", None, "X.01", None, 10001, None), "row 2, column Quantity"),
    "a quantity in words": (("CC004", None, "X.01", None, "năm", None), "row 2, column Quantity, “năm”"),
    "a quantity that is a date": (("CC004", None, "X.01", None, DUE, None), "row 2, column Quantity"),
    "a formula never computed": (("CC004", None, "X.01", None, "=2+3", None), "no computed value"),
    "a day before the period": (("CC004", None, "X.01", None, 5, "28/02/2026"), "row 2, column Due, “28/02/2026”"),
    "a day that is none": (("CC004", None, "X.01", None, 5, "31/02/2026"), "row 2, column Due, “31/02/2026”"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_wrong_row_is_named_and_nothing_can_be_applied(small, name):
    bad, words = DAMAGE[name]
    read = filled(small, bad, GOOD, language="en")
    assert words in said(read)
    assert not read.usable
    with pytest.raises(ValueError, match="errors"):
        read.command()


def test_every_wrong_cell_of_a_row_is_told_at_once(small):
    assert len(filled(small, ("CC999", None, "Z.99", None, "x", "y")).errors) == 4


def test_a_row_given_twice_is_told(small):
    assert "repeats row 2" in said(filled(small, GOOD, GOOD))


def test_work_assigned_otherwise_already_is_told(small):
    execute(filled(small, GOOD).command(), scene.HEAD, small)
    assert "assigned already with quantity 5" in said(filled(small, ("CC004", None, "X.01", None, 6, DUE)))


def test_two_people_of_one_name_need_their_codes(small):
    scene.official(small, 8, "Nguyễn Thị An", "staff", "Chuyên viên")
    assert "CC003, CC008" in said(filled(small, (None, "Nguyễn Thị An", "X.01", None, 5, None)))


def test_a_month_handed_in_takes_no_more_work(small):
    scene.submitted(small, 3)
    assert "has been handed in" in said(filled(small, ("CC003", None, "X.01", "Thêm", 5, None)))


BOOKS = {
    "no hidden sheet": ([damage.without_sheet("_meta")], "not a unit's workbook"),
    "another period": ([damage.meta("period", "2026-04")], "is for 2026-04"),
    "no sheet to assign": ([damage.without_sheet("Assign work")], "“Assign work” is missing"),
    "a renamed header": ([damage.typed(0, E1="SL")], "row 1, column Quantity"),
    "a missing column": ([damage.without_column(0, 6)], "row 1, column Due"),
    "merged cells": ([rows(GOOD), damage.merged(0, "A2:A3")], "merged"),
}


@pytest.mark.parametrize("name", BOOKS)
def test_a_spoilt_workbook_is_told(small, name):
    changes, words = BOOKS[name]
    found = lists(small)
    assert words in said(read_assignment_book(spoilt(unit_book([], found, "en"), *changes), found, "en"))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a workbook" * 50])
def test_what_is_no_workbook_is_said_to_be_none(small, data):
    assert len(read_assignment_book(data, lists(small)).errors) == 1


def test_one_person_out_of_reach_refuses_everybodys_work(built):
    given = [AssignmentRow(2, 4, 1, "Việc", 5.0, None), AssignmentRow(3, 1, 1, "Việc", 5.0, None)]
    before = state(built)
    with pytest.raises(NotPermitted):
        execute(ApplyAssignmentBook(1, tuple(given)), scene.HEAD, built)
    assert state(built) == before


def test_somebody_who_leads_nobody_assigns_nothing(small):
    before = state(small)
    with pytest.raises(NotPermitted):
        execute(filled(small, GOOD).command(), scene.AN, small)
    assert state(small) == before


def test_one_bad_row_refuses_the_good_ones_and_names_each(built):
    given = [
        AssignmentRow(2, 3, 1, "Việc", 5.0, None),
        AssignmentRow(3, 4, 4, "Việc", 5.0, None),
        AssignmentRow(4, 3, 2, "Việc", 5.0, None),
    ]
    before = state(built)
    with pytest.raises(BookRefused, match="Row 3, Phạm Quốc Dũng"):
        execute(ApplyAssignmentBook(1, tuple(given)), scene.HEAD, built)
    assert state(built) == before


def test_two_heads_uploading_the_same_rows_do_not_double_them(built):
    command = filled(built, GOOD).command()
    execute(command, scene.HEAD, built)
    before = state(built)
    with pytest.raises(BookRefused, match="assigned meanwhile"):
        execute(command, scene.CHAIRMAN, built)
    assert state(built) == before


def test_a_period_closed_meanwhile_takes_no_workbook(small):
    command = filled(small, GOOD).command()
    with UnitOfWork(small) as work:
        work.session.get_one(Period, 1).state = "closed"
        work.commit()
    before = state(small)
    with pytest.raises(Refused, match="period is closed"):
        execute(command, scene.HEAD, small)
    assert state(small) == before


def test_sixty_people_with_ten_lines_each_are_assigned_in_one_upload(sqlite_engine):
    scene.build(sqlite_engine, people=60)
    given = [
        (f"CC00{number}", None, f"X.0{place % 3 + 1}", f"Việc {place}", place + 1, DUE)
        for number in range(3, 63)
        for place in range(10)
    ]
    read = filled(sqlite_engine, *given)
    assert execute(read.command(), scene.HEAD, sqlite_engine) == 600
    assert len(scene.view(sqlite_engine, 62).lines) == 10


def test_the_workbook_shows_the_units_lines_and_the_laws_points(small):
    view = scene.approved(small)
    book = load_workbook(io.BytesIO(unit_book([view], lists(small), "vi")))
    assert [row[4].value for row in book["Công việc"].iter_rows(min_row=2)] == list(scene.TITLES[:3])
    summary = [cell.value for cell in book["Tổng hợp"][2]]
    law = view.score("reviewed").scores.people.iloc[0]
    assert summary[7:11] == [
        law["general_points"],
        pytest.approx(law["task_points"]),
        pytest.approx(law["total"]),
        view.rules.rank_name(law["rank"], "vi"),
    ]


def test_a_work_title_that_looks_like_a_formula_is_written_as_text(small):
    view = scene.assign(small, 3, scene.Work(1, 5, "=1+1"))
    sheet = load_workbook(io.BytesIO(unit_book([view], lists(small))))["Công việc"]
    assert (sheet["E2"].value, sheet["E2"].data_type, sheet["E2"].quotePrefix) == ("=1+1", "s", True)
