"""My month: record the work as it is done, see the score grow with its reasons, hand it in."""

from typing import Any

import streamlit as st

from kpi.access.actor import Actor
from kpi.assessment.marks import MarkOneself
from kpi.assessment.record import Cell, Recorded, RecordWork
from kpi.assessment.states import State, Step
from kpi.assessment.views import MonthView
from kpi.language.message import N_
from kpi.ui import signed_in
from kpi.ui.acting import do
from kpi.ui.hours_panel import show_hours
from kpi.ui.line_cards import edit_cards, prefers_cards
from kpi.ui.marks_form import edit_marks
from kpi.ui.month_header import show_header
from kpi.ui.month_reading import own_month
from kpi.ui.month_tools import show_tools
from kpi.ui.period_choice import choose_period
from kpi.ui.score_panel import adds, show_explanation, show_score, show_ways
from kpi.ui.sections import choose_section
from kpi.ui.submit_panel import show_submit
from kpi.ui.timeline import show_events
from kpi.ui.words import _
from kpi.ui.work_grid import edit_work

SECTIONS = {
    "work": N_("1 · Work"),
    "general": N_("2 · General criteria"),
    "submit": N_("3 · Hand in"),
    "why": N_("Score explained"),
    "history": N_("History"),
}
EDITABLE = ("done", "quality_ok", "failed", "late", "exceeded", "hours", "link", "cause", "note")


def main() -> None:
    """Choose the period, then everything about it in one fragment."""
    signed_in.actor()
    title, choice = st.columns([3, 1], vertical_alignment="bottom")
    title.title(_("My month"))
    with choice:
        period = choose_period()
    if period is not None:
        month(period["code"], period["id"])


@signed_in.fragment
def month(code: str, period_id: int) -> None:
    """One month; every edit runs only this."""
    actor = signed_in.actor()
    view = own_month(actor, code)
    if view is None:
        st.info(
            _("No work has been assigned to you in this month yet. You can propose work; your head accepts it."),
            icon=":material/inbox:",
        )
        show_tools(None, actor, period_id)
        return
    show_header(view)
    section = choose_section(SECTIONS, f"section-{view.id}")
    strip = st.container()
    view = show_section(section, view, actor, code, period_id)
    with strip:
        result = show_score(view, "self", _("Self-score"))
        if view.state == State.APPROVED:
            show_score(view, "reviewed", _("Approved score"))
    if section == "work" and Step.RECORD in view.steps:
        show_ways(view, result)


def show_section(section: str, view: MonthView, actor: Actor, code: str, period_id: int) -> MonthView:
    """The chosen part of the month; returns the month as it stands after what was typed."""
    if section == "work":
        return show_work(view, actor, code, period_id)
    if section == "general":
        edit_marks(view, lambda mark: do(MarkOneself(view.id, (mark,))), "self", locked=Step.RECORD not in view.steps)
    elif section == "submit":
        show_hours(view, rater=False)
        show_submit(view)
    elif section == "why":
        stage = "reviewed" if view.state == State.APPROVED else "self"
        show_explanation(view.score(stage), view.id)
    else:
        show_events(view.events)
    return view


def show_work(view: MonthView, actor: Actor, code: str, period_id: int) -> MonthView:
    """The grid, or one card a line on a phone."""
    show_tools(view, actor, period_id)
    locked = Step.RECORD not in view.steps
    now, moved = view, False

    def record(cells: tuple[Cell, ...]) -> Recorded | None:
        nonlocal moved
        moved = True
        done = do(RecordWork(view.id, cells))
        return done.result if done else None

    def read() -> MonthView:
        nonlocal now
        if moved:
            now = own_month(actor, code) or now
        return now

    if prefers_cards():
        edit_cards(f"work-{view.id}", lambda: with_points(read()), record, EDITABLE, locked=locked)
    else:
        edit_work(f"work-{view.id}", read, with_points, record, EDITABLE, ("points",), locked=locked)
    return now


def with_points(view: MonthView) -> list[dict[str, Any]]:
    """The lines that count or may count, each with the task points it adds."""
    brings = adds(view.score("self"))
    return [{**line, "points": rounded(brings.get(line["id"]))} for line in view.lines if line["state"] != "refused"]


def rounded(points: float | None) -> float | None:
    """As shown in the table: two decimals."""
    return None if points is None else round(points, 2)


main()
