"""The first part of Form 01: who, the general criteria, the result, the words, the signatures."""

from dataclasses import replace
from typing import Any

from kpi.assessment.scoring import LEADER_CRITERIA, REVIEWED, SELF, Result, mark_value
from kpi.assessment.states import State
from kpi.assessment.views import MonthView
from kpi.exchange.form01_page import BOLD, LAST, PLAIN, Page, marks_of
from kpi.exchange.form01_words import text, words
from kpi.exchange.workbook import Look
from kpi.language.numbers import format_date
from kpi.law import general_criteria
from kpi.law.missing import missing_words
from kpi.law.wording import total_places

CENTER = Look(across="center")
TITLE = Look(bold=True, across="center", size=14)
RED = Look(bold=True, across="center", color="C00000")
HEAD = Look(size=12, bold=True, across="center", boxed=True, fill="F2F2F2")
CELL = Look(size=12, boxed=True)
MIDDLE = Look(size=12, boxed=True, across="center")
STRONG = Look(size=12, boxed=True, bold=True)
STRONG_MIDDLE = Look(size=12, boxed=True, bold=True, across="center")
POINTS, SHARE = "0.00", "0.00%"
RATED = (State.REVIEWED, State.APPROVED)
SPANS = ((1, 1), (2, 5), (6, 6), (7, 9), (10, 11))  # TT, wording, maximum, self, authority
ROMAN_LETTERS = {"a": "a", "b": "b", "c": "c", "d": "d", "dd": "đ", "e": "e"}
Row = dict[Any, Any]


def month_name(view: MonthView) -> str:
    """ "Tháng 3 năm 2026"."""
    return text("month", month=view.starts.month, year=view.starts.year)


def write_form(page: Page, view: MonthView, place: str) -> tuple[Result, Result]:
    """Fill the first part; returns the declared and the reviewed result, which the annex explains."""
    declared, reviewed = view.score(SELF), view.score(REVIEWED)
    _letterhead(page, view, place)
    _person(page, view)
    people = [result.scores.people.iloc[0].to_dict() for result in (declared, reviewed)]
    _criteria(page, view, people)
    _results(page, view, people, [result.party.iloc[0].to_dict() for result in (declared, reviewed)])
    _remarks(page, view)
    _signatures(page, view)
    return declared, reviewed


def _letterhead(page: Page, view: MonthView, place: str) -> None:
    page.across(text("number"), Look(italic=True, bold=True, size=12, across="right"))
    above = view.authority.upper() if view.authority != view.unit else ""
    small = Look(size=12, across="center", down="top")
    page.line(
        (1, 4, above or view.unit.upper(), small if above else Look(size=12, bold=True, across="center")),
        (5, LAST, text("nation"), Look(size=12, bold=True, across="center", down="top")),
    )
    page.line(
        (1, 4, view.unit.upper() if above else "", Look(size=12, bold=True, across="center", down="top")),
        (5, LAST, text("motto"), Look(size=13, bold=True, across="center", down="top")),
    )
    ruled = Look(size=2, rule="thin")
    page.line((2, 2, None, ruled), (7, 10, None, ruled))
    page.space(4)
    date_line = text("date_line", place=place, year=view.ends.year)
    page.line((1, 4, None, PLAIN), (5, LAST, date_line, Look(italic=True, across="center")))
    page.space(6)
    page.across(text("title"), TITLE)
    period = text("period", period=month_name(view), starts=format_date(view.starts), ends=format_date(view.ends))
    page.across(period, CENTER)
    for mark in marks_of(view):
        page.across(mark, RED)
    page.space(6)


def _person(page: Page, view: MonthView) -> None:
    page.across(text("name", person=view.person, code=view.person_code))
    page.across(text("post", title=view.title))
    page.across(text("unit", unit=view.unit if view.unit == view.authority else f"{view.unit}, {view.authority}"))
    page.across(text("duty_group", duty_group=view.duty_group))
    page.space(6)


def _criteria(page: Page, view: MonthView, people: list[Row]) -> None:
    page.across(text("section_1"), BOLD)
    _row(page, words()["criteria_columns"], HEAD, HEAD)
    marks = {mark["criterion"]: mark for mark in view.marks}
    for group in general_criteria(view.rules.since):
        _row(page, [group.code, group.text["vi"], group.maximum, None, None], STRONG, STRONG_MIDDLE, POINTS)
        for leaf in group.criteria:
            mark = marks.get(leaf.code)
            given = [mark_value(mark, stage) if mark else None for stage in (SELF, REVIEWED)]
            _row(page, [leaf.code, leaf.text["vi"], leaf.maximum, *shown_to_reader(view, given)], CELL, MIDDLE, POINTS)
    total = shown_to_reader(view, [person["general_points"] for person in people])
    most = view.rules.number("general_max")
    _row(page, ["", text("criteria_total"), most, *total], STRONG, STRONG_MIDDLE, POINTS)


def _results(page: Page, view: MonthView, people: list[Row], party: list[Row]) -> None:
    page.turn()
    page.across(text("section_2"), BOLD)
    _row(page, words()["result_columns"], HEAD, HEAD)
    general, task = view.rules.number("general_max"), view.rules.number("task_max")
    _figure(page, view, people, "1", "general_points", general, POINTS, STRONG)
    _figure(page, view, people, "2", "task_points", task, POINTS, STRONG)
    for name in ("a", "b", "c", *(LEADER_CRITERIA if view.role != "staff" else ())):
        _figure(page, view, people, ROMAN_LETTERS[name], name, 1.0, SHARE, CELL)
    _total(page, view, people, general + task)
    ranks = [rank_line(person, view) for person in people]
    _row(page, ["4", text("rank"), None, *shown_to_reader(view, ranks)], STRONG, STRONG_MIDDLE)
    if view.party_member:
        beside = [rank_in_words(row["rank_366"], view) for row in party]
        _row(page, ["5", text("rank_366"), None, *shown_to_reader(view, beside)], STRONG, STRONG_MIDDLE)
    page.space(8)


def _figure(
    page: Page, view: MonthView, people: list[Row], number: str, name: str, most: float, form: str, look: Look
) -> None:
    values = shown_to_reader(view, [person.get(name) for person in people])
    middle = STRONG_MIDDLE if look.bold else MIDDLE
    _row(page, [number, text(name), most, *values], look, middle, form)


def _total(page: Page, view: MonthView, people: list[Row], most: float) -> None:
    totals = [person["total"] for person in people if person["total"] == person["total"]]
    places = max((total_places(total, view.rules) for total in totals), default=2)
    values = shown_to_reader(view, [person["total"] for person in people])
    _row(page, ["3", text("total"), most, *values], STRONG, STRONG_MIDDLE, "0." + "0" * places)


def rank_line(person: Row, view: MonthView) -> str:
    """The rank in the decree's words, or what is missing."""
    if person["status"] != "scored":
        return text("insufficient", missing=missing_words(person["missing"]).in_("vi"))
    return rank_in_words(person["rank"], view) or ""


def rank_in_words(rank: Any, view: MonthView) -> str | None:
    """The rank in the decree's words; None for none."""
    if not isinstance(rank, str):
        return None
    name = view.rules.rank_name(rank, "vi")
    return name[:1].upper() + name[1:]


def shown_to_reader(view: MonthView, pair: list[Any]) -> list[Any]:
    """The authority's column stays empty until somebody has reviewed: what nobody gave is not shown as given."""
    return [pair[0], pair[1] if view.state in RATED else None]


def _row(page: Page, values: list[Any], wording: Look, figures: Look, number: str = "General") -> None:
    most = "0%" if number == SHARE else "General"
    looks = [figures, wording, replace(figures, number=most), *[replace(figures, number=number)] * 2]
    page.line(*((first, last, value, look) for (first, last), value, look in zip(SPANS, values, looks, strict=True)))


def _remarks(page: Page, view: MonthView) -> None:
    page.across(text("section_3"), BOLD)
    for name in ("strengths", "shortcomings"):
        page.across(text(name), Look(italic=True))
        page.paragraphs(getattr(view, name), Look(across="justify"))
    page.across(text("section_4"), BOLD)
    page.paragraphs(view.opinion, Look(across="justify"))
    if view.reviewer and view.reviewer != view.approver:
        page.across(text("reviewer", reviewer=view.reviewer))
    page.space(8)


def _signatures(page: Page, view: MonthView) -> None:
    page.together(140)
    strong, slanted = Look(bold=True, across="center"), Look(italic=True, across="center", size=12)
    page.line((1, 4, text("signer"), strong), (6, LAST, text("head"), strong))
    page.line((1, 4, text("sign_here"), slanted), (6, LAST, text("sign_and_seal"), slanted))
    page.space(64)
    page.line((1, 4, view.person, strong), (6, LAST, view.approver or "", strong))
