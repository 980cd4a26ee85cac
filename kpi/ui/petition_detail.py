"""One petition as the competent person reads and answers it."""

import streamlit as st

from kpi.access.actor import Actor
from kpi.assessment.period_names import period_name
from kpi.assessment.petitions.answer import LONGEST_NUMBER, AnswerPetition
from kpi.assessment.petitions.file import LONGEST
from kpi.assessment.petitions.views import (
    PetitionView,
    corrections_of,
    may_answer,
    petition_by_id,
    to_be_recomputed,
    versions,
)
from kpi.assessment.petitions.words import FILED, OUTCOMES, PARTLY, UPHELD
from kpi.assessment.views import month_by_id
from kpi.language.numbers import today
from kpi.storage.unit_of_work import reading
from kpi.ui.acting import do
from kpi.ui.correction_editor import correction_editor
from kpi.ui.database import engine
from kpi.ui.petition_panel import show_corrections, show_course
from kpi.ui.rank_words import rank_name
from kpi.ui.score_panel import show_explanation
from kpi.ui.words import _, named, number, percent, told


def show_petition(who: Actor, petition_id: int) -> None:
    """Who contests what; the result's versions and how it came about; the answer, or the form for it."""
    with reading(engine()) as session:
        petition = petition_by_id(session, who, petition_id)
        history = versions(session, who, petition)
        fixed = corrections_of(session, who, petition_id)
        competent = may_answer(session, who, petition_id)
        stale = to_be_recomputed(session)
    st.subheader(f"{petition.person} · {told(period_name(petition.period))}")
    st.caption(f"{petition.title} · {petition.unit}")
    if petition.against_decider:
        st.info(_("The person who decided is contested too, so the head above answers."), icon=":material/info:")
    with st.container(border=True):
        show_course(petition)
    st.dataframe(_versions(history), hide_index=True, width="stretch")
    show_corrections(fixed)
    if fixed and stale:
        names = ", ".join(told(period_name(code)) for code in stale)
        st.warning(_("To be recomputed by opening and closing again: {periods}.", periods=names),
                   icon=":material/refresh:")  # fmt: skip
    _explained(who, petition)
    if not competent:
        if petition.state == FILED:
            st.caption(_("Only the competent person it is addressed to, or a head above them, answers this petition."))
        return
    if petition.state == FILED:
        _answer(petition)
    elif petition.state in (UPHELD, PARTLY):
        correction_editor(who, petition)


def _explained(who: Actor, petition: PetitionView) -> None:
    if petition.month_id is None:
        return
    with reading(engine()) as session:
        view = month_by_id(session, who, petition.month_id)
    with st.expander(_("How the score came about"), icon=":material/functions:"):
        show_explanation(view.score("reviewed"), view.id)


def _versions(history: tuple[dict[str, object], ...]) -> list[dict[str, object]]:
    return [
        {
            _("Version"): row["version"],
            "a": percent(row["a"]),  # type: ignore[arg-type]
            "b": percent(row["b"]),  # type: ignore[arg-type]
            "c": percent(row["c"]),  # type: ignore[arg-type]
            _("General"): number(row["general_points"]),  # type: ignore[arg-type]
            _("Tasks"): number(row["task_points"]),  # type: ignore[arg-type]
            _("Total"): number(row["total"]),  # type: ignore[arg-type]
            _("Rank by score"): rank_name(row["rank"]),  # type: ignore[arg-type]
            _("Decided rank"): rank_name(row["decided_rank"] or row["rank"]),  # type: ignore[arg-type]
        }
        for row in history
    ]


def _answer(petition: PetitionView) -> None:
    st.subheader(_("Answer the petition"))
    with st.form(f"answer-{petition.id}"):
        outcome = st.radio(
            _("The petition is"), tuple(OUTCOMES), index=None, horizontal=True, key=f"outcome-{petition.id}",
            format_func=lambda name: named(OUTCOMES, name),
        )  # fmt: skip
        left, right = st.columns(2)
        decision = left.text_input(_("Number of the decision"), max_chars=LONGEST_NUMBER, key=f"number-{petition.id}")
        on = right.date_input(_("Date of the decision"), value=today(), format="DD/MM/YYYY", key=f"date-{petition.id}")
        reason = st.text_area(_("Reasons, which the person reads"), max_chars=LONGEST, key=f"reasons-{petition.id}")
        sent = st.form_submit_button(_("Send the answer"), type="primary", icon=":material/send:")
    st.caption(_("If it is upheld, the result is corrected in the next step; the first version stays on record."))
    if sent and do(AnswerPetition(petition.id, outcome or "", decision, on, reason), _("The answer is sent.")):
        st.rerun()
