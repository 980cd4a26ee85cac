"""Assign work: choose people, choose products, or repeat last month; decide proposals; change what was given."""

import streamlit as st

from kpi.access.actor import Actor
from kpi.assessment.assign import RepeatMonth
from kpi.assessment.people import people_led, proposals
from kpi.assessment.states import RECORDING
from kpi.assessment.views import periods
from kpi.language.message import N_
from kpi.storage.unit_of_work import reading
from kpi.ui import signed_in
from kpi.ui.acting import do
from kpi.ui.amend_form import show_amend
from kpi.ui.assign_form import show_assign
from kpi.ui.database import engine
from kpi.ui.people_table import choose_people
from kpi.ui.period_choice import choose_period
from kpi.ui.proposal_list import show_proposals
from kpi.ui.unit_excel import show_unit_book
from kpi.ui.words import _, named

SECTIONS = {
    "assign": N_("Assign to the chosen"),
    "repeat": N_("Repeat an earlier month"),
    "proposals": N_("Proposals"),
    "amend": N_("Change an assignment"),
    "excel": N_("Excel"),
}


def main() -> None:
    """Choose the period; the rest is one fragment."""
    signed_in.actor()
    title, choice = st.columns([3, 1], vertical_alignment="bottom")
    title.title(_("Assign work"))
    with choice:
        period = choose_period(newest=True)
    if period is None:
        return
    if period["state"] not in RECORDING:
        st.info(_("The period is closed; choose an open one to assign work."), icon=":material/lock:")
        return
    work(period)


@signed_in.fragment
def work(period: dict[str, object]) -> None:
    """People on the left, what to do with them on the right."""
    actor = signed_in.actor()
    with reading(engine()) as session:
        people = people_led(session, actor, int(str(period["id"])), period["ends"])  # type: ignore[arg-type]
        waiting = proposals(session, actor, str(period["code"]))
    if not people:
        st.info(_("You lead nobody yet. The administrator enters posts."), icon=":material/group_off:")
        return
    titles = {
        **{key: named(SECTIONS, key) for key in SECTIONS},
        "proposals": _("Proposals ({count})", count=len(waiting)),
    }
    section = st.segmented_control(
        _("Section"),
        list(SECTIONS),
        default="proposals" if waiting else "assign",
        required=True,
        key="assign_section",
        format_func=titles.__getitem__,
        label_visibility="collapsed",
    )
    if section == "proposals":
        show_proposals(waiting)
    elif section == "excel":
        show_unit_book(actor, period, people)
    elif section == "amend":
        show_amend(actor, period, people)
    else:
        chosen = choose_people(people)
        if section == "assign":
            show_assign(actor, period, chosen)
        else:
            repeat(actor, period, [int(person["id"]) for person in chosen])


def repeat(actor: Actor, period: dict[str, object], person_ids: list[int]) -> None:
    """What the chosen people were assigned in an earlier period, with the coefficients in force now."""
    with reading(engine()) as session:
        earlier = {row["id"]: row for row in periods(session) if row["starts"] < period["starts"]}
    if not earlier:
        st.caption(_("There is no earlier month to repeat."))
        return
    source = st.selectbox(
        _("Month to repeat"), list(earlier), format_func=lambda key: f"{earlier[key]['starts']:%m/%Y}"
    )
    pressed = st.button(
        _("Repeat for {count} people", count=len(person_ids)),
        type="primary",
        disabled=not person_ids,
        icon=":material/repeat:",
    )
    command = RepeatMonth(int(str(period["id"])), source, tuple(person_ids))
    if pressed and (done := do(command)):
        st.toast(_("{count} lines assigned.", count=done.result), icon=":material/check_circle:")
        st.rerun(scope="fragment")


main()
