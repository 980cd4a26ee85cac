"""The year's end at today's pace: of the plan and of each indicator, with a band, what is needed, and the method."""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from kpi.reform.forecast.completion import PlanForecast
from kpi.reform.forecast.outcome import NOT_MONTHLY, REASONS
from kpi.reform.glance.course import Course
from kpi.ui.kept import once
from kpi.ui.reform_chart import described, draw
from kpi.ui.reform_words import BILLION, month_name, names_of, outcome_name, shown, wrapped
from kpi.ui.table_download import offer_table
from kpi.ui.words import _, amount, language, named, number, percent

ORDER = {"behind": 0, "open": 1, "impossible": 2, "on_course": 3, "secured": 4, "no_target": 5, "no_forecast": 6}
LINE, BAND, GOAL = "#0F4C81", "#8FB3D3", "#A6480F"


def show_plan_forecast(forecast: PlanForecast) -> None:
    """Tasks done by the end of the year."""
    if not forecast.tasks:
        return
    if forecast.reason:
        st.caption(_("The plan gets no forecast: {why}", why=named(REASONS, forecast.reason)))
    else:
        st.markdown(
            _("**Plan:** at the pace so far, {value} of {tasks} tasks are done by 31 December (90% certain: {low} to "
              "{high}).", value=number(forecast.value, 0), tasks=amount(forecast.tasks), low=amount(forecast.low),
              high=amount(forecast.high))
        )  # fmt: skip
    pace = {"pace": number(forecast.pace, 1), "needed": number(forecast.needed, 1)}
    st.caption(_("Done a month so far: {pace}; needed a month for all of them: {needed}.", **pace))
    if forecast.best_on_time < 1:
        st.caption(_("At best {share} of the tasks can still be on time: the others are done late or overdue.",
                     share=percent(forecast.best_on_time, 1)))  # fmt: skip


def show_indicator_forecasts(course: Course, outlook: pd.DataFrame, key: str, stamp: str) -> None:
    """A table of all, and the course of one."""
    table, never, made = once(stamp, "forecasts", lambda: forecasts(course, outlook), key)
    narrow = {_("Indicator"): 130, _("Outlook"): 110}
    st.dataframe(table, hide_index=True, **wrapped(len(table), **narrow))
    offer_table(table, _("Forecast"), f"du-bao-{key}")
    names = names_of(course.indicators)
    if never:
        listed = ", ".join(names[code] for code in never)
        st.caption(_("No forecast for what is not counted every month: {names}", names=listed))
    if not made:
        return
    code = st.selectbox(_("Course of"), made, format_func=names.__getitem__, key=f"reform_course_{key}")
    row = once(stamp, "course row", lambda: outlook[outlook["code"] == code].iloc[0], key, code)
    months = once(stamp, "course", lambda: course_table(course, row), key, code)
    measure = str(course.indicators.loc[code, "measure"])
    chart = once(stamp, "course chart", lambda: described(course_chart(months, row, measure)), key, code)
    draw(chart, _("Course of {name} over the year", name=names[code]))
    words = {"month": _("Month"), "value": _("Year so far"), "low": _("Low"), "high": _("High")}
    offer_table(lambda: months[list(words)].rename(columns=words), names[code][:31], f"dien-bien-{key}")


def forecasts(course: Course, outlook: pd.DataFrame) -> tuple[pd.DataFrame, list[str], list[str]]:
    """The table of all, the codes that never get a forecast, and those that have one."""
    never = outlook["reason"] == NOT_MONTHLY
    made = ordered(outlook[outlook["reason"] == ""])["code"].tolist()
    return forecast_table(course, outlook[~never]), outlook.loc[never, "code"].tolist(), made


def forecast_table(course: Course, outlook: pd.DataFrame) -> pd.DataFrame:
    """Every indicator in words; the ones in danger first."""
    names, measures = names_of(course.indicators), course.indicators["measure"]
    rows = ordered(outlook).to_dict("records")
    return pd.DataFrame([_forecast_row(row, names, str(measures[row["code"]])) for row in rows])


def ordered(outlook: pd.DataFrame) -> pd.DataFrame:
    """The ones in danger first."""
    return outlook.assign(order=outlook["outcome"].map(ORDER)).sort_values("order", kind="stable")


def _forecast_row(row: dict[Any, Any], names: dict[str, str], measure: str) -> dict[str, str]:
    made = not row["reason"]
    band = f"{shown(row['low'], measure)} – {shown(row['high'], measure)}" if made else "–"
    return {
        _("Indicator"): names[row["code"]],
        _("Outlook"): outcome_name(row["outcome"]) if made else named(REASONS, row["reason"]),
        _("So far"): shown(row["so_far"], measure),
        _("Target"): shown(row["target"], measure),
        _("Year’s end"): shown(row["value"], measure),
        _("90% band"): band,
        _("Needed from now"): needed(row, measure),
    }


def needed(row: dict[Any, Any], measure: str) -> str:
    """The pace that would just reach the target, where one can."""
    value = row["needed"]
    if value != value or row["outcome"] in ("secured", "no_target", "no_forecast"):
        return "–"
    if measure != "percent":
        return _("{value} a month", value=shown(value, measure))
    if row["outcome"] == "impossible":
        return _("out of reach")
    return _("above 100%") if value > 1 else percent(max(value, 0.0), 1)


def course_table(course: Course, row: pd.Series) -> pd.DataFrame:
    """The year so far month by month, then December's value with its band: month, value, low, high."""
    code, unit = str(row["code"]), int(row["unit_id"])
    hits = course.table([code], [unit], course.year, "numerator")[0]
    cases = course.table([code], [unit], course.year, "denominator")[0]
    ratio = bool(course.indicators.loc[code, "formula"] == "ratio")
    summed = np.nancumsum(hits)
    so_far = summed / np.nancumsum(cases) if ratio else summed
    rows: list[dict[str, Any]] = [
        {"month": month_name(course.year, number_ + 1), "value": float(so_far[number_]), "low": np.nan, "high": np.nan}
        for number_ in range(course.through)
        if np.isfinite(hits[number_])
    ]
    if course.through < 12 and rows:
        rows[-1] |= {"low": rows[-1]["value"], "high": rows[-1]["value"]}
        end = {name: float(row[name]) for name in ("value", "low", "high")}
        rows.append({"month": month_name(course.year, 12), **end})
    return pd.DataFrame(rows).assign(ahead=[False] * (len(rows) - 1) + [course.through < 12])


def course_chart(months: pd.DataFrame, row: pd.Series, measure: str) -> alt.LayerChart | alt.FacetChart:
    """What was, and where it leads."""
    scale = alt.Scale(zero=measure != "percent")
    order = [month_name(int(str(months["month"].iloc[0])[-4:]), month) for month in range(1, 13)]
    x = alt.X("month:O", sort=order, title=None, scale=alt.Scale(domain=order), axis=alt.Axis(labelAngle=-40))
    tips = [alt.Tooltip("month:O", title=_("Month")), alt.Tooltip("label:N", title=_("Value"))]
    base = alt.Chart(months.assign(label=[shown(value, measure, 2) for value in months["value"]])).encode(x=x)
    y = alt.Y("value:Q", title=None, scale=scale, axis=value_axis(measure))
    band = base.transform_filter("isValid(datum.low)").mark_area(color=BAND, opacity=0.6).encode(
        y=alt.Y("low:Q", scale=scale), y2=alt.Y2("high:Q"))  # fmt: skip
    done = base.transform_filter("!datum.ahead").mark_line(color=LINE, point=alt.OverlayMarkDef(color=LINE))
    end = base.transform_filter("isValid(datum.low)")
    ahead = end.mark_line(color=LINE, strokeDash=[5, 4], point=alt.OverlayMarkDef(color=LINE))
    layers: list[Any] = [band, ahead.encode(y=y, tooltip=tips), done.encode(y=y, tooltip=tips)]
    if row["target"] == row["target"]:
        goal = alt.Chart(pd.DataFrame({"goal": [float(row["target"])], "label": [_("target")]}))
        layers.append(goal.mark_rule(color=GOAL, strokeDash=[2, 3]).encode(y=alt.Y("goal:Q", scale=scale)))
        words = goal.mark_text(color=GOAL, align="left", dy=-7, x=4)
        layers.append(words.encode(y=alt.Y("goal:Q", scale=scale), text=alt.Text("label:N")))
    return alt.layer(*layers).properties(height=280)


def value_axis(measure: str) -> alt.Axis:
    """Percentages, or counts with thousands as the reader's language separates them; money in billions."""
    if measure == "percent":
        return alt.Axis(format=".0%")
    size = f"datum.value / {BILLION}" if measure == "vnd" else "datum.value"
    plain = f"format({size}, ',.0f')"
    text = f"replace({plain}, /,/g, '.')" if language() == "vi" else plain
    return alt.Axis(labelExpr=text, title=_("billion VND") if measure == "vnd" else None, tickCount=6)


def show_method() -> None:
    """How it is computed, in words."""
    with st.expander(_("How the forecast is made"), icon=":material/functions:"):
        for paragraph in method():
            st.markdown(paragraph)


def method() -> list[str]:
    """The method, a paragraph each."""
    return [
        _("**Pace.** Today's pace is the share of the last three months with figures; for counts, the mean of the "
          "months with figures."),
        _("**Still to come.** Months without figures are still to come. How much they bring follows last year's "
          "seasons where last year is known whole, and the mean of this year's months elsewhere."),
        _("**Year's end** = what was counted so far, and what is still to come at today's pace."),
        _("**Band.** In 9 of 10 cases the year should end within it, if nothing but chance changes. It is wider where "
          "months differ more than chance explains."),
        _("**Cannot be met any more** is arithmetic: even if every case that may still come (with a margin of 95%) "
          "went well, the target would not be reached."),
        _("**Plan.** A task is expected to be done as soon or as late as tasks of the plan have been so far, seen from "
          "their due dates. What was never seen is not promised."),
        _("**No forecast** below three months with figures, below 30 cases, and for what is not counted every month."),
    ]  # fmt: skip
