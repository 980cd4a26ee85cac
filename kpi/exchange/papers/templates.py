"""Makes the Word templates of data/forms: python -m kpi.exchange.papers.templates [folder].

Run once when the columns of a paper change; an office adapts the files made, not this.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx.enum.text import WD_BREAK

from kpi.exchange.papers.drawing import blank, control, grid, paragraph, place, repeat, sides, tag
from kpi.exchange.papers.form01_template import form01_template
from kpi.exchange.papers.paper import Column
from kpi.exchange.papers.specs import PAPERS, Spec
from kpi.exchange.papers.wording import FORMS, text

PORTRAIT, LANDSCAPE = 160.0, 247.0  # millimetres between the margins


def template(spec: Spec) -> Any:
    """The document of a paper: heading, paragraphs, tables, signatures, each with its placeholders."""
    document = blank(landscape=spec.landscape)
    room = LANDSCAPE if spec.landscape else PORTRAIT
    if not spec.several:
        _paper(document, spec, room)
        return document
    control(document, tag("p", "for paper in papers"))
    _paper(document, spec, room, of="paper.")
    control(document, tag("p", "if not loop.last"))
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    control(document, tag("p", "endif"))
    control(document, tag("p", "endfor"))
    return document


def _paper(document: Any, spec: Spec, room: float, of: str = "") -> None:
    heading(document, room, of)
    _each(document, f"{of}before", "line", across="justify")
    for key, columns in spec.tables:
        _table(document, f"{of}tables.{key}", columns, room, titled=len(spec.tables) > 1)
    _each(document, f"{of}after", "line", across="justify")
    signatures(document, room, of)


def heading(document: Any, room: float, of: str = "") -> None:
    """Agency and motto, number and date, title, marks. `of` is the name before a dot where several papers follow."""
    strong = {"bold": True, "after": 0}
    left = [
        (place(f"{of}above"), {"size": 12, "after": 0}),
        (place(f"{of}agency"), {"size": 12, **strong}),
        (place(f"{of}number"), {"size": 12, "after": 6}),
    ]
    right = [
        (text("nation"), {"size": 12, **strong}),
        (text("motto"), {"size": 13, **strong}),
        (place(f"{of}place_date"), {"size": 12, "italic": True, "after": 6}),
    ]
    sides(document, left, right, (room * 0.42, room * 0.58))
    paragraph(document, "", after=0, size=6)
    paragraph(document, place(f"{of}title"), across="center", size=14, bold=True)
    control(document, tag("p", f"if {of}subtitle"))
    paragraph(document, place(f"{of}subtitle"), across="center", bold=True)
    control(document, tag("p", "endif"))
    _each(document, f"{of}marks", "mark", across="center", bold=True, red=True)


def _each(document: Any, many: str, one: str, **look: Any) -> None:
    control(document, tag("p", f"for {one} in {many}"))
    paragraph(document, place(f"{one}"), **look)
    control(document, tag("p", "endfor"))


def _table(document: Any, table: str, columns: Sequence[Column], room: float, *, titled: bool) -> None:
    if titled:
        control(document, tag("p", f"if {table}.title"))
        paragraph(document, place(f"{table}.title"), bold=True, together=True)
        control(document, tag("p", "endif"))
    whole = sum(column.width for column in columns)
    made = grid(document, [column.width / whole * room for column in columns], 7, boxed=True)
    for cell, column in zip(made.rows[0].cells, columns, strict=True):
        paragraph(cell, column.heading, across="center", size=11, bold=True, after=0)
    repeat(made.rows[0])
    _tags(made, 1, tag("tr", f"for row in {table}.rows"))
    _tags(made, 2, tag("tr", "if row.strong"))
    _cells(made.rows[3], columns, bold=True)
    _tags(made, 4, tag("tr", "else"))
    _cells(made.rows[5], columns, bold=False)
    _tags(made, 6, tag("tr", "endif"))
    _tags(made, made_row(made), tag("tr", "endfor"))
    control(document, tag("p", f"if not {table}.rows"))
    paragraph(document, place(f"{table}.empty"), italic=True, across="center")
    control(document, tag("p", "endif"))
    paragraph(document, "", size=6, after=0)


def made_row(table: Any) -> int:
    """One more row at the end; its place."""
    table.add_row()
    return len(table.rows) - 1


def _tags(table: Any, row: int, words: str) -> None:
    paragraph(table.rows[row].cells[0], words, size=9, after=0)


def _cells(row: Any, columns: Sequence[Column], *, bold: bool) -> None:
    for cell, column in zip(row.cells, columns, strict=True):
        across = "left" if column.kind == "text" else "center"
        paragraph(cell, place(f"row.{column.key}"), across=across, size=11, bold=bold, after=0)


def signatures(document: Any, room: float, of: str = "") -> None:
    """Two signatures, where the paper has any."""
    control(document, tag("p", f"if {of}left.office or {of}right.office"))
    blocks = [
        [
            (place(f"{of}{side}.office"), {"bold": True, "after": 0}),
            (place(f"{of}{side}.note"), {"italic": True, "size": 12, "after": 60}),
            (place(f"{of}{side}.name"), {"bold": True, "after": 0}),
        ]
        for side in ("left", "right")
    ]
    sides(document, blocks[0], blocks[1], (room / 2, room / 2))
    control(document, tag("p", "endif"))


def main(folder: Path = FORMS) -> None:
    """Write every template."""
    for name, spec in PAPERS.items():
        template(spec).save(str(folder / f"{name}.docx"))
    form01_template().save(str(folder / "form01.docx"))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
