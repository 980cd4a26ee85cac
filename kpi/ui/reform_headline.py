"""The top of the province page: the answer in three sentences, five figures, progress against time."""

import altair as alt
import pandas as pd
import streamlit as st

from kpi.reform.glance.grades import Grade
from kpi.reform.glance.verdict import BAD, GOOD, judged_values, units_silent, verdicts
from kpi.reform.glance.view import Glance
from kpi.reform.plan.views import totals
from kpi.reform.words import FIELD_NAMES
from kpi.ui.kept import once
from kpi.ui.reform_chart import described, draw
from kpi.ui.table_download import offer_table
from kpi.ui.words import _, amount, day, named, percent, told

ICONS = {GOOD: ":material/check_circle:", BAD: ":material/error:"}
DONE, REST, LATE = "#0F4C81", "#D9D4CA", "#A6480F"


def show_answer(glance: Glance) -> None:
    """On plan or not, in words."""
    found = once(glance.stamp, "verdicts", lambda: verdicts(glance))
    for column, verdict in zip(st.columns(3), found, strict=True):
        box = {GOOD: st.success, BAD: st.error}.get(verdict.level, st.warning)
        with column:
            box(told(verdict.text), icon=ICONS.get(verdict.level, ":material/warning:"))


def show_figures(glance: Glance) -> None:
    """Five figures to remember."""
    with st.container(horizontal=True):
        for label, value in once(glance.stamp, "figures", lambda: figures(glance)):
            st.metric(label, value, border=True, width=158)


def figures(glance: Glance) -> list[tuple[str, str]]:
    """What each is called, and what it is."""
    own = judged_values(glance)
    met = int((own["grade"] == Grade.MET).sum())
    return [
        (_("Tasks done"), f"{amount(glance.plan['done'])} / {amount(glance.plan['total'])}"),
        (_("Overdue"), amount(glance.plan["overdue"])),
        (_("Due within 7 days"), amount(glance.plan["due_soon"])),
        (_("Targets met"), f"{met} / {len(own)}"),
        (_("Units without figures"), amount(units_silent(glance))),
    ]


def show_progress(glance: Glance) -> None:
    """Tasks done against the time gone by, by field of reform."""
    st.subheader(_("Progress against time"), anchor="tien-do")
    if glance.tasks.empty:
        st.info(_("No plan task of {year} has been entered.", year=glance.course.year))
        return
    table = once(glance.stamp, "progress", lambda: progress_table(glance))
    chart = once(glance.stamp, "progress chart", lambda: described(progress_chart(table, glance.elapsed)))
    draw(chart, _("Share of tasks done in each field against time"))
    told_time = _("On {day}, {elapsed} of the year is gone (dotted line); {due} of {total} tasks were due by then.",
                  day=day(glance.day), elapsed=percent(glance.elapsed, 0), due=amount(glance.due_by_now),
                  total=amount(glance.plan["total"]))  # fmt: skip
    st.caption(told_time)
    words = {"field": _("Field"), "total": _("Tasks"), "done": _("Done"), "on_time": _("On time"), "late": _("Late"),
             "overdue": _("Overdue"), "due_soon": _("Due soon")}  # fmt: skip
    offer_table(table[list(words)].rename(columns=words), _("Progress by field"), "tien-do")


def progress_table(glance: Glance) -> pd.DataFrame:
    """Counts by field, the least done first."""
    table = totals(glance.tasks, "field")
    table["field"] = [named(FIELD_NAMES, field) for field in table["field"]]
    table["share"] = table["done"] / table["total"]
    table["label"] = [
        bar_label(int(done), int(total), int(late))
        for done, total, late in zip(table["done"], table["total"], table["overdue"], strict=True)
    ]
    return table.sort_values("share").reset_index(drop=True)


def bar_label(done: int, total: int, overdue: int) -> str:
    """4/8 · 1 overdue."""
    late = _("{count} overdue", count=amount(overdue)) if overdue else ""
    return " · ".join(filter(None, (f"{amount(done)}/{amount(total)}", late)))


def progress_chart(table: pd.DataFrame, elapsed: float) -> alt.LayerChart | alt.FacetChart:
    """Bars of what is done, with the share of the year gone by as a line."""
    y = alt.Y("field:N", sort=None, title=None, axis=alt.Axis(labelLimit=230))
    scale = alt.Scale(domain=[0, 1.45], nice=False)
    axis = alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1])
    base = alt.Chart(table.assign(one=1.0)).encode(y=y)
    whole = base.mark_bar(color=REST, height=20).encode(x=alt.X("one:Q", scale=scale))
    bars = base.mark_bar(color=DONE, height=20).encode(
        x=alt.X("share:Q", scale=scale, title=_("Share of tasks done"), axis=axis)
    )
    text = base.mark_text(align="left", dx=6, color="#1F2430").encode(
        x=alt.X("one:Q", scale=scale), text=alt.Text("label:N")
    )
    now = alt.Chart(pd.DataFrame({"now": [elapsed]})).mark_rule(strokeDash=[4, 3], size=2, color=LATE)
    return alt.layer(whole, bars, text, now.encode(x=alt.X("now:Q", scale=scale))).properties(height=alt.Step(34))
