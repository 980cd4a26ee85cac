"""Charts of calibration, readable on a phone: few marks, words on the marks, the table below each."""

import altair as alt
import pandas as pd

from kpi.assessment.calibration.distributions import RANKS
from kpi.assessment.calibration.hours_funnel import HoursFunnel
from kpi.ui.rank_words import rank_name
from kpi.ui.unit_summary import COLOURS
from kpi.ui.words import _, amount, number, percent

MOST, ROW, LABEL = 20, 26, 170
BLUE, RED, GREY = "#0F4C81", "#9B1C1C", "#B9B4AC"


def shares_chart(table: pd.DataFrame) -> alt.Chart:
    """Each group's ranks as one bar of a hundred per cent; small groups are faint."""
    shown = table.head(MOST)
    names = {rank: rank_name(rank) for rank in RANKS}
    long = shown.melt(["group", "people", "small"], list(RANKS), "rank", "share")
    long["words"] = [percent(share, 0) for share in long["share"]]
    long["name"] = long["rank"].map(names)
    long["order"] = long["rank"].map({rank: place for place, rank in enumerate(RANKS)})
    colour = alt.Color(
        "name:N", title=None, legend=alt.Legend(orient="bottom", columns=2, labelLimit=240),
        scale=alt.Scale(domain=list(names.values()), range=[COLOURS[rank] for rank in RANKS]),
    )  # fmt: skip
    chart: alt.Chart = (
        alt.Chart(long)
        .mark_bar(height=ROW - 8)
        .encode(
            x=alt.X("share:Q", stack="normalize", title=None, axis=alt.Axis(format="%", tickCount=4)),
            y=_names(shown),
            color=colour,
            order=alt.Order("order:Q"),
            opacity=alt.condition("datum.small", alt.value(0.4), alt.value(1)),
            tooltip=[
                alt.Tooltip("group:N", title=_("Group")),
                alt.Tooltip("name:N", title=_("Rank")),
                alt.Tooltip("words:N", title=_("Share")),
                alt.Tooltip("people:Q", title=_("Number of people")),
            ],
        )
        .properties(height=alt.Step(ROW))
    )
    return chart


def totals_chart(table: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    """Each group's middle half of totals and its median."""
    shown = table.head(MOST).assign(words=[number(value) for value in table.head(MOST)["median"]])
    base = alt.Chart(shown).encode(
        y=_names(shown), opacity=alt.condition("datum.small", alt.value(0.4), alt.value(1)),
        tooltip=[
            alt.Tooltip("group:N", title=_("Group")),
            alt.Tooltip("words:N", title=_("Median")),
            alt.Tooltip("people:Q", title=_("Number of people")),
        ],
    )  # fmt: skip
    scale = alt.Scale(domain=[min(50.0, float(shown["lower"].min())), 100.0], zero=False, nice=False)
    bar = base.mark_bar(height=10, color=GREY).encode(x=alt.X("lower:Q", title=None, scale=scale), x2="upper:Q")
    dot = base.mark_circle(size=90, color=BLUE).encode(x=alt.X("median:Q", scale=scale))
    lines = alt.Chart(pd.DataFrame({"at": [70, 90]})).mark_rule(color=RED, strokeDash=[3, 3])
    limits = lines.encode(x=alt.X("at:Q", scale=scale))
    return alt.layer(limits, bar, dot).properties(height=alt.Step(ROW))


def differences_chart(table: pd.DataFrame) -> alt.Chart:
    """How many people the review moved by how many points."""
    told = [
        f"{amount(low)} … {amount(high)}" for low, high in zip(table["from_points"], table["to_points"], strict=True)
    ]
    chart: alt.Chart = (
        alt.Chart(table.assign(words=told))
        .mark_bar(color=BLUE)
        .encode(
            x=alt.X("from_points:Q", bin="binned", title=_("Reviewed less self-score, points")),
            x2="to_points:Q",
            y=alt.Y("people:Q", title=_("Number of people")),
            tooltip=[alt.Tooltip("words:N", title=_("Points")), alt.Tooltip("people:Q", title=_("Number of people"))],
        )
        .properties(height=260)
    )
    return chart


def intervals_chart(table: pd.DataFrame, value: str, title: str) -> alt.LayerChart | alt.FacetChart:
    """Each rater's distance with its 95% interval; 0 is the rest. Those far from it are red."""
    shown = table[table[value].notna()].head(MOST).rename(columns={"rater": "group"})
    shown = shown.assign(words=[number(one) for one in shown[value]])
    colour = alt.condition("datum.far", alt.value(RED), alt.value(BLUE)) if "far" in shown else alt.value(BLUE)
    base = alt.Chart(shown).encode(
        y=_names(shown), color=colour,
        tooltip=[alt.Tooltip("group:N", title=_("Rater")), alt.Tooltip("words:N", title=title)],
    )  # fmt: skip
    zero = alt.Chart(pd.DataFrame({"at": [0]})).mark_rule(color=GREY).encode(x="at:Q")
    line = base.mark_rule(strokeWidth=2).encode(x=alt.X("low:Q", title=title), x2="high:Q")
    return alt.layer(zero, line, base.mark_circle(size=90).encode(x=f"{value}:Q")).properties(height=alt.Step(ROW))


def funnel_chart(found: HoursFunnel) -> alt.LayerChart | alt.FacetChart:
    """Units by how many lines they declared; beyond the funnel they stand apart from the rest."""
    units = found.units.assign(words=[number(ratio) for ratio in found.units["ratio"]])
    size = alt.X("lines:Q", title=_("Lines with hours"), scale=alt.Scale(type="log", nice=False))
    height = alt.Scale(type="log", nice=False)
    limits = alt.Chart(found.limits).encode(x=size)
    ratio = _("Time against the usual one (times)")
    dots = (
        alt.Chart(units)
        .mark_circle(size=90, opacity=0.9)
        .encode(
            x=size,
            y=alt.Y("ratio:Q", title=ratio, scale=height),
            color=alt.condition("datum.outside", alt.value(RED), alt.value(BLUE)),
            tooltip=[
                alt.Tooltip("unit:N", title=_("Unit")),
                alt.Tooltip("words:N", title=ratio),
                alt.Tooltip("lines:Q", title=_("Lines with hours")),
            ],
        )
    )
    centre = alt.Chart(pd.DataFrame({"at": [found.target]})).mark_rule(color=GREY).encode(y=alt.Y("at:Q", scale=height))
    return alt.layer(
        centre,
        limits.mark_line(color=GREY, strokeDash=[4, 3]).encode(y=alt.Y("low:Q", scale=height)),
        limits.mark_line(color=GREY, strokeDash=[4, 3]).encode(y=alt.Y("high:Q", scale=height)),
        dots,
    ).properties(height=320)


def _names(shown: pd.DataFrame) -> alt.Y:
    return alt.Y("group:N", title=None, sort=list(shown["group"]), axis=alt.Axis(labelLimit=LABEL))
