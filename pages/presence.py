"""Leave and transfers: who was away, joined, left or moved in a month, and recording leave and secondments."""

from typing import Any

import streamlit as st

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.assessment.standing.views import PresenceLine, absences, presence, units_for
from kpi.storage.unit_of_work import reading
from kpi.ui import signed_in
from kpi.ui.absence_form import change_form, record_form
from kpi.ui.absence_words import absence_words, why_partly
from kpi.ui.database import engine
from kpi.ui.period_choice import choose_period
from kpi.ui.words import _, amount, percent


def main(who: Actor) -> None:
    """The month, then three parts: who worked less, recording, entries."""
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    left.title(_("Leave and transfers"))
    with right:
        chosen = choose_period()
    st.caption(_("Everybody is scored on the time they worked. Posts begun, ended or changed show by themselves; only "
                 "leave and secondments are entered here."))  # fmt: skip
    if chosen is None:
        return
    unit = choose_unit(who, chosen)
    with reading(engine()) as session:
        lines = presence(session, who, chosen["code"], unit)
        entries = absences(session, who, chosen["starts"], chosen["ends"], unit)
    standing = [entry for entry in entries if not entry["withdrawn"]]
    whole, record, kept = st.tabs(
        [_("Who worked less than the whole period"), _("Record leave or a secondment"), _("Entries")]
    )
    with whole:
        show_lines(lines, standing)
    with record:
        record_form(who, chosen)
    with kept:
        show_entries(list(entries), standing)


def choose_unit(who: Actor, period: dict[str, Any]) -> int | None:
    """One unit with all below it, or all in reach."""
    with reading(engine()) as session:
        units = units_for(session, who, Action.MANAGE_PRESENCE, period["ends"])
    if len(units) < 2:
        return None
    return st.selectbox(
        _("Unit"), list(units), index=None, placeholder=_("all units in reach"), format_func=units.__getitem__,
        key="presence_unit", width=420,
    )  # fmt: skip


def show_lines(lines: list[PresenceLine], entries: list[dict[str, Any]]) -> None:
    """Everybody who did not work the whole period in one unit, with the share and why."""
    if not lines:
        st.success(_("Everybody worked the whole period in their unit."), icon=":material/event_available:")
        return
    away = sum(line.share == 0 and line.own for line in lines)
    said = []
    if len(lines) > away:
        said.append(_("{count} entries for people who worked part of the period.", count=amount(len(lines) - away)))
    if away:
        said.append(_("{count} were away throughout: they are not assessed and count in no average.",
                      count=amount(away)))  # fmt: skip
    st.write(" ".join(said))
    st.dataframe(
        [
            {
                _("Person"): line.person,
                _("Worked"): percent(line.share, 0),
                _("Reason"): why_partly(line, entries),
                _("Unit"): line.unit,
            }
            for line in lines
        ],
        hide_index=True,
        width="stretch",
        column_config={
            _("Worked"): st.column_config.TextColumn(width=120),
            _("Reason"): st.column_config.TextColumn(width=380),
            _("Unit"): st.column_config.TextColumn(width=260),
        },
    )


def show_entries(entries: list[dict[str, Any]], standing: list[dict[str, Any]]) -> None:
    """What was entered for this period, and ending or withdrawing it."""
    if not entries:
        st.info(_("No leave and no secondment is on record for this period."), icon=":material/inbox:")
        return
    st.dataframe(
        [
            {
                _("Person"): entry["person"],
                _("Unit"): entry["unit"],
                _("Entry"): absence_words(entry),
                _("Paper"): entry["decision"],
                _("State"): _("withdrawn: {why}", why=entry["withdrawn"]) if entry["withdrawn"] else _("counts"),
            }
            for entry in entries
        ],
        hide_index=True,
        width="stretch",
        column_config={
            _("Entry"): st.column_config.TextColumn(width=330),
            _("Unit"): st.column_config.TextColumn(width=200),
            _("Paper"): st.column_config.TextColumn(width=200),
        },
    )
    if standing:
        change_form(standing)


person = signed_in.actor()
if person.may(Action.MANAGE_PRESENCE):
    main(person)
else:
    st.title(_("Leave and transfers"))
    st.error(_("This page does not open for you."))
