"""What outside bodies published about the province: value, rank and target, apart from every sum."""

from typing import Any

import pandas as pd
import streamlit as st

from kpi.access.actor import Actor
from kpi.reform.glance.view import Glance
from kpi.reform.indicators.views import published, targets
from kpi.storage.unit_of_work import reading
from kpi.ui.database import engine
from kpi.ui.indicator_words import LEVELS, period_text, spoken
from kpi.ui.kept import once
from kpi.ui.reform_words import shown, wrapped
from kpi.ui.table_download import offer_table
from kpi.ui.words import _, amount, named, percent


def show_published(glance: Glance, actor: Actor) -> None:
    """The newest figure of each indicator that somebody published."""
    table = once(glance.stamp, "published", lambda: newest(glance, actor))
    if table.empty:
        return
    st.subheader(_("Published by outside bodies and in reports"), anchor="cong-bo")
    told = _("The newest figure of each, as published with its source. None of them enters a sum on this page.")
    st.caption(told)
    ranked = once(glance.stamp, "ranked", lambda: table[table[_("Ranking")] != "–"])
    narrow = {_("Indicator"): 120, _("Period covered"): 80, _("Source"): 150}
    if len(ranked):
        st.dataframe(ranked, hide_index=True, **wrapped(len(ranked), **narrow))
    with st.expander(_("All published figures"), icon=":material/newspaper:"):
        st.dataframe(table, hide_index=True, **wrapped(len(table), **narrow))
    offer_table(table, _("Published figures"), "so-lieu-cong-bo")


def newest(glance: Glance, actor: Actor) -> pd.DataFrame:
    """In words: indices with a rank first, then rates, then counts."""
    course = glance.course
    with reading(engine()) as session:
        figures = published(session, actor)
        wanted = targets(session, actor, str(course.year), course.units)
    figures = figures[figures["period"].str[:4].astype(int) <= course.year]
    figures = figures.drop_duplicates(["code", "level"])  # newest first
    goals = wanted[wanted["unit_id"] == course.province_id].set_index("code")["target"].to_dict()
    order = figures.assign(first=figures["formula"] != "index").sort_values("first", kind="stable")
    return pd.DataFrame([_row(row, goals.get(row["code"]), course.year) for row in order.to_dict("records")])


def _row(row: dict[Any, Any], goal: float | None, year: int) -> dict[str, Any]:
    measure = str(row["measure"])
    part = "" if row["level"] == "whole" else f" ({named(LEVELS, row['level'])})"
    return {
        _("Indicator"): spoken((row["name_vi"], row["name_en"])) + part,
        _("Period covered"): period_text(row["period"]),
        _("Value"): (_("about") + " " if row["approximate"] else "") + published_value(row, measure),
        _("Ranking"): f"{amount(row['rank'])}/{amount(row['of'])}" if row["rank"] == row["rank"] else "–",
        _("Target {year}", year=str(year)): "–" if goal is None else index_text(goal, measure),
        _("Source"): row["source"],
    }


def published_value(row: dict[Any, Any], measure: str) -> str:
    """From the quantities where they were published, else as published."""
    for name in ("computed", "rate"):
        if row[name] == row[name]:
            return percent(row[name], 2)
    found = row["value"] if row["value"] == row["value"] else row["numerator"]
    return index_text(found, measure)


def index_text(value: float, measure: str) -> str:
    """An index with its decimals (0,7071), anything else in its measure."""
    return percent(value, 2) if measure == "percent" else amount(value) if measure == "index" else shown(value, measure)
