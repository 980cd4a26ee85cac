"""Proposed work waiting for a decision: accept, accept with another quantity, refuse with a reason."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from kpi.assessment.proposals import DecideProposal
from kpi.ui.acting import do
from kpi.ui.words import _, amount, day


def show_proposals(waiting: Sequence[dict[str, Any]]) -> None:
    """One card a proposal."""
    if not waiting:
        st.success(_("No proposal waits for you."), icon=":material/task_alt:")
    for line in waiting:
        with st.container(border=True):
            st.markdown(f"**{line['person']}** · {line['unit']}")
            st.markdown(
                f"{line['title']}  \n:gray[{line['detail']} · K {amount(line['coefficient'])} · "
                f"{_('due')} {day(line['due'])}]"
            )
            _decide(line)


def _decide(line: dict[str, Any]) -> None:
    key = f"proposal-{line['id']}"
    first, second = st.columns([1, 3], vertical_alignment="bottom")
    quantity = first.number_input(
        _("Quantity"), min_value=0.01, value=float(line["assigned"]), step=1.0, key=f"{key}-n", format="%g"
    )
    reason = second.text_input(_("Reason (needed to refuse)"), key=f"{key}-why", max_chars=2000)
    with st.container(horizontal=True):
        if st.button(_("Accept the work"), key=f"{key}-yes", type="primary", icon=":material/check:"):
            _send(DecideProposal(line["month_id"], line["id"], True, quantity, reason or None))
        if st.button(_("Refuse the work"), key=f"{key}-no", icon=":material/close:"):
            _send(DecideProposal(line["month_id"], line["id"], False, reason=reason))


def _send(command: object) -> None:
    if do(command):
        st.rerun(scope="fragment")
