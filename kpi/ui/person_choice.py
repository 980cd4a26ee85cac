"""Choosing one person among those an action reaches: by words of the name where there are many."""

from datetime import date
from typing import Any

import streamlit as st

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.assessment.standing.views import people_to_choose
from kpi.storage.unit_of_work import reading
from kpi.ui.database import engine
from kpi.ui.words import _


def choose_person(who: Actor, action: Action, on: date, *, key: str, most: int) -> dict[str, Any] | None:
    """The person chosen; None until one is. `most`: how many are offered at a time."""
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    text = left.text_input(_("Name or code contains"), key=f"{key}_text")
    with reading(engine()) as session:
        found = people_to_choose(session, who, action, on, text)
    people = {row["id"]: row for row in found}
    chosen = right.selectbox(
        _("Person"), list(people), index=None, key=f"{key}_person", placeholder=_("choose a person"),
        format_func=lambda one: f"{people[one]['person']} · {people[one]['title']} · {people[one]['unit']}",
    )  # fmt: skip
    if not found:
        st.caption(_("Nobody matches."))
    elif len(found) == most:
        st.caption(_("The first {most} are offered; type part of the name to find others.", most=most))
    return people.get(chosen)
