"""Reallocation: moves of people between units and families, by number, for today or a scenario; and units' answers."""

from datetime import date, timedelta

import streamlit as st

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.language.numbers import today
from kpi.staffing.proposals.answering import PublishProposal, WithdrawProposal
from kpi.staffing.proposals.solving import SolveAgain, SolveReallocation
from kpi.staffing.proposals.terms import Terms
from kpi.staffing.proposals.views import Line, Proposal, proposal, proposals, sees_all
from kpi.staffing.scenarios.views import scenarios
from kpi.storage.unit_of_work import reading
from kpi.ui import signed_in
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.navigation import entry_of
from kpi.ui.reallocation_answers import show_answers
from kpi.ui.reallocation_downloads import offer_papers
from kpi.ui.reallocation_result import show_result
from kpi.ui.reallocation_tables import STATE_COLOURS, STATE_NAMES
from kpi.ui.reallocation_terms import choose_terms
from kpi.ui.staffing_choice import choose_one, choose_year, inputs_now
from kpi.ui.words import _, day, named

TODAY = 0
ANSWER_DAYS = 14


def main() -> None:
    """Planners solve; heads answer; others read."""
    who = signed_in.actor()
    st.title(_("Reallocation"))
    with reading(engine()) as session:
        whole = sees_all(session, who)
    if whole:
        planning()
    else:
        answering()


@signed_in.fragment
def planning() -> None:
    """A new proposal, or one that exists."""
    who = signed_in.actor()
    with reading(engine()) as session:
        found = proposals(session, who)
    if who.may(Action.MANAGE_STAFFING):
        solving(who, found)
    chosen = choose(who, found)
    if chosen is None:
        return
    with reading(engine()) as session:
        shown = proposal(session, who, chosen)
    if shown is None:
        return
    state(shown)
    show_result(shown)
    if shown.may_change:
        again(who, shown)
    offer_papers(shown.line.id)
    publishing(who, shown)


@signed_in.fragment
def answering() -> None:
    """A head's part."""
    who = signed_in.actor()
    with reading(engine()) as session:
        found = proposals(session, who)
    if not found:
        st.info(_("No published proposal concerns your unit."), icon=":material/inbox:")
        return
    chosen = choose(who, found)
    if chosen is not None:
        show_answers(who, chosen)


def units_today(who: Actor, year: int) -> dict[str, str]:
    """Units by code."""
    units = inputs_now(who, year).units
    return dict(zip(units["unit"], units["name"], strict=True))


def solving(who: Actor, found: list[Line]) -> None:
    """For what, which year, which terms; then solve."""
    with st.expander(
        _("New proposal"), icon=":material/add_circle:", expanded=not found or "scenario" in st.query_params
    ):
        with reading(engine()) as session:
            plans = {TODAY: _("Today’s units"), **{line.id: line.name for line in scenarios(session, who)}}
        boxes = st.columns([2, 2, 1], vertical_alignment="bottom")
        usual = _("Reallocation of {day}", day=day(today()))
        title = boxes[0].text_input(_("Title of the proposal"), value=usual, max_chars=200,
                                    key=f"reallocation_title_{len(found)}")  # fmt: skip
        asked = st.query_params.get("scenario", "")
        start = list(plans).index(int(asked)) if asked.isdigit() and int(asked) in plans else 0
        stands = boxes[1].selectbox(_("For"), list(plans), index=start, format_func=plans.__getitem__,
                                    key=f"reallocation_for_{asked}")  # fmt: skip
        with boxes[2]:
            year = choose_year()
        terms = choose_terms(Terms(), units_today(who, year), f"new-{len(found)}")
        if st.button(_("Solve"), type="primary", icon=":material/calculate:", key="reallocation_solve"):
            with st.status(_("Solving: least shortage, then the fairest, then the least disturbance…")) as progress:
                done = do(SolveReallocation(title, year, terms, stands or None), _("Solved."))
                progress.update(label=_("Solved.") if done else _("No plan under these terms."),
                                state="complete" if done else "error", expanded=not done)  # fmt: skip
            if done:
                st.session_state["proposal_new"] = done.result
                st.query_params.pop("scenario", None)
                st.rerun()


def choose(who: Actor, found: list[Line]) -> int | None:
    """The one just solved, else the address's, else the newest."""
    if found:
        named_so = {one.id: f"{one.title} · {one.scenario or _('today')} · {named(STATE_NAMES, one.state)}"
                    for one in found}  # fmt: skip
        return choose_one(_("Proposal"), "proposal", named_so)
    told = (
        _("No proposal yet. Set the terms above and solve: nobody is moved by that.")
        if who.may(Action.MANAGE_STAFFING)
        else _("No proposal yet. The Organizing Committee solves one; it then stands here.")
    )
    st.info(told, icon=":material/swap_horiz:")
    return None


def state(shown: Proposal) -> None:
    """Where it stands."""
    line = shown.line
    parts = [_("for the scenario “{name}”", name=line.scenario) if line.scenario else _("for today’s units"),
             _("volumes of {year}", year=str(shown.year)),
             _("solved by {name} on {day}", name=line.made_by, day=day(line.made_at.date()))]  # fmt: skip
    if line.state == "published":
        parts.append(_("answers until {day}", day=day(line.answer_by)))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(named(STATE_NAMES, line.state), color=STATE_COLOURS[line.state])  # type: ignore[arg-type]
        st.caption(" · ".join(parts))


def again(who: Actor, shown: Proposal) -> None:
    """The same with other terms and what the planner fixed."""
    with st.expander(_("Change the terms and solve again"), icon=":material/replay:", expanded=bool(shown.pins)):
        terms = choose_terms(shown.terms, shown.names, f"again-{shown.line.id}-{shown.line.made_at}")
        if st.button(_("Solve again"), type="primary", icon=":material/replay:", key="reallocation_again"):
            with st.status(_("Solving: least shortage, then the fairest, then the least disturbance…")):
                done = do(SolveAgain(shown.line.id, terms), _("Solved again."))
            if done:
                st.rerun()


def publishing(who: Actor, shown: Proposal) -> None:
    """To the units, or back from them."""
    if not who.may(Action.MANAGE_STAFFING):
        return
    line = shown.line
    if line.state == "draft":
        with st.expander(_("Send to the units for their answer"), icon=":material/outbox:"):
            if line.scenario_id is not None:
                not_yet(line)
            elif not shown.moves:
                st.info(_("This proposal moves nobody; there is nothing to answer."), icon=":material/check_circle:")
            else:
                send(line)
    elif line.state == "published":
        with st.expander(_("Withdraw the proposal"), icon=":material/undo:"):
            reason = st.text_input(_("Reason"), max_chars=300, key=f"withdraw-{line.id}")
            if st.button(_("Withdraw"), key="reallocation_withdraw") and do(WithdrawProposal(line.id, reason)):
                st.rerun()


def send(line: Line) -> None:
    """A day to answer by, then out."""
    until = st.date_input(_("Answers until"), value=today() + timedelta(days=ANSWER_DAYS), format="DD/MM/YYYY",
                          key=f"until-{line.id}")  # fmt: skip
    sent = st.button(_("Publish the proposal"), type="primary", key="reallocation_publish")
    if sent and isinstance(until, date) and do(PublishProposal(line.id, until), _("Published.")):
        st.rerun()


def not_yet(line: Line) -> None:
    """Why a scenario's proposal stays here, and what comes first."""
    who = signed_in.actor()
    with reading(engine()) as session:
        plan = next((one for one in scenarios(session, who) if one.id == line.scenario_id), None)
    told = _("This proposal is worked out for the scenario “{name}”, not for the units of today: nobody there could "
             "answer it yet.", name=line.scenario or "–")  # fmt: skip
    if plan is not None and plan.state == "adopted":
        next_step = _("The scenario is adopted from {day}. From that day on, solve a proposal for today’s units and "
                      "send that one.", day=day(plan.adopted_from))  # fmt: skip
    else:
        next_step = _("Take it to the meeting as a report. Once decided, adopt the scenario; from its first day on, "
                      "solve a proposal for today’s units and send that one.")  # fmt: skip
    st.info(f"{told} {next_step}", icon=":material/event_upcoming:")
    entry = entry_of("scenarios")
    st.page_link(entry.location, label=_("Open the scenario “{name}”", name=line.scenario or "–"), icon=entry.icon,
                 query_params={"scenario": str(line.scenario_id)})  # fmt: skip


if signed_in.actor().may(Action.READ_STAFFING):
    main()
else:
    st.error(_("This page does not open for you."))
