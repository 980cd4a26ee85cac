"""One month under review: what was declared beside what the rater finds, then decide and go on to the next."""

from typing import Any

import streamlit as st

from kpi.access.actor import NotPermitted
from kpi.assessment.marks import MarkOther
from kpi.assessment.record import Cell, Recorded, RecordReview
from kpi.assessment.states import Step
from kpi.assessment.views import MonthView
from kpi.language.message import N_
from kpi.ui import signed_in
from kpi.ui.acting import do
from kpi.ui.cause_panel import show_causes
from kpi.ui.decide_panel import show_decisions
from kpi.ui.evidence_panel import show_evidence
from kpi.ui.form_button import form_button
from kpi.ui.hours_panel import show_hours
from kpi.ui.marks_form import edit_marks
from kpi.ui.month_header import show_header
from kpi.ui.month_reading import month_at_hand
from kpi.ui.review_neighbours import show_neighbours
from kpi.ui.score_panel import show_explanation, show_score
from kpi.ui.sections import choose_section
from kpi.ui.timeline import show_events
from kpi.ui.words import _, number, told
from kpi.ui.work_grid import edit_work

SECTIONS = {
    "work": N_("Work"),
    "general": N_("General criteria"),
    "evidence": N_("Evidence"),
    "why": N_("Score explained"),
    "history": N_("History"),
}
SHOWN = ("done", "quality_ok", "failed", "late", "hours", "note")
EDITABLE = ("reviewed_done", "reviewed_quality_ok", "reviewed_failed", "reviewed_late", "review_reason")


def main() -> None:
    """The month named in the address."""
    asked = st.query_params.get("month", "")
    if not asked.isdigit():
        st.info(_("Choose a person in the queue first."))
        return
    month(int(asked))


@signed_in.fragment
def month(month_id: int) -> None:
    """One month; every edit runs only this."""
    try:
        view = month_at_hand(signed_in.actor(), month_id)
    except NotPermitted as refusal:
        st.error(told(refusal.message), icon=":material/block:")
        return
    show_neighbours(view)
    show_header(view)
    section = choose_section(SECTIONS, f"review-section-{month_id}")
    strip = st.container()
    view = show_section(section, view)
    with strip:
        show_score(view, "reviewed", _("Reviewed score"))
        st.caption(_("Self-score {total}", total=number(self_total(view))))
    show_decisions(view)
    form_button(view)


def self_total(view: MonthView) -> float | None:
    """The total as the person declared it."""
    total = view.score("self").scores.people.iloc[0]["total"]
    return None if total != total else float(total)


def show_section(section: str, view: MonthView) -> MonthView:
    """The chosen part; returns the month as it stands after what was typed."""
    locked = Step.REVIEW not in view.steps
    if section == "work":
        view = show_work(view, locked)
        show_causes(view)
        show_hours(view, rater=True)
    elif section == "general":
        edit_marks(view, lambda mark: do(MarkOther(view.id, (mark,))), "reviewed", locked=locked)
    elif section == "evidence":
        show_evidence(view, signed_in.actor())
    elif section == "why":
        show_explanation(view.score("reviewed"), view.id)
    else:
        show_events(view.events)
    return view


def show_work(view: MonthView, locked: bool) -> MonthView:
    """Declared columns greyed, reviewed ones to fill only where they differ."""
    now, moved = view, False

    def record(cells: tuple[Cell, ...]) -> Recorded | None:
        nonlocal moved
        moved = True
        done = do(RecordReview(view.id, cells))
        return done.result if done else None

    def read() -> MonthView:
        nonlocal now
        if moved:
            now = month_at_hand(signed_in.actor(), view.id)
        return now

    st.caption(_("Fill a reviewed column only where you find another number, and write the reason beside it."))
    return edit_work(f"review-{view.id}", read, standing_lines, record, EDITABLE, SHOWN, locked=locked)


def standing_lines(view: MonthView) -> list[dict[str, Any]]:
    """Every line but the proposals refused."""
    return [line for line in view.lines if line["state"] != "refused"]


main()
