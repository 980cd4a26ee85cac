"""What Mẫu số 01 says of a month, as plain values for the Word template; the figures are those of the Excel form."""

from collections.abc import Mapping, Sequence
from typing import Any

from kpi.assessment.scoring import LEADER_CRITERIA, REVIEWED, SELF, Result, mark_value
from kpi.assessment.views import MonthView
from kpi.exchange.form01_annex import note_of
from kpi.exchange.form01_page import marks_of
from kpi.exchange.form01_sheet import (
    RATED,
    ROMAN_LETTERS,
    month_name,
    rank_in_words,
    rank_line,
    shown_to_reader,
)
from kpi.exchange.form01_words import text
from kpi.language.numbers import format_amount, format_date, format_number, format_percent
from kpi.law import general_criteria
from kpi.law.explain import explain
from kpi.law.wording import total_places

Row = dict[str, Any]


def form_content(view: MonthView, place: str) -> Row:
    """Every text of one form, by the names the template uses."""
    declared, reviewed = view.score(SELF), view.score(REVIEWED)
    people = [result.scores.people.iloc[0].to_dict() for result in (declared, reviewed)]
    return {
        **_head(view, place),
        "criteria": _criteria(view, people),
        "results": _results(view, people, [declared, reviewed]),
        "strengths": _paragraphs(view.strengths),
        "shortcomings": _paragraphs(view.shortcomings),
        "opinion": _paragraphs(view.opinion),
        "reviewer": text("reviewer", reviewer=view.reviewer or "") if view.reviewer != view.approver else "",
        "signer": view.person,
        "head": view.approver or "",
        **_annex(view, reviewed if view.state in RATED else declared),
    }


def _head(view: MonthView, place: str) -> Row:
    above = view.authority if view.authority != view.unit else ""
    unit = view.unit if not above else f"{view.unit}, {view.authority}"
    period = text("period", period=month_name(view), starts=format_date(view.starts), ends=format_date(view.ends))
    return {
        "form": text("number"),
        "above": above.upper(),
        "agency": view.unit.upper(),
        "place_date": text("date_line", place=place, year=view.ends.year),
        "title": text("title"),
        "subtitle": period,
        "marks": list(marks_of(view)),
        "who": [
            text("name", person=view.person, code=view.person_code),
            text("post", title=view.title),
            text("unit", unit=unit),
            text("duty_group", duty_group=view.duty_group),
        ],
    }


def _criteria(view: MonthView, people: Sequence[Mapping[Any, Any]]) -> list[Row]:
    marks = {mark["criterion"]: mark for mark in view.marks}
    rows = []
    for group in general_criteria(view.rules.since):
        rows.append(_row(group.code, group.text["vi"], _points(group.maximum), ["", ""], strong=True))
        for leaf in group.criteria:
            mark = marks.get(leaf.code)
            given = [mark_value(mark, stage) if mark else None for stage in (SELF, REVIEWED)]
            shown = [_points(value) for value in shown_to_reader(view, given)]
            rows.append(_row(leaf.code, leaf.text["vi"], _points(leaf.maximum), shown))
    total = [_points(value) for value in shown_to_reader(view, [person["general_points"] for person in people])]
    rows.append(_row("", text("criteria_total"), _points(view.rules.number("general_max")), total, strong=True))
    return rows


def _results(view: MonthView, people: Sequence[Mapping[Any, Any]], both: list[Result]) -> list[Row]:
    general, task = view.rules.number("general_max"), view.rules.number("task_max")

    def of(name: str, written: Any) -> list[str]:
        return [written(value) for value in shown_to_reader(view, [person.get(name) for person in people])]

    letters = ("a", "b", "c", *(LEADER_CRITERIA if view.role != "staff" else ()))
    places = max((total_places(p["total"], view.rules) for p in people if p["total"] == p["total"]), default=2)
    ranks = shown_to_reader(view, [rank_line(dict(person), view) for person in people])
    rows = [
        _row("1", text("general_points"), _points(general), of("general_points", _points), strong=True),
        _row("2", text("task_points"), _points(task), of("task_points", _points), strong=True),
        *(_row(ROMAN_LETTERS[name], text(name), "100%", of(name, _percent)) for name in letters),
        _row("3", text("total"), _points(general + task), of("total", lambda v: _points(v, places)), strong=True),
        _row("4", text("rank"), "", [value or "" for value in ranks], strong=True),
    ]
    if view.party_member:
        beside = [rank_in_words(result.party.iloc[0]["rank_366"], view) for result in both]
        rows.append(_row("5", text("rank_366"), "", [v or "" for v in shown_to_reader(view, beside)], strong=True))
    return rows


def _row(number: str, item: str, most: str, shown: list[str], *, strong: bool = False) -> Row:
    return {"number": number, "item": item, "most": most, "own": shown[0], "given": shown[1], "strong": strong}


def _annex(view: MonthView, result: Result) -> Row:
    stored = {line["id"]: line for line in view.lines}
    scored = result.scores.lines.to_dict("records")
    person = result.scores.people.iloc[0].to_dict()
    return {
        "annex_person": text("annex_person", person=view.person, title=view.title, period=month_name(view)),
        "annex_of": text("of_review" if view.state in RATED else "of_person"),
        "work": [_line(place, stored[line["line"]], line) for place, line in enumerate(scored, 1)],
        "sums": {name: _points(person[name]) for name in ("quantity", "quality", "timeliness")},
        "basis": ["– " + step.text["vi"] for step in explain(result.scores, view.id) if step.figure != "line"],
        "footer": text("footer", version=view.rules.version, revision=view.revision),
    }


def _line(place: int, stored: Mapping[str, Any], line: Mapping[Any, Any]) -> Row:
    return {
        "number": str(place),
        "work": stored["title"],
        "level": format_amount(line["coefficient"], "vi"),
        "assigned": _amount(line["assigned"]),
        "done": _amount(line["done"]),
        **{name: _points(line[name]) for name in ("quantity", "quality", "timeliness")},
        **{name: _amount(line[name]) or "0" for name in ("failed", "late")},
        "note": note_of(dict(stored), dict(line)),
    }


def _paragraphs(written: str | None) -> list[str]:
    return [part for part in (written or "").splitlines() if part.strip()]


def _points(value: Any, places: int = 2) -> str:
    return "" if value is None or value != value else format_number(float(value), places)


def _percent(value: Any) -> str:
    return "" if value is None or value != value else format_percent(float(value))


def _amount(value: Any) -> str:
    return "" if value is None or value != value else format_amount(float(value), "vi", 2)
