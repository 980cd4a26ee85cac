"""The report for the 25th: from live data, in the layout of an office, and never more than text."""

import io
import os
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import Engine, select

from kpi.access.actor import Actor, NotPermitted, Refused
from kpi.cli import main
from kpi.exchange.reform_report.book import report_workbook
from kpi.exchange.reform_report.report import Report, reform_report
from kpi.exchange.reform_report.word import report_document
from kpi.storage.tables import TaskTerms, Unit
from kpi.storage.unit_of_work import reading
from tests.access.household import everything
from tests.feeds.scene import GOOD, HOME_AFFAIRS, Province, book, settle_province
from tests.feeds.test_import import confirm_all

TODAY = date(2026, 4, 10)


@pytest.fixture
def loaded(engine: Engine) -> Province:
    """The scene with a confirmed month."""
    made = settle_province(engine)
    made.save()
    made.load(book(GOOD))
    made.change(confirm_all)
    return made


def report_of(province: Province, code: str = "2026-03", today: date = TODAY) -> Report:
    with reading(province.engine) as session:
        return reform_report(session, HOME_AFFAIRS, code, today)


def words_of(content: bytes) -> list[str]:
    """Every text of a .docx, its tables included."""
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs] + cells


def cells_of(content: bytes) -> list[object]:
    """Every value of an .xlsx."""
    book_ = load_workbook(io.BytesIO(content))
    return [
        cell.value for sheet in book_.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None
    ]


def test_the_report_says_what_was_confirmed(loaded: Province):
    """On time (95 + 171 + 1330) of (100 + 180 + 1400), online (90 + 160 + 1450) of (120 + 200 + 1500)."""
    said = words_of(report_document(report_of(loaded)))
    assert {"95,00%", "93,41%", "1.596", "1.680", "1.820"} <= set(said)


def test_the_layout_is_that_of_an_office(loaded: Province):
    said = words_of(report_document(report_of(loaded)))
    for expected in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "SỞ NỘI VỤ", "BÁO CÁO",
                     "Số: ....../BC-SNV", "Khánh Hòa, ngày 10 tháng 04 năm 2026", "GIÁM ĐỐC", "Nơi nhận:"):  # fmt: skip
        assert any(expected in text for text in said), expected


def test_published_rates_stand_apart_with_their_source(engine: Engine):
    province = settle_province(engine)
    report = report_of(province)
    table = next(table for section in report.sections for table in section.tables if table.key == "published")
    rows = [(row["period"], row["level"], row["value"], row["quantities"]) for row in table.rows]
    assert ("Quý 3/2025", "Toàn tỉnh", "93,28%", "137.884/147.818") in rows
    assert ("Quý 3/2025", "Cấp xã", "95,50%", "–") in rows
    assert all(row["source"] for row in table.rows)
    counted = next(table for section in report.sections for table in section.tables if table.key == "values")
    assert counted.rows == ()


def test_who_has_not_reported_is_named(loaded: Province):
    report = report_of(loaded)
    table = next(table for section in report.sections for table in section.tables if table.key == "silent")
    assert "Sở Tài chính" in {row["unit"] for row in table.rows}


def test_both_files_hold_the_same_rows(loaded: Province):
    report = report_of(loaded)
    sheet = [str(value) for value in cells_of(report_workbook(report))]
    for section in report.sections:
        for table in section.tables:
            for row in table.rows:
                for key in ("name", "unit", "task"):
                    assert str(row.get(key, sheet[0])) in sheet


NASTY = [
    "=cmd|'/C calc'!A0",
    "{{ 7*7 }}",
    "{% for x in y %}",
    "<w:br/>&amp;",
    "+1",
    "@SUM(A1)",
    "a\x0bb\x07",
    "\ud800x",
]


@pytest.mark.parametrize("name", NASTY[:-1])
def test_what_people_typed_stays_text(loaded: Province, name: str):
    def rename(session):
        terms = session.scalars(select(TaskTerms).where(TaskTerms.task_id == 1)).one()
        terms.name, terms.due = name, date(2026, 4, 12)
        session.scalars(select(Unit).where(Unit.code == "STC")).one().name = name

    if loaded.engine.dialect.name == "postgresql" and "\x00" in name:
        return
    loaded.change(rename)
    report = report_of(loaded)
    said = words_of(report_document(report))
    clean = name.replace("\x0b", "").replace("\x07", "")
    assert any(clean in text for text in said)
    assert not any(text == "49" for text in said)
    book_ = load_workbook(io.BytesIO(report_workbook(report)))
    assert all(cell.data_type != "f" for sheet in book_.worksheets for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize(
    ("code", "match"), [("2026-13", "not a month"), ("2026", "not a month"), ("2026-05", "not begun")]
)
def test_only_months_that_have_begun_are_reported(loaded: Province, code: str, match: str):
    with pytest.raises(Refused, match=match):
        report_of(loaded, code)


def test_nobody_without_a_role_gets_the_report(loaded: Province):
    with reading(loaded.engine) as session, pytest.raises(NotPermitted):
        reform_report(session, Actor(None, "x", "x", None, ()), "2026-03", TODAY)


@pytest.fixture
def at_the_machine(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Province:
    """The scene, reached as an operator does."""
    monkeypatch.setenv("DATABASE_URL", engine.url.render_as_string(hide_password=False))
    made = settle_province(engine)
    made.save()
    return made


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["reform", *words, "--language", "en"])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def test_the_operator_imports_and_reports(at_the_machine: Province, tmp_path: Path):
    file = tmp_path / "thang-3.xlsx"
    file.write_bytes(book(GOOD))
    code, said = run("import", str(file), "--source", "Một cửa", "--period", "2026-03", "--dry-run")
    assert (code, at_the_machine.values()) == (0, {})
    assert "9 new" in said
    assert "trial" in said
    code, said = run("import", str(file), "--source", "Một cửa", "--period", "2026-03")
    assert code == 0
    assert len(at_the_machine.values()) == 9
    code, said = run("import", str(file), "--source", "Một cửa", "--period", "2026-03")
    assert (code, "nothing was changed" in said) == (0, True)
    for ending in (".docx", ".xlsx"):
        code, said = run("report", "--period", "2026-03", "--out", str(tmp_path / f"r{ending}"))
        assert code == 0, said
    assert "BÁO CÁO" in words_of((tmp_path / "r.docx").read_bytes())
    assert "BÁO CÁO" in cells_of((tmp_path / "r.xlsx").read_bytes())


def test_every_error_is_named_and_nothing_changes(at_the_machine: Province, tmp_path: Path):
    file = tmp_path / "sai.xlsx"
    file.write_bytes(book([GOOD[0], [1, "Xã Vạn Ninh", "x", 100, 200, 3], [2, "Xã Lạ", 1, 1, 1, 1]]))
    before = everything(at_the_machine.engine)
    code, said = run("import", str(file), "--source", "Một cửa", "--period", "2026-03")
    assert code == 1
    assert "Xã Lạ" in said
    assert "row 2" in said
    assert everything(at_the_machine.engine) == before


@pytest.mark.parametrize(
    ("words", "match"),
    [
        (("import", "{none}", "--source", "Một cửa", "--period", "2026-03"), "no file"),
        (("import", "{here}", "--source", "Nowhere", "--period", "2026-03"), "no source"),
        (("import", "{here}", "--source", "Một cửa", "--period", "2026"), "not a month"),
        (("import", "{here}", "--source", "Một cửa", "--period", "2026-02"), "closed"),
        (("import", "{folder}", "--source", "Một cửa", "--period", "2026-03"), "cannot be opened"),
        (("report", "--period", "2026-03", "--out", "{folder}/r.pdf"), ".docx or .xlsx"),
        (("report", "--period", "x", "--out", "{folder}/r.docx"), "not a month"),
        (("report", "--period", "2099-01", "--out", "{folder}/r.docx"), "not begun"),
        (("report", "--period", "2026-03", "--out", "{folder}/no/r.docx"), "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said_and_leaves_nothing(
    at_the_machine: Province, tmp_path: Path, words: tuple[str, ...], match: str
):
    file = tmp_path / "f.xlsx"
    file.write_bytes(book(GOOD))
    places = {"none": str(tmp_path / "none.xlsx"), "here": str(file), "folder": str(tmp_path)}
    before, there = everything(at_the_machine.engine), sorted(os.listdir(tmp_path))
    code, said = run(*(word.format_map(places) for word in words))
    assert code == 1
    assert match in said
    assert everything(at_the_machine.engine) == before
    assert sorted(os.listdir(tmp_path)) == there
