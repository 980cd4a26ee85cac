"""What a leader's d and đ follow from, above the marks a rater sets."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from kpi.access.actor import NotPermitted
from kpi.assessment.standing.explained import Explained, explained
from kpi.assessment.views import MonthView
from kpi.storage.unit_of_work import reading
from kpi.ui import signed_in
from kpi.ui.database import engine
from kpi.ui.words import _, percent, told

NAMES: Mapping[str, str] = {"d": "d", "dd": "đ"}


def show_basis(view: MonthView) -> None:
    """One sentence for each criterion with the names behind it, as far as the reader may see them."""
    for one in basis_of(view):
        share = percent(one.computed, 0) if one.computed is not None else _("not known yet")
        st.markdown(f"**{NAMES[one.name]} = {share}**")
        st.text(" ".join(told(sentence) for sentence in one.sentences))


def basis_of(view: MonthView) -> tuple[Explained, ...]:
    """What is computed now for a leader's month; nothing for staff or where one may not look."""
    if view.role == "staff":
        return ()
    actor: Any = signed_in.actor()
    try:
        with reading(engine()) as session:
            return explained(session, actor, view.id)
    except NotPermitted:
        return ()
