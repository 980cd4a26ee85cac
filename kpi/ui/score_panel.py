"""The score as it grows: the figures, what is missing, what it would take, and every step explained."""

from dataclasses import replace

import altair as alt
import pandas as pd
import streamlit as st

from kpi.assessment.scoring import Result, score_months
from kpi.assessment.views import MonthView
from kpi.law import Rules, general_criteria, rules_in_force
from kpi.law.explain import explain
from kpi.law.missing import missing_words
from kpi.law.party import party_reasons
from kpi.law.reach import reach
from kpi.ui.rank_words import rank_badge
from kpi.ui.words import _, language, number, percent, told

SHARES = ("a", "b", "c")
MOST_WAYS = 4


def show_score(view: MonthView, stage: str, title: str) -> Result:
    """Total, rank and shares at a stage, and what is missing where there is no score."""
    result = view.score(stage)
    row = result.scores.people.iloc[0]
    if row["status"] == "scored":
        _total(row, title, view.rules)
    else:
        _provisional(view, stage, title, row)
    _shares(row, view.role != "staff")
    if view.party_member and row["status"] == "scored":
        _party(result, row, view)
    return result


def _total(row: pd.Series, title: str, rules: Rules) -> None:
    with st.container(border=True):
        st.metric(title, f"{number(row['total'])} / 100")
        st.markdown(rank_badge(row["rank"], rules))
        st.altair_chart(thermometer(float(row["total"]), rules), width="stretch")
        st.caption(
            _(
                "General {general}/30 + tasks {tasks}/70",
                general=number(row["general_points"]),
                tasks=number(row["task_points"]),
            )
        )


def _provisional(view: MonthView, stage: str, title: str, row: pd.Series) -> None:
    """Not a score: what the work typed so far brings, said as such. Missing is never counted as full marks."""
    with st.container(border=True):
        st.metric(title, _("not yet"))
        st.caption(_("Still missing: {what}.", what=told(missing_words(str(row["missing"])))))
        if any(line["state"] == "accepted" for line in view.lines):
            so_far = _so_far(view, stage)
            st.metric(
                _("Task points so far"),
                f"{number(so_far)} / 70",
                help=_("Work without a number counts here as not begun. This is a preview, not a score."),
            )


def _so_far(view: MonthView, stage: str) -> float:
    lines = [line if line["done"] is not None else {**line, "done": 0.0} for line in view.lines]
    known = [mark for mark in view.marks if mark["criterion"] in ("d", "dd", "e")]
    general = [{"criterion": code, "self_value": 0.0, "reviewed_value": None} for code in _leaves(view.rules)]
    leader = [{"criterion": code, "self_value": 0.5, "reviewed_value": None} for code in ("d", "dd", "e")]
    marks = general + known + [mark for mark in leader if mark["criterion"] not in {k["criterion"] for k in known}]
    rows = replace(view.rows, lines=lines, marks=marks)
    return float(score_months([rows], stage, view.rules).scores.people.iloc[0]["task_points"])


def _leaves(rules: Rules) -> list[str]:
    return [leaf.code for group in general_criteria(rules.since) for leaf in group.criteria]


def _shares(row: pd.Series, leader: bool) -> None:
    names = {
        "a": _("a · quantity"),
        "b": _("b · quality"),
        "c": _("c · timeliness"),
        "d": _("d · people led"),
        "dd": _("đ · unit's plan"),
        "e": _("e · uniting staff"),
    }
    shown = [*SHARES, *(("d", "dd", "e") if leader else ())]
    text = "  \n".join(f"{names[name]}: **{percent(row[name])}**" for name in shown)
    st.markdown(text)


def _party(result: Result, row: pd.Series, view: MonthView) -> None:
    party = result.party.iloc[0]
    st.markdown(_("Regulation 366-QĐ/TW (party members):") + " " + rank_badge(party["rank_366"], view.rules))
    reasons = party_reasons(party, row, rules_in_force("qd366", view.rules.since))
    st.caption("  \n".join(told(reason) for reason in reasons))


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
        .mark_rule(color="#9B1C1C", strokeDash=[3, 2])
        .encode(x=alt.X(field="at", type="quantitative", scale=scale))
    )
    return alt.layer(bar, rules_drawn).properties(height=34)


def show_ways(view: MonthView, result: Result) -> None:
    """What it would take to reach good and excellent."""
    row = result.scores.people.iloc[0]
    ways = reach(result.scores.lines, {str(k): v for k, v in row.items()}, view.rules) if len(result.scores.lines) else []
    if not ways:
        return
    st.markdown(f"**{_('What would it take?')}**")
    for rank in dict.fromkeys(way.rank for way in ways):
        mine = [way for way in ways if way.rank == rank][:MOST_WAYS]
        st.markdown("\n".join(f"- {told(way.message)}" for way in mine))


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
