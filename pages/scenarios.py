"""Scenarios: steps on a copy of today, their effect at once, side by side, and adopting one."""

import streamlit as st

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.language.numbers import today
from kpi.staffing.criteria.views import versions
from kpi.staffing.scenarios import Outcome, outcome
from kpi.staffing.scenarios.commands import CopyScenario, CreateScenario, DropScenario
from kpi.staffing.scenarios.today import state_of
from kpi.staffing.scenarios.views import Line, Seen, scenario, scenarios
from kpi.staffing.wisn import InputFaults
from kpi.storage.unit_of_work import reading
from kpi.ui import signed_in
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.navigation import entry_of
from kpi.ui.scenario_adopting import show_adopting
from kpi.ui.scenario_assumptions import show_assumptions
from kpi.ui.scenario_effects import families_chart, headline, side_by_side, units_table
from kpi.ui.scenario_steps import show_steps
from kpi.ui.scenario_words import state_name
from kpi.ui.staffing_choice import choose_one, choose_year, inputs_now
from kpi.ui.words import _, told


def main() -> None:
    """Title and year; the rest is one fragment."""
    signed_in.actor()
    title, choice = st.columns([3, 1], vertical_alignment="bottom")
    title.title(_("Scenarios"))
    with choice:
        year = choose_year()
    one_scenario(year)


@signed_in.fragment
def one_scenario(year: int) -> None:
    """Choose or make one; its steps beside their effect."""
    who = signed_in.actor()
    with reading(engine()) as session:
        found = scenarios(session, who)
    making(who, found)
    chosen = choose(found)
    if chosen is None:
        return
    try:
        seen, base = read(who, year, chosen)
    except InputFaults as faults:
        st.error(told(faults.faults[0].message), icon=":material/block:")
        return
    if seen.line.note:
        st.caption(seen.line.note)
    show_adopting(seen)
    headline(base, seen.outcome)
    left, right = st.columns([2, 3], gap="large")
    with left:
        show_steps(seen, version_names(who))
        tools(seen)
    with right:
        st.subheader(_("Effect against today"))
        effects(who, year, found, seen, base)


def read(who: Actor, year: int, number: int) -> tuple[Seen, Outcome]:
    """The scenario and today, under the same assumptions."""
    inputs = inputs_now(who, year)
    with reading(engine()) as session:
        seen = scenario(session, who, number, inputs)
    assert seen is not None
    return seen, outcome(state_of(inputs), seen.assumptions)


def version_names(who: Actor) -> dict[int, str]:
    """Versions of the criteria by id."""
    with reading(engine()) as session:
        return {version.id: version.title for version in versions(session, who, today())}


def making(who: Actor, found: list[Line]) -> None:
    """A new scenario."""
    if not who.may(Action.MANAGE_STAFFING):
        return
    with st.expander(_("New scenario"), icon=":material/add_circle:", expanded=not found,
                     key=f"making_{len(found)}"):  # fmt: skip
        with st.form(f"new_scenario_{len(found)}", border=False):
            boxes = st.columns([2, 3])
            hint = _("e.g. Merge two communes of the coast")
            name = boxes[0].text_input(_("Name of the scenario"), max_chars=200, placeholder=hint)
            note = boxes[1].text_input(_("What it is to find out"), max_chars=500)
            pressed = st.form_submit_button(_("Make the scenario"), type="primary", icon=":material/add:")
        if pressed and (done := do(CreateScenario(name, note), _("Scenario made. Add its first step."))):
            st.session_state["scenario_new"] = done.result
            st.rerun()


def choose(found: list[Line]) -> int | None:
    """The address's, the one just made, else the newest."""
    if not found:
        st.info(_("No scenario yet. Make one above: it is tried on a copy of today and changes nothing."),
                icon=":material/alt_route:")  # fmt: skip
        return None
    return choose_one(_("Scenario"), "scenario", {line.id: f"{line.name} · {state_name(line.state)}" for line in found})


def tools(seen: Seen) -> None:
    """Assumptions, a copy, the reallocation, and away with it."""
    show_assumptions(seen)
    entry = entry_of("reallocation")
    st.page_link(entry.location, label=_("Reallocate people in this scenario"), icon=entry.icon,
                 query_params={"scenario": str(seen.line.id)})  # fmt: skip
    with st.popover(_("Copy or drop"), icon=":material/content_copy:"):
        name = st.text_input(_("Name of the copy"), max_chars=200, key=f"copy-name-{seen.line.id}")
        if st.button(_("Copy"), key=f"copy-{seen.line.id}") and (
            done := do(CopyScenario(seen.line.id, name), _("Copied."))
        ):
            st.session_state["scenario_new"] = done.result
            st.rerun()
        dropping = seen.may_change and st.button(_("Drop this scenario"), key=f"drop-{seen.line.id}")
        if dropping and do(DropScenario(seen.line.id), _("Scenario dropped.")):
            st.query_params.pop("scenario", None)
            st.rerun()


def effects(who: Actor, year: int, found: list[Line], seen: Seen, base: Outcome) -> None:
    """Side by side with today and others, by family, by unit."""
    others = {line.id: line.name for line in found if line.id != seen.line.id}
    asked = st.multiselect(_("Compare with"), list(others), format_func=others.__getitem__, key=f"with-{seen.line.id}",
                           placeholder=_("other scenarios"), max_selections=4) if others else []  # fmt: skip
    outcomes = {_("Today"): base, seen.line.name: seen.outcome}
    for number in asked:
        outcomes[others[number]] = read(who, year, number)[0].outcome
    labels = {"table": _("Side by side"), "families": _("By job family"), "units": _("Units and standards")}
    view = st.segmented_control(_("View"), list(labels), default="table", format_func=labels.__getitem__, required=True,
                                key="scenario_view", label_visibility="collapsed")  # fmt: skip
    if view == "families":
        families_chart(outcomes)
    elif view == "units":
        units_table(seen.outcome)
    else:
        side_by_side(outcomes)


if signed_in.actor().may(Action.MANAGE_STAFFING):
    main()
else:
    st.error(_("This page does not open for you."))
