"""Who keeps a period from being finished: how many by unit, and each by name with who has to act."""

from collections.abc import Sequence

import streamlit as st

from kpi.assessment.closing.lateness import Waiting, late_in
from kpi.language.numbers import today
from kpi.storage.unit_of_work import reading
from kpi.ui import signed_in
from kpi.ui.closing_preview import WAITING
from kpi.ui.database import engine
from kpi.ui.words import _, amount, day, named


def show_waiting(waiting: Sequence[Waiting], *, key: str) -> None:
    """Late ones first, named only on demand where they are many."""
    if not waiting:
        st.success(_("Everybody is approved."), icon=":material/check_circle:")
        return
    on = today()
    late = sum(one.is_late(on) for one in waiting)
    units = len({one.unit_id for one in waiting})
    st.markdown(
        _("**{count}** people in {units} units are not approved; the deadline has passed for **{late}**.",
          count=amount(len(waiting)), units=amount(units), late=amount(late))
    )  # fmt: skip
    with st.expander(_("Who, and who has to act"), icon=":material/pending_actions:", key=key):
        show_table(waiting)


def show_table(waiting: Sequence[Waiting]) -> None:
    """One row a person."""
    on = today()
    rows = [
        {
            _("Unit"): one.unit,
            _("Person"): one.person,
            _("Stands at"): named(WAITING, one.state),
            _("Who has to act"): one.who,
            _("Due"): day(one.due),
            _("Days late"): (on - one.due).days if one.is_late(on) else None,
        }
        for one in sorted(waiting, key=lambda one: (one.due, one.unit, one.person))
    ]
    st.dataframe(rows, hide_index=True, width="stretch", height=min(36 * len(rows) + 40, 420))


@signed_in.fragment
def show_late(code: str) -> None:
    """For a head: who of their people is late and who has to act; asked for when opened."""
    opened = st.expander(_("Who is late"), icon=":material/alarm:", key=f"late_{code}", on_change="rerun")
    if not opened.open:
        return
    with opened:
        with reading(engine()) as session:
            late = late_in(session, signed_in.actor(), code, today())
        if late:
            show_table(late)
        else:
            st.success(_("Nobody is late."), icon=":material/check_circle:")
