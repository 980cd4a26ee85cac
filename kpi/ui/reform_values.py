"""The indicators of the province or of one unit: month and year beside the target, who is missing, and the source."""

from typing import Any

import pandas as pd
import streamlit as st

from kpi.reform.glance.view import Glance
from kpi.ui.indicator_words import cut_off_text, spoken
from kpi.ui.kept import once
from kpi.ui.page_links import link_to
from kpi.ui.reform_words import gap, grade_name, names_of, shown, wrapped
from kpi.ui.table_download import offer_table
from kpi.ui.words import _, amount

SOME = 12  # units named before the rest is only counted


def show_values(glance: Glance, unit_id: int, key: str) -> None:
    """The month and the year so far beside the target; what is missing is named."""
    whole = unit_id == glance.course.province_id
    st.subheader(_("Indicators of the province") if whole else _("Indicators"), anchor="chi-so")
    table = once(glance.stamp, "values", lambda: values_table(glance, unit_id), unit_id)
    if table.empty:
        told = _("There are no confirmed figures this year.") if whole else _(
            "The unit has no confirmed figures this year.")  # fmt: skip
        st.info(told, icon=":material/inbox:")
    else:
        st.dataframe(table, hide_index=True, **wrapped(len(table), **{_("Indicator"): 120}))
        offer_table(table, _("Indicators"), f"chi-so-{key}")
    if whole:
        show_missing_units(glance)
    else:
        show_missing(glance, unit_id)
        link_to("indicators", _("Open its indicators"), unit=str(unit_id), period=glance.code)
    show_sources(glance)


def values_table(glance: Glance, unit_id: int) -> pd.DataFrame:
    """In words, in list order; at a parent with how many of its units the newest month rests on."""
    course, month = glance.course, glance.month.of_unit(unit_id)
    names, measures = names_of(course.indicators), course.indicators["measure"]
    rows = []
    for row in course.of_unit(unit_id).to_dict("records"):
        code, measure = str(row["code"]), str(measures[row["code"]])
        line = {
            _("Indicator"): names[code],
            _("This month"): shown(month["value"].get(code), measure),
            _("Year so far"): shown(row["value"], measure),
            _("Target"): shown(row["target"], measure),
            _("Distance"): gap(row["distance"], measure),
            _("Judgement"): grade_name(row["grade"]),
        }
        if unit_id == course.province_id:
            line[_("Units in this month’s sum")] = coverage(month, code, course.expected)
        rows.append(line)
    return pd.DataFrame(rows)


def coverage(month: pd.DataFrame, code: str, expected: pd.DataFrame) -> str:
    """How many of the units that report an indicator are in the month's sum: 78/81; nothing for a score."""
    due = int((expected["code"] == code).sum())
    if not due:
        return ""
    there = float(month["reported"].get(code, 0) or 0)
    return f"{amount(there if there == there else 0)}/{amount(due)}"


def show_missing_units(glance: Glance) -> None:
    """Which units the month's sums lack: nothing entered, or waiting for the head."""
    waiting = set(glance.waiting["unit_id"])
    silent = set(glance.missing["unit_id"]) - waiting
    order = glance.course.units.set_index("unit_id")["name"]
    month = f"{glance.course.through:02d}/{glance.course.year}"
    if silent:
        st.caption(_("Missing in the sums of {month}, nothing entered: {units}", month=month,
                     units=_some([name for unit, name in order.items() if unit in silent])))  # fmt: skip
    if waiting:
        st.caption(_("Missing in the sums of {month}, entered and waiting for the head: {units}", month=month,
                     units=_some([name for unit, name in order.items() if unit in waiting])))  # fmt: skip


def _some(names: list[Any]) -> str:
    rest = len(names) - SOME
    shown_names = ", ".join(str(name) for name in names[:SOME])
    return shown_names + (f" … (+{amount(rest)})" if rest > 0 else "")


def show_missing(glance: Glance, unit_id: int) -> None:
    """What of a unit's month waits for its head, and what nobody entered."""
    names = names_of(glance.course.indicators)
    month = f"{glance.course.through:02d}/{glance.course.year}"
    waiting = set(glance.waiting.loc[glance.waiting["unit_id"] == unit_id, "code"])
    lacking = [code for code in glance.missing.loc[glance.missing["unit_id"] == unit_id, "code"] if code not in waiting]
    if waiting:
        st.caption(_("Entered for {month} and waiting for the head, so not counted yet: {count} indicators.",
                     month=month, count=amount(len(waiting))))  # fmt: skip
    if lacking:
        st.caption(_("Not entered for {month}: {names}", month=month, names=", ".join(names[code] for code in lacking)))


def show_sources(glance: Glance) -> None:
    """What each indicator counts, from which source, by which text, and by when."""
    with st.expander(_("What is counted, from where, by when"), icon=":material/help:"):
        table = once(glance.stamp, "sources", lambda: sources_table(glance.course.indicators))
        narrow = dict.fromkeys(table.columns, 150)
        st.dataframe(table, hide_index=True, **(wrapped(len(table), **narrow) | {"height": 400}))
        offer_table(table, _("Sources"), "nguon-chi-so")


def sources_table(indicators: pd.DataFrame) -> pd.DataFrame:
    """Every indicator with its quantities, source, reference and cut-off."""
    rows = []
    for row in indicators.to_dict("records"):
        counted = spoken((row["numerator_vi"], row["numerator_en"]))
        if row["denominator_vi"]:
            counted += f" ÷ {spoken((row['denominator_vi'], row['denominator_en'] or ''))}"
        rows.append(
            {
                _("Indicator"): spoken((row["name_vi"], row["name_en"])),
                _("What is counted"): counted,
                _("Data source"): row["data_source"],
                _("Cut-off"): cut_off_text(row["period_kind"], row["cutoff_day"], row["formula"]),
                _("Reference"): row["reference"],
            }
        )
    return pd.DataFrame(rows)
