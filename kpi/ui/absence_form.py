"""Recording leave and secondments, ending them, withdrawing what was entered wrongly."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.assessment.standing.absences import EndAbsence, RecordAbsence, WithdrawAbsence
from kpi.assessment.standing.kinds import ABSENCE_NAMES, AbsenceKind
from kpi.assessment.standing.views import MOST, host_units
from kpi.storage.unit_of_work import reading
from kpi.ui.absence_words import absence_words
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.person_choice import choose_person
from kpi.ui.words import _, named


def record_form(who: Actor, period: dict[str, Any]) -> None:
    """Choose the person, then kind, days and the paper it rests on."""
    chosen = choose_person(who, Action.MANAGE_PRESENCE, period["ends"], key="absent", most=MOST)
    kind = st.segmented_control(
        _("Kind"), list(AbsenceKind), format_func=lambda one: named(ABSENCE_NAMES, one), default=AbsenceKind.SICK,
        required=True, key="absence_kind",
    )  # fmt: skip
    with reading(engine()) as session:
        hosts = host_units(session, who, period["ends"]) if kind == AbsenceKind.SECONDMENT else {}
    with st.form("record_absence", border=False):
        left, right = st.columns(2)
        starts = left.date_input(_("First day"), value=period["starts"], format="DD/MM/YYYY")
        ends = right.date_input(
            _("Last day"), value=None, format="DD/MM/YYYY", help=_("Leave it empty while the return is not known.")
        )
        host = None
        if hosts:
            host = st.selectbox(
                _("Host unit"), list(hosts), index=None, format_func=hosts.__getitem__,
                placeholder=_("outside the province"),
            )  # fmt: skip
        paper = st.text_input(
            _("Paper it rests on"), max_chars=200,
            placeholder=_("For example: leave form of 02/03/2026, Decision 15/QĐ"),
        )  # fmt: skip
        note = st.text_input(_("Note (optional)"), max_chars=500)
        sent = st.form_submit_button(_("Record it"), type="primary", disabled=chosen is None)
    if sent and chosen is not None:
        command = RecordAbsence(chosen["id"], AbsenceKind(kind), starts, paper, ends, host, note or None)
        if do(command, _("It is recorded and counts for {person}.", person=chosen["person"])):
            st.rerun()


def change_form(entries: Sequence[dict[str, Any]]) -> None:
    """Ending or withdrawing one entry."""
    with st.expander(_("End or withdraw an entry"), icon=":material/edit_calendar:"):
        known = {entry["id"]: entry for entry in entries}
        chosen = st.selectbox(
            _("Entry"), list(known), format_func=lambda key: f"{known[key]['person']}: {absence_words(known[key])}",
            key="absence_entry",
        )  # fmt: skip
        entry = known[chosen]
        left, right = st.columns(2)
        with left, st.form(f"end_absence_{chosen}", border=False):
            last = st.date_input(_("Last day"), value=entry["ends"] or entry["starts"], format="DD/MM/YYYY")
            ended = st.form_submit_button(_("Set the last day"))
        with right, st.form(f"withdraw_absence_{chosen}", border=False):
            why = st.text_input(_("Why it was entered wrongly"), max_chars=500)
            withdrawn = st.form_submit_button(_("Withdraw the entry"))
    if (ended and do(EndAbsence(chosen, last), _("The last day is recorded."))) or (
        withdrawn and do(WithdrawAbsence(chosen, why), _("The entry no longer counts."))
    ):
        st.rerun()
