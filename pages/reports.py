"""Forms and reports: choose the period, the unit and the paper; take it as Excel or as Word."""

from typing import Any

import streamlit as st

from kpi.access.actor import Actor
from kpi.access.permissions import Action, Scope
from kpi.assessment.results import unit_results, units_in_reach
from kpi.assessment.states import SHUT
from kpi.exchange.papers.issue import MOST_FORMS, PROVINCE, Asked
from kpi.storage.unit_of_work import reading
from kpi.ui import signed_in
from kpi.ui.database import engine
from kpi.ui.paper_choice import PAPERS, paper_buttons
from kpi.ui.period_choice import choose_period
from kpi.ui.province_summary import show_summary
from kpi.ui.words import _, named


def main() -> None:
    """Period above; the rest is one fragment."""
    signed_in.actor()
    title, choice = st.columns([3, 1], vertical_alignment="bottom")
    title.title(_("Forms and reports"))
    with choice:
        period = choose_period(derived=True)
    if period is not None:
        papers(period)


@signed_in.fragment
def papers(period: dict[str, Any]) -> None:
    """The unit, then every paper with what it is for."""
    actor = signed_in.actor()
    closed = period["state"] in SHUT
    if not closed:
        st.info(_("The period is not closed: its papers are drafts of what is approved so far."),
                icon=":material/draft:")  # fmt: skip
    unit = choose_unit(actor)
    months = number_of_months(actor, str(period["code"]), unit)
    offered = [
        kind
        for kind, paper in PAPERS.items()
        if (kind != PROVINCE or closed) and not (paper.months_only and (period["derived"] or not months))
    ]
    for place in range(0, len(offered), 2):
        for box, kind in zip(st.columns(2), offered[place : place + 2], strict=False):
            with box.container(border=True, height="stretch"):
                card(kind, str(period["code"]), unit, months)
    if closed:
        show_summary(actor, str(period["code"]))


def card(kind: str, code: str, unit: int | None, months: int) -> None:
    """A paper: its name, what it is for, the ways to take it."""
    paper = PAPERS[kind]
    st.markdown(f"**{named({kind: paper.title}, kind)}**")
    st.caption(named({kind: paper.purpose}, kind))
    if paper.months_only and months > MOST_FORMS:
        st.caption(_("Choose a unit with at most {most} people to print its forms together.", most=MOST_FORMS))
        return
    paper_buttons([Asked(kind, form, code, unit) for form in paper.forms], paper.needs_unit)


def number_of_months(actor: Actor, code: str, unit: int | None) -> int:
    """How many months a unit's forms would print."""
    with reading(engine()) as session:
        return unit_results(session, actor, code, unit)[1]


def choose_unit(actor: Actor) -> int | None:
    """The unit the papers are about: the address's, else the province for whoever sees it whole, else one's own."""
    with reading(engine()) as session:
        units = {row["id"]: row for row in units_in_reach(session, actor)}
    ids = list(units)
    own = next((place for place, key in enumerate(ids) if units[key]["path"] == actor.home), 0)
    whole = any(scope is Scope.PROVINCE for scope, _path in actor.reaches(Action.READ_UNIT_RESULTS))
    asked = st.query_params.get("unit", "")
    start = ids.index(int(asked)) if asked.isdigit() and int(asked) in units else 0 if whole else own
    chosen: int | None = st.selectbox(
        _("Unit"), ids, index=start if ids else None, key="report_unit", width=420,
        format_func=lambda key: "\u2003" * units[key]["depth"] + units[key]["name"],
    )  # fmt: skip
    if chosen is not None:
        st.query_params["unit"] = str(chosen)
    return chosen


main()
