"""A head's part of a published proposal: the moves that concern the unit, each answered with yes, or no and why."""

import streamlit as st

from kpi.access.actor import Actor, Subject
from kpi.access.permissions import Action
from kpi.staffing.proposals.answering import AnswerProposal
from kpi.staffing.proposals.views import Line, MoveLine, answerable, moves_of_units
from kpi.storage.unit_of_work import reading
from kpi.ui import reallocation_tables as tables
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.words import _, amount, day


def show_answers(who: Actor, number: int) -> None:
    """Every move that concerns a unit of theirs."""
    with reading(engine()) as session:
        found = moves_of_units(session, who, number)
    if found is None:
        st.info(_("This proposal is no longer published."), icon=":material/inbox:")
        return
    line, moves, mine = found
    st.markdown(
        _("**{count} moves concern your unit.** They are numbers by family: who moves is the unit’s to choose. Answer "
          "by {day}.", count=amount(len(moves)), day=day(line.answer_by))
    )  # fmt: skip
    for move in moves:
        _card(who, line, move, [unit for unit in (move.from_unit, move.to_unit) if unit in mine])


def _card(who: Actor, line: Line, move: MoveLine, units: list[str]) -> None:
    with st.container(border=True, key=f"move-{move.id}"):
        st.markdown(f"**{move.from_name} → {move.to_name}** · {tables.work_of(move)} · "
                    + _("{people} people", people=amount(move.people)))  # fmt: skip
        st.caption(tables.why_of(move))
        for answer in move.answers:
            icon = ":material/check:" if answer.accepted else ":material/close:"
            st.markdown(f"{icon} {tables.answer_of(answer)}")
        for unit in units:
            if who.may(Action.ANSWER_REALLOCATION, Subject(path=who.home)) and answerable(line):
                _answering(move, unit)


def _answering(move: MoveLine, unit: str) -> None:
    boxes = st.columns([3, 1, 1], vertical_alignment="bottom")
    reason = boxes[0].text_input(_("Reason, if the unit does not agree"), max_chars=500, key=f"why-{move.id}-{unit}")
    agrees = boxes[1].button(_("Agree"), type="primary", icon=":material/check:", key=f"yes-{move.id}-{unit}")
    refuses = boxes[2].button(_("Do not agree"), icon=":material/close:", key=f"no-{move.id}-{unit}")
    if (agrees or refuses) and do(AnswerProposal(move.id, unit, agrees, reason), _("Answered.")):
        st.rerun()
