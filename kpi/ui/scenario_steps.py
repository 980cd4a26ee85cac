"""The steps of a scenario: read, reordered, switched off, edited, undone, and one more added."""

from collections.abc import Mapping

import streamlit as st

from kpi.staffing.scenarios import STEPS
from kpi.staffing.scenarios.commands import AddStep, EditStep, MoveStep, RemoveStep, SwitchStep
from kpi.staffing.scenarios.views import Placed, Seen
from kpi.ui.acting import do
from kpi.ui.scenario_forms import Choices, fields
from kpi.ui.scenario_words import STEP_ICONS, title_of, told_step
from kpi.ui.words import _, told


def show_steps(seen: Seen, versions: Mapping[int, str]) -> None:
    """Every step in its place; then the form for another."""
    st.subheader(_("Steps"))
    if not seen.steps:
        st.caption(_("No steps yet: the scenario is today as it stands."))
    for placed in seen.steps:
        _card(seen, placed, versions)
    if seen.may_change:
        _adding(seen, versions)


def _card(seen: Seen, placed: Placed, versions: Mapping[int, str]) -> None:
    with st.container(border=True, key=f"step-{placed.id}"):
        text = f"{placed.place}. {title_of(placed.step.kind)}"
        st.markdown(f"{STEP_ICONS[placed.step.kind]} **{text}**" if placed.active else f"~~{text}~~")
        st.markdown(told_step(placed.step, seen.names, versions))
        if placed.fault:
            st.warning(told(placed.fault), icon=":material/warning:")
        if seen.may_change:
            with st.container(horizontal=True, gap="small"):
                _tools(seen, placed)
        if seen.may_change and st.session_state.get("scenario_editing") == placed.id:
            _editing(seen, placed, versions)


def _tools(seen: Seen, placed: Placed) -> None:
    """Small buttons of one step."""
    number = placed.id
    if placed.place > 1 and _icon("arrow_upward", _("Move up"), f"up-{number}"):
        _done(do(MoveStep(number, placed.place - 1)))
    if placed.place < len(seen.steps) and _icon("arrow_downward", _("Move down"), f"down-{number}"):
        _done(do(MoveStep(number, placed.place + 1)))
    off = _("Switch off") if placed.active else _("Switch on")
    if _icon("toggle_on" if placed.active else "toggle_off", off, f"switch-{number}"):
        _done(do(SwitchStep(number, not placed.active)))
    if _icon("edit", _("Edit"), f"edit-{number}"):
        editing = st.session_state.get("scenario_editing") == number
        st.session_state["scenario_editing"] = None if editing else number
        st.rerun()
    if _icon("undo", _("Undo this step"), f"undo-{number}"):
        _done(do(RemoveStep(number), _("Step undone.")))


def _icon(icon: str, label: str, key: str) -> bool:
    return st.button("", icon=f":material/{icon}:", help=label, key=key, type="tertiary")


def _done(done: object) -> None:
    if done:
        st.rerun()


def _editing(seen: Seen, placed: Placed, versions: Mapping[int, str]) -> None:
    choices = Choices(seen.state, versions, placed.step.terms(), f"edit-{placed.id}")
    terms = fields(placed.step.kind, choices)
    if st.button(_("Save the step"), type="primary", key=f"save-{placed.id}") and do(EditStep(placed.id, terms)):
        st.session_state["scenario_editing"] = None
        st.rerun()


def _adding(seen: Seen, versions: Mapping[int, str]) -> None:
    with st.container(border=True, key="add_step"):
        kind = st.selectbox(_("Add a step"), list(STEPS), format_func=title_of, key="scenario_add_kind")
        count = len(seen.steps)
        terms = fields(kind, Choices(seen.state, versions, {}, f"add-{seen.line.id}-{count}-{kind}"))
        if st.button(_("Add the step"), type="primary", icon=":material/add:", key="scenario_add"):
            _done(do(AddStep(seen.line.id, kind, terms), _("Step added.")))
