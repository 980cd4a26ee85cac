"""Correcting a result after an upheld petition: the month's figures and criteria, the score that follows, the rank."""

from typing import Any

import pandas as pd
import streamlit as st

from kpi.access.actor import Actor, Refused
from kpi.assessment.petitions.changes import MARK, Change, counted
from kpi.assessment.petitions.correct import RANKS, CorrectResult, preview
from kpi.assessment.petitions.quota_effect import Effect, quota_effect
from kpi.assessment.petitions.views import PetitionView
from kpi.assessment.scoring import LEADER_CRITERIA, REVIEWED, mark_value, number_or_none
from kpi.assessment.views import MonthView, month_by_id
from kpi.law import general_criteria
from kpi.storage.tables import PeriodResult
from kpi.storage.unit_of_work import reading
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.rank_words import rank_badge, rank_name
from kpi.ui.words import _, language, number, told

FIELDS = {
    "reviewed_done": "done",
    "reviewed_quality_ok": "quality_ok",
    "reviewed_failed": "failed",
    "reviewed_late": "late",
    "failed_excused": "failed_excused",
    "late_excused": "late_excused",
}


def correction_editor(who: Actor, petition: PetitionView) -> None:
    """Figures as they count now, to be typed over; what follows is shown before anything is written."""
    st.subheader(_("Correct the result"))
    changes: list[Change] = []
    if petition.month_id is not None:
        with reading(engine()) as session:
            view = month_by_id(session, who, petition.month_id)
        changes = [*_lines(view), *_marks(view)]
    else:
        st.caption(
            _("The figures of a quarter or a year follow from its months; only the decided rank is corrected here.")
        )
    rank = st.selectbox(
        _("Decided rank"), (None, *RANKS), key=f"rank-{petition.id}", width=320,
        format_func=lambda name: rank_name(name) if name else _("as it follows from the score"),
    )  # fmt: skip
    asked = CorrectResult(petition.id, tuple(changes), "-", rank)
    if not changes and rank is None:
        st.caption(_("Type the right figure over the wrong one, or decide another rank."))
        return
    if not _previewed(who, asked):
        return
    with st.form(f"correct-{petition.id}"):
        reason = st.text_area(_("Why, for the person and the record"), max_chars=4000, key=f"why-{petition.id}")
        sent = st.form_submit_button(_("Correct the result"), type="primary", icon=":material/history_edu:")
    done = CorrectResult(petition.id, tuple(changes), reason, rank)
    if sent and do(done, _("The result is corrected; the earlier version stays on record.")):
        st.rerun()


def _lines(view: MonthView) -> list[Change]:
    headings = {
        "title": _("Work"), "assigned": _("Assigned"), "reviewed_done": _("Done"),
        "reviewed_quality_ok": _("Quality met"), "reviewed_failed": _("Failed reviews"),
        "reviewed_late": _("Times late"), "failed_excused": _("Failures excused"),
        "late_excused": _("Times late excused"),
    }  # fmt: skip
    lines = [line for line in view.lines if line["state"] == "accepted"]
    if not lines:
        return []
    before = pd.DataFrame(
        [{"title": line["title"], "assigned": line["assigned"], **{name: counted(line, name) for name in FIELDS}}
         for line in lines]
    ).astype(dict.fromkeys(FIELDS, "float64"))  # fmt: skip
    config: dict[str, Any] = {
        name: st.column_config.NumberColumn(headings[name], min_value=0.0, step=0.01, format="%g") for name in FIELDS
    }
    config |= {"title": st.column_config.TextColumn(headings["title"], width="medium"),
               "assigned": st.column_config.NumberColumn(headings["assigned"], format="%g")}  # fmt: skip
    after = st.data_editor(
        before, column_config=config, disabled=["title", "assigned"], hide_index=True, width="stretch", placeholder="",
        key=f"correct-lines-{view.id}-{view.revision}",
    )  # fmt: skip
    return [
        Change(number_or_none(after.at[place, name]), line_id=line["id"], field=name)
        for place, line in enumerate(lines)
        for name in FIELDS
        if number_or_none(after.at[place, name]) != number_or_none(before.at[place, name])
    ]


def _marks(view: MonthView) -> list[Change]:
    leaves = [leaf for group in general_criteria(view.rules.since) for leaf in group.criteria]
    given = {mark["criterion"]: mark_value(mark, REVIEWED) for mark in view.marks}
    rows = [(leaf.code, f"{leaf.code} {leaf.text[language()]}", leaf.maximum) for leaf in leaves]
    if view.role != "staff":
        person = view.score(REVIEWED).scores.people.iloc[0]
        names = {"d": _("people led"), "dd": _("unit led"), "e": _("uniting the staff")}
        rows += [(name, f"{name.replace('dd', 'đ')} {names[name]}", 1.0) for name in LEADER_CRITERIA]
        given |= {name: number_or_none(person[name]) for name in LEADER_CRITERIA}
    before = pd.DataFrame({"text": [row[1] for row in rows], "most": [row[2] for row in rows],
                           "points": [given.get(row[0]) for row in rows]}).astype({"points": "float64"})  # fmt: skip
    with st.expander(_("General criteria"), icon=":material/checklist:"):
        after = st.data_editor(
            before, disabled=["text", "most"], hide_index=True, width="stretch", placeholder="",
            key=f"correct-marks-{view.id}-{view.revision}",
            column_config={
                "text": st.column_config.TextColumn(_("Criterion"), width="large"),
                "most": st.column_config.NumberColumn(_("Most"), format="%g"),
                "points": st.column_config.NumberColumn(_("Points"), min_value=0.0, step=0.01, format="%g"),
            },
        )  # fmt: skip
    return [
        Change(number_or_none(after.at[place, "points"]), criterion=code, field=MARK)
        for place, (code, _text, _most) in enumerate(rows)
        if number_or_none(after.at[place, "points"]) != number_or_none(before.at[place, "points"])
    ]


def _previewed(who: Actor, asked: CorrectResult) -> bool:
    """What would follow; or why it cannot be."""
    try:
        with reading(engine()) as session:
            made = preview(session, who, asked)
            effects = quota_effect(session, made.now, made.then.decided_rank or made.then.rank)
            now, then = _figures(made.now), _figures(made.then)
    except Refused as refused:
        st.error(told(refused.message), icon=":material/block:")
        return False
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        for title, (total, rank) in ((_("Now"), now), (_("Corrected"), then)):
            with st.container(width="content"):
                st.metric(title, f"{number(total)} / 100")
                st.markdown(rank_badge(rank))
    _warn(effects)
    return True


def _figures(result: PeriodResult) -> tuple[float | None, str | None]:
    return result.total, result.decided_rank or result.rank


def _warn(effects: tuple[Effect, ...]) -> None:
    for effect in effects:
        if effect.over:
            where = effect.duty_group or _("the whole agency")
            st.warning(
                _("With this, {excellent} are excellent in {where}, where {allowed} may be (Art. 20.5). "
                  "The competent person decides, with reasons.",
                  excellent=effect.excellent, where=where, allowed=effect.allowed), icon=":material/warning:",
            )  # fmt: skip
