"""Entering a volume and writing a note, beside the figures they are about."""

import streamlit as st

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.staffing.criteria.contents import Contents
from kpi.staffing.volumes.commands import NoteFigure, SetVolume
from kpi.staffing.volumes.notes import notes_of
from kpi.storage.unit_of_work import reading
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.words import _, language, moment


def show_notes(who: Actor, unit: str, family: str) -> None:
    """What was noted beside this family's figures, and a line to add."""
    with reading(engine()) as session:
        found = [note for note in notes_of(session, who, unit) if note.family in ("", family)]
    for note in found:
        st.markdown(f":material/sticky_note_2: {note.text}")
        st.caption(f"{note.author} · {moment(note.at)}")
    if not who.may(Action.MANAGE_STAFFING):
        return
    with st.form(f"note_{unit}_{family}", border=False, clear_on_submit=True):
        box, button = st.columns([5, 1], vertical_alignment="bottom")
        text = box.text_input(_("Note beside these figures"), max_chars=500)
        sent = button.form_submit_button(_("Add the note"))
    if sent and do(NoteFigure(unit, family, "required", text), _("The note stands beside the figure.")):
        st.rerun()


def show_entry(who: Actor, unit: str, family: str, year: int, criteria: Contents) -> None:
    """A volume typed in, where no system gives one."""
    mine = {a.code: a.named(language()) for a in criteria.activities if a.family == family}
    if not who.may(Action.MANAGE_STAFFING) or not mine:
        return
    with st.expander(_("Enter a volume"), icon=":material/edit:"), st.form(f"volume_{unit}_{family}", border=False):
        boxes = st.columns([3, 1, 3])
        code = boxes[0].selectbox(_("Activity"), list(mine), format_func=lambda one: f"{mine[one]} ({one})")
        volume = boxes[1].number_input(
            _("Volume in {year}", year=str(year)), min_value=0.0, value=None, step=1.0, format="%g"
        )
        note = boxes[2].text_input(_("Where the figure is from"), max_chars=500)
        sent = st.form_submit_button(_("Save the volume"), type="primary")
        if sent and volume is None:
            st.error(_("Write a number."), icon=":material/block:")
        elif sent and do(SetVolume(unit, code, year, volume or 0.0, note), _("The volume is saved.")):
            st.rerun()
