"""Facts that bar a result: decisions of discipline, concluded decline, corruption or waste (Art. 20.4)."""

from typing import Any

import streamlit as st

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.assessment.period_names import period_name
from kpi.assessment.standing.disqualifying import RecordDisqualification, WithdrawDisqualification
from kpi.assessment.standing.kinds import GROUND_NAMES, Ground
from kpi.assessment.standing.views import MOST, disqualifications, periods_touched
from kpi.assessment.states import SHUT
from kpi.language.numbers import today
from kpi.storage.unit_of_work import reading
from kpi.ui import signed_in
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.person_choice import choose_person
from kpi.ui.words import _, day, named, told


def main(who: Actor) -> None:
    """The year's facts, entering one, withdrawing one."""
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    left.title(_("Disciplinary facts"))
    this_year = today().year
    year = right.selectbox(_("Year"), range(this_year, this_year - 5, -1), key="facts_year")
    st.caption(_("A fact makes the month, the quarter and the year it takes effect in “not completed” whatever the "
                 "score (Decree 335/2025, Art. 20.4). It needs the decision’s number and date."))  # fmt: skip
    with reading(engine()) as session:
        facts = disqualifications(session, who, year)
    if facts:
        show(facts)
    else:
        st.info(_("Nothing is on record for {year}.", year=year), icon=":material/inbox:")
    with st.expander(_("Enter a decision"), icon=":material/add_circle:", expanded=not facts):
        enter(who)
    standing = [fact for fact in facts if not fact["withdrawn"]]
    if standing:
        with st.expander(_("Withdraw an entry"), icon=":material/undo:"):
            withdraw(standing)


def show(facts: tuple[dict[str, Any], ...]) -> None:
    """Everything on record in the year."""
    st.dataframe(
        [
            {
                _("Person"): fact["person"],
                _("Ground"): named(GROUND_NAMES, Ground(fact["ground"])),
                _("Decision"): f"{fact['decision_number']}, {day(fact['decision_date'])}",
                _("Takes effect"): day(fact["effective"]),
                _("State"): _("withdrawn: {why}", why=fact["withdrawn"]) if fact["withdrawn"] else _("counts"),
            }
            for fact in facts
        ],
        hide_index=True,
        width="stretch",
        column_config={_("Ground"): st.column_config.TextColumn(width="large")},
    )


def enter(who: Actor) -> None:
    """Person, ground, decision; says at once which periods it will count in."""
    chosen = choose_person(who, Action.MANAGE_DISQUALIFICATIONS, today(), key="fact", most=MOST)
    with st.form("enter_fact", border=False):
        ground = st.radio(_("Ground"), list(Ground), format_func=lambda one: named(GROUND_NAMES, one))
        left, middle, right = st.columns(3)
        number = left.text_input(_("Number of the decision"), max_chars=80)
        dated = middle.date_input(_("Date of the decision"), value=None, format="DD/MM/YYYY")
        effective = right.date_input(
            _("Takes effect on"), value=None, format="DD/MM/YYYY", help=_("Empty: on the date of the decision.")
        )
        note = st.text_input(_("Note (optional)"), max_chars=500)
        sent = st.form_submit_button(_("Enter the decision"), type="primary", disabled=chosen is None)
    if not sent or chosen is None:
        return
    if dated is None:
        st.error(_("Choose the date of the decision."), icon=":material/block:")
        return
    command = RecordDisqualification(chosen["id"], Ground(str(ground)), number, dated, effective or dated, note or None)
    if do(command, _("The decision is on record for {person}. {counts}", person=chosen["person"],
                     counts=counts_in(effective or dated))):  # fmt: skip
        st.rerun()


def counts_in(effective: Any) -> str:
    """Which periods the fact bears on, and which of them stand as closed until reopened."""
    with reading(engine()) as session:
        touched = periods_touched(session, effective)
    shut = [told(period_name(code)) for code, state in touched if state in SHUT]
    if shut:
        return _("Already closed: {periods}. Their results stand until they are reopened.", periods=", ".join(shut))
    return _("It counts when the period is closed.")


def withdraw(facts: list[dict[str, Any]]) -> None:
    """An annulled decision or a wrong entry; it stays on record and counts no more."""
    known = {fact["id"]: fact for fact in facts}
    with st.form("withdraw_fact", border=False):
        chosen = st.selectbox(
            _("Entry"), list(known),
            format_func=lambda key: f"{known[key]['person']} · {known[key]['decision_number']}",
        )  # fmt: skip
        why = st.text_input(
            _("Reason"), max_chars=500, placeholder=_("For example: annulled by Decision 20/QĐ of 02/04/2026")
        )
        sent = st.form_submit_button(_("Withdraw the entry"))
    if sent and do(WithdrawDisqualification(chosen, why), _("The entry no longer counts.")):
        st.rerun()


person = signed_in.actor()
if person.may(Action.MANAGE_DISQUALIFICATIONS):
    main(person)
else:
    st.title(_("Disciplinary facts"))
    st.error(_("This page does not open for you."))
