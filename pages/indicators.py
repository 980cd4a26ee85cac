"""Indicators: a unit's quantities of a month, entered by its responsible official and confirmed by the head."""

from datetime import date

import streamlit as st

from kpi.access.actor import Actor
from kpi.reform.indicators.sheet import Sheet, sheet, units_to_choose
from kpi.storage.unit_of_work import reading
from kpi.ui import signed_in
from kpi.ui.database import engine
from kpi.ui.indicator_cards import edit_card, prefers_cards
from kpi.ui.indicator_grid import edit_sheet, show_meanings, show_sheet
from kpi.ui.indicator_panels import next_step, show_confirm, show_history, show_officer, show_return, show_standing
from kpi.ui.indicator_words import signs_told
from kpi.ui.period_choice import choose_period
from kpi.ui.words import _


def main() -> None:
    """Choose the month and the unit; the rest is one fragment."""
    actor = signed_in.actor()
    title, choice = st.columns([3, 1], vertical_alignment="bottom")
    title.title(_("Indicators"))
    with choice:
        period = choose_period()
    if period is None:
        return
    unit_id = choose_unit(actor, period["ends"])
    if unit_id is not None:
        month(unit_id, str(period["code"]))


def choose_unit(actor: Actor, on: date) -> int | None:
    """The unit in the address, else the person's own."""
    with reading(engine()) as session:
        names, mine = units_to_choose(session, actor, on)
    asked = st.query_params.get("unit", "")
    start = int(asked) if asked.isdigit() and int(asked) in names else mine
    keys = list(names)
    chosen = st.selectbox(
        _("Unit"), keys, index=keys.index(start) if start in names else None, format_func=names.__getitem__,
        placeholder=_("choose an agency, a commune or a ward"), key="indicator_unit", width=420,
    )  # fmt: skip
    if chosen is None:
        st.info(_("Choose the unit whose quantities you want to see."), icon=":material/domain:")
        return None
    st.query_params["unit"] = str(chosen)
    return chosen


@signed_in.fragment
def month(unit_id: int, code: str) -> None:
    """One unit's month; every edit runs only this."""
    actor = signed_in.actor()
    with reading(engine()) as session:
        found = sheet(session, actor, unit_id, code)
    if not found.rows:
        st.info(_("This unit reports nothing in this month."), icon=":material/inbox:")
        return
    show_standing(found)
    show_return(found)
    next_step(found, actor)
    grid(found)
    st.caption(signs_told())
    show_confirm(found)
    show_meanings(found.rows)
    show_officer(found, actor)
    show_history(found)


def grid(found: Sheet) -> None:
    """The grid, or one card an indicator on a phone."""
    if prefers_cards():
        edit_card(found)
    elif found.may_enter:
        edit_sheet(found)
    else:
        show_sheet(found)


main()
