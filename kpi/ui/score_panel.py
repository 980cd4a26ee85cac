"""The score as it grows: the figures, what is missing, what it would take, and every step explained."""

from collections.abc import Sequence
from dataclasses import replace

import altair as alt
import pandas as pd
import streamlit as st

from kpi.assessment.scoring import LEADER_CRITERIA, Result, score_month
from kpi.assessment.views import MonthView
from kpi.law import Rules, general_criteria, rules_in_force
from kpi.law.explain import explain
from kpi.law.missing import UNIT_RANK, missing_words
from kpi.law.party import party_reasons
from kpi.law.reach import Way
from kpi.law.wording import total_places
from kpi.ui.kept import once
from kpi.ui.rank_words import rank_badge
from kpi.ui.words import _, language, number, percent, told

SHARES = ("a", "b", "c")
MOST_WAYS = 3


def show_score(view: MonthView, stage: str, title: str) -> Result:
    """Total, rank and shares at a stage in one strip, and what is missing where there is no score."""
    result = view.score(stage)
    row = once(view.stamp, "figures", lambda: result.scores.people.iloc[0], stage)
    with st.container(border=True):
        total, chart, shares = st.columns([2, 3, 3], gap="medium", vertical_alignment="center")
        with total:
            _headline(view, stage, title, row)
        with chart:
            _where(view, stage, row)
        with shares:
            _shares(row, view.role != "staff")
        if view.party_member and row["status"] == "scored":
            _party(result, row, view)
    return result


def _headline(view: MonthView, stage: str, title: str, row: pd.Series) -> None:
    """The score; or, said as such, what the work typed so far brings. Missing is never counted as full marks."""
    if row["status"] == "scored":
        st.metric(title, f"{number(row['total'], total_places(float(row['total']), view.rules))} / 100")
        st.markdown(rank_badge(row["rank"], view.rules))
        return
    if row["missing"] == UNIT_RANK:
        st.metric(title, f"{number(row['total'], total_places(float(row['total']), view.rules))} / 100")
        return
    st.metric(title, _("not yet"))
    if any(line["state"] == "accepted" for line in view.lines):
        so_far = number(once(view.stamp, "points so far", lambda: _so_far(view, stage), stage))
        st.markdown(
            _("Task points so far: **{points}** / 70", points=so_far),
            help=_("Work without a number counts here as not begun. This is a preview, not a score."),
        )


def _where(view: MonthView, stage: str, row: pd.Series) -> None:
    if row["missing"] == UNIT_RANK:
        st.markdown(
            _("A head is not ranked above their unit: the rank follows when the unit is rated, at the closing.")
        )
    elif row["status"] != "scored":
        st.markdown(_("Still missing: {what}.", what=told(missing_words(str(row["missing"])))))
        return
    chart = once(view.stamp, "thermometer", lambda: thermometer(float(row["total"]), view.rules), stage)
    st.altair_chart(chart, width="stretch")
    st.caption(
        _(
            "General {general}/30 + tasks {tasks}/70",
            general=number(row["general_points"]),
            tasks=number(row["task_points"]),
        )
    )


def _so_far(view: MonthView, stage: str) -> float:
    lines = [line if line["done"] is not None else {**line, "done": 0.0} for line in view.lines]
    known = [mark for mark in view.marks if mark["criterion"] in LEADER_CRITERIA]
    leaves = [leaf.code for group in general_criteria(view.rules.since) for leaf in group.criteria]
    blank = [(code, 0.0) for code in leaves]
    blank += [(code, 0.5) for code in LEADER_CRITERIA if code not in {mark["criterion"] for mark in known}]
    marks = [{"criterion": code, "self_value": value, "reviewed_value": None} for code, value in blank]
    rows = replace(view.rows, lines=lines, marks=[*known, *marks])
    return float(score_month(rows, stage, view.rules).scores.people.iloc[0]["task_points"])


def _shares(row: pd.Series, leader: bool) -> None:
    names = {
        "a": _("a · quantity"),
        "b": _("b · quality"),
        "c": _("c · timeliness"),
        "d": _("d · people led"),
        "dd": _("đ · unit's plan"),
        "e": _("e · uniting staff"),
    }
    shown = [*SHARES, *(LEADER_CRITERIA if leader else ())]
    st.markdown("  \n".join(f"{names[name]}: **{percent(row[name])}**" for name in shown))


def _party(result: Result, row: pd.Series, view: MonthView) -> None:
    party = result.party.iloc[0]
    rules = rules_in_force("qd366", view.rules.since)
    reasons = " ".join(told(reason) for reason in party_reasons(party, row, rules))
    title = _("Regulation 366-QĐ/TW (party members):")
    st.markdown(f"{title} {rank_badge(party['rank_366'], view.rules)}", help=reasons)


def thermometer(total: float, rules: Rules) -> alt.LayerChart | alt.FacetChart:
    """The total on a line from 0 to 100 with the thresholds marked."""
    marks = pd.DataFrame({"at": [rules.number(name) for name in ("completed_from", "good_from", "excellent_from")]})
    scale = alt.Scale(domain=[0, 100])
    bar = (
        alt.Chart(pd.DataFrame({"total": [total]}))
        .mark_bar(height=14, color="#0F4C81")
        .encode(
            x=alt.X(
                field="total", type="quantitative", scale=scale, axis=alt.Axis(values=[0, 50, 70, 90, 100], title=None)
            )
        )
    )
    rules_drawn = (
        alt.Chart(marks)
        .mark_tick(color="#C62828", thickness=2, size=22)
        .encode(x=alt.X(field="at", type="quantitative", scale=scale))
    )
    return alt.layer(bar, rules_drawn).properties(height=46)


def show_ways(view: MonthView, result: Result) -> None:
    """What it would take to reach good and excellent."""
    ways = once(view.stamp, "ways", lambda: ways_in_words(result.ways))
    if not ways:
        return
    with st.container(border=True):
        st.markdown(f"**{_('What would it take?')}**")
        st.markdown(ways)


def ways_in_words(ways: Sequence[Way]) -> str:
    """The first ways to each rank and the last, one to a line."""
    said: list[str] = []
    for rank in dict.fromkeys(way.rank for way in ways):
        mine = [told(way.message) for way in ways if way.rank == rank]
        said += [*mine[: MOST_WAYS - 1], *mine[MOST_WAYS - 1 :][-1:]]
    return "\n".join(f"- {sentence}" for sentence in dict.fromkeys(said))


def show_explanation(result: Result, month_id: int) -> None:
    """Every figure from the lines up to the rank, with article and certainty."""
    for step in explain(result.scores, month_id):
        local = f" :orange-badge[{_('local decision')}]" if step.local else ""
        article = f":gray-badge[{_('Art. {article}', article=step.article)}]" if step.article else ""
        st.markdown(f"{step.text[language()]} {article}{local}")


def adds(result: Result) -> dict[int, float]:
    """Task points each line adds, by line id; nothing for a month without a score."""
    lines = result.scores.lines
    return {
        int(line): float(points)
        for line, points in zip(lines["line"], lines["points"], strict=True)
        if points == points
    }
