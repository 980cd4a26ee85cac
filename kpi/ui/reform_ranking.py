"""Units in order of an indicator, with how sure the order is; units without figures apart."""

import altair as alt
import pandas as pd
import streamlit as st

from kpi.reform.glance.course import Course
from kpi.reform.glance.order import can_be_ranked, ranking
from kpi.ui.kept import once
from kpi.ui.reform_chart import described, draw
from kpi.ui.reform_words import names_of
from kpi.ui.table_download import offer_table
from kpi.ui.words import _, amount, number, percent

POINT, RANGE, RAW = "#0F4C81", "#8FB3D3", "#C0782A"
ENDS = 10


def show_ranking(course: Course, kinds: list[str], stamp: str) -> None:
    """Choose an indicator; points with their intervals, then places as ranges."""
    codes = once(stamp, "rankable", lambda: can_be_ranked(course))
    names = names_of(course.indicators)
    code = st.selectbox(_("Indicator"), codes, format_func=names.__getitem__, key="reform_ranked",
                        label_visibility="collapsed")  # fmt: skip
    if code is None:
        st.info(_("There is no share to rank by."), icon=":material/inbox:")
        return
    table = once(stamp, "ranking", lambda: ranking(course, code, kinds), code, *kinds)
    placed, absent = once(stamp, "placed", lambda: parted(table), code, *kinds)
    if placed.empty:
        st.info(_("No unit has figures for this yet."), icon=":material/inbox:")
    else:
        unsure = int((~placed["clear"]).sum())
        st.caption(_("Dot: estimate, drawn towards all units where a unit has few cases. Bar: where its share lies "
                     "with 90% certainty. Circle: as counted."))  # fmt: skip
        few = shortened(placed, stamp, code, *kinds)
        chart = once(stamp, "ranking chart", lambda: described(ranking_chart(few)), code, len(few), *kinds)
        draw(chart, _("Ranking of units with its uncertainty"))
        if unsure:
            st.caption(_("{count} of {units} units cannot be placed more closely than within half of the list.",
                         count=amount(unsure), units=amount(len(placed))))  # fmt: skip
        words = once(stamp, "ranking table", lambda: ranking_table(placed), code, *kinds)
        with st.expander(_("The ranking as a table"), icon=":material/table:"):
            st.dataframe(words, hide_index=True)
        offer_table(words, _("Ranking"), f"xep-hang-{code}")
    show_absent(absent)


def parted(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Those with a place, and those without."""
    return table[table["place"].notna()], table[table["place"].isna()]


def shortened(placed: pd.DataFrame, stamp: str, *of: str) -> pd.DataFrame:
    """The first and the last ten, unless all are asked for."""
    if len(placed) <= 2 * ENDS or st.toggle(_("All units"), key="reform_rank_all"):
        return placed
    st.caption(_("The first {ends} and the last {ends}.", ends=amount(ENDS)))
    return once(stamp, "ends", lambda: pd.concat([placed.head(ENDS), placed.tail(ENDS)]), *of)


def show_absent(absent: pd.DataFrame) -> None:
    """Who is not ranked, and why."""
    if len(absent):
        names = ", ".join(sorted(absent["unit"]))
        st.caption(_("Not ranked, for want of figures ({count}): {names}", count=amount(len(absent)), names=names))


def ranking_chart(placed: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    """Intervals and points, best first."""
    rows = placed.assign(
        label=[places(best, worst) for best, worst in zip(placed["best"], placed["worst"], strict=True)],
        cases=[f"{amount(hits)} / {amount(of)}" for hits, of in zip(placed["numerator"], placed["denominator"],
                                                                   strict=True)],
        shown=[percent(share) for share in placed["share"]],
    )  # fmt: skip
    columns = ["unit", "estimate", "low", "high", "share", "label", "cases", "shown"]
    scale = alt.Scale(zero=False, domain=[max(0.0, float(rows[["low", "share"]].min().min()) - 0.01),
                                          min(1.0, float(rows[["high", "share"]].max().max()) + 0.01)])  # fmt: skip
    tips = [alt.Tooltip("unit:N", title=_("Unit")), alt.Tooltip("shown:N", title=_("As counted")),
            alt.Tooltip("cases:N", title=_("Cases")), alt.Tooltip("label:N", title=_("Place"))]  # fmt: skip
    base = alt.Chart(rows[columns]).encode(
        y=alt.Y("unit:N", sort=list(rows["unit"]), title=None, axis=alt.Axis(labelLimit=170)), tooltip=tips
    )
    axis = alt.Axis(format=".0%" if scale.domain[1] - scale.domain[0] > 0.06 else ".1%", orient="top", tickCount=8)
    return alt.layer(
        base.mark_bar(color=RANGE, height=9).encode(
            x=alt.X("low:Q", scale=scale, title=None, axis=axis), x2=alt.X2("high:Q")
        ),
        base.mark_circle(color=POINT, size=60, opacity=1).encode(x=alt.X("estimate:Q", scale=scale)),
        base.mark_point(color=RAW, size=45, filled=False).encode(x=alt.X("share:Q", scale=scale)),
    ).properties(height=alt.Step(20))


def places(best: float, worst: float) -> str:
    """A range of places: 3–17."""
    return amount(best) if best == worst else f"{amount(best)}–{amount(worst)}"


def ranking_table(placed: pd.DataFrame) -> pd.DataFrame:
    """In words, best first."""
    return pd.DataFrame(
        [
            {
                _("Place"): places(row["best"], row["worst"]),
                _("Unit"): row["unit"],
                _("As counted"): percent(row["share"]),
                _("Cases"): f"{amount(row['numerator'])} / {amount(row['denominator'])}",
                _("Estimate"): percent(row["estimate"]),
                _("90% interval"): f"{number(row['low'] * 100, 1)}–{number(row['high'] * 100, 1)}%",
                _("Months"): amount(row["months_reported"]),
            }
            for row in placed.to_dict("records")
        ]
    )
