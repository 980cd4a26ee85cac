"""Where an agency stands against the quota: one sentence, the groups, and each group's ordered list."""

from typing import Any

import pandas as pd
import streamlit as st

from kpi.assessment.ranking.ladder import Candidate, Ladder
from kpi.assessment.ranking.views import QuotaStanding
from kpi.language.message import Message, say
from kpi.ui.rank_words import rank_name
from kpi.ui.table_download import offer_table
from kpi.ui.words import _, amount, told


def show_standing(at: QuotaStanding) -> None:
    """The agency in one sentence, and what the figures rest on."""
    whole = at.groups[0]
    st.markdown(f"#### {told(headline(whole))}")
    if whole.over:
        st.markdown(told(remedy(whole)))
    if at.closed:
        st.caption(_("Tested on the whole set of {people} people ranked.", people=amount(whole.people)))
    elif at.unfinished:
        st.caption(
            _("Where it stands now: {people} people approved, {waiting} not yet. Only the complete list counts.",
              people=amount(whole.people), waiting=amount(at.unfinished))
        )  # fmt: skip
    else:
        st.caption(_("Everybody is approved: {people} people. The list is complete.", people=amount(whole.people)))
    if at.unranked or at.other_rules:
        st.caption(
            _("Not counted: {unranked} people without a rank, {others} ranked by another rule set.",
              unranked=amount(at.unranked), others=amount(at.other_rules))
        )  # fmt: skip


def headline(group: Ladder) -> Message:
    """12 good → at most 2 excellent; 4 are excellent now; 2 too many."""
    values = {"good": group.good, "limit": group.limit, "excellent": group.excellent, "over": group.over}
    if group.over:
        return say("{good} good → at most {limit} excellent; {excellent} are excellent now: {over} too many.", **values)
    return say("{good} good → at most {limit} excellent; {excellent} are excellent now: within the limit.", **values)


def remedy(group: Ladder) -> Message:
    """How few have to step down, for each of them joins those good."""
    return say(
        "Ranking {fewest} of them good is enough: then {excellent} are excellent of {good} good.",
        fewest=group.to_lower, excellent=group.excellent - group.to_lower, good=group.good + group.to_lower,
    )  # fmt: skip


def group_name(group: Ladder) -> str:
    """The group as people speak of it."""
    return group.duty_group or _("Whole agency")


def show_groups(at: QuotaStanding) -> None:
    """Every group the quota is tested on, those above it first."""
    frame = pd.DataFrame(
        [
            {
                _("Duty group"): group_name(group),
                _("Standing"): _("{over} too many", over=group.over) if group.over else _("within the limit"),
                _("Good"): group.good,
                _("Excellent"): group.excellent,
                _("At most"): group.limit,
                _("Ranked"): group.people,
            }
            for group in sorted(at.groups, key=lambda one: (one.duty_group is not None, -one.over))
        ]
    )
    st.dataframe(
        frame, hide_index=True, width="stretch", column_config={_("Duty group"): st.column_config.Column(width=230)}
    )
    offer_table(frame, _("Quota by group"), f"quota-{at.agency.code}-{at.period}")


def show_ladder(group: Ladder, at: QuotaStanding) -> None:
    """Those the score ranks excellent, highest first, exactly; where the limit cuts, the tie and the margin."""
    if not group.ordered:
        st.info(_("Nobody you may see here is excellent by score."), icon=":material/inbox:")
        return
    if group.duty_group is not None:
        st.markdown(told(headline(group)))
    if group.over:
        st.markdown(" ".join([told(remedy(group)), told(cut(group))]) if group.duty_group else told(cut(group)))
    frame = pd.DataFrame([_row(one, group) for one in group.ordered])
    st.dataframe(frame, hide_index=True, width="stretch", height=min(36 * len(frame) + 40, 520),
                 column_config=_columns())  # fmt: skip
    offer_table(frame, _("Ordered list"), f"ladder-{at.agency.code}-{at.period}")


def cut(group: Ladder) -> Message:
    """What happens at the limit: nobody within, a tie, or how close it is."""
    if group.limit == 0:
        return say("Nobody may be excellent here: with fewer than five good, a fifth of them rounds down to none.")
    if group.tied:
        return say("{count} people share the total at the limit exactly, so the score alone does not separate them.",
                   count=group.tied)  # fmt: skip
    return say("The last within the limit is {margin} points ahead of the next.", margin=float(group.margin or 0))


def _row(one: Candidate, group: Ladder) -> dict[str, object]:
    return {
        _("Place"): one.place,
        _("Person"): one.person,
        _("Total"): amount(one.total),
        _("Limit"): limit_words(one, group),
        _("Proposed"): rank_name(one.proposed_rank),
        _("Decided"): _("to be decided again") if one.stale else rank_name(one.decided_rank),
        _("Reason"): one.reason or one.proposed_reason or "–",
        _("Post"): one.title,
        _("Unit"): one.unit,
        _("Duty group"): one.duty_group,
    }


def limit_words(one: Candidate, group: Ladder) -> str:
    """Which side of the limit a person is on, or that the limit cuts through their tie; nothing once lowered."""
    if one.counts != "excellent":
        return "–"
    if group.tied and one.total == group.cut_at:
        return _("tied at the limit")
    return _("within") if group.cut_at is None or one.total >= group.cut_at else _("beyond")


def _columns() -> dict[str, Any]:
    return {
        _("Place"): st.column_config.Column(width=84),
        _("Person"): st.column_config.Column(width=170),
        _("Total"): st.column_config.Column(width=90),
    }
