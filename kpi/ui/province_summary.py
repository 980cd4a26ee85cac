"""The province's (or one's part of it) ranks of a closed period on the screen: shares, change, who is missing."""

from collections.abc import Sequence

import altair as alt
import pandas as pd
import streamlit as st

from kpi.access.actor import Actor
from kpi.assessment.period_names import period_name
from kpi.assessment.reporting.province import RANKS, Counted, Summary, summary
from kpi.law.missing import missing_words
from kpi.storage.unit_of_work import reading
from kpi.ui.database import engine
from kpi.ui.rank_words import rank_name
from kpi.ui.unit_summary import COLOURS
from kpi.ui.words import _, amount, number, percent, told

MOST_BARS = 20


def show_summary(who: Actor, period_code: str) -> None:
    """Four figures with their change, a bar for each body, the tables behind."""
    with reading(engine()) as session:
        found = summary(session, who, period_code)
    st.subheader(_("At a glance"))
    if not found.whole.people:
        st.info(_("Nobody within your reach has a result in this period."), icon=":material/inbox:")
        return
    _figures(found)
    if len(found.bodies) > 1:
        st.altair_chart(_bars(found.bodies[:MOST_BARS]), width="stretch")
        if len(found.bodies) > MOST_BARS:
            st.caption(_("The first {shown} of {all}; every one is in the table.", shown=MOST_BARS,
                         all=amount(len(found.bodies))))  # fmt: skip
    for title, rows in ((_("By body"), found.bodies), (_("By group of similar duties"), found.groups)):
        with st.expander(title, icon=":material/table:"):
            st.dataframe(_table(rows), hide_index=True, width="stretch")
    with st.expander(_("Without a complete result: {number}", number=amount(len(found.silent))),
                     icon=":material/person_off:"):  # fmt: skip
        st.dataframe(_silent(found), hide_index=True, width="stretch")


def _figures(found: Summary) -> None:
    whole = found.whole
    boxes = st.columns(4)
    for box, rank in zip(boxes, RANKS, strict=True):
        change = whole.change(rank)
        moved = None if change is None else _("{points} points", points=_signed(change * 100))
        box.metric(rank_name(rank), f"{amount(whole.ranks[rank])} · {percent(whole.share(rank), 1)}", moved,
                   delta_color="off")  # fmt: skip
    earlier = told(period_name(found.previous)) if found.previous else None
    said = [_("{people} people, {unranked} without a rank.", people=amount(whole.people),
              unranked=amount(whole.unranked))]  # fmt: skip
    said.append(_("Change of the share against {period}.", period=earlier) if earlier
                else _("No earlier closed period of this kind to compare with."))  # fmt: skip
    st.caption(" ".join(said))


def _signed(points: float) -> str:
    return f"+{number(points, 1)}" if points > 0 else number(points, 1)


def _bars(bodies: Sequence[Counted]) -> alt.Chart:
    frame = pd.DataFrame(
        [
            {"body": one.name, "rank": rank_name(rank), "place": place, "share": one.ranks[rank] / ranked}
            for one in bodies
            for place, rank in enumerate(RANKS)
            if (ranked := one.people - one.unranked)
        ]
    )
    names = [rank_name(rank) for rank in RANKS]
    chart: alt.Chart = alt.Chart(frame).mark_bar().encode(
        y=alt.Y("body:N", title=None, sort=[one.name for one in bodies], axis=alt.Axis(labelLimit=260)),
        x=alt.X("share:Q", title=None, stack="zero", axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1])),
        color=alt.Color("rank:N", title=None, legend=alt.Legend(orient="bottom", columns=2, labelLimit=300),
                        scale=alt.Scale(domain=names, range=[COLOURS[rank] for rank in RANKS])),
        order=alt.Order("place:Q"),
        tooltip=[alt.Tooltip("body:N", title=_("Unit")), alt.Tooltip("rank:N", title=_("Rank")),
                 alt.Tooltip("share:Q", title=_("Share"), format=".1%")],
    )  # fmt: skip
    sized: alt.Chart = chart.properties(height=alt.Step(24))
    return sized


def _table(rows: Sequence[Counted]) -> list[dict[str, object]]:
    return [
        {
            _("Unit"): one.name,
            _("Number of people"): one.people,
            **{rank_name(rank): one.ranks[rank] for rank in RANKS},
            _("Excellent, share"): percent(one.share("excellent")),
            _("Change (points)"): "–" if (change := one.change("excellent")) is None else _signed(change * 100),
            _("No rank"): one.unranked,
        }
        for one in rows
    ]


def _silent(found: Summary) -> list[dict[str, str]]:
    return [
        {_("Person"): one.person, _("Body"): one.body, _("Unit"): one.unit,
         _("Missing"): told(missing_words(one.missing))}
        for one in found.silent
    ]  # fmt: skip
