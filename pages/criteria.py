"""Staffing criteria: versions, drafting, who gains and who loses, comments, approval."""

from datetime import timedelta

import streamlit as st

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.language.numbers import today
from kpi.staffing.criteria.deciding import ApproveCriteria, ProposeCriteria, WithdrawCriteria
from kpi.staffing.criteria.drafting import DraftCriteria
from kpi.staffing.criteria.views import STATE_NAMES, Version, criteria_contents, versions
from kpi.storage.unit_of_work import reading
from kpi.ui import criteria_comments, criteria_comparison, criteria_forms, signed_in
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.staffing_choice import choose_one, choose_year
from kpi.ui.words import _, day, named

COLOURS = {"draft": "gray", "proposed": "blue", "approved": "green", "withdrawn": "gray"}
STARTING = 0


def main(who: Actor) -> None:
    """Title and year; the rest is one fragment."""
    title, choice = st.columns([3, 1], vertical_alignment="bottom")
    title.title(_("Staffing criteria"))
    with choice:
        year = choose_year()
    one_version(year)


@signed_in.fragment
def one_version(year: int) -> None:
    """Choose a version; read it, or edit a draft; see who gains and loses; comment; decide."""
    who = signed_in.actor()
    on = today()
    with reading(engine()) as session:
        found = versions(session, who, on)
    drafting(who, found)
    chosen = choose_version(found)
    if chosen is not None:
        show_state(chosen)
    criteria_id = chosen.id if chosen else STARTING
    with reading(engine()) as session:
        contents = criteria_contents(session, who, criteria_id, on)
    labels = {"compare": _("Who gains, who loses"), "contents": _("Unit times and allowances"), "norms": _("Norms"),
              "comments": _("Comments")}  # fmt: skip
    start = "contents" if chosen is None or chosen.in_force or chosen.may_edit else "compare"
    view = st.segmented_control(
        _("View"), list(labels), default=start, format_func=labels.__getitem__, required=True,
        key=f"criteria_view_{criteria_id}", label_visibility="collapsed",
    )  # fmt: skip
    may_edit = chosen is not None and chosen.may_edit
    if view == "compare":
        criteria_comparison.show(who, year, contents, on)
    elif view == "contents":
        criteria_forms.show_contents(contents, may_edit)
    elif view == "norms":
        criteria_forms.show_norms(contents, may_edit)
    elif chosen is not None:
        criteria_comments.show(who, chosen)
    if chosen is not None:
        decide(chosen, who)


def choose_version(found: list[Version]) -> Version | None:
    """The address's version, else the one being worked on, else the one in force."""
    if not found:
        st.info(
            _("No criteria yet. What you see are the starting values of this tool, which are not law: draft a version "
              "from them."), icon=":material/info:",
        )  # fmt: skip
        return None
    by_id = {version.id: version for version in found}
    titles = {version.id: version_title(version) for version in found}
    return by_id[choose_one(_("Version"), "criteria", titles, usual(found))]


def usual(found: list[Version]) -> int:
    """What somebody most likely comes for."""
    open_ones = [version.id for version in found if version.state in ("proposed", "draft")]
    current = [version.id for version in found if version.in_force]
    return (open_ones or current or [found[0].id])[0]


def version_title(version: Version) -> str:
    """Title and state."""
    state = _("in force") if version.in_force else named(STATE_NAMES, version.state)
    return f"{version.title} · {state}"


def show_state(version: Version) -> None:
    """Where the version stands, and who brought it there."""
    parts = [_("drafted by {name} on {day}", name=version.drafted_by, day=day(version.drafted_at.date()))]
    if version.effective_from:
        parts.append(_("to take effect on {day}", day=day(version.effective_from)))
    if version.approved_by:
        parts.append(_("approved by {name}: {decision}", name=version.approved_by, decision=version.decision or "–"))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(named(STATE_NAMES, version.state), color=COLOURS.get(version.state, "gray"))  # type: ignore[arg-type]
        st.caption(" · ".join(parts))


def drafting(who: Actor, found: list[Version]) -> None:
    """A new version from the one in force, from any other, or from the starting values."""
    if not who.may(Action.MANAGE_STAFFING):
        return
    with st.expander(_("Draft a new version"), icon=":material/add_circle:", expanded=not found,
                     key=f"drafting_{len(found)}"):  # fmt: skip
        with st.form(f"draft_criteria_{len(found)}", border=False):
            boxes = st.columns([2, 2])
            title = boxes[0].text_input(_("Title of the version"), max_chars=200)
            names = {version.id: version_title(version) for version in found} | {STARTING: _("the starting values")}
            current = next((version.id for version in found if version.in_force), next(iter(names)))
            base = boxes[1].selectbox(_("Copied from"), list(names), index=list(names).index(current),
                                      format_func=names.__getitem__)  # fmt: skip
            sent = st.form_submit_button(_("Draft it"), type="primary")
        if sent and (made := do(DraftCriteria(title, base or None), _("The draft is ready to be edited."))):
            st.session_state["criteria_new"] = str(made.result)
            st.rerun()


def decide(version: Version, who: Actor) -> None:
    """The next step of a draft or a proposal."""
    if version.may_edit:
        propose(version)
    if version.may_approve:
        approve(version)
    if version.state in ("draft", "proposed") and who.may(Action.MANAGE_STAFFING):
        take_back(version)


def propose(version: Version) -> None:
    """Propose the draft from a day on."""
    with st.form(f"propose_{version.id}", border=True):
        st.markdown(f"**{_('Propose this version')}**")
        usual_day = today() + timedelta(days=1)
        since = st.date_input(_("To take effect on"), value=usual_day, format="DD/MM/YYYY")
        sent = st.form_submit_button(_("Propose"), type="primary")
    if sent and do(ProposeCriteria(version.id, since), _("The version is proposed; it is no longer edited.")):
        st.rerun()


def approve(version: Version) -> None:
    """Approve the proposal, by somebody who did not draft it."""
    with st.container(border=True):
        st.markdown(f"**{_('Approve this version')}**")
        if version.is_drafter:
            st.info(_("You drafted this version. Another member of the Organizing Committee approves it."),
                    icon=":material/group:")  # fmt: skip
            return
        with st.form(f"approve_{version.id}", border=False):
            decision = st.text_input(_("Number and date of the decision"), max_chars=200)
            sent = st.form_submit_button(_("Approve"), type="primary")
        if sent and do(ApproveCriteria(version.id, decision), _("The version is approved.")):
            st.rerun()


def take_back(version: Version) -> None:
    """With a reason everybody reads."""
    label = _("Take the proposal back to be edited") if version.state == "proposed" else _("Give this draft up")
    with st.expander(label, icon=":material/undo:"), st.form(f"withdraw_{version.id}", border=False):
        reason = st.text_input(_("Reason"), max_chars=500)
        if st.form_submit_button(_("Take back")) and do(WithdrawCriteria(version.id, reason), _("Taken back.")):
            st.rerun()


person = signed_in.actor()
if person.may(Action.READ_STAFFING):
    main(person)
else:
    st.error(_("This page does not open for you."))
