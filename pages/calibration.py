"""Calibration: how units, groups and raters mark, before results are final."""

import pandas as pd
import streamlit as st

from kpi.access.actor import Actor
from kpi.assessment.calibration.reading import rated_months
from kpi.assessment.ranking.agencies import agencies_in_reach
from kpi.language.message import N_
from kpi.storage.unit_of_work import reading
from kpi.ui import signed_in
from kpi.ui.calibration_sections import show_hours_funnel, show_raters, show_self, show_spread
from kpi.ui.database import engine
from kpi.ui.period_choice import choose_period
from kpi.ui.words import _, amount, named, number

SECTIONS = {
    "unit": N_("By unit"),
    "group": N_("By duty group"),
    "raters": N_("Raters"),
    "self": N_("Self and review"),
    "hours": N_("Hours by unit"),
}


def main() -> None:
    """Choose the period; the rest is one fragment."""
    signed_in.actor()
    title, choice = st.columns([3, 1], vertical_alignment="bottom")
    title.title(_("Calibration"))
    with choice:
        period = choose_period()
    if period is not None:
        compare(str(period["code"]))


@signed_in.fragment
def compare(code: str) -> None:
    """The approved months in reach, cut as the person asks."""
    actor = signed_in.actor()
    agency = choose(actor)
    with reading(engine()) as session:
        rows = rated_months(session, actor, code, agency)
    if rows.empty:
        st.info(_("Nothing is approved in this period yet."), icon=":material/inbox:")
        return
    st.markdown(
        _("**{people}** approved results · median **{median}** · excellent **{excellent}**", people=amount(len(rows)),
          median=number(float(rows["total"].median())), excellent=amount(int((rows["rank"] == "excellent").sum())))
    )  # fmt: skip
    section = st.segmented_control(
        _("Section"), list(SECTIONS), default="unit", required=True, key="calibration_section",
        format_func=lambda key: named(SECTIONS, key), label_visibility="collapsed",
    )  # fmt: skip
    show(str(section), rows, actor, code, agency)


def show(section: str, rows: pd.DataFrame, actor: Actor, code: str, agency: int | None) -> None:
    """The chosen part."""
    key = f"calibration-{section}-{code}"
    if section == "unit":
        show_spread(rows, "unit" if agency or rows["agency_id"].nunique() == 1 else "agency", _("Unit"), key)
    elif section == "group":
        show_spread(rows, "duty_group", _("Duty group"), key)
    elif section == "raters":
        show_raters(rows, actor, code, key)
    elif section == "self":
        show_self(rows, key)
    else:
        show_hours_funnel(actor, code, agency, key)


def choose(actor: Actor) -> int | None:
    """One agency, or all in reach."""
    with reading(engine()) as session:
        found = {one.id: one.name for one in agencies_in_reach(session, actor)}
    if len(found) < 2:
        return next(iter(found), None)
    return st.selectbox(
        _("Agency"), list(found), index=None, placeholder=_("all agencies in reach"), key="calibration_agency",
        format_func=lambda key: found[key],
    )  # fmt: skip


main()
