"""A person's published results, each with its petition: filed, followed, answered."""

import streamlit as st

from kpi.access.actor import Actor
from kpi.assessment.period_names import period_name
from kpi.assessment.petitions.file import LONGEST, FilePetition, WithdrawPetition
from kpi.assessment.petitions.views import PetitionView, corrections_of, petition_about
from kpi.assessment.petitions.words import CONTESTED, FILED, OUTCOMES, STATES, WITHDRAWN, contestable
from kpi.assessment.publishing.views import Published, published_results, unit_ranks
from kpi.language.numbers import today
from kpi.storage.unit_of_work import reading
from kpi.ui import signed_in
from kpi.ui.acting import do
from kpi.ui.correction_words import correction_rows
from kpi.ui.database import engine
from kpi.ui.rank_words import rank_badge, rank_name
from kpi.ui.words import _, day, moment, named, number, told

STATE_COLOURS = {"filed": "blue", "withdrawn": "gray", "upheld": "green", "partly": "green", "refused": "orange"}


def published_panel(who: Actor) -> None:
    """The published results, newest first; nothing where none is."""
    if who.person_id is None:
        return
    with reading(engine()) as session:
        found = published_results(session, who, who.person_id)
    if not found:
        return
    st.subheader(_("Published results"))
    _published(who, found)


@signed_in.fragment
def _published(who: Actor, found: tuple[Published, ...]) -> None:
    by_id = {one.id: one for one in found}
    asked = st.query_params.get("result", "")
    start = list(by_id).index(int(asked)) if asked.isdigit() and int(asked) in by_id else 0
    chosen = st.selectbox(
        _("Period"), list(by_id), index=start, key="published_result", label_visibility="collapsed", width=320,
        format_func=lambda key: told(period_name(by_id[key].period)),
    )  # fmt: skip
    one = by_id[chosen]
    with st.container(border=True):
        _headline(one)
        petition_panel(one)
    _unit(who, one)


def _headline(one: Published) -> None:
    points = f"{number(one.total)} / 100" if one.total is not None else "–"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.metric(told(period_name(one.period)), points, width="content")
        st.markdown(rank_badge(one.rank), width="content")
        if one.version > 1:
            st.badge(_("corrected after a petition"), icon=":material/history_edu:", color="violet")
    if one.rank != one.system_rank and one.rank:
        st.caption(_("By score alone: {rank}. The competent person decided otherwise, with reasons on record.",
                     rank=rank_name(one.system_rank)))  # fmt: skip
    st.caption(
        _("Published {moment} · {unit}. Results serve placement, income and reward (Decree 335/2025, Art. 23.3).",
          moment=moment(one.published_at), unit=one.unit)
    )  # fmt: skip


def _unit(who: Actor, one: Published) -> None:
    with reading(engine()) as session:
        ranks = unit_ranks(session, who, one.period)
    if len(ranks) > 1:
        with st.expander(_("Ranks in {unit}", unit=one.unit), icon=":material/groups:"):
            rows = [{_("Person"): r["person"], _("Post"): r["title"], _("Rank"): rank_name(r["rank"])} for r in ranks]
            st.dataframe(rows, hide_index=True, width="stretch")


def petition_panel(one: Published) -> None:
    """The petition against this result and its answer; the form while there is time; else what is over."""
    who = signed_in.actor()
    with reading(engine()) as session:
        petition = petition_about(session, who, one.id)
        fixed = corrections_of(session, who, petition.id) if petition else ()
    if petition is not None and petition.state != WITHDRAWN:
        show_course(petition)
        show_corrections(fixed)
        if petition.state == FILED:
            _withdraw(petition)
        return
    if today() > one.petition_by:
        st.caption(_("The time to petition ended on {day}.", day=day(one.petition_by)))
        return
    _form(one)


def _withdraw(petition: PetitionView) -> None:
    pressed = st.button(_("Take the petition back"), key=f"withdraw-{petition.id}")
    if pressed and do(WithdrawPetition(petition.id), _("The petition is taken back.")):
        st.rerun()


def _form(one: Published) -> None:
    label = _("Petition against this result (until {day})", day=day(one.petition_by))
    with st.expander(label, icon=":material/contact_support:"), st.form(f"petition-{one.id}", border=False):
        contested = st.multiselect(
            _("What you contest"), contestable(one.role), format_func=lambda name: named(CONTESTED, name),
            placeholder=_("Choose one or more"), key=f"contested-{one.id}",
        )  # fmt: skip
        text = st.text_area(
            _("What is wrong, and what you ask for"), max_chars=LONGEST, height=140, key=f"petition-text-{one.id}"
        )
        against = st.checkbox(
            _("I also contest the person who decided; the head above is to answer"), key=f"against-{one.id}"
        )
        sent = st.form_submit_button(_("Send the petition"), type="primary", icon=":material/send:")
    if sent and do(FilePetition(one.id, tuple(contested), text, against), _("The petition is on its way.")):
        st.rerun()


def show_course(petition: PetitionView) -> None:
    """Where a petition stands, what it contests and says, and its answer."""
    colour = STATE_COLOURS[petition.state]
    st.markdown(f"**{_('Petition')}** :{colour}-badge[{named(STATES, petition.state)}]")
    what = ", ".join(named(CONTESTED, name) for name in petition.contested)
    st.markdown(_("Contested: {what}", what=what))
    st.text(petition.text)
    st.caption(_("Sent {moment} to {person}; answered by {day} at the latest.", moment=moment(petition.filed_at),
                 person=petition.addressee or "–", day=day(petition.answer_by)))  # fmt: skip
    if petition.late_days:
        st.markdown(f":red-badge[:material/alarm: {_('{days} days late', days=petition.late_days)}]")
    if petition.state in OUTCOMES:
        st.markdown(_("**Answer:** decision {number} of {day}, by {person}", number=_plain(petition.decision_number),
                      day=day(petition.decision_date), person=_plain(petition.answered_by)))  # fmt: skip
        st.text(petition.reasons or "")
    if petition.waits_for_correction:
        st.caption(_("The result has not been corrected yet."))


def _plain(text: str | None) -> str:
    """A text inside markdown, its signs taken as they are."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()#+-.!|~$:<>" else sign for sign in text or "–")


def show_corrections(rows: tuple[dict[str, object], ...]) -> None:
    """What was corrected: before, after, why."""
    if not rows:
        return
    st.markdown(f"**{_('What was corrected')}**")
    st.dataframe(correction_rows(rows), hide_index=True, width="stretch")
