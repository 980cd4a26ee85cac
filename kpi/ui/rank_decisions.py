"""Proposing and deciding ranks, taking a decision back, and the decision that allows 25%."""

from collections.abc import Sequence

import streamlit as st

from kpi.access.actor import Actor
from kpi.access.permissions import Action, Role
from kpi.assessment.ranking.deciding import DecideRanks, RankGiven, WithdrawRankDecision
from kpi.assessment.ranking.ladder import Candidate, Ladder
from kpi.assessment.ranking.proposing import ProposeRanks
from kpi.assessment.ranking.raising import DecideQuota, WithdrawQuotaDecision
from kpi.assessment.ranking.views import QuotaStanding
from kpi.ui.acting import do
from kpi.ui.rank_words import rank_name
from kpi.ui.words import _, amount, moment

CLOSED = ("closed", "published")
LOWER = ("good", "completed", "not_completed", "excellent")


def show_deciding(at: QuotaStanding, group: Ladder, actor: Actor) -> None:
    """The competent person decides; a head below proposes; anybody else reads."""
    if at.period_state in CLOSED:
        st.info(_("The period is closed; a rank changes now only by answering a petition."), icon=":material/lock:")
        return
    mine = [one for one in group.ordered if at.decides_on(one, actor)]
    if at.decides and mine:
        if at.period_state != "closing":
            st.info(_("You decide once Home Affairs has begun to close the period; the list is complete then."),
                    icon=":material/hourglass:")  # fmt: skip
            return
        if at.unfinished:
            st.info(_("{count} months here still wait for a review or an approval; decide once they are finished.",
                      count=amount(at.unfinished)), icon=":material/hourglass:")  # fmt: skip
            return
        _form(at, mine, actor, deciding=True)
    elif at.proposes and not at.decides and group.ordered:
        own = [one for one in group.ordered if one.person_id != actor.person_id]
        if own:
            _form(at, own, actor, deciding=False)


def _form(at: QuotaStanding, people: Sequence[Candidate], actor: Actor, *, deciding: bool) -> None:
    kind = "decide" if deciding else "propose"
    st.markdown(f"**{_('Decide with reasons') if deciding else _('Propose with reasons')}**")
    chosen = st.multiselect(
        _("People"), list(people), key=f"{kind}-{at.agency.id}-{at.period}", placeholder=_("choose people"),
        format_func=lambda one: f"{one.place}. {one.person} · {amount(one.total)}",
    )  # fmt: skip
    if not chosen:
        return
    with st.form(f"{kind}-form-{at.agency.id}-{at.period}", border=True):
        given = [_one(one, kind) for one in chosen]
        label = _("Decide on {count} people", count=len(chosen)) if deciding else _(
            "Propose for {count} people", count=len(chosen))  # fmt: skip
        sent = st.form_submit_button(label, type="primary", icon=":material/gavel:")
    if sent:
        command = _command(at, tuple(given), actor, deciding=deciding)
        done = _("Decided. The system's rank stays beside the decision.") if deciding else _("Proposed.")
        if do(command, done):
            st.rerun()


def _one(one: Candidate, kind: str) -> RankGiven:
    st.markdown(f"**{one.person}** · {amount(one.total)} · {one.title}, {one.unit}")
    rank, why = st.columns([1, 2])
    with rank:
        given = st.selectbox(_("Rank"), LOWER, format_func=rank_name, key=f"{kind}-rank-{one.person_id}-{one.unit_id}")
    with why:
        reason = st.text_area(
            _("Reason"), value=one.proposed_reason or "" if kind == "decide" else "", max_chars=2000, height=80,
            key=f"{kind}-why-{one.person_id}-{one.unit_id}",
        )  # fmt: skip
    return RankGiven(one.person_id, one.unit_id, given, reason)


def _command(at: QuotaStanding, given: tuple[RankGiven, ...], actor: Actor, *, deciding: bool) -> object:
    if deciding:
        return DecideRanks(at.period, at.agency.id, given, at.seen)
    heads = [held.path for held in actor.holdings if held.role is Role.HEAD]
    inside = next((path for path in heads if path.startswith(at.agency.path)), heads[0])
    return ProposeRanks(at.period, int(inside.strip("/").split("/")[-1]), given, at.seen)


def show_decided(at: QuotaStanding, actor: Actor) -> None:
    """What was decided below the system's rank, and taking it back."""
    if not at.lowered:
        return
    with st.expander(_("Decided below the score's rank ({count})", count=len(at.lowered)), icon=":material/gavel:"):
        for one in at.lowered:
            st.markdown(
                f"**{one.person}** · {amount(one.total)} · {rank_name(one.system_rank)} → "
                f"**{rank_name(one.decided_rank)}**  \n{one.reason or '–'}"
            )
        mine = [one for one in at.lowered if at.decides_on(one, actor)]
        if not mine or at.period_state in CLOSED:
            return
        with st.form(f"withdraw-{at.agency.id}-{at.period}", border=False, clear_on_submit=True):
            chosen = st.selectbox(_("Take a decision back"), mine, format_func=lambda one: one.person)
            reason = st.text_input(_("Reason"), max_chars=300)
            sent = st.form_submit_button(_("Take it back"))
        back = WithdrawRankDecision(at.period, at.agency.id, chosen.person_id, chosen.unit_id, reason)
        if sent and do(back, _("Taken back. The system's rank counts again.")):
            st.rerun()


def show_raising(at: QuotaStanding, actor: Actor) -> None:
    """The recorded decision on 25%, or a place to record it."""
    decision = at.decision
    if decision is not None:
        st.success(
            _("Up to 25% by decision {decision}, recorded by {who} on {when}: {reason}", decision=decision.decision,
              who=decision.decided_by, when=moment(decision.at), reason=decision.reason),
            icon=":material/workspace_premium:",
        )  # fmt: skip
    if not at.decides or not actor.may(Action.DECIDE_RANKS) or at.period_state in CLOSED:
        return
    title = _("Take the 25% decision back") if decision else _("Record a decision that allows 25%")
    with st.expander(title, icon=":material/workspace_premium:"):
        if decision is None:
            _record(at)
        else:
            _withdraw(at)


def _record(at: QuotaStanding) -> None:
    st.caption(
        _("Only for outstanding achievement, by a decision of the competent authority (Art. 20.5.b). It is kept with "
          "its number, and everybody who looks here sees it.")
    )  # fmt: skip
    whole = at.groups[0]
    st.markdown(_("With it, at most {more} may be excellent instead of {now}.", more=whole.allowed_with_decision,
                  now=whole.allowed))  # fmt: skip
    with st.form(f"raise-{at.agency.id}-{at.period}", border=False):
        number = st.text_input(_("Number and date of the decision"), max_chars=200)
        reason = st.text_area(_("Outstanding achievement it rests on"), max_chars=2000, height=80)
        sent = st.form_submit_button(_("Record the decision"))
    if sent and do(DecideQuota(at.period, at.agency.id, number, reason), _("Recorded.")):
        st.rerun()


def _withdraw(at: QuotaStanding) -> None:
    with st.form(f"unraise-{at.agency.id}-{at.period}", border=False):
        reason = st.text_input(_("Reason"), max_chars=300)
        sent = st.form_submit_button(_("Take it back"))
    if sent and do(WithdrawQuotaDecision(at.period, at.agency.id, reason), _("Taken back. 20% holds again.")):
        st.rerun()
