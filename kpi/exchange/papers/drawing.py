"""Drawing Word templates: paragraphs and tables in the layout of Decree 30/2020, with the template's placeholders."""

from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FONT = "Times New Roman"
ACROSS = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
LONG, SHORT = Mm(297), Mm(210)


def blank(*, landscape: bool) -> Any:
    """An empty document: A4, margins 20 mm, 30 at the left, Times New Roman 13, page numbers from the second page."""
    document = Document()
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
    section = document.sections[0]
    section.page_width, section.page_height = (LONG, SHORT) if landscape else (SHORT, LONG)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.top_margin = section.bottom_margin = section.right_margin = Mm(20)
    section.left_margin = Mm(30)
    section.different_first_page_header_footer = True
    _page_number(section.header.paragraphs[0])
    return document


def _page_number(paragraph: Any) -> None:
    paragraph.alignment = ACROSS["center"]
    run = paragraph.add_run()
    for kind, words in (("begin", None), (None, "PAGE"), ("end", None)):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = words
        run._r.append(part)


def paragraph(
    where: Any,
    text: str,
    *,
    across: str = "left",
    size: float = 13,
    bold: bool = False,
    italic: bool = False,
    red: bool = False,
    after: float = 3,
    together: bool = False,
) -> Any:
    """A paragraph at the end of a document or in a cell (whose empty first paragraph is used)."""
    first = getattr(where, "paragraphs", [])
    made = first[0] if hasattr(where, "_tc") and len(first) == 1 and not first[0].text else where.add_paragraph()
    made.alignment = ACROSS[across]
    made.paragraph_format.space_after = Pt(after)
    made.paragraph_format.keep_with_next = together
    run = made.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    if red:
        run.font.color.rgb = RGBColor(0xC0, 0, 0)
    return made


def tag(kind: str, words: str) -> str:
    """A step of the template's language, for a paragraph ("p") or a row ("tr") that rendering removes."""
    return f"{{%{kind} {words} %}}"


def place(name: str) -> str:
    """Where a value is put."""
    return f"{{{{ {name} }}}}"


def control(document: Any, words: str) -> None:
    """A line of template language on a paragraph of its own, which rendering removes."""
    paragraph(document, words, after=0, size=9)


def grid(document: Any, widths: Sequence[float], rows: int, *, boxed: bool) -> Any:
    """A table of that many rows, its columns in millimetres."""
    table = document.add_table(rows=rows, cols=len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    if boxed:
        table.style = "Table Grid"
    for row in table.rows:
        _whole(row)
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def repeat(row: Any) -> None:
    """The row stands at the top of every page the table reaches."""
    mark = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(mark)


def _whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def sides(document: Any, left: Sequence[tuple[str, dict[str, Any]]], right: Sequence[tuple[str, dict[str, Any]]],
          widths: tuple[float, float]) -> None:  # fmt: skip
    """Two blocks of paragraphs side by side, without lines around them."""
    table = grid(document, widths, 1, boxed=False)
    for cell, lines in zip(table.rows[0].cells, (left, right), strict=True):
        for text, look in lines:
            paragraph(cell, text, across="center", **look)
