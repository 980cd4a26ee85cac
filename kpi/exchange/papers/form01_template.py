"""The Word template of Mẫu số 01: one form after another, each with its annex on a page of its own."""

from collections.abc import Sequence
from typing import Any

from docx.enum.text import WD_BREAK

from kpi.exchange.form01_words import text, words
from kpi.exchange.papers.drawing import blank, control, grid, paragraph, place, repeat, sides, tag

Look = dict[str, Any]
ROOM = 160.0
CRITERIA = (12.0, 78.0, 20.0, 24.0, 26.0)
WORK = (9.0, 42.0, 12.0, 12.0, 13.0, 14.0, 14.0, 14.0, 9.0, 9.0, 22.0)
WORK_KEYS = (
    *("number", "work", "level", "assigned", "done", "quantity", "quality", "timeliness", "failed", "late", "note"),
)
ROW_KEYS = ("number", "item", "most", "own", "given")


def form01_template() -> Any:
    """The document, its placeholders those of `form01_content`."""
    document = blank(landscape=False)
    control(document, tag("p", "for f in forms"))
    _heading(document)
    _each(document, "f.who")
    paragraph(document, text("section_1"), bold=True, together=True)
    _rows(document, "f.criteria", words()["criteria_columns"])
    paragraph(document, text("section_2"), bold=True, together=True)
    _rows(document, "f.results", words()["result_columns"])
    _remarks(document)
    _signatures(document)
    _break(document)
    _annex(document)
    control(document, tag("p", "if not loop.last"))
    _break(document)
    control(document, tag("p", "endif"))
    control(document, tag("p", "endfor"))
    return document


def _heading(document: Any) -> None:
    paragraph(document, place("f.form"), across="right", bold=True, italic=True, size=12, after=0)
    left = [
        (place("f.above"), {"size": 12, "after": 0}),
        (place("f.agency"), {"size": 12, "bold": True, "after": 6}),
    ]
    right = [
        (text("nation"), {"size": 12, "bold": True, "after": 0}),
        (text("motto"), {"size": 13, "bold": True, "after": 0}),
        (place("f.place_date"), {"size": 12, "italic": True, "after": 6}),
    ]
    sides(document, left, right, (ROOM * 0.4, ROOM * 0.6))
    paragraph(document, place("f.title"), across="center", size=14, bold=True)
    paragraph(document, place("f.subtitle"), across="center")
    _each(document, "f.marks", across="center", bold=True, red=True)


def _each(document: Any, many: str, **look: Any) -> None:
    control(document, tag("p", f"for line in {many}"))
    paragraph(document, place("line"), **look)
    control(document, tag("p", "endfor"))


def _rows(document: Any, many: str, headings: Sequence[str]) -> None:
    made = grid(document, CRITERIA, 7, boxed=True)
    _head(made, headings)
    _tag(made, 1, tag("tr", f"for row in {many}"))
    _tag(made, 2, tag("tr", "if row.strong"))
    _cells(made.rows[3], ROW_KEYS, {"item"}, bold=True)
    _tag(made, 4, tag("tr", "else"))
    _cells(made.rows[5], ROW_KEYS, {"item"}, bold=False)
    _tag(made, 6, tag("tr", "endif"))
    made.add_row()
    _tag(made, 7, tag("tr", "endfor"))
    paragraph(document, "", size=6, after=0)


def _head(table: Any, headings: Sequence[str], size: float = 12) -> None:
    for cell, heading in zip(table.rows[0].cells, headings, strict=True):
        paragraph(cell, heading, across="center", size=size, bold=True, after=0)
    repeat(table.rows[0])


def _tag(table: Any, row: int, words: str) -> None:
    paragraph(table.rows[row].cells[0], words, size=9, after=0)


def _cells(row: Any, keys: Sequence[str], left: set[str], *, bold: bool, size: float = 12) -> None:
    for cell, key in zip(row.cells, keys, strict=True):
        across = "left" if key in left else "center"
        paragraph(cell, place(f"row.{key}"), across=across, size=size, bold=bold, after=0)


def _remarks(document: Any) -> None:
    paragraph(document, text("section_3"), bold=True, together=True)
    for name in ("strengths", "shortcomings"):
        paragraph(document, text(name), italic=True, together=True)
        _written(document, f"f.{name}")
    paragraph(document, text("section_4"), bold=True, together=True)
    _written(document, "f.opinion")
    control(document, tag("p", "if f.reviewer"))
    paragraph(document, place("f.reviewer"))
    control(document, tag("p", "endif"))


def _written(document: Any, many: str) -> None:
    _each(document, many, across="justify")
    control(document, tag("p", f"if not {many}"))
    for _ in range(2):
        paragraph(document, "." * 100)
    control(document, tag("p", "endif"))


def _signatures(document: Any) -> None:
    note: Look = {"italic": True, "size": 12, "after": 60}
    office: Look = {"bold": True, "after": 0}
    left = [(text("signer"), office), (text("sign_here"), note), (place("f.signer"), office)]
    right = [(text("head"), office), (text("sign_and_seal"), note), (place("f.head"), office)]
    sides(document, left, right, (ROOM / 2, ROOM / 2))


def _break(document: Any) -> None:
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _annex(document: Any) -> None:
    for line in (text("annex"), text("annex_title")):
        paragraph(document, line, across="center", bold=True)
    paragraph(document, place("f.annex_person"), across="center")
    paragraph(document, place("f.annex_of"), across="center", italic=True)
    made = grid(document, [width * ROOM / sum(WORK) for width in WORK], 5, boxed=True)
    _head(made, words()["annex_columns"], size=10)
    _tag(made, 1, tag("tr", "for row in f.work"))
    _cells(made.rows[2], WORK_KEYS, {"work", "note"}, bold=False, size=10)
    _tag(made, 3, tag("tr", "endfor"))
    paragraph(made.rows[4].cells[1], text("annex_total"), size=10, bold=True, after=0)
    for column, name in enumerate(("quantity", "quality", "timeliness"), 5):
        paragraph(made.rows[4].cells[column], place(f"f.sums.{name}"), across="center", size=10, bold=True, after=0)
    control(document, tag("p", "if not f.work"))
    paragraph(document, text("no_lines"), italic=True, across="center")
    control(document, tag("p", "endif"))
    paragraph(document, "", size=6, after=0)
    paragraph(document, text("basis"), bold=True, size=11)
    _each(document, "f.basis", size=11)
    paragraph(document, text("legend"), italic=True, size=11)
    paragraph(document, place("f.footer"), italic=True, size=9)
