"""python -m kpi staffing: tables in, need out, and nothing written when a cell is wrong."""

import csv
import subprocess
import sys
from itertools import product

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook

from kpi.cli import main
from kpi.staffing.wisn.columns import RESULTS

TABLES = {
    "families": [
        ["unit", "family", "existing", "awt_hours", "working_days", "hours_per_day", "public_holidays", "annual_leave",
         "sick_leave", "other_leave"],
        ["Vạn Ninh", "office", 5, 1578, "", "", "", "", "", ""],
        ["Vạn Ninh", "land", 3, "", 261, 8, 11, 12, 5, 10],
    ],
    "activities": [
        ["unit", "family", "activity", "volume", "rate_per_hour", "unit_time_minutes"],
        *[["Vạn Ninh", "office", f"o{n}", v, r, ""] for n, (v, r) in enumerate(
            zip([329, 487, 293, 12778, 2371, 40751, 6287], [6, 6, 3, 6, 6, 12, 6], strict=True))],
        ["Vạn Ninh", "land", "permit", 300, "", 480],
    ],
    "support": [
        ["unit", "family", "activity", "amount", "basis"],
        ["Vạn Ninh", "office", "meetings", 336, "hours_per_year"],
        ["Vạn Ninh", "land", "travel", 60, "min_per_day"],
    ],
    "individual": [
        ["unit", "family", "duty", "staff", "hours_per_year"],
        ["Vạn Ninh", "office", "head", 1, 2184],
    ],
}  # fmt: skip


class Files:
    """A folder of tables, or one workbook, and the verb run on them."""

    def __init__(self, folder):
        self.folder = folder
        self.source, self.out = folder / "in", folder / "out.csv"
        self.source.mkdir()

    def write(self, tables=TABLES):
        for path in self.source.iterdir():
            path.unlink()
        for name, rows in tables.items():
            with (self.source / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(rows)

    def book(self, tables=TABLES, title=str):
        book = Workbook()
        book.remove(book.worksheets[0])
        for name, rows in tables.items():
            sheet = book.create_sheet(title(name))
            for row in rows:
                sheet.append([None if cell == "" else cell for cell in row])
        path = self.folder / "in.xlsx"
        book.save(path)
        return path

    def run(self, source=None, out=None, *options):
        words = ["staffing", str(source or self.source), "--out", str(out or self.out), "--language", "en", *options]
        return CliRunner().invoke(main, words)

    def rows(self):
        with self.out.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


def changed(table, row, column, value):
    """The tables with one cell changed; row and column as a person counts them in the file."""
    copied = {name: [list(line) for line in lines] for name, lines in TABLES.items()}
    copied[table][row - 1][TABLES[table][0].index(column)] = value
    return copied


def without(*names):
    return {name: rows for name, rows in TABLES.items() if name not in names}


def test_the_result_has_exactly_the_promised_columns_and_the_published_figures(files):
    files.write()
    assert files.run().exit_code == 0
    office, land = files.rows()
    assert list(office) == list(RESULTS)
    assert float(office["required"]) == pytest.approx(7.18294346172921, abs=1e-13)
    assert (office["rounded"], office["existing"]) == ("7", "5.0")
    awt = (261 - 11 - 12 - 5 - 10) * 8
    assert float(land["awt_hours"]) == awt
    assert float(land["required"]) == pytest.approx(300 * 8 / awt / (1 - 60 / 480))


def test_a_workbook_gives_the_same_as_a_folder(files):
    files.write()
    files.run()
    before = files.rows()
    assert files.run(files.book()).exit_code == 0
    assert files.rows() == before
    assert files.run(files.book(title=str.upper)).exit_code == 0
    assert files.rows() == before


def test_a_result_may_be_a_workbook(files):
    files.write()
    out = files.folder / "out.xlsx"
    assert files.run(out=out).exit_code == 0
    header, first, _ = load_workbook(out).worksheets[0].iter_rows(values_only=True)
    assert list(header) == list(RESULTS)
    assert first[7] == 7


def test_support_and_individual_duties_may_be_absent(files):
    files.write(without("support", "individual"))
    assert files.run().exit_code == 0
    assert [(row["b"], row["c"]) for row in files.rows()] == [("1.0", "0.0"), ("1.0", "0.0")]


def test_what_was_assumed_is_said(files):
    files.write(changed("families", 3, "hours_per_day", "") | {"support": TABLES["support"][:2]})
    run = files.run()
    assert "8 hours a day were taken" in run.output
    files.write(changed("families", 3, "other_leave", ""))
    assert "Empty cells of other_leave were counted as no days." in files.run().output
    files.write()
    assert (
        "hours a day were taken" in files.run().output
    )  # the office's support is by the year, the land's day is given


REFUSED = [
    ("activities", 9, "volume", -5, "activities.csv, row 9, column volume, “-5”: unit Vạn Ninh, family land"),
    ("activities", 9, "volume", "many", "activities.csv, row 9, column volume, “many”: unit Vạn Ninh, family land"),
    ("activities", 9, "volume", "", "activities.csv, row 9, column volume: unit Vạn Ninh, family land"),
    ("activities", 9, "unit_time_minutes", 0, "activities.csv, row 9, column unit_time_minutes, “0”: unit Vạn Ninh"),
    ("activities", 9, "unit_time_minutes", "", "activities.csv, row 9, column unit_time_minutes: unit Vạn Ninh"),
    ("activities", 9, "rate_per_hour", 3, "row 9, column unit_time_minutes, “480”: unit Vạn Ninh"),
    ("activities", 9, "family", "sea", "activities.csv, row 9, column family, “sea”: unit Vạn Ninh, family sea"),
    ("activities", 3, "activity", "o0", "activities.csv, row 3, column activity, “o0”: unit Vạn Ninh, family office"),
    ("support", 3, "amount", 480, "support.csv, row 3, column amount, “480”: unit Vạn Ninh, family land: Support"),
    ("support", 2, "amount", 1578, "support.csv, row 2, column amount, “1,578”: unit Vạn Ninh, family office: Support"),
    ("support", 2, "basis", "per moon", "support.csv, row 2, column basis, “per moon”: unit Vạn Ninh"),
    ("families", 3, "annual_leave", 260, "families.csv, row 3, column working_days, “261”: unit Vạn Ninh, family land"),
    ("families", 2, "awt_hours", 0, "families.csv, row 2, column awt_hours, “0”: unit Vạn Ninh, family office"),
    ("families", 2, "awt_hours", "", "families.csv, row 2, column awt_hours: unit Vạn Ninh, family office"),
    ("families", 2, "existing", -1, "families.csv, row 2, column existing, “-1”: unit Vạn Ninh, family office"),
    ("families", 3, "family", "office", "families.csv, row 3, column family, “office”: unit Vạn Ninh, family office"),
    ("individual", 2, "hours_per_year", -1, "individual.csv, row 2, column hours_per_year, “-1”: unit Vạn Ninh"),
    ("individual", 2, "staff", "one", "individual.csv, row 2, column staff, “one”: unit Vạn Ninh, family office"),
]


@pytest.mark.parametrize(("table", "row", "column", "value", "told"), REFUSED)
def test_impossible_input_names_row_unit_and_value_and_writes_nothing(files, table, row, column, value, told):
    files.out.write_text("before", encoding="utf-8")
    files.write(changed(table, row, column, value))
    run = files.run()
    assert run.exit_code == 1
    assert told in run.output
    assert "Nothing was written." in run.output
    assert files.out.read_text(encoding="utf-8") == "before"
    assert [path.name for path in files.folder.iterdir() if path.name.startswith(".")] == []


def test_errors_of_every_table_are_told_together_in_order(files):
    tables = changed("activities", 9, "volume", -5)
    tables["support"][1][3] = "x"
    tables["families"][1][2] = "five"
    files.write(tables)
    lines = files.run().output.splitlines()
    assert [line.split(",")[0] for line in lines[:3]] == ["families.csv", "activities.csv", "support.csv"]
    assert lines[3] == "Errors: 3. Nothing was written. Correct the cells and run again."


def test_a_fault_in_a_workbook_names_its_sheet(files):
    run = files.run(files.book(changed("activities", 9, "volume", -5)))
    assert run.exit_code == 1
    assert "in.xlsx, activities, row 9, column volume, “-5”: unit Vạn Ninh, family land" in run.output


def test_the_same_is_said_in_vietnamese(files):
    files.write(changed("activities", 9, "volume", -5))
    run = CliRunner().invoke(main, ["staffing", str(files.source), "--out", str(files.out)])
    assert run.exit_code == 1
    assert "dòng 9" in run.output
    assert "đơn vị Vạn Ninh" in run.output


@pytest.mark.parametrize(
    ("tables", "told"),
    [
        (without("families"), "The table families is missing."),
        (without("activities"), "The table activities is missing."),
        ({}, "The table families is missing."),
        (TABLES | {"families": []}, "families.csv: The file has no rows"),
        (TABLES | {"families": TABLES["families"][:1]}, "families.csv: There is no row."),
        (TABLES | {"activities": [["unit", "family", "activity"]]}, "column volume: The column is missing"),
    ],
)
def test_a_missing_or_empty_table_is_one_clear_line(files, tables, told):
    files.write(tables)
    run = files.run()
    assert run.exit_code == 1
    assert told in run.output
    assert not files.out.exists()


def test_a_place_that_cannot_be_read_or_written_is_refused(files):
    files.write()
    for source, out, told in (
        (files.folder / "nowhere", None, "neither a folder nor a workbook"),
        (files.folder / "nowhere.xlsx", None, "There is no such file"),
        (None, files.folder / "out.txt", "results are written as .csv or .xlsx"),
        (None, files.folder / "no" / "out.csv", "its folder does not exist"),
        (None, files.source / "families.csv", "is read and cannot be written over"),
    ):
        run = files.run(source, out)
        assert run.exit_code == 1
        assert told in run.output
    assert files.run(files.source / "families.csv").exit_code == 1
    (files.folder / "broken.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    assert files.run(files.folder / "broken.xlsx").exit_code == 1


DAMAGES = [
    "",
    " ",
    "abc",
    -1,
    -0.5,
    0,
    "1e999",
    "nan",
    "#REF!",
    "1.234.567",
    "=1+1",
    "５",
    True,
    1e308,
    "12-05-2026",
    "0x1F",
    "\u200b",
]
CELLS = [(name, row, column) for name in TABLES for row in (1, 2) for column in TABLES[name][0]]


@pytest.mark.parametrize("damage", DAMAGES, ids=repr)
def test_no_damage_to_any_cell_is_a_crash_or_leaves_half_a_file(files, damage):
    for table, row, column in CELLS:
        files.out.unlink(missing_ok=True)
        files.write(changed(table, row, column, damage))
        run = files.run()
        assert run.exception is None or isinstance(run.exception, SystemExit), (table, row, column, run.exception)
        assert run.exit_code in (0, 1)
        assert files.out.exists() == (run.exit_code == 0)
        if run.exit_code == 0:
            assert all(0 <= float(found["required"]) < 1e9 for found in files.rows())
        else:
            assert run.output.count("\n") >= 2


def test_damaged_workbooks_are_refused_or_computed(files):
    for cut, damage in product((0, 40, 200), (b"", b"\0" * 50, b"PK")):
        data = files.book().read_bytes()
        (files.folder / "cut.xlsx").write_bytes(data[: len(data) - cut] + damage)
        run = files.run(files.folder / "cut.xlsx")
        assert run.exit_code in (0, 1)
        assert run.exception is None or isinstance(run.exception, SystemExit)


def test_the_verb_runs_as_a_module(files):
    files.write()
    command = [sys.executable, "-m", "kpi", "staffing", str(files.source), "--out", str(files.out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(files.rows()) == 2
