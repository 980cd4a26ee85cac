"""Ranks and quota: how many may be excellent, who is, in which order, and the decision of the competent person."""

import streamlit as st

from kpi.access.actor import Refused
from kpi.assessment.ranking.views import QuotaStanding, quota_of
from kpi.storage.unit_of_work import reading
from kpi.ui import signed_in
from kpi.ui.agency_choice import choose_agency
from kpi.ui.database import engine
from kpi.ui.period_choice import choose_period
from kpi.ui.rank_decisions import show_decided, show_deciding, show_raising
from kpi.ui.rank_ladder import group_name, show_groups, show_ladder, show_standing
from kpi.ui.words import _, told


def main() -> None:
    """Choose period and agency; the rest is one fragment."""
    actor = signed_in.actor()
    title, choice = st.columns([3, 1], vertical_alignment="bottom")
    title.title(_("Ranks and quota"))
    with choice:
        period = choose_period()
    if period is None:
        return
    agency = choose_agency(actor)
    if agency is not None:
        standing(str(period["code"]), agency.id, agency.name)


@signed_in.fragment
def standing(code: str, agency_id: int, name: str) -> None:
    """The agency against Art. 20.5: sentence, groups, the ordered list, decisions."""
    actor = signed_in.actor()
    try:
        with reading(engine()) as session:
            at = quota_of(session, actor, code, agency_id)
    except Refused as refusal:
        st.info(told(refusal.message), icon=":material/info:")
        return
    st.subheader(name)
    if not at.groups[0].people:
        st.info(_("Nobody here is approved in this period yet, so there are no ranks."), icon=":material/inbox:")
        return
    show_standing(at)
    show_raising(at, actor)
    show_groups(at)
    group = at.groups[chosen_group(at)]
    st.subheader(_("Excellent by score: {group}", group=group_name(group)))
    show_ladder(group, at)
    show_deciding(at, group, actor)
    show_decided(at, actor)
    st.caption(
        _("“Excellent” is at most 20% of those ranked good, in the whole agency and in each group of similar duties, "
          "rounded down (Art. 20.5 of Decree 335/2025). The tool never lowers anybody by itself.")
    )  # fmt: skip


def chosen_group(at: QuotaStanding) -> int:
    """Which group's list; the one furthest above its limit first."""
    places = list(range(len(at.groups)))
    start = max(places, key=lambda place: (at.groups[place].over, -place))
    if len(places) == 1:
        return 0
    return int(
        st.selectbox(_("Whose list"), places, index=start, key=f"group-{at.agency.id}",
                     format_func=lambda place: group_name(at.groups[place]))
    )  # fmt: skip


main()
