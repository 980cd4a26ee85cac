"""A version's unit times, allowances and norms: read by everybody, edited while it is a draft."""

from typing import Any

import pandas as pd
import streamlit as st

from kpi.staffing.criteria.contents import EVERY_FAMILY, ActivityTerms, Contents
from kpi.staffing.criteria.editing import (
    LOADS,
    PARAMETER_NAMES,
    AddActivity,
    EditNorm,
    EditParameter,
    EditUnitTime,
    RemoveActivity,
    SetDuty,
    SetSupport,
)
from kpi.staffing.families import families, family_name
from kpi.staffing.norms import norms
from kpi.staffing.wisn.columns import BASES
from kpi.ui import staffing_norms
from kpi.ui.acting import do
from kpi.ui.staffing_steps import BASIS_NAMES, LOAD_NAMES
from kpi.ui.words import _, amount, language, named

UNSET = 0.0


def show_contents(contents: Contents, may_edit: bool) -> None:
    """Unit times by family, then working time and the counter, then allowances."""
    if contents.source:
        st.caption(contents.source)
    if may_edit:
        edit_unit_time(contents)
    st.dataframe(_activities(contents), hide_index=True, height=420, column_config=_widths())
    if may_edit:
        other_activities(contents)
    st.markdown(f"**{_('Support activities (everybody in the family)')}**")
    st.dataframe(_support(contents), hide_index=True)
    st.markdown(f"**{_('Individual duties (only some carry them)')}**")
    st.dataframe(_duties(contents), hide_index=True)
    if may_edit:
        edit_allowances(contents)
    st.markdown(f"**{_('Working time, uncertainty, and the counter’s busiest hour')}**")
    st.dataframe(_parameters(contents), hide_index=True)
    if may_edit:
        edit_parameter(contents)


def _widths() -> dict[str, Any]:
    """So that the last column shows too."""
    widths = {_("Job family"): 150, _("Activity"): 300, _("Load"): 160}
    return {name: st.column_config.TextColumn(width=width) for name, width in widths.items()} | {
        _("Minutes each"): st.column_config.NumberColumn(format="localized", width=110)
    }


def _activities(contents: Contents) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("Job family"): [family_name(a.family, language()) for a in contents.activities],
            _("Activity"): [f"{a.named(language())} ({a.code})" for a in contents.activities],
            _("Minutes each"): [a.minutes for a in contents.activities],
            _("Load"): [named(LOAD_NAMES, a.load) for a in contents.activities],
            _("Counted from products"): [_products(a) for a in contents.activities],
        }
    )


def _products(activity: ActivityTerms) -> str:
    told = [f"{code} × {amount(factor)}" for code, factor in activity.products.items()]
    return "; ".join([*told, *([_("dossier feed")] if activity.feed else [])])


def _family(code: str) -> str:
    return _("every family") if code == EVERY_FAMILY else family_name(code, language())


def _support(contents: Contents) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("Job family"): [_family(s.family) for s in contents.support],
            _("Support activity"): [s.activity for s in contents.support],
            _("Amount"): [f"{amount(s.amount)} {named(BASIS_NAMES, s.basis)}" for s in contents.support],
        }
    )


def _duties(contents: Contents) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("Job family"): [_family(d.family) for d in contents.duties],
            _("Duty"): [d.duty for d in contents.duties],
            _("Staff"): [amount(d.staff) for d in contents.duties],
            _("Hours a year each"): [amount(d.hours_per_year) for d in contents.duties],
        }
    )


def _parameters(contents: Contents) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("Setting"): [named(PARAMETER_NAMES, name) for name in PARAMETER_NAMES],
            _("Figure"): [amount(contents.parameters[name]) for name in PARAMETER_NAMES],
        }
    )


def edit_unit_time(contents: Contents) -> None:
    """One activity's minutes."""
    by_id = {a.id: a for a in contents.activities}
    with st.container(border=True):
        boxes = st.columns([4, 1.3, 3, 1.2], vertical_alignment="bottom")
        chosen = boxes[0].selectbox(
            _("Change the unit time of"), list(by_id), key=f"unit_time_{contents.id}",
            format_func=lambda one: f"{by_id[one].named(language())} ({by_id[one].code})",
        )  # fmt: skip
        minutes = boxes[1].number_input(_("Minutes each"), min_value=0.0, value=float(by_id[chosen].minutes), step=1.0,
                                        format="%g", key=f"minutes_{chosen}_{by_id[chosen].minutes}")  # fmt: skip
        reason = boxes[2].text_input(_("Reason"), max_chars=300, key=f"minutes_reason_{contents.id}")
        sent = boxes[3].button(_("Save"), type="primary", key=f"minutes_save_{contents.id}", width="stretch")
    if sent and do(EditUnitTime(chosen, minutes, reason), _("The unit time is saved in the draft.")):
        st.rerun()


def other_activities(contents: Contents) -> None:
    """Adding an activity, taking one out."""
    with st.expander(_("Add an activity, or take one out"), icon=":material/playlist_add:"):
        with st.form(f"add_activity_{contents.id}", border=False, clear_on_submit=True):
            boxes = st.columns([2, 1, 3, 1, 2])
            family = boxes[0].selectbox(_("Job family"), list(families()), format_func=_family)
            code = boxes[1].text_input(_("Code"), max_chars=40)
            name = boxes[2].text_input(_("Activity"), max_chars=200)
            minutes = boxes[3].number_input(_("Minutes each"), min_value=0.0, value=None, format="%g")
            load = boxes[4].selectbox(_("Load"), LOADS, format_func=lambda one: named(LOAD_NAMES, one))
            sent = st.form_submit_button(_("Add"))
        added = AddActivity(contents.id, family, code, name, minutes or UNSET, load)
        if sent and do(added, _("The activity is added.")):
            st.rerun()
        by_id = {a.id: a for a in contents.activities}
        with st.form(f"remove_activity_{contents.id}", border=False):
            gone = st.selectbox(_("Take out"), list(by_id), format_func=lambda one: by_id[one].named(language()))
            sent = st.form_submit_button(_("Take it out"))
        if sent and do(RemoveActivity(gone), _("The activity is taken out.")):
            st.rerun()


def edit_allowances(contents: Contents) -> None:
    """A support activity or an individual duty, set by its name; zero takes it out."""
    with st.expander(_("Set a support activity or an individual duty"), icon=":material/tune:"):
        st.caption(_("The same name changes an entry; zero takes it out."))
        with st.form(f"support_{contents.id}", border=False, clear_on_submit=True):
            boxes = st.columns([2, 3, 1, 2])
            family = boxes[0].selectbox(_("Job family"), [EVERY_FAMILY, *families()], format_func=_family)
            activity = boxes[1].text_input(_("Support activity"), max_chars=200)
            much = boxes[2].number_input(_("Amount"), min_value=0.0, value=None, format="%g")
            basis = boxes[3].selectbox(_("Counted in"), BASES, format_func=lambda one: named(BASIS_NAMES, one))
            sent = st.form_submit_button(_("Set the support activity"))
        if sent and do(SetSupport(contents.id, family, activity, much or UNSET, basis), _("The allowance is saved.")):
            st.rerun()
        with st.form(f"duty_{contents.id}", border=False, clear_on_submit=True):
            boxes = st.columns([2, 3, 1, 2])
            family = boxes[0].selectbox(_("Job family"), list(families()), format_func=_family)
            duty = boxes[1].text_input(_("Duty"), max_chars=200)
            staff = boxes[2].number_input(_("Staff"), min_value=0.0, value=None, format="%g")
            hours = boxes[3].number_input(_("Hours a year each"), min_value=0.0, value=None, format="%g")
            sent = st.form_submit_button(_("Set the duty"))
        if sent and do(
            SetDuty(contents.id, family, duty, staff or UNSET, hours or UNSET), _("The allowance is saved.")
        ):
            st.rerun()


def edit_parameter(contents: Contents) -> None:
    """Working time, the band, the counter."""
    with st.container(border=True):
        boxes = st.columns([4, 2, 1.2], vertical_alignment="bottom")
        name = boxes[0].selectbox(_("Change the value of"), list(PARAMETER_NAMES), key=f"parameter_{contents.id}",
                                  format_func=lambda one: named(PARAMETER_NAMES, one))  # fmt: skip
        value = boxes[1].number_input(_("New figure"), value=contents.parameters[name], format="%g",
                                      key=f"parameter_{contents.id}_{name}_{contents.parameters[name]}")  # fmt: skip
        sent = boxes[2].button(_("Save"), key=f"parameter_save_{contents.id}", width="stretch")
    if sent and do(EditParameter(contents.id, name, value), _("The value is saved in the draft.")):
        st.rerun()


def show_norms(contents: Contents, may_edit: bool) -> None:
    """The administrative norms with their sources, and a parameter to change in a draft."""
    staffing_norms.show(contents.norms)
    if not may_edit:
        return
    with st.container(border=True):
        boxes = st.columns([3, 3, 2, 1.2], vertical_alignment="bottom")
        code = boxes[0].selectbox(_("Norm"), list(norms()), key=f"norm_{contents.id}",
                                  format_func=lambda one: norms()[one].named(language()))  # fmt: skip
        names = list(families()) if code == "by_family" else list(contents.norms.of(code))
        parameter = boxes[1].selectbox(_("Parameter"), names, key=f"norm_parameter_{contents.id}_{code}",
                                       format_func=lambda one: staffing_norms.parameter_name(code, one))  # fmt: skip
        current = contents.norms.of(code).get(parameter)
        value = boxes[2].number_input(
            _("Number"), value=current, format="%g", key=f"norm_{contents.id}_{code}_{parameter}_{current}"
        )
        sent = boxes[3].button(_("Save"), key=f"norm_save_{contents.id}", width="stretch")
    if sent and do(EditNorm(contents.id, code, parameter, value), _("The norm is saved in the draft.")):
        st.rerun()
