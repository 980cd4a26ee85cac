"""Adopting a scenario: what happens to the unit tree, from which day, by which decision."""

from datetime import date, timedelta

import streamlit as st

from kpi.language.numbers import today
from kpi.staffing.scenarios.adopting import Adopted, AdoptScenario
from kpi.staffing.scenarios.tree import NewUnit, new_units
from kpi.staffing.scenarios.views import Seen
from kpi.ui.acting import do
from kpi.ui.roles import ROLES
from kpi.ui.toasts import toast
from kpi.ui.words import _, amount, day, named


def show_adopting(seen: Seen) -> None:
    """For whoever may adopt; an adopted scenario says when and by what it was."""
    if seen.line.state == "adopted":
        _adopted(seen)
        return
    wanted = new_units([placed.step for placed in seen.steps if placed.active and not placed.fault])
    if not seen.may_adopt or not wanted:
        return
    with st.expander(_("Adopt the scenario"), icon=":material/gavel:"):
        names = seen.names
        for new in wanted:
            parts = ", ".join(names.get(part, part) for part in new.parts)
            st.markdown(_("**{name}** ({code}) is founded; {parts} close the day before.", name=new.name, code=new.code,
                          parts=parts))  # fmt: skip
        st.caption(
            _("Everybody goes to what continues their division, with post and title; a unit has one head, the seat’s, "
              "and other heads are deputies until somebody is appointed. What was recorded stays under the old units. "
              "Only mergers change the unit tree; other steps are decided case by case.")
        )  # fmt: skip
        _roles(seen)
        _form(seen, wanted)


def _adopted(seen: Seen) -> None:
    """Since when, by what, and what to look at next."""
    st.success(_("Adopted from {day} by {decision}.", day=day(seen.line.adopted_from),
                 decision=seen.line.decision or "–"), icon=":material/verified:")  # fmt: skip
    st.caption(
        _("From that day on the staffing pages show the new units: at their place on the map, with the neighbours of "
          "the units they were made of and, until they have their own, with their volumes and staff. Appoint heads "
          "where former heads wait, and solve the reallocation for today’s units.")
    )  # fmt: skip


def _roles(seen: Seen) -> None:
    """Which granted roles go over; names of accounts are the administrator's."""
    if not seen.roles:
        return
    held = "; ".join(f"{named(ROLES, role.role)} ({role.unit})" for role in seen.roles)
    st.caption(
        _("Roles granted in these units reach the new ones too: {roles}. They stay at the old units, for what was "
          "recorded there; the administrator can take them back under accounts.", roles=held)
    )  # fmt: skip


def _form(seen: Seen, wanted: list[NewUnit]) -> None:
    with st.form(f"adopt-{seen.line.id}", border=False):
        boxes = st.columns([1, 2, 2])
        start = boxes[0].date_input(_("First day"), value=_next_month(today()), format="DD/MM/YYYY")
        decision = boxes[1].text_input(_("Decision (number, date)"), max_chars=200)
        reason = boxes[2].text_input(_("Reason"), max_chars=500)
        sure = st.checkbox(_("I adopt this scenario; it cannot be undone here."))
        pressed = st.form_submit_button(_("Adopt"), type="primary", icon=":material/gavel:")
    if not pressed:
        return
    if not sure:
        st.error(_("Tick the box to confirm."), icon=":material/block:")
        return
    done = do(AdoptScenario(seen.line.id, start, decision, reason)) if isinstance(start, date) else None
    if done:
        _tell(done.result)
        st.rerun()


def _tell(result: Adopted) -> None:
    toast(_("{founded} units founded, {closed} closed, {people} people transferred; {waiting} former heads wait for an "
            "appointment.", founded=amount(result.founded), closed=amount(result.closed),
            people=amount(result.transferred), waiting=amount(result.waiting)))  # fmt: skip
    if result.granted:
        toast(_("{count} granted roles reach the new units too.", count=amount(result.granted)))


def _next_month(on: date) -> date:
    return (on.replace(day=1) + timedelta(days=32)).replace(day=1)
