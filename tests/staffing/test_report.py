"""The workbook's live formulas give the tool's own figures, and the report says what the screen says."""

import io
import shutil
import subprocess
from datetime import date

import pytest
from docx import Document
from openpyxl import load_workbook

from kpi.exchange.staffing_report_book import staffing_workbook
from kpi.exchange.staffing_report_word import staffing_report
from kpi.staffing.today import Picture, inputs_of, picture
from kpi.staffing.volumes.commands import SetVolume
from kpi.storage.tables import Unit
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import Scene
from tests.staffing.formulas import Sheets

COLUMNS = {"E": "awt_hours", "F": "a", "G": "b", "H": "c", "I": "required", "K": "needed", "L": "low", "M": "high",
           "N": "existing", "O": "gap"}  # fmt: skip
pytestmark = pytest.mark.parametrize("scene", ["sqlite"], indirect=True)


@pytest.fixture
def shown(scene: Scene) -> Picture:
    scene.change(Unit, Unit.code == "cam-lam", name="=HYPERLINK(1)", population=5000, suspect="Tròn")
    for code, volume in (("MC.1", 6000.0), ("DD.1", 312.5), ("TP.2", 70.0)):
        scene.do("organizing", SetVolume("dien-khanh", code, 2026, volume))
    scene.do("organizing", SetVolume("cam-lam", "DD.1", 2026, 50))
    with reading(scene.engine) as session:
        return picture(inputs_of(session, scene.actor("organizing"), 2026, date(2026, 6, 1)), 0.3)


def test_every_formula_gives_the_figure_the_tool_computes(shown: Picture) -> None:
    sheets = Sheets(load_workbook(io.BytesIO(staffing_workbook(shown, 0.3, "en"))))
    for number, row in enumerate(shown.families.to_dict("records"), 2):
        for column, name in COLUMNS.items():
            assert sheets.value("Job families", column, number) == pytest.approx(row[name], abs=1e-9), (column, number)
        words = {"short": "short", "over": "over", "no_difference": "no difference shown"}
        assert sheets.value("Job families", "Q", number) == words[row["verdict"]]


def test_units_and_the_whole_are_sums_of_their_families(shown: Picture) -> None:
    sheets = Sheets(load_workbook(io.BytesIO(staffing_workbook(shown, 0.3, "en"))))
    units = shown.units.set_index("unit")
    for number in (2, 3):
        row = units.loc[sheets.value("Units", "A", number)]
        assert sheets.value("Units", "D", number) == row["existing"]
        assert sheets.value("Units", "F", number) == pytest.approx(row["needed"])
    assert sheets.value("Units", "F", 4) == pytest.approx(shown.province["needed"])
    assert sheets.value("Units", "J", 4) == pytest.approx(shown.province["ratio"])


def test_a_changed_input_changes_the_need(shown: Picture) -> None:
    book = load_workbook(io.BytesIO(staffing_workbook(shown, 0.3, "en")))
    before = Sheets(book).value("Units", "F", 4)
    book["Working time"]["B6"].value = 4
    assert Sheets(book).value("Units", "F", 4) > before * 1.3


def test_a_name_that_looks_like_a_formula_stays_a_name(shown: Picture) -> None:
    sheet = load_workbook(io.BytesIO(staffing_workbook(shown, 0.2, "vi"))).worksheets[1]
    names = {cell.value: cell for cell in sheet["B"]}
    assert names["=HYPERLINK(1)"].data_type == "s"
    assert names["=HYPERLINK(1)"].quotePrefix


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_computes_the_same(shown: Picture, tmp_path) -> None:
    (tmp_path / "w.xlsx").write_bytes(staffing_workbook(shown, 0.3, "en"))
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    command = [
        "soffice",
        home,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(tmp_path / "o"),
        str(tmp_path / "w.xlsx"),
    ]
    subprocess.run(command, capture_output=True, timeout=180, check=True)
    sheet = load_workbook(tmp_path / "o" / "w.xlsx", data_only=True)["Job families"]
    for row, expected in zip(
        sheet.iter_rows(min_row=2, values_only=True), shown.families.to_dict("records"), strict=True
    ):
        assert row[8] == pytest.approx(expected["required"], abs=1e-9)
        assert row[10] == pytest.approx(expected["needed"], abs=1e-9)


@pytest.mark.parametrize(("language", "told"), [("vi", "Số liệu cần kiểm tra trước"), ("en", "Figures to check first")])
def test_the_report_names_what_to_check_before_any_unit(shown: Picture, language: str, told: str) -> None:
    document = Document(io.BytesIO(staffing_report(shown, 0.3, language)))
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings[0] == told
    assert len(document.tables) == 3
    units = [row.cells[0].text for row in document.tables[2].rows][1:]
    assert units == list(shown.units.sort_values("gap", kind="stable")["name"])
    words = "\n".join(p.text for p in document.paragraphs)
    assert ("proposal, not in force" if language == "en" else "đề xuất, chưa có hiệu lực") in words
    assert "31-HD/BTCTW" in words
