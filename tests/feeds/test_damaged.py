"""Hundreds of damaged files: always a clear list of errors, never a traceback, never a partial save."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time

import numpy as np
import pytest
from openpyxl import Workbook

from kpi.access.actor import Refused
from kpi.exchange.feeds.planned import Planned
from tests.access.household import everything
from tests.exchange.damage import merged, rewritten, spoilt, text_typed, typed, without_column
from tests.feeds.scene import GOOD, GOOD_TASKS, HEADER, ROWS, TASK_HEADER, Province, book, text

STATISTICS, TASKS = "Một cửa", "E-Office"
BAD_FIGURES = [
    "nhiều", "12a", "1,2,3", "1.2.3", "12 dossiers", "--5", "-5", -5, 1e300, 2.5, "2,5", "1.234.56", "1,234.5", "½",
    "#N/A", "#DIV/0!", "#REF!", True, date(2026, 3, 1), datetime(2026, 3, 1, 8, 30), time(8, 30), "01/03/2026", "O",
    "٣", "0x10", "1e5x", "∞", "nan", "NaN", "inf", "−5", "٫5", "5%", "(5)", "5-", "1/2", "10000000000000000000000",
]  # fmt: skip
BAD_PROGRESS = ["sixty", "160%", "-1%", 160, -0.5, "6o%", "#N/A", date(2026, 3, 1), True, "1", "%", "60%%", "1,2,3%"]
BAD_DAYS = ["31/02/2026", "2026-13-01", "hôm qua", "15.3", "32/01/2026", 45000, 1.5, True, "#REF!", "15/03/1026",
            "15/03/9999", "00/00/0000", "3/2026"]  # fmt: skip
WRONG_HEADERS = ["Đơn vi", "", None, "Tên", 5, date(2026, 1, 1), "#N/A", "ĐƠN  VỊ KHÁC", "x" * 5000, "=A1"]


def sentences(planned: Planned) -> list[str]:
    """Every error as people of both languages read it; a place left open would raise here."""
    return [error.in_(language) for error in planned.errors for language in ("vi", "en")]


def told(planned: Planned) -> None:
    """The list is clear: each error has words of both languages, and says more than that something is wrong."""
    read = sentences(planned)
    assert read
    assert all(len(sentence) > 25 and "{" not in sentence and "Traceback" not in sentence for sentence in read)


def refuses(province: Province, content: bytes, name: str, source: str = STATISTICS) -> Planned:
    """The file's errors, after trying to save it all the same."""
    planned = province.plan(content, name, source)
    told(planned)
    assert not planned.can_be_saved
    with pytest.raises(Refused):
        province.load(content, name, source)
    return planned


def with_cell(rows: list[list[object]], row: int, column: int, value: object) -> list[list[object]]:
    """The rows with one cell changed."""
    return [
        [value if (r, c) == (row, column) else cell for c, cell in enumerate(cells)] for r, cells in enumerate(rows)
    ]


@pytest.fixture
def untouched(small: Province) -> Iterator[Province]:
    """The scene; nothing in it may have changed afterwards."""
    before = everything(small.engine)
    yield small
    assert everything(small.engine) == before


@pytest.mark.parametrize("column", [2, 3, 4, 5], ids=["received", "resolved", "on time", "online"])
def test_a_figure_that_is_none_is_named_with_its_row_and_column(untouched: Province, column: int):
    for place, value in enumerate(BAD_FIGURES):
        row = 1 + place % 3
        planned = refuses(untouched, book(with_cell(GOOD, row, column, value)), "f.xlsx")
        assert {error.row for error in planned.errors} == {row + 1}, value


def test_the_same_figures_in_csv(untouched: Province):
    for value in [figure for figure in BAD_FIGURES if isinstance(figure, str)]:
        planned = refuses(untouched, text(with_cell(GOOD, 2, 3, value)), "f.csv")
        assert {error.row for error in planned.errors} == {3}, value


def test_progress_and_days_that_are_none(untouched: Province):
    for value in BAD_PROGRESS:
        planned = refuses(untouched, book(with_cell(GOOD_TASKS, 1, 1, value)), "f.xlsx", TASKS)
        assert {error.row for error in planned.errors} == {2}, value
    for value in BAD_DAYS:
        planned = refuses(untouched, book(with_cell(GOOD_TASKS, 2, 2, value)), "f.xlsx", TASKS)
        assert {error.row for error in planned.errors} == {3}, value


@pytest.mark.parametrize("column", range(1, 6))
def test_wrong_headers(untouched: Province, column: int):
    for value in WRONG_HEADERS:
        planned = refuses(untouched, book(with_cell(GOOD, 0, column, value)), "f.xlsx")
        assert HEADER[column] in {error.column for error in planned.errors}
        assert planned.lines == ()


def test_a_header_that_stands_twice_is_not_guessed_about(untouched: Province):
    for column in range(1, 6):
        planned = refuses(untouched, book([[*HEADER, HEADER[column]], *([*row, 7] for row in ROWS)]), "f.xlsx")
        assert planned.errors[0].column == HEADER[column]


def test_a_column_taken_away_is_missed(untouched: Province):
    for column in range(2, 7):
        refuses(untouched, spoilt(book(GOOD), without_column(0, column)), "f.xlsx")


def test_the_header_on_another_row_is_missed(untouched: Province):
    for above in range(1, 6):
        refuses(untouched, book([*([["Báo cáo"]] * above), *GOOD]), "f.xlsx")


def test_merged_cells_are_not_guessed_about(untouched: Province):
    for area in ("C2:C3", "C2:C4", "D2:E2", "C2:D3", "B2:B3", "B2:C2", "B3:E4", "A2:B3", "C1:D1", "B1:F1", "E3:F4"):
        refuses(untouched, spoilt(book(GOOD), merged(0, area)), "f.xlsx")


def test_merged_figures_of_tasks_are_not_guessed_about(untouched: Province):
    for area in ("B2:B3", "A2:A3", "A1:B1", "A2:B2"):
        refuses(untouched, spoilt(book(GOOD_TASKS), merged(0, area)), "f.xlsx", TASKS)


def test_a_merged_million_of_cells_costs_nothing(untouched: Province):
    area = b'</sheetData><mergeCells count="1"><mergeCell ref="C2:C1048576"/></mergeCells>'
    refuses(untouched, rewritten(book(GOOD), b"</sheetData>", area), "f.xlsx")


def test_formulas_nobody_computed(untouched: Province):
    for cell in ("C2", "D3", "E4", "F2"):
        for formula in ("=1+1", "=SUM(C3:C4)", '=HYPERLINK("http://x")', "=cmd|' /C calc'!A0"):
            planned = refuses(untouched, spoilt(book(GOOD), typed(0, **{cell: formula})), "f.xlsx")
            assert int(cell[1]) in {error.row for error in planned.errors}


def test_a_unit_written_as_a_formula(untouched: Province):
    refuses(untouched, spoilt(book(GOOD), typed(0, B2="=B3")), "f.xlsx")
    planned = untouched.plan(spoilt(book(GOOD), text_typed(0, "B2", "=cmd|calc")), "f.xlsx")
    assert [one.name for one in planned.unknown] == ["=cmd|calc"]


def test_rows_that_stand_twice(untouched: Province):
    for row in ROWS:
        for again in (row, [9, row[1], 1, 1, 1, 1], [9, row[1].upper(), *row[2:]], [9, f"  {row[1]} ", *row[2:]]):
            planned = refuses(untouched, book([*GOOD, again]), "f.xlsx")
            assert [error.row for error in planned.errors] == [5]
    refuses(untouched, book([*GOOD_TASKS, ["nv01", "70%", "", ""]]), "f.xlsx", TASKS)
    refuses(untouched, book([*GOOD_TASKS, ["Rà soát thủ tục hành chính", "70%", "", ""]]), "f.xlsx", TASKS)


def test_hidden_sheets(untouched: Province):
    def hide(book_):
        book_.create_sheet("Khác").append(["trống"])
        book_.worksheets[0].sheet_state = "hidden"

    def hide_first(book_):
        book_.create_sheet("Ẩn", 0).append(["x"])
        book_.worksheets[0].sheet_state = "veryHidden"

    refuses(untouched, spoilt(book(GOOD), hide), "f.xlsx")
    assert len(untouched.plan(spoilt(book(GOOD), hide_first), "f.xlsx").lines) == 9  # the hidden one is not read


def test_half_filled_pairs(untouched: Province):
    for row in (1, 2, 3):
        for column in (3, 4, 5, 2):
            refuses(untouched, book(with_cell(GOOD, row, column, None)), "f.xlsx")


def test_figures_without_a_unit(untouched: Province):
    for value in (None, "", "   ", "\u00a0"):
        planned = refuses(untouched, book(with_cell(GOOD, 2, 1, value)), "f.xlsx")
        assert planned.errors[0].row == 3


@pytest.mark.parametrize("name", ["f.xlsx", "f.csv", "f.xls", "f.pdf", "f", "", ".xlsx", "f.XLSX", "f.csv.exe"])
def test_what_is_no_table_at_all(untouched: Province, name: str):
    random = np.random.default_rng(7).bytes(3000)
    contents = [
        b"", b" ", b"\0", b"\xff\xfe", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18, b"%PDF-1.7", random, b"{}", b"\n\n",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random, b"<html><table></table>", b'"', b'"open', b";;;;\n" * 9,
        "Đơn vị".encode("cp1258", "replace"), b"\xef\xbb\xbf", "Đơn vị;x".encode("utf-16"),
    ]  # fmt: skip
    for content in contents:
        refuses(untouched, content, name)


def test_a_workbook_cut_off_anywhere(untouched: Province):
    whole = book(GOOD)
    for share in np.linspace(0.02, 0.98, 40):
        refuses(untouched, whole[: int(len(whole) * share)], "f.xlsx")


def test_a_workbook_with_any_byte_turned(untouched: Province):
    """A file is refused, or read as it was: a flipped byte never makes other figures."""
    whole, random = book(GOOD), np.random.default_rng(1)
    good = [(line.target, line.code, line.after) for line in untouched.plan(whole).lines]
    for place in random.integers(0, len(whole), 120):
        content = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
        planned = untouched.plan(content)
        if planned.errors:
            told(planned)
        else:
            assert [(line.target, line.code, line.after) for line in planned.lines] == good


def test_parts_of_the_workbook_that_are_missing_or_garbled(untouched: Province):
    whole = book(GOOD)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = archive.namelist()
    for gone in parts:
        for content in (None, b"", b"<", b"\xff" * 50, b"<?xml version='1.0'?><x/>"):
            planned = untouched.plan(_with_part(whole, gone, content))
            assert planned.errors or len(planned.lines) == 9, gone
            if planned.errors:
                told(planned)


def _with_part(whole: bytes, name: str, content: bytes | None) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as before, zipfile.ZipFile(held, "w") as after:
        for part in before.namelist():
            if part != name:
                after.writestr(part, before.read(part))
            elif content is not None:
                after.writestr(part, content)
    return held.getvalue()


def test_entities_that_would_grow_are_not_followed(untouched: Province):
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;'
    refuses(untouched, rewritten(book(GOOD), b"<worksheet", bomb), "f.xlsx")


def test_an_archive_that_unpacks_to_far_more_than_it_is(untouched: Province):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * 70_000_000)
    refuses(untouched, held.getvalue(), "f.xlsx")


def test_a_cell_at_the_end_of_the_sheet(untouched: Province):
    made = Workbook()
    for row in GOOD:
        made.active.append(row)
    made.active["XFD1048576"] = 1
    held = io.BytesIO()
    made.save(held)
    refuses(untouched, held.getvalue(), "f.xlsx")


def test_far_too_many_rows(untouched: Province):
    refuses(untouched, text([HEADER, *([[1, f"Xã {n}", 1, 1, 1, 1] for n in range(22_000)])]), "f.csv")


def test_csv_with_rows_of_any_length(untouched: Province):
    for rows in ([HEADER[:3], *ROWS], [[], HEADER], [HEADER], [HEADER, ["x"]], [HEADER, [1, "Xã Vạn Ninh", 120, 100]]):
        refuses(untouched, text(rows), "f.csv")
    assert len(untouched.plan(text([HEADER, [*ROWS[0], "thừa", "nữa"]]), "f.csv").lines) == 3


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_honest_csv_files_of_every_kind_are_read(untouched: Province, separator: str, encoding: str):
    assert len(untouched.plan(text(GOOD, separator, encoding), "f.csv").lines) == 9


def test_csv_in_the_encodings_of_the_past_is_refused_not_garbled(untouched: Province):
    for encoding in ("cp1258", "cp1252", "latin-1"):
        refuses(untouched, text([["Đơn vị"[1:], "é"], *ROWS]).decode("utf-8-sig").encode(encoding, "replace"), "f.csv")


def test_very_long_names_are_refused(untouched: Province):
    refuses(untouched, book(with_cell(GOOD, 1, 1, "x" * 301)), "f.xlsx")
    refuses(untouched, book(with_cell(GOOD_TASKS, 1, 3, "x" * 2001)), "f.xlsx", TASKS)


def test_control_characters_and_lone_surrogates(untouched: Province):
    planned = untouched.plan(text(with_cell(GOOD, 1, 1, "Xã\x07Vạn\x1bNinh"), ","), "f.csv")
    assert planned.unknown or planned.errors
    assert not planned.can_be_saved


def test_a_mapping_onto_a_file_of_the_other_kind(untouched: Province):
    refuses(untouched, book(GOOD_TASKS), "f.xlsx", STATISTICS)
    refuses(untouched, book(GOOD), "f.xlsx", TASKS)
    refuses(untouched, book([TASK_HEADER]), "f.xlsx", TASKS)


def test_any_text_anywhere_is_an_answer_and_not_a_traceback(untouched: Province):
    random = np.random.default_rng(2)
    signs = list("0123456789.,;%-+=@'\"\t\n[]<>&#ăâđêôơưẠ /\u00a0\u200b𝟓٣")
    for _ in range(150):
        row, column = int(random.integers(0, 4)), int(random.integers(0, 6))
        value = "".join(random.choice(signs, int(random.integers(1, 12))))
        planned = untouched.plan(text(with_cell(GOOD, row, column, value), ","), "f.csv")
        if planned.errors:
            told(planned)
