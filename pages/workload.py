"""The need of one unit: each figure opens to its inputs, with sources, steps, the counter's peak, and notes."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.staffing.families import family_name
from kpi.staffing.today import Picture, suspects
from kpi.staffing.today.sentences import VERDICT_NAMES, spread
from kpi.staffing.today.steps import steps_of
from kpi.staffing.volumes.sources import SOURCE_NAMES
from kpi.staffing.wisn import Verdict
from kpi.ui import signed_in, staffing_entry, staffing_import, staffing_steps
from kpi.ui.navigation import entry_of
from kpi.ui.staffing_choice import choose_year, criteria_line, picture_of
from kpi.ui.words import _, amount, language, named, number, percent, told

STEPS = ("A", "B", "C", "A × B + C")


def main(who: Actor) -> None:
    """Title and year; the rest is one fragment."""
    title, choice = st.columns([3, 1], vertical_alignment="bottom")
    title.title(_("Need of a unit"))
    with choice:
        year = choose_year()
    need_of_unit(year)
    staffing_import.show(who, year)


@signed_in.fragment
def need_of_unit(year: int) -> None:
    """Choose the unit, see its families, open one."""
    who = signed_in.actor()
    shown = picture_of(who, year)
    if not len(shown.units):
        st.info(_("There is no commune-level unit you may see here."), icon=":material/inbox:")
        return
    unit = choose_unit(shown)
    show_unit(shown, unit)
    family = show_families(shown, unit)
    steps = steps_of(shown, unit, family)
    criteria = shown.inputs.criteria
    st.subheader(family_name(family, language()))
    staffing_steps.show_formula(steps)
    staffing_steps.show_activities(steps, criteria)
    staffing_steps.show_allowances(steps)
    staffing_steps.show_peak(steps, criteria)
    staffing_steps.show_known(steps, criteria)
    staffing_entry.show_entry(who, unit, family, year, criteria)
    staffing_entry.show_notes(who, unit, family)


def choose_unit(shown: Picture) -> str:
    """The address's unit, else the first; the address keeps it."""
    names = dict(zip(shown.units["unit"], shown.units["name"], strict=True))
    asked = st.query_params.get("unit", "")
    codes = list(names)
    place = codes.index(asked) if asked in names else 0
    unit: str = st.selectbox(
        _("Unit"), codes, index=place, format_func=names.__getitem__, key="workload_unit", disabled=len(codes) == 1
    )
    st.query_params["unit"] = unit
    return unit


def show_unit(shown: Picture, unit: str) -> None:
    """Existing staff, norm and need of the unit, and what to check."""
    row: Mapping[Any, Any] = shown.units[shown.units["unit"] == unit].iloc[0].to_dict()
    boxes = st.columns(4)
    boxes[0].metric(_("Existing staff"), number(row["existing"], 0), border=True)
    boxes[1].metric(_("Administrative norm"), number(row["norm"], 0), border=True)
    boxes[2].metric(_("Workload need"), f"{number(row['needed'], 1)}", border=True)
    boxes[3].metric(_("Existing ÷ need"), number(row["ratio"]), border=True)
    result = named(VERDICT_NAMES, Verdict(row["verdict"]))
    interval = spread(row["low"], row["high"], language())
    st.markdown(
        _("**{result}**: {existing} existing against a need of {interval} (unit times ± {band}).",
          result=result.capitalize(), existing=amount(row["existing"]), interval=interval,
          band=percent(shown.inputs.criteria.number("band"), 0))
    )  # fmt: skip
    party = _("Party and mass organisations: {low}–{high} posts beside these (Guideline 31-HD/BTCTW).",
              low=amount(row["party_low"]), high=amount(row["party_high"]))  # fmt: skip
    loads = _("Hours a year: {intake} intake, {processing} processing, {internal} internal.",
              intake=number(row["intake_hours"], 0), processing=number(row["processing_hours"], 0),
              internal=number(row["internal_hours"], 0))  # fmt: skip
    st.caption(" ".join([criteria_line(shown.inputs.criteria), party, loads]))
    for one in suspects(shown, language()):
        if one.unit == unit:
            st.warning(told(one.message), icon=":material/rule:")


def show_families(shown: Picture, unit: str) -> str:
    """The unit's families side by side; the one opened."""
    table = shown.families[shown.families["unit"] == unit]
    staff = shown.inputs.existing[shown.inputs.existing["unit"] == unit]
    source = named(SOURCE_NAMES, staff["source"].iloc[0]) if len(staff) else named(SOURCE_NAMES, "none")
    st.dataframe(
        pd.DataFrame(
            {
                _("Job family"): [family_name(code, language()) for code in table["family"]],
                _("Existing"): table["existing"],
                _("Norm"): table["norm"],
                _("Need"): table["needed"].round(2),
                _("Interval of need"): [spread(*p, language()) for p in zip(table["low"], table["high"], strict=True)],
                _("Result"): [named(VERDICT_NAMES, Verdict(value)) for value in table["verdict"]],
                "A": table["a"].round(2),
                "B": table["b"].round(3),
                "C": table["c"].round(2),
                "A × B + C": table["required"].round(2),
                _("Peak roster"): table["peak"].where(table["peak"] > 0),
            }
        ),
        hide_index=True,
        placeholder="–",
        column_config={
            _("Job family"): st.column_config.TextColumn(width=265, pinned=True),
            _("Result"): st.column_config.TextColumn(width=150),
            **{name: st.column_config.NumberColumn(format="localized") for name in (*STEPS, _("Need"))},
        },
    )
    st.caption(_("Existing staff: {source}.", source=source))
    codes = table["family"].tolist()
    family: str = st.selectbox(
        _("Open a job family"), codes, format_func=lambda code: family_name(code, language()), key="workload_family"
    )
    return family


person = signed_in.actor()
if person.may(Action.READ_STAFFING):
    main(person)
    back = entry_of("staffing")
    st.page_link(back.location, label=_("Back to staff against workload"), icon=":material/arrow_back:")
else:
    st.error(_("This page does not open for you."))
