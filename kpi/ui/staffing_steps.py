"""A family's need opened: working time, A, CAS and B, IAS and C, the counter at its peak."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from kpi.language.message import N_
from kpi.staffing.criteria.contents import Contents
from kpi.staffing.today.steps import Steps
from kpi.staffing.volumes.sources import MERGED, SOURCE_NAMES
from kpi.ui.words import _, amount, language, named, number, percent

LOAD_NAMES = {
    "intake": N_("intake (receiving point)"),
    "processing": N_("processing (competent unit)"),
    "internal": N_("internal work"),
}
BASIS_NAMES = {
    "min_per_day": N_("minutes a day"),
    "hours_per_week": N_("hours a week"),
    "hours_per_year": N_("hours a year"),
    "percent": N_("% of working time"),
}


def show_formula(steps: Steps) -> None:
    """The whole need in one line, then what it means."""
    f = steps.figures
    st.markdown(
        _("**Need = A × B + C = {a} × {b} + {c} = {required}**, rounded to {rounded} posts.", a=number(f["a"], 2),
          b=number(f["b"], 3), c=number(f["c"], 2), required=number(f["required"], 2), rounded=amount(f["rounded"]))
    )  # fmt: skip
    if f["a"] == 0:
        told = _("No workload is recorded: the need comes from individual duties alone.")
        st.warning(told, icon=":material/warning:")
    st.markdown(
        _("**Working time** a person has in a year: ({days} working days − {holidays} public holidays − {leave} days "
          "of leave, sickness and training) × {hours} hours = **{awt} hours**.", days=amount(steps.year.working_days),
          holidays=amount(steps.year.public_holidays), leave=amount(steps.leave), hours=amount(steps.hours_a_day),
          awt=amount(f["awt_hours"]))
    )  # fmt: skip


def show_activities(steps: Steps, criteria: Contents) -> None:
    """A: each activity's volume over what one person does in a year."""
    names = {activity.code: activity.named(language()) for activity in criteria.activities}
    st.markdown(_("**A = {a} posts** for the work itself: volume ÷ what one person does in a year.",
                  a=number(steps.figures["a"], 2)))  # fmt: skip
    work = steps.activities
    st.dataframe(
        pd.DataFrame(
            {
                _("Activity"): [f"{names[code]} ({code})" for code in work["activity"]],
                _("Volume a year"): work["volume"].round(1),
                _("Source of the figure"): [_source(row) for row in work.to_dict("records")],
                _("Minutes each"): work["unit_time_minutes"],
                _("One person a year"): work["standard_workload"].round(1),
                _("Posts"): work["staff"].round(3),
                _("Load"): [named(LOAD_NAMES, load) for load in work["load"]],
            }
        ),
        hide_index=True,
        column_config=_figures(_("Volume a year"), _("Minutes each"), _("One person a year"), _("Posts")),
    )


def _source(row: Mapping[Any, Any]) -> str:
    """Where a volume comes from, and that it was brought to a year where it was."""
    source, months = named(SOURCE_NAMES, row["source"]), row["months"]
    if row["source"] in ("months", "feed") and months < 12:
        return _("{source}, {months} of 12 months, brought to a year", source=source, months=amount(months))
    return source


def show_allowances(steps: Steps) -> None:
    """B from support activities, C from individual duties."""
    left, right = st.columns(2)
    with left:
        share = float(steps.support["share"].sum())
        st.markdown(_("**B = 1 ÷ (1 − {share}) = {b}** for support activities everybody does.", share=percent(share, 1),
                      b=number(steps.figures["b"], 3)))  # fmt: skip
        st.dataframe(
            pd.DataFrame(
                {
                    _("Support activity"): steps.support["activity"],
                    _("Amount"): [
                        f"{amount(value)} {named(BASIS_NAMES, basis)}"
                        for value, basis in zip(steps.support["amount"], steps.support["basis"], strict=True)
                    ],
                    _("Share"): [percent(value, 1) for value in steps.support["share"]],
                }
            ),
            hide_index=True,
        )
    with right:
        st.markdown(_("**C = {hours} hours ÷ {awt} hours = {c} posts** for duties only some carry.",
                      hours=amount(float(steps.duties["hours"].sum())), awt=amount(steps.figures["awt_hours"]),
                      c=number(steps.figures["c"], 2)))  # fmt: skip
        if len(steps.duties):
            st.dataframe(
                pd.DataFrame(
                    {
                        _("Duty"): steps.duties["duty"],
                        _("Staff"): steps.duties["staff"],
                        _("Hours a year each"): steps.duties["hours_per_year"],
                    }
                ),
                hide_index=True,
                column_config={
                    _("Duty"): st.column_config.TextColumn(width=220),
                    **_figures(_("Staff"), _("Hours a year each")),
                },
            )
        else:
            st.caption(_("No individual duties in this family."))


def show_peak(steps: Steps, criteria: Contents) -> None:
    """The counter at its busiest hour, beside the yearly need; the larger counts."""
    if steps.roster is None:
        return
    roster, waiting = steps.roster, steps.roster.waiting
    with st.container(border=True):
        st.markdown(f":material/storefront: **{_('The counter at its busiest hour')}**")
        st.write(
            _("In the busiest hour the counter carries {load} erlangs. So that {share} are served within {minutes} "
              "minutes, {counters} counters are needed; {wait} of people wait, {mean} minutes on average over all. "
              "With {away} of rostered time away from the counter, {people} people are rostered.",
              load=number(roster.load, 2), share=percent(criteria.number("served_share"), 0),
              minutes=amount(criteria.number("within_minutes")), counters=amount(waiting.counters),
              wait=percent(waiting.p_wait, 1), mean=number(waiting.mean_wait, 2),
              away=percent(criteria.number("shrinkage"), 0), people=amount(roster.rostered))
        )  # fmt: skip
        method = "Erlang C" if criteria.parameters.get("patience_minutes") is None else "Erlang A"
        st.caption(
            _("Yearly need {yearly}, peak roster {people}: the larger, {needed}, is the need shown. {method}, exact.",
              yearly=number(steps.figures["required"], 2), people=amount(roster.rostered),
              needed=number(steps.figures["needed"], 2), method=method)
        )  # fmt: skip


def show_known(steps: Steps, criteria: Contents) -> None:
    """Every volume known of each activity, whatever its source."""
    names = {activity.code: activity.named(language()) for activity in criteria.activities}
    if not len(steps.known):
        return
    with st.expander(_("Every volume known, by source"), icon=":material/database:"):
        st.dataframe(
            pd.DataFrame(
                {
                    _("Activity"): [names[code] for code in steps.known["activity"]],
                    _("Source of the figure"): [named(SOURCE_NAMES, source) for source in steps.known["source"]],
                    _("Counted"): steps.known["counted"],
                    _("Months"): steps.known["months"],
                    _("Brought to a year"): steps.known["volume"].round(1),
                    _("Note"): steps.known["note"].fillna(""),
                    _("By"): steps.known["by"],
                }
            ),
            hide_index=True,
            column_config=_figures(_("Counted"), _("Months"), _("Brought to a year")),
        )
        st.caption(_("A dossier feed counts before approved months, these before imported, entered and generated "
                     "figures. Months and feeds count from three months on."))  # fmt: skip
        if (steps.known["source"] == MERGED).any():
            st.caption(_("What the merged units had counts until the new unit has a figure of its own."))


def _figures(*columns: str) -> dict[str, Any]:
    return {column: st.column_config.NumberColumn(format="localized") for column in columns}
