"""Units against indicators by distance to target: one indicator, one unit, or the whole map."""

from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from kpi.language.message import N_
from kpi.reform.glance.course import Course
from kpi.reform.glance.grades import GRADE_NAMES, Grade
from kpi.ui.kept import once
from kpi.ui.reform_chart import described, draw
from kpi.ui.reform_words import GRADE_COLOURS, ON_COLOUR, SIGNS, gap, grade_name, names_of, shown
from kpi.ui.table_download import offer_table
from kpi.ui.words import _, amount, named

JUDGED = [Grade.MET, Grade.NEAR, Grade.SHORT, Grade.FAR, Grade.MISSING]


def cells(course: Course, unit_ids: list[int]) -> pd.DataFrame:
    """A row for each unit and each indicator it reports that has a target; what is not there is said to be missing.

    unit_id, unit, code, indicator, value, target, distance, grade, and their words.
    """
    own = course.values[course.values["unit_id"].isin(unit_ids)]
    targets = own.loc[own["target"].notna() & own["code"].isin(course.expected["code"]), "code"].unique()
    due = course.expected[course.expected["unit_id"].isin(unit_ids) & course.expected["code"].isin(targets)]
    columns = ["unit_id", "code", "value", "target", "distance", "grade"]
    frame = due.merge(own[columns], on=["unit_id", "code"], how="left")
    frame["grade"] = frame["grade"].where(frame["grade"].notna(), str(Grade.MISSING))
    names = names_of(course.indicators)
    frame["indicator"] = frame["code"].map(names)
    frame["unit"] = frame["unit_id"].map(dict(zip(course.units["unit_id"], course.units["name"], strict=True)))
    measures = frame["code"].map(course.indicators["measure"])
    for name, writing, column in (("value_text", shown, "value"), ("target_text", shown, "target"),
                                  ("gap_text", gap, "distance")):  # fmt: skip
        frame[name] = [writing(value, measure) for value, measure in zip(frame[column], measures, strict=True)]
    frame["grade_text"] = [grade_name(grade) for grade in frame["grade"]]
    frame["cell"] = [f"{SIGNS[Grade(grade)]} {text}" for grade, text in zip(frame["grade"], frame["value_text"],
                                                                           strict=True)]  # fmt: skip
    frame["dark"] = frame["grade"].isin(list(ON_COLOUR))
    order = {unit_id: place for place, unit_id in enumerate(course.units["unit_id"])}
    places = {code: place for place, code in enumerate(course.indicators.index)}
    frame["unit_place"], frame["place"] = frame["unit_id"].map(order), frame["code"].map(places)
    return frame.sort_values(["unit_place", "place"]).reset_index(drop=True)


def legend() -> str:
    """The signs in words."""
    return " · ".join(f"{SIGNS[grade]} {named(GRADE_NAMES, grade)}" for grade in JUDGED)


def map_chart(frame: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    """Units down, indicators across; the value and a sign stand in each cell."""
    names = list(dict.fromkeys(frame.sort_values("place")["indicator"]))
    units = list(dict.fromkeys(frame.sort_values("unit_place")["unit"]))
    columns = ["unit", "indicator", "grade", "cell", "dark", "value_text", "target_text", "gap_text", "grade_text"]
    base = alt.Chart(frame[columns]).encode(
        x=alt.X("indicator:N", sort=names, title=None,
                axis=alt.Axis(orient="top", labelAngle=-35, labelLimit=190, labelOverlap=False)),
        y=alt.Y("unit:N", sort=units, title=None, axis=alt.Axis(labelLimit=190)),
        tooltip=tips(),
    )  # fmt: skip
    return alt.layer(
        base.mark_rect(stroke="#FFFFFF").encode(color=colour()),
        base.mark_text(fontSize=11).encode(text=alt.Text("cell:N"), color=on_dark()),
    ).properties(height=alt.Step(21))


def bars_chart(frame: pd.DataFrame, others: str) -> alt.LayerChart | alt.FacetChart:
    """One indicator over units, or one unit over indicators: distance in shares of the target, the worst first."""
    rows = frame.assign(relative=frame["distance"] / frame["target"].abs())
    rows = rows.sort_values(["relative", others], na_position="last")
    columns = ["unit", "indicator", "relative", "grade", "cell", "gap_text", "value_text", "target_text", "grade_text"]
    axis = alt.Axis(labelLimit=170)
    base = alt.Chart(rows[columns]).encode(y=alt.Y(f"{others}:N", sort=list(rows[others]), title=None, axis=axis))
    x = alt.X("relative:Q", title=_("Distance to target, in shares of it"), axis=alt.Axis(format="+.1~%", tickCount=6))
    bars = base.mark_bar(stroke="#8A8F99", strokeWidth=0.5, height=15).encode(x=x, color=colour(), tooltip=tips())
    zero = alt.X("at:Q")
    short = base.transform_filter("datum.relative < 0 || !isValid(datum.relative)").transform_calculate(at="0")
    over = base.transform_filter("datum.relative >= 0").transform_calculate(at="0")
    text = alt.Text("cell:N")
    texts = (
        short.mark_text(align="left", dx=6, color="#1F2430", fontSize=12).encode(x=zero, text=text),
        over.mark_text(align="right", dx=-6, color="#1F2430", fontSize=12).encode(x=zero, text=text),
    )
    return alt.layer(bars, *texts).properties(height=alt.Step(24))


def tips() -> list[alt.Tooltip]:
    """What a cell says when touched."""
    titles = {"unit": _("Unit"), "indicator": _("Indicator"), "value_text": _("Value"), "target_text": _("Target"),
              "gap_text": _("Distance"), "grade_text": _("Judgement")}  # fmt: skip
    return [alt.Tooltip(f"{name}:N", title=title) for name, title in titles.items()]


def colour() -> alt.Color:
    """Blue to orange, which colour-blind people tell apart; never the only mark."""
    grades = [str(grade) for grade in GRADE_COLOURS]
    return alt.Color("grade:N", scale=alt.Scale(domain=grades, range=list(GRADE_COLOURS.values())), legend=None)


def on_dark() -> Any:
    """Light text on dark cells."""
    return alt.when("datum.dark").then(alt.value("#FFFFFF")).otherwise(alt.value("#1F2430"))


def table_of(frame: pd.DataFrame) -> pd.DataFrame:
    """The cells as a table, in words."""
    words = {"unit": _("Unit"), "indicator": _("Indicator"), "value_text": _("Value"), "target_text": _("Target"),
             "gap_text": _("Distance"), "grade_text": _("Judgement")}  # fmt: skip
    return frame[list(words)].rename(columns=words)


FEW = 20


def shortened(rows: pd.DataFrame, way: str, stamp: str, kinds: list[str]) -> pd.DataFrame:
    """The units furthest below the target, unless all are asked for."""
    if way != BY_INDICATOR or len(rows) <= FEW or st.toggle(_("All units"), key="reform_heat_all"):
        return rows
    st.caption(_("The {few} furthest from the target.", few=amount(FEW)))
    return once(stamp, "heat few", lambda: furthest(rows), str(rows["indicator"].iloc[0]), *kinds)


def furthest(rows: pd.DataFrame) -> pd.DataFrame:
    """The `FEW` that lie furthest below their targets, in shares of them."""
    return rows.assign(relative=rows["distance"] / rows["target"].abs()).nsmallest(FEW, "relative")


MAP, BY_INDICATOR, BY_UNIT = "map", "indicator", "unit"
WAYS = {BY_INDICATOR: N_("One indicator"), BY_UNIT: N_("One unit"), MAP: N_("Whole map")}


def show_heat(course: Course, kinds: list[str], stamp: str) -> None:
    """The map with its choice; one indicator first, which a phone has room for."""
    unit_ids = course.units.loc[course.units["kind"].isin(kinds), "unit_id"].tolist()
    frame = once(stamp, "cells", lambda: cells(course, unit_ids), *kinds)
    if frame.empty or frame["value"].isna().all():
        st.info(_("No unit has figures with a target here yet."), icon=":material/inbox:")
        return
    way = st.segmented_control(_("Show"), list(WAYS), default=BY_INDICATOR, required=True, key="reform_way",
                               format_func=lambda key: named(WAYS, key), label_visibility="collapsed")  # fmt: skip
    st.caption(legend())
    if way == MAP:
        whole = once(stamp, "map", lambda: described(map_chart(frame)), *kinds)
        draw(whole, _("Distance to target by unit and indicator"))
        offer_table(lambda: table_of(frame), _("Distance to target"), "khoang-cach")
        return
    column, others = ("indicator", "unit") if way == BY_INDICATOR else ("unit", "indicator")
    choices = once(stamp, "heat choices", lambda: list(dict.fromkeys(frame[column])), column, *kinds)
    chosen = st.selectbox(named(WAYS, way), choices, key=f"reform_heat_{way}", label_visibility="collapsed")
    rows = once(stamp, "heat rows", lambda: frame[frame[column] == chosen], column, chosen, *kinds)
    few = shortened(rows, way, stamp, kinds)
    bars = once(stamp, "bars", lambda: described(bars_chart(few, others)), way, chosen, len(few), *kinds)
    draw(bars, _("Distance to target of {name}", name=chosen))
    offer_table(lambda: table_of(rows), _("Distance to target"), "khoang-cach")
