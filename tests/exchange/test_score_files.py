"""python -m kpi score: files in, results out, and nothing written when a cell is bad."""

import csv
import subprocess
import sys

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook

from kpi.cli import main
from kpi.exchange.scoring import RESULTS

LINES = "person,coefficient,assigned,done\nAn,1,10,9\nBinh,1,10,10\n"
PEOPLE = "person,role,general,d,dd,e,disqualified,party_member\nAn,staff,30,,,,,x\nBinh,head,30,1,1,,,\n"


@pytest.fixture
def files(tmp_path):
    class Files:
        out = tmp_path / "results.csv"

        def run(self, *options, lines=LINES, people=PEOPLE, out=None):
            for given, content in (("lines.csv", lines), ("people.csv", people)):
                if content is not None:
                    (tmp_path / given).write_text(content, encoding="utf-8")
            words = ["score", str(tmp_path / "lines.csv"), "--people", str(tmp_path / "people.csv")]
            words += [] if "--period" in options else ["--period", "2026-03"]
            words += ["--out", str(out or self.out), "--language", "en", *options]
            return CliRunner().invoke(main, words)

        def results(self):
            with self.out.open(encoding="utf-8", newline="") as file:
                return list(csv.DictReader(file))

    return Files()


def test_results_have_exactly_the_promised_columns_in_the_order_of_people(files):
    assert files.run().exit_code == 0
    rows = files.results()
    assert list(rows[0]) == list(RESULTS)
    assert rows[0] == {
        "person": "An", "status": "scored", "missing": "", "a": "0.9", "b": "0.9", "c": "0.9", "d": "", "dd": "",
        "e": "", "task_points": "63.0", "general_points": "30.0", "total": "93.0", "rank": "excellent",
        "rank_366": "completed",
    }  # fmt: skip
    assert (rows[1]["status"], rows[1]["missing"], rows[1]["total"], rows[1]["rank"]) == ("insufficient", "e", "", "")


def test_a_figure_that_does_not_end_keeps_its_full_precision(files):
    files.run(lines="person,coefficient,assigned,done,late\nAn,1,1,1,1\n", people="person,role,general\nAn,staff,30\n")
    assert float(files.results()[0]["total"]) == pytest.approx(30 + 70 * 2.75 / 3, abs=1e-12)


def test_a_local_decision_changes_the_result_and_is_named(files):
    lines = "person,coefficient,assigned,done,failed\nAn,1,10,10,1\n"
    assert "Local decision" not in files.run(lines=lines).output
    assert files.results()[0]["b"] == "0.975"
    run = files.run("--set", "deduction_basis=line", "--set", "ratio_cap=none", lines=lines)
    assert "Local decision, not law: deduction_basis = line." in run.output
    assert files.results()[0]["b"] == "0.75"


REFUSED = [
    ({"lines": LINES + "Cuc,1,5,5\n"}, ["lines.csv, row 4, column person, “Cuc”"]),
    ({"lines": LINES + "An,0,5,-1\n"}, ["row 4, column coefficient, “0”", "row 4, column done, “-1”"]),
    ({"lines": LINES.replace("9", "nine")}, ["lines.csv, row 2, column done, “nine”"]),
    ({"lines": "person,coefficient,assigned\nAn,1,1\n"}, ["lines.csv, row 1, column done"]),
    ({"lines": LINES.replace("assigned", "asigned")}, ["did you mean assigned?"]),
    ({"lines": ""}, ["lines.csv: The file has no rows"]),
    ({"people": PEOPLE + "An,staff,30,,,,,\n"}, ["people.csv, row 4, column person, “An”"]),
    ({"people": PEOPLE.replace("head", "chief")}, ["people.csv, row 3, column role, “chief”"]),
    ({"people": PEOPLE.replace("An,staff,30", "An,staff,31")}, ["people.csv, row 2, column general, “31”"]),
    ({"people": PEOPLE.replace("1,1,,,", "1,0.7,,,")}, ["people.csv, row 3, column dd, “0.7”"]),
    (
        {"lines": LINES + "An,1,x,1\n", "people": PEOPLE + "Cuc,staff,40,,,,,\n"},
        ["lines.csv, row 4", "people.csv, row 4"],
    ),
]


@pytest.mark.parametrize(("given", "told"), REFUSED)
def test_a_bad_cell_stops_the_run_names_every_error_and_writes_nothing(files, given, told):
    files.out.write_text("before", encoding="utf-8")
    run = files.run(**given)
    assert run.exit_code == 1
    for place in told:
        assert place in run.output
    assert f"Errors: {len(told)}. Nothing was written." in run.output
    assert files.out.read_text(encoding="utf-8") == "before"
    assert len(list(files.out.parent.glob("*results*"))) == 1
    assert list(files.out.parent.glob(".*")) == []


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--rules", "nd999"], "no rule set named nd999. Use one of: kh2025, nd233, nd335, nd90, qd366"),
        (["--rules", "kh2025"], "kh2025 asks for figures these files do not have"),
        (["--rules", "qd366"], "Use nd335"),
        (["--set", "deduction_basis"], "Write it as name=value"),
        (["--set", "deduction_basis=half"], "Choose one of: unit, line"),
        (["--set", "good_from=60"], "fixed by Article 20.2"),
        (["--set", "deduction_basis=line", "--set", "deduction_basis=unit"], "set twice"),
        (["--period", "2025-12"], "nd335 is not in force on 01/12/2025"),
        (["--period", "2026-13"], "not a month"),
        (["--period", "March"], "not a month"),
    ],
)
def test_an_option_that_cannot_be_used_is_one_clear_line(files, options, told):
    run = files.run(*options)
    assert run.exit_code == 1
    assert told in run.output
    assert len(run.output.splitlines()) == 1
    assert not files.out.exists()


def test_results_are_never_written_over_what_was_read(files, tmp_path):
    for name in ("lines.csv", "people.csv"):
        run = files.run(out=tmp_path / name)
        assert run.exit_code == 1
        assert "cannot be written over" in run.output
    assert (tmp_path / "lines.csv").read_text(encoding="utf-8") == LINES


@pytest.mark.parametrize(("out", "told"), [("results.txt", ".csv or .xlsx"), ("none/results.csv", "does not exist")])
def test_results_go_only_where_they_can(files, tmp_path, out, told):
    run = files.run(out=tmp_path / out)
    assert run.exit_code == 1
    assert told in run.output


def test_a_file_that_is_not_there_is_one_clear_line(files):
    run = files.run(lines=None)
    assert run.exit_code == 1
    assert "lines.csv: There is no such file." in run.output


def test_a_vietnamese_excel_export_is_read(files):
    lines = "\ufeffperson;coefficient;assigned;done;Ghi chú\nĐặng Ân ;2,5;10;10;tốt\n\n"
    run = files.run(lines=lines, people="person;role;general\nĐặng Ân;staff;27,5\n")
    assert run.exit_code == 0
    assert files.results()[0]["total"] == "97.5"


def test_workbooks_in_and_out_and_text_that_looks_like_a_formula_stays_text(files, tmp_path):
    for name, rows in (
        ("lines.xlsx", [["person", "coefficient", "assigned", "done"], ["'=1+1", 1, 10, 9], ["+An", 1, 1, 1]]),
        ("people.xlsx", [["person", "role", "general"], ["'=1+1", "staff", 30], ["+An", "staff", 30]]),
    ):
        book = Workbook()
        for row in rows:
            book.active.append(row)
        for cell in book.active["A"]:
            cell.value = str(cell.value).lstrip("'")
            cell.data_type = "s"
        book.save(tmp_path / name)
    out = tmp_path / "results.xlsx"
    words = ["score", str(tmp_path / "lines.xlsx"), "--people", str(tmp_path / "people.xlsx")]
    run = CliRunner().invoke(main, [*words, "--period", "2026-03", "--out", str(out), "--language", "en"])
    assert run.exit_code == 0, run.output
    sheet = load_workbook(out).active
    assert [cell.value for cell in sheet[1]] == list(RESULTS)
    assert [(row[0].value, row[0].data_type) for row in sheet.iter_rows(min_row=2)] == [("=1+1", "s"), ("+An", "s")]
    assert sheet["L2"].value == 93


def test_too_many_excellent_is_a_warning_and_a_person_decides(files):
    people = "person,role,general,unit,duty_group\nAn,staff,30,X,clerk\nBinh,staff,10,X,clerk\n"
    run = files.run(people=people)
    assert run.exit_code == 0
    assert "Quota of Article 20.5, X: 1 excellent, 1 good; 0 allowed" in run.output
    assert files.results()[0]["rank"] == "excellent"


def test_nobody_to_score_is_an_empty_result(files):
    assert files.run(lines="person,coefficient,assigned,done\n", people="person,role,general\n").exit_code == 0
    assert files.results() == []


def test_the_program_runs_as_a_module_and_loads_only_what_it_needs():
    code = "import kpi.cli, sys; print(sorted({'pandas', 'streamlit', 'sqlalchemy'} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
    shown = subprocess.run([sys.executable, "-m", "kpi", "--help"], capture_output=True, text=True, check=True)
    assert "score" in shown.stdout
