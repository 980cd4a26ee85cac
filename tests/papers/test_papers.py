"""The papers of a unit and of the province: their columns, their figures, who gets them, in Excel and in Word."""

import io
from datetime import date

import docx
import pytest
from openpyxl import load_workbook

from kpi.access.actor import NotPermitted, Refused
from kpi.assessment.petitions.changes import Change
from kpi.assessment.petitions.correct import CorrectResult
from kpi.exchange.papers.issue import DOCX, NAMES, XLSX, Asked, issue
from kpi.storage.tables import Period, PeriodResult, Person, Product, WorkLine
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import FEBRUARY, MARCH
from tests.petitions.test_petitioning import answer, petition
from tests.publishing.closed import closed, published

ODD = "=1+1 <b>&amp;</b> {{ 7*7 }} {% raw %} {_{ x }_} “ngoặc”"


def made(scene, who, kind, form=XLSX, unit="dien-khanh", code=MARCH, **more):
    asked = Asked(kind, form, code, scene.unit(unit).id if unit else None, **more)
    with reading(scene.engine) as session:
        return issue(session, scene.actor(who), asked)


def sheet(data, number=0):
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(data)).worksheets[number].iter_rows()]


def row_with(rows, text):
    return next(row for row in rows if text in [str(cell) for cell in row])


def word(data):
    """Every paragraph's text, and every table's rows, in order."""
    document = docx.Document(io.BytesIO(data))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    return [paragraph.text for paragraph in document.paragraphs], tables


@pytest.fixture
def unit(scene):
    """Two officials of a closed month, one corrected after a petition, one whose rank was decided lower."""
    scene.approved("an", done=8)
    scene.approved("binh")
    published(scene, "an", "binh", decided_rank="good", proposed_rank="excellent")
    scene.change(PeriodResult, PeriodResult.person_id == scene.person("an"), decided_rank=None, proposed_rank=None)
    number = petition(scene)
    scene.do("chair", answer(number))
    line = scene.line("an").id
    changes = tuple(Change(9.0, line_id=line, field=f"reviewed_{name}") for name in ("done", "quality_ok"))
    scene.do("chair", CorrectResult(number, changes, "Theo hồ sơ."))
    return scene


def test_the_units_summary_has_the_columns_of_the_document_and_the_rank_that_counts(unit):
    rows = sheet(made(unit, "chair", "unit_summary"))
    head = row_with(rows, "STT")
    assert head == [
        "STT", "Họ và tên", "Đơn vị", "Chức vụ", "Điểm tiêu chí chung", "Điểm nhiệm vụ", "Tổng điểm",
        "Xếp loại (hệ thống)", "Xếp loại (đề xuất)", "Xếp loại (quyết định)", "Ghi chú",
    ]  # fmt: skip
    an, binh = row_with(rows, "Person an"), row_with(rows, "Person binh")
    assert an[4:7] == [30, pytest.approx(63), pytest.approx(93)]
    assert an[7:] == ["Hoàn thành xuất sắc nhiệm vụ", None, "Hoàn thành xuất sắc nhiệm vụ",
                      "Điều chỉnh theo văn bản trả lời kiến nghị số 12/QĐ-UBND"]  # fmt: skip
    assert binh[7:10] == ["Hoàn thành xuất sắc nhiệm vụ"] * 2 + ["Hoàn thành tốt nhiệm vụ"]
    assert any("Tổng số: 2 người" in str(row[0]) for row in rows)


def test_word_says_the_same_as_excel(unit):
    paragraphs, tables = word(made(unit, "chair", "unit_summary", DOCX))
    assert "BẢNG TỔNG HỢP KẾT QUẢ ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG CÔNG CHỨC" in paragraphs
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in tables[0][0][1]
    assert "Độc lập - Tự do - Hạnh phúc" in tables[0][0][1]
    assert tables[0][0][0].splitlines()[:2] == ["UNIT PROVINCE", "UNIT DIEN-KHANH"]
    an = row_with(tables[1], "Person an")
    assert an[4:8] == ["30,00", "63,00", "93,00", "Hoàn thành xuất sắc nhiệm vụ"]
    assert tables[2][0][1].startswith("THỦ TRƯỞNG ĐƠN VỊ")


def test_form_01_shows_the_corrected_figures_in_both(unit):
    rows = sheet(made(unit, "chair", "form01", unit="economy"))
    text = "\n".join(str(cell) for row in rows for cell in row if cell is not None)
    assert "ĐÃ ĐIỀU CHỈNH THEO KẾT QUẢ TRẢ LỜI KIẾN NGHỊ" in text
    assert 93 in [round(cell, 6) for row in rows for cell in row if isinstance(cell, int | float)]
    _, tables = word(made(unit, "chair", "form01", DOCX, unit="economy"))
    totals = [row for table in tables for row in table if row[:2] == ["3", "Tổng điểm"]]
    assert [row[3:] for row in totals] == [["86,00", "93,00"], ["100,00", "100,00"]]


def test_form_01_of_a_unit_in_word_has_a_form_and_an_annex_for_everybody(unit):
    paragraphs, tables = word(made(unit, "chair", "form01", DOCX, unit="economy"))
    assert paragraphs.count("PHIẾU THEO DÕI, ĐÁNH GIÁ CÔNG CHỨC") == 2
    assert paragraphs.count("DANH MỤC CÔNG VIỆC CỦA CÁ NHÂN") == 2
    criteria = [table for table in tables if table[0][0] == "TT" and "Tiêu chí đánh giá" in table[0]]
    assert [len(table) for table in criteria] == [15, 15]


def test_minutes_carry_the_people_the_counts_and_the_quota_of_the_body(unit):
    paragraphs, tables = word(made(unit, "chair", "minutes", DOCX))
    text = "\n".join(paragraphs)
    assert "BIÊN BẢN" in paragraphs
    assert "xuất sắc 1; tốt 1" in text
    assert "tối đa 0 người xuất sắc" in text
    assert row_with(tables[1], "Person binh")[3] == "100,00"
    inside, _ = word(made(unit, "head", "minutes", DOCX, unit="economy"))
    assert "Điều 20.5" not in "\n".join(inside), "a division has no quota of its own"


def test_a_work_list_has_the_columns_of_the_document(unit):
    rows = sheet(made(unit, "chair", "work_list", unit="economy"))
    assert row_with(rows, "STT") == [
        "STT", "Tên công việc", "Mức", "SL", "SP quy đổi", "SP chất lượng", "SP tiến độ", "Lỗi CL", "Lỗi TĐ", "Ghi chú",
    ]  # fmt: skip
    assert row_with(rows, "Product report")[2:7] == [1, 9, 9, 9, 9]
    assert row_with(rows, "Cộng")[4] == 9
    paragraphs, tables = word(made(unit, "chair", "work_list", DOCX, unit="economy"))
    assert [table[0] for table in tables if table[0][0] == "STT"] == [row_with(rows, "STT")] * 2  # one a person
    assert [row[4] for table in tables for row in table if row[1] == "Cộng"] == ["9,00", "10,00"]
    assert sum("Person" in line for line in paragraphs) == 2


def test_the_catalogue_has_the_columns_of_the_document(scene):
    rows = sheet(made(scene, "an", "catalogue", unit=None, on=date(2026, 3, 1)))
    assert row_with(rows, "STT") == [
        "STT", "Nhiệm vụ", "Công việc chi tiết", "Sản phẩm đầu ra", "Phân nhóm", "Khung điểm tối đa", "Điểm chấm",
        "Hệ số quy đổi", "Ghi chú",
    ]  # fmt: skip
    assert row_with(rows, "Product plan")[5:8] == [100, 150, 1.5]
    _, tables = word(made(scene, "an", "catalogue", DOCX, unit="dien-khanh", on=date(2026, 3, 1)))
    assert [row[2] for row in tables[1][1:]] == ["Product own"]


def test_the_provinces_summary_counts_ranks_bodies_groups_and_the_silent(unit):
    unit.change(PeriodResult, PeriodResult.version == 2, duty_group="leaders")
    book = made(unit, "home-affairs", "province", unit=None)
    whole = row_with(sheet(book), "Toàn tỉnh")
    assert whole[2:10] == [2, 1, 0.5, 1, 0.5, 0, 0, 0]
    assert row_with(sheet(book, 1), "Unit dien-khanh")[2] == 2
    assert {row[1] for row in sheet(book, 2)[3:] if row[1]} == {"leaders", "specialists"}
    paragraphs, _ = word(made(unit, "home-affairs", "province", DOCX, unit=None))
    assert any("Toàn tỉnh có 2 người; đã xếp loại 2, chưa xếp loại 0." in text for text in paragraphs)
    assert "Không có." in paragraphs, "nobody is silent"


def test_the_province_is_compared_with_the_period_before_and_names_who_is_missing(unit):
    unit.change(Period, Period.code == FEBRUARY, state="open")
    unit.approved("an", code=FEBRUARY, done=10)
    unit.approved("chi", code=FEBRUARY, done=10)
    closed(unit, "an", "chi", code=FEBRUARY)
    unit.change(PeriodResult, PeriodResult.person_id == unit.person("binh"), status="insufficient", missing="approval",
                rank=None, decided_rank=None)  # fmt: skip
    book = made(unit, "home-affairs", "province", unit=None)
    whole = row_with(sheet(book), "Toàn tỉnh")
    named = dict(zip(row_with(sheet(book), "Số người"), whole, strict=True))
    counts = ("Số người", "Xuất sắc", "Tỷ lệ xuất sắc", "Tốt", "Chưa xếp loại")
    assert [named[name] for name in counts] == [2, 1, 1, 0, 1]
    assert (named["Tăng, giảm tỷ lệ xuất sắc"], named["Tăng, giảm tỷ lệ tốt"]) == (0.0, 0.0)
    assert (named["Tỷ lệ hoàn thành"], named["Tỷ lệ không hoàn thành"]) == (0, 0)
    assert row_with(sheet(book, 3), "Person binh")[5] == "phê duyệt của người đứng đầu"


def test_a_summary_before_closing_is_a_draft_of_what_is_approved(scene):
    scene.approved("an")
    scene.handed_in("binh")
    rows = sheet(made(scene, "chair", "unit_summary"))
    assert any("BẢN NHÁP" in str(row[0]) for row in rows)
    assert row_with(rows, "Person an")[6] == 100
    assert row_with(rows, "Person binh")[6] is None
    assert row_with(rows, "Person binh")[10] == "Chưa phê duyệt"
    with reading(scene.engine) as session, pytest.raises(NotPermitted, match="closed period"):
        issue(session, scene.actor("home-affairs"), Asked("province", XLSX, MARCH))


@pytest.mark.parametrize("kind", ["unit_summary", "minutes", "unit_form", "form01", "work_list"])
def test_a_unit_out_of_reach_gives_no_paper(unit, kind):
    for stranger in ("other-chair", "binh", "administrator"):
        with pytest.raises(Refused):
            made(unit, stranger, kind)
    with pytest.raises(Refused):
        made(unit, "head", kind, unit="cam-lam")


def test_a_reader_of_part_of_the_province_gets_that_part_alone(unit):
    whole = row_with(sheet(made(unit, "other-chair", "province", unit=None)), "Toàn tỉnh")
    assert whole[2] == 0


@pytest.mark.parametrize("form", [XLSX, DOCX])
@pytest.mark.parametrize("kind", sorted(NAMES))
def test_what_a_person_typed_is_text_and_nothing_else(scene, kind, form):
    scene.approved("an")
    scene.change(Person, Person.id == scene.person("an"), full_name=ODD)
    scene.change(WorkLine, WorkLine.id == scene.line("an").id, title=ODD, note="@SUM(A1)\t-2\r+3")
    scene.change(Product, Product.code == "own", detail=ODD, note="-1")
    closed(scene, "an", duty_group=ODD)
    unit = None if kind == "province" else "dien-khanh"
    data = made(scene, "governor", kind, form, unit=unit, on=date(2026, 3, 1) if kind == "catalogue" else None)
    if form == XLSX:
        book = load_workbook(io.BytesIO(data))
        cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f"]
        texts = [str(cell.value) for cell in cells]
    else:
        paragraphs, tables = word(data)
        texts = paragraphs + [cell for table in tables for row in table for cell in row]
    if kind != "unit_form":
        assert any(ODD in text for text in texts)
    assert not any("49" in text for text in texts)


def test_an_offices_own_template_is_used_and_a_broken_one_is_named(unit, tmp_path, monkeypatch):
    monkeypatch.setenv("KPI_FORMS", str(tmp_path))
    own = docx.Document()
    own.add_paragraph("Mẫu riêng: {{ agency }}")
    own.save(str(tmp_path / "unit_summary.docx"))
    assert word(made(unit, "chair", "unit_summary", DOCX))[0] == ["Mẫu riêng: UNIT DIEN-KHANH"]
    for broken in ("{{ agency ", "{{ ''.__class__.__mro__ }}", "{% for x in %}"):
        bad = docx.Document()
        bad.add_paragraph(broken)
        bad.save(str(tmp_path / "unit_summary.docx"))
        with pytest.raises(Refused, match=r"unit_summary\.docx"):
            made(unit, "chair", "unit_summary", DOCX)
    assert word(made(unit, "chair", "minutes", DOCX))[0], "the others are those delivered"


def test_a_paper_without_a_unit_or_a_month_says_so(unit):
    with pytest.raises(Refused, match="Choose the unit"):
        made(unit, "chair", "unit_summary", unit=None)
    with pytest.raises(Refused, match="nothing to print"):
        made(unit, "governor", "form01", unit="cam-lam")
    with pytest.raises(Refused, match="nothing to print"):
        made(unit, "governor", "work_list", DOCX, unit="cam-lam")


def test_templates_are_as_their_generator_draws_them():
    from kpi.exchange.papers.form01_template import form01_template
    from kpi.exchange.papers.specs import PAPERS
    from kpi.exchange.papers.templates import template
    from kpi.exchange.papers.word import template_path

    drawn = {name: template(spec) for name, spec in PAPERS.items()} | {"form01": form01_template()}
    for name, document in drawn.items():
        kept = docx.Document(str(template_path(name)))
        assert kept.element.xml == document.element.xml, f"run python -m kpi.exchange.papers.templates ({name})"
