"""One unit's rating: the figure, why, and the criteria to propose or decide."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from kpi.assessment.unit_rating.explaining import explained, missing_message
from kpi.assessment.unit_rating.marking import DecideUnitRating, PointsGiven, ProposeUnitRating
from kpi.assessment.unit_rating.views import UnitRating
from kpi.ui.acting import do
from kpi.ui.rank_words import rank_badge
from kpi.ui.words import _, amount, language, number, told


def show_rating(at: UnitRating) -> None:
    """Total and rank, or what is missing; every step; the criteria."""
    figures = at.basis["figures"]
    with st.container(border=True):
        left, right = st.columns([1, 2], vertical_alignment="center")
        with left:
            total = figures["total"]
            st.metric(_("Rating of the unit"), _("not yet") if total is None else f"{number(total)} / 100")
            st.markdown(rank_badge(figures["rank"]))
        with right:
            _split(figures)
            if (message := missing_message(figures["missing"])) is not None:
                st.markdown(told(message))
    steps = [told(message) for part, message in explained(at.basis) if part != "rank" or figures["rank"]]
    st.markdown("\n".join(f"- {step}" for step in steps))
    st.caption(
        _("The 30/70 scale, its thresholds and gates follow Art. 5–11 of Decree 335/2025 (read in part). The criteria "
          "and the weights are local decisions.")
    )  # fmt: skip


def _split(figures: Mapping[str, Any]) -> None:
    general, task = figures["general"], figures["task_points"]
    st.markdown(
        _("General {general}/30 + tasks {tasks}/70", general=number(general), tasks=number(task))
        if general is not None or task is not None
        else _("Nothing is known of this unit in this period yet.")
    )


def show_criteria(at: UnitRating) -> None:
    """The general criteria: proposed beside decided; a form for whoever is competent."""
    st.subheader(_("General criteria (30 points, broken down locally)"))
    if at.decides:
        _decide(at)
    elif at.proposes:
        _propose(at)
    else:
        st.dataframe(criteria_table(at.basis["criteria"]), hide_index=True, width="stretch")


def criteria_table(criteria: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """The criteria in words, with what was proposed and decided."""
    return pd.DataFrame(
        [
            {
                _("Criterion"): f"{leaf['code']} {leaf['text'][language()]}",
                _("Most"): amount(leaf["maximum"]),
                _("Proposed"): number(leaf["proposed"]),
                _("Decided"): number(leaf["decided"]),
                _("Reason"): leaf["decided_reason"] or leaf["proposed_reason"] or "–",
                _("Decided by"): leaf["decided_by"] or "–",
            }
            for leaf in criteria
        ]
    )


def _propose(at: UnitRating) -> None:
    if any(leaf["decided"] is not None for leaf in at.basis["criteria"]):
        st.dataframe(criteria_table(at.basis["criteria"]), hide_index=True, width="stretch")
        return
    st.caption(_("You propose; the head of the unit above decides."))
    with st.form(f"propose-unit-{at.unit_id}-{at.period}"):
        given = tuple(_leaf(leaf, at, "proposed") for leaf in at.basis["criteria"])
        sent = st.form_submit_button(_("Propose the points"), type="primary", icon=":material/outbox:")
    if sent and do(ProposeUnitRating(at.period, at.unit_id, given), _("Proposed.")):
        st.rerun()


def _decide(at: UnitRating) -> None:
    st.caption(_("You decide. Where you depart from the proposal, write why; the unit reads it."))
    with st.form(f"decide-unit-{at.unit_id}-{at.period}"):
        given = tuple(_leaf(leaf, at, "decided") for leaf in at.basis["criteria"])
        sent = st.form_submit_button(_("Decide the points"), type="primary", icon=":material/gavel:")
    seen = {leaf["code"]: leaf["proposed"] for leaf in at.basis["criteria"]}
    if sent and do(DecideUnitRating(at.period, at.unit_id, given, seen), _("Decided.")):
        st.rerun()


def _leaf(leaf: Mapping[str, Any], at: UnitRating, stage: str) -> PointsGiven:
    st.markdown(f"**{leaf['code']}** {leaf['text'][language()]} · {_('at most {most}', most=amount(leaf['maximum']))}")
    if stage == "decided":
        proposed = number(leaf["proposed"]) if leaf["proposed"] is not None else _("nothing")
        why = f" · {leaf['proposed_reason']}" if leaf["proposed_reason"] else ""
        st.caption(_("Proposed: {points}", points=proposed) + why)
    points, reason = st.columns([1, 3])
    known = leaf[stage] if leaf[stage] is not None else leaf["proposed"]
    key = f"{stage}-{at.unit_id}-{at.period}-{leaf['code']}"
    with points:
        value = st.number_input(
            _("Points"), min_value=0.0, max_value=float(leaf["maximum"]), value=None if known is None else float(known),
            step=0.25, key=f"{key}-points", label_visibility="collapsed", placeholder=_("Points"),
        )  # fmt: skip
    with reason:
        words = st.text_input(_("Reason"), value=leaf[f"{stage}_reason"] or "", max_chars=2000, key=f"{key}-reason",
                              label_visibility="collapsed", placeholder=_("Reason"))  # fmt: skip
    return PointsGiven(leaf["code"], None if value is None else round(float(value), 2), words)
