"""Around the grid of quantities: who answers for it, the head's word, and how it came about."""

from datetime import timedelta
from typing import cast

import streamlit as st

from kpi.access.actor import Actor
from kpi.language.numbers import today
from kpi.reform.indicators.confirm import ConfirmQuantities, ReturnQuantities, SeenQuantity
from kpi.reform.indicators.officers import NameOfficer, candidates
from kpi.reform.indicators.sheet import Sheet
from kpi.storage.unit_of_work import reading
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.indicator_words import STATE_COLOURS, STEPS, generated_badge, spoken
from kpi.ui.words import _, day, moment, named


def show_standing(sheet: Sheet) -> None:
    """How many quantities are in, confirmed or missing; who answers; whether the period takes any."""
    total = len(sheet.rows)
    confirmed, entered = sheet.count("confirmed"), sheet.count("entered")
    told = _("{confirmed} of {total} indicators confirmed", confirmed=confirmed, total=total)
    st.progress(confirmed / total if total else 0.0, text=told)
    parts = [_("{count} waiting to be confirmed", count=entered)] if entered else []
    if returned := sheet.count("returned"):
        parts.append(_("{count} returned", count=returned))
    if missing := sheet.count("missing"):
        parts.append(_("{count} not entered", count=missing))
    who = sheet.officer.name if sheet.officer else _("nobody named yet")
    parts.append(_("responsible: {who}", who=who))
    if sheet.cut_off:
        parts.append(_("figures as of the month's end, entered by day {day} of the next", day=sheet.cut_off))
    st.caption(" · ".join(parts))
    if any(row.source == "generated" for row in sheet.rows):
        st.markdown(generated_badge())


def next_step(sheet: Sheet, actor: Actor) -> None:
    """What the person looking can do now, or who can."""
    if not sheet.open:
        st.info(_("The period is closed: its quantities are read-only."), icon=":material/lock:")
    elif sheet.officer is None:
        told = _(
            "Nobody is named to enter these quantities. The head of the unit or Home Affairs names somebody below."
        )
        st.warning(told, icon=":material/person_alert:")
    elif sheet.may_enter and sheet.count("missing", "returned"):
        st.info(_("Type the month's quantities and save them; the head confirms."), icon=":material/edit_note:")
    elif sheet.may_confirm and sheet.count("entered"):
        st.info(_("Quantities wait for your confirmation below."), icon=":material/fact_check:")
    elif sheet.may_enter:
        st.success(_("Everything is entered. The head confirms it."), icon=":material/check_circle:")


def show_confirm(sheet: Sheet) -> None:
    """The head confirms what is shown, or sends rows back with a reason."""
    waiting = [row for row in sheet.rows if row.state == "entered"]
    if not sheet.may_confirm:
        return
    if waiting:
        label = _("Confirm {count} quantities", count=len(waiting))
        seen = tuple(SeenQuantity(row.value_id or 0, row.now.numerator or 0.0, row.now.denominator) for row in waiting)
        if st.button(label, type="primary", icon=":material/verified:") and do(
            ConfirmQuantities(sheet.unit_id, sheet.month, seen), _("Confirmed.")
        ):
            st.rerun(scope="fragment")
    _return(sheet)


def _return(sheet: Sheet) -> None:
    there = {row.value_id: spoken(row.name) for row in sheet.rows if row.state in ("entered", "confirmed")}
    if not there:
        return
    with st.expander(_("Return quantities"), icon=":material/undo:"):
        with st.form(f"return-{sheet.unit_id}-{sheet.month}", border=False, clear_on_submit=True):
            chosen = st.multiselect(_("Which"), list(there), format_func=lambda key: there[key],
                                    placeholder=_("choose …"))  # fmt: skip
            reason = st.text_input(_("Reason"), max_chars=300)
            sent = st.form_submit_button(_("Return them"))
        ids = tuple(int(key) for key in chosen if key)
        if sent and do(ReturnQuantities(sheet.unit_id, sheet.month, ids, reason), _("Returned.")):
            st.rerun(scope="fragment")


def show_officer(sheet: Sheet, actor: Actor) -> None:
    """The head names who answers for the unit's quantities."""
    if not sheet.may_name:
        return
    with st.expander(_("Who enters this unit’s quantities"), icon=":material/badge:"):
        if sheet.officer:
            st.markdown(_("{who}, since {day}", who=f"**{sheet.officer.name}**", day=day(sheet.officer.valid_from)))
        with reading(engine()) as session:
            people = candidates(session, actor, sheet.unit_id)
        if not people:
            st.caption(_("Nobody holds a post in this unit yet."))
            return
        first = today()
        if sheet.officer:
            first = max(first, sheet.officer.valid_from + timedelta(days=1))
        with st.form(f"officer-{sheet.unit_id}", border=False):
            chosen = st.selectbox(_("Official"), list(people), index=None, format_func=lambda key: people[key],
                                  placeholder=_("choose somebody of the unit"))  # fmt: skip
            since = st.date_input(_("From"), value=first, format="DD/MM/YYYY")
            sent = st.form_submit_button(_("Name this official"))
        if sent and chosen is None:
            st.error(_("Choose an official."), icon=":material/block:")
        elif sent and do(NameOfficer(sheet.unit_id, cast(int, chosen), since), _("Named.")):
            st.rerun(scope="fragment")


def show_history(sheet: Sheet) -> None:
    """Who entered, confirmed and returned, newest first; the newest return stands above the grid."""
    if not sheet.events:
        return
    with st.expander(_("History"), icon=":material/history:"):
        for at, who, step, reason in sheet.events:
            st.markdown(f":{STATE_COLOURS[step]}-badge[{named(STEPS, step)}] **{who}** · {moment(at)}")
            if reason:
                st.text(reason)


def show_return(sheet: Sheet) -> None:
    """The reason of the newest return, while something is still returned."""
    if sheet.count("returned"):
        words = next((reason for _at, _who, step, reason in sheet.events if step == "returned"), None)
        st.warning(_("Returned: {reason}", reason=words or ""), icon=":material/undo:")
