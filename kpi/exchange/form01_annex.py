"""The annex of Form 01: the person's own list of work with what each line counts for, and how a, b and c follow."""

from dataclasses import replace
from typing import Any

from kpi.assessment.scoring import Result
from kpi.assessment.views import MonthView
from kpi.exchange.form01_page import LAST, Page
from kpi.exchange.form01_sheet import RATED, month_name
from kpi.exchange.form01_words import text, words
from kpi.exchange.workbook import Look
from kpi.law.explain import explain

HEAD = Look(size=11, bold=True, across="center", boxed=True, fill="F2F2F2")
CELL = Look(size=11, boxed=True)
COUNT = Look(size=11, boxed=True, across="center", number="#,##0.##")
UNITS = Look(size=11, boxed=True, across="center", number="#,##0.00")
FACTOR = Look(size=11, boxed=True, across="center", number="0.00####")
SMALL = Look(size=11)
LONGEST_NOTE = 60


def write_annex(page: Page, view: MonthView, declared: Result, reviewed: Result) -> tuple[int, int]:
    """Fill the annex on a page of its own; returns the first and the last row to repeat on every page after."""
    result = reviewed if view.state in RATED else declared
    page.turn()
    page.across(text("annex"), Look(bold=True, across="center"))
    page.across(text("annex_title"), Look(bold=True, across="center"))
    page.across(
        text("annex_person", person=view.person, title=view.title, period=month_name(view)), Look(across="center")
    )
    page.across(text("of_review" if view.state in RATED else "of_person"), Look(italic=True, across="center"))
    page.space(6)
    top = page.line(*((place, place, word, HEAD) for place, word in enumerate(words()["annex_columns"], 1)))
    notes = _lines(page, view, result)
    _total(page, result)
    _notes(page, notes)
    _basis(page, view, result)
    return top, top


def _lines(page: Page, view: MonthView, result: Result) -> list[tuple[str, str]]:
    """A row for each accepted line; notes too long for their column come below the table."""
    stored = {line["id"]: line for line in view.lines}
    notes: list[tuple[str, str]] = []
    scored = result.scores.lines.to_dict("records")
    for number, line in enumerate(scored, 1):
        title = stored[line["line"]]["title"]
        note = note_of(stored[line["line"]], line)
        if len(note) > LONGEST_NOTE or "\n" in note:
            notes.append((title, note))
            note = text("see_note", number=len(notes))
        _line(page, number, title, line, note)
    if not scored:
        page.across(text("no_lines"), replace(CELL, italic=True, across="center"))
    return notes


def note_of(stored: dict[str, Any], line: dict[Any, Any]) -> str:
    """The person's note, then what was excused: it explains a fault that takes nothing away."""
    excused = {name: line[f"{name}_excused"] for name in ("failed", "late")}
    counted = {name: int(value) if value == value and value else 0 for name, value in excused.items()}
    parts = [stored["note"] or "", text("excused", **counted) if any(counted.values()) else ""]
    return "\n".join(part.strip() for part in parts if part.strip())


def _line(page: Page, number: int, title: str, line: dict[Any, Any], note: str) -> None:
    named = ("coefficient", "assigned", "done", "quantity", "quality", "timeliness", "failed", "late")
    looks = (FACTOR, _count(line["assigned"]), _count(line["done"]), UNITS, UNITS, UNITS, COUNT, COUNT)
    cells = [
        (place, place, _figure(name, line[name]), look)
        for place, (name, look) in enumerate(zip(named, looks, strict=True), 3)
    ]
    page.line((1, 1, number, replace(COUNT, number="0")), (2, 2, title, CELL), *cells, (LAST, LAST, note, CELL))


def _count(value: float) -> Look:
    """Excel leaves a bare decimal mark behind a whole number under #.##."""
    whole = value != value or float(value).is_integer()
    return replace(COUNT, number="#,##0" if whole else "#,##0.0#")


def _figure(name: str, value: Any) -> Any:
    """Times nobody recorded count as none (Art. 14); a quantity nobody typed stays empty."""
    if name in ("failed", "late"):
        return 0 if value != value else int(value)
    return value


def _total(page: Page, result: Result) -> None:
    person = result.scores.people.iloc[0].to_dict()
    strong, bold = replace(UNITS, bold=True), replace(CELL, bold=True)
    sums = [
        (6 + place, 6 + place, person[name], strong) for place, name in enumerate(("quantity", "quality", "timeliness"))
    ]
    blank = [(place, place, None, bold) for place in (1, 3, 4, 5, 9, 10, 11)]
    page.line((2, 2, text("annex_total"), bold), *blank, *sums)


def _notes(page: Page, notes: list[tuple[str, str]]) -> None:
    if notes:
        page.space(4)
    for number, (title, note) in enumerate(notes, 1):
        page.across(text("note", number=number, title=title, note=note), SMALL)


def _basis(page: Page, view: MonthView, result: Result) -> None:
    """How the figures follow, in the words of the rule itself."""
    page.space(6)
    page.across(text("basis"), replace(SMALL, bold=True))
    for step in explain(result.scores, view.id):
        if step.figure != "line":
            page.across("– " + step.text["vi"], SMALL)
    page.space(4)
    page.across(text("legend"), replace(SMALL, italic=True))
