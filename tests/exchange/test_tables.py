"""A table filled in by hand is read as it was meant, or each doubtful cell is named."""

import io
import re
import zipfile
from datetime import datetime

import numpy as np
import pytest
from openpyxl import Workbook

from kpi.exchange.tables import Column, read_table

COLUMNS = [
    Column("person", required=True, filled=True),
    Column("done", "number", required=True),
    Column("met", "share"),
]
COLUMNS += [Column("member", "boolean"), Column("ground", "ground")]


def csv_table(text, name="work.csv"):
    return read_table(text if isinstance(text, bytes) else text.encode(), name, COLUMNS)


def workbook(*rows, change=lambda book: None):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    change(book)
    file = io.BytesIO()
    book.save(file)
    return read_table(file.getvalue(), "work.xlsx", COLUMNS)


def told(table):
    return [error.in_("en") for error in table.errors]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separators_and_encodings_of_excel_are_understood(separator, encoding):
    table = csv_table(f"person{separator}done\nNguyễn Ân{separator}3\n".encode(encoding))
    assert table.errors == []
    assert table.frame.to_dict("list") == {"person": ["Nguyễn Ân"], "done": [3.0]}


@pytest.mark.parametrize(
    ("written", "number"),
    [("2,5", 2.5), ("2.5", 2.5), (" 7 ", 7), ("1234,5", 1234.5), ("0,125", 0.125), ("28.125", 28.125), ("1e3", 1000)],
)
def test_a_number_is_read_with_either_decimal_mark(written, number):
    assert csv_table(f"person;done\nAn;{written}\n").frame["done"].tolist() == [number]


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("1.234,5", "unclear which sign is the decimal mark"),
        ("1,234", "thousands or decimals"),
        ("1.500", "thousands or decimals"),
        ("1.234.567", "thousands or decimals"),
        ("five", "not a number"),
        ("nan", "not a number"),
        ("inf", "not a number"),
        ("5 sp", "not a number"),
        ("#REF!", "gives an error"),
    ],
)
def test_a_doubtful_number_is_refused_with_advice(written, why):
    table = csv_table(f"person;done\nAn;1\nBinh;{written}\n")
    assert told(table) == [told(table)[0]]
    assert told(table)[0].startswith(f"work.csv, row 3, column done, “{written}”: ")
    assert why in told(table)[0]
    assert np.isnan(table.frame["done"].iloc[1])


@pytest.mark.parametrize(
    ("written", "value"),
    [("x", True), ("Có", True), ("TRUE", True), ("1", True), ("không", False), ("0", False), ("", None)],
)
def test_yes_and_no_in_both_languages(written, value):
    assert csv_table(f"person;done;member\nAn;1;{written}\n").frame["member"].tolist() == [value]


@pytest.mark.parametrize(("written", "value"), [("50%", 0.5), ("100 %", 1), ("0,5", 0.5)])
def test_a_share_may_be_a_percentage(written, value):
    assert csv_table(f"person;done;met\nAn;1;{written}\n").frame["met"].tolist() == [value]


@pytest.mark.parametrize(("written", "value"), [("không", None), ("x", "unstated"), ("khiển trách", "khiển trách")])
def test_a_plain_no_is_no_ground(written, value):
    assert csv_table(f"person;done;ground\nAn;1;{written}\n").frame["ground"].tolist() == [value]


def test_rows_are_counted_as_the_reader_sees_them():
    table = csv_table('\nperson,done\n\n"An\nBinh",1\nCuc,x\n')
    assert table.rows == [4, 5]
    assert [error.row for error in table.errors] == [5]


def test_names_in_either_form_of_accents_are_the_same():
    table = csv_table("person,done\nNguye\u0302\u0303n  An\u00a0,1\n")
    assert table.frame["person"].tolist() == ["Nguyễn An"]


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ("person;done;done", "stands twice"),
        ("person;doen;met", "did you mean done?"),
        ("person", "column done: The column is missing"),
    ],
)
def test_headers_that_cannot_be_right_are_refused(header, why):
    assert any(why in line for line in told(csv_table(f"{header}\nAn;1;1\n")))


def test_other_columns_are_left_alone_with_a_notice():
    table = csv_table("Person;DONE;Ghi chú\nAn;1;tốt\n")
    assert table.errors == []
    assert [notice.in_("en") for notice in table.notices] == ["work.csv: these columns are not used: Ghi chú."]


def test_a_decimal_comma_that_splits_a_cell_is_noticed():
    (error,) = told(csv_table("person,done\nAn,2,5\n"))
    assert "more cells than the header" in error
    assert "column C, “5”" in error


def test_an_empty_cell_of_a_column_that_must_be_filled_is_refused():
    assert told(csv_table("person,done\n,1\n")) == ["work.csv, row 2, column person: The cell is empty. Fill it in."]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "a.csv"),
        (b"\xff\xfe\x00\xd8", "a.csv"),
        (b"\xe9\xe8", "a.csv"),
        (b"a\0b", "a.csv"),
        (b'person,done\n"An,1', "a.csv"),
        (b"PK\x03\x04broken", "a.xlsx"),
        (b"person", "a.xlsx"),
        (b"person", "a.xls"),
        (b"person", "a"),
    ],
)
def test_a_file_that_is_no_table_is_one_clear_error(data, name):
    table = read_table(data, name, COLUMNS)
    assert len(table.errors) == 1
    assert table.errors[0].in_("en").startswith(f"{name}: ")


def test_a_file_that_is_not_there_is_one_clear_error(tmp_path):
    for path in (tmp_path / "none.csv", tmp_path):
        assert len(read_table(path, "none.csv", COLUMNS).errors) == 1


def test_a_workbook_is_read_like_its_csv():
    table = workbook(
        ["person", "done", "met", "member"], [None, None], [7, 2.5, 0.5, True], ["Bình", "3,5", "50%", "có"]
    )
    assert table.errors == []
    assert table.rows == [3, 4]
    assert table.frame.to_dict("list") == {
        "person": ["7", "Bình"],
        "done": [2.5, 3.5],
        "met": [0.5, 0.5],
        "member": [True, True],
    }


def test_a_formula_never_computed_is_refused():
    table = workbook(["person", "done"], ["An", "=1+1"], ["Binh", 2])
    assert told(table) == [
        "work.xlsx, row 2, column done, “=1+1”: The formula has no computed value. "
        "Open the file in Excel and save it, or write the number."
    ]


def test_a_formula_that_gives_an_empty_text_is_an_empty_cell():
    file = io.BytesIO()
    book = Workbook()
    for row in (["person", "done", "met"], ["An", 1, '=""'], ["Binh", 2, '=""']):
        book.active.append(row)
    book.save(file)
    kept = io.BytesIO()
    with zipfile.ZipFile(file) as saved, zipfile.ZipFile(kept, "w") as excel:
        for name in saved.namelist():
            content = saved.read(name)
            excel.writestr(name, re.sub(rb'(<c r="C[23]")', rb'\1 t="str"', content) if "sheet1" in name else content)
    table = read_table(kept.getvalue(), "work.xlsx", COLUMNS)
    assert table.errors == []
    assert np.isnan(table.frame["met"]).all()


def test_merged_cells_are_refused_and_merges_elsewhere_are_not():
    rows = (["person", "done", "note"], ["An", 1, "a"], [None, 2, "b"])
    refused = workbook(*rows, change=lambda book: book.active.merge_cells("A2:A3"))
    assert [(error.row, error.column) for error in refused.errors] == [(2, "person"), (3, "person")]
    whole = (["person", "done", "note"], ["An", 1, "a"], ["Binh", 2, None])
    assert workbook(*whole, change=lambda book: book.active.merge_cells("C2:C3")).errors == []


def test_the_first_visible_sheet_is_read_and_named():
    def hide_first(book):
        book.active.sheet_state = "hidden"
        book.create_sheet("Tháng 3").append(["person", "done"])
        book["Tháng 3"].append(["An", 4])

    table = workbook(["person", "done"], ["Hidden", 1], change=hide_first)
    assert table.frame["person"].tolist() == ["An"]
    assert "Tháng 3" in table.notices[0].in_("en")


def test_a_date_where_a_number_belongs_is_told_as_one():
    assert "turned this into a date" in told(workbook(["person", "done"], ["An", datetime(2026, 5, 2)]))[0]
