"""A unit's initiatives in a month: half of criterion đ of those who lead it (Art. 15)."""

from typing import Any

import streamlit as st

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.assessment.standing.initiatives import RecordInitiative, WithdrawInitiative
from kpi.assessment.standing.views import initiatives, units_for
from kpi.assessment.states import RATING
from kpi.language.numbers import today
from kpi.storage.unit_of_work import reading
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.words import _, amount


def show(who: Actor, period: dict[str, Any], unit_id: int | None = None) -> None:
    """What is on record in reach, and for those who lead the form to add to it."""
    with reading(engine()) as session:
        found = initiatives(session, who, period["code"], unit_id)
    standing = [one for one in found if not one["withdrawn"]]
    title = _("Initiatives and effective solutions: {count}", count=amount(len(standing)))
    with st.expander(title, icon=":material/lightbulb:"):
        st.caption(_("Criterion đ of those who lead a unit is 100% only with an initiative on record (Art. 15)."))
        for one in found:
            _card(who, one, period["state"] in RATING)
        if who.may(Action.RECORD_INITIATIVE) and period["state"] in RATING:
            _form(who, period)


def _card(who: Actor, one: dict[str, Any], is_open: bool) -> None:
    with st.container(border=True):
        st.markdown(f"**{one['title']}**")
        st.text(one["effect"])
        recognised = _(" · recognised by {by}", by=one["recognised_by"]) if one["recognised_by"] else ""
        st.caption(_("{unit} · recorded by {by}", unit=one["unit"], by=one["recorded_by"]) + recognised)
        if one["withdrawn"]:
            st.badge(_("withdrawn: {why}", why=one["withdrawn"]), color="gray")
        elif is_open and who.may(Action.RECORD_INITIATIVE):
            with st.popover(_("Withdraw"), icon=":material/undo:"), st.form(f"withdraw_{one['id']}", border=False):
                why = st.text_input(_("Why it was entered wrongly"), max_chars=500)
                sent = st.form_submit_button(_("Withdraw the entry"))
            if sent and do(WithdrawInitiative(one["id"], why), _("The entry no longer counts.")):
                st.rerun()


def _form(who: Actor, period: dict[str, Any]) -> None:
    with reading(engine()) as session:
        units = units_for(session, who, Action.RECORD_INITIATIVE, min(today(), period["ends"]))
    with st.form(f"initiative_{period['code']}", border=False, clear_on_submit=True):
        unit = st.selectbox(_("Unit"), list(units), format_func=units.__getitem__)
        title = st.text_input(_("Initiative or effective solution"), max_chars=300)
        effect = st.text_area(_("What it achieved"), max_chars=2000, height=90,
                              placeholder=_("For example: return of land dossiers cut from 15 to 9 days"))  # fmt: skip
        by = st.text_input(_("Recognised by (optional)"), max_chars=200)
        sent = st.form_submit_button(_("Record the initiative"), type="primary")
    if sent and unit is not None:
        command = RecordInitiative(unit, period["code"], title, effect, by or None)
        if do(command, _("The initiative is on record.")):
            st.rerun()
