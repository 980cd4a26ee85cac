"""Rating of agencies and units: proposal, decision of the head above, and every reason."""

from datetime import date

import pandas as pd
import streamlit as st

from kpi.access.actor import Actor, Refused
from kpi.access.permissions import Action
from kpi.assessment.unit_rating.explaining import missing_message
from kpi.assessment.unit_rating.views import UnitLine, unit_rating, unit_ratings
from kpi.law.unit_rating import NAME
from kpi.ui import signed_in
from kpi.ui.kept import moves, read_once
from kpi.ui.local_figures import show_figures
from kpi.ui.period_choice import choose_period
from kpi.ui.rank_words import rank_name
from kpi.ui.table_download import offer_table
from kpi.ui.unit_criteria_form import show_unit_criteria
from kpi.ui.unit_rating_panel import show_criteria, show_rating
from kpi.ui.words import _, number, told


def main() -> None:
    """Choose the period; the rest is one fragment."""
    signed_in.actor()
    title, choice = st.columns([3, 1], vertical_alignment="bottom")
    title.title(_("Rating of units"))
    with choice:
        period = choose_period()
    if period is not None:
        ratings(str(period["code"]), period["starts"])


@signed_in.fragment
def ratings(code: str, starts: date) -> None:
    """The units in reach, then the chosen one with everything it follows from."""
    actor = signed_in.actor()
    try:
        lines = read_once(moves().whole, Action.READ_UNIT_RATING, unit_ratings, actor, code)
    except Refused as refusal:
        st.info(told(refusal.message), icon=":material/info:")
        return
    if not lines:
        st.info(_("Nobody has a result in this period yet, so no unit is rated."), icon=":material/inbox:")
    else:
        chosen = choose(lines, actor)
        one(actor, code, chosen)
        show_list(lines, code)
    show_figures(actor, NAME, starts, _("Weights and limits of the rating"))
    show_unit_criteria(actor, starts)


def choose(lines: tuple[UnitLine, ...], actor: Actor) -> int:
    """Which unit: one's own first."""
    ids = {line.unit_id: line for line in lines}
    own = [line.unit_id for line in lines if actor.home and actor.home.startswith(line.path)]
    start = list(ids).index(own[-1]) if own else 0
    return int(
        st.selectbox(_("Unit"), list(ids), index=start, key="rated_unit",
                     format_func=lambda key: "\u2003" * ids[key].depth + ids[key].unit)
    )  # fmt: skip


def one(actor: Actor, code: str, unit_id: int) -> None:
    """The unit's rating and its criteria."""
    try:
        at = read_once(moves().whole, Action.READ_UNIT_RATING, unit_rating, actor, code, unit_id)
    except Refused as refusal:
        st.info(told(refusal.message), icon=":material/info:")
        return
    show_rating(at)
    show_criteria(at)


def show_list(lines: tuple[UnitLine, ...], code: str) -> None:
    """Everybody in reach as a table."""
    st.subheader(_("All units in reach"))
    frame = pd.DataFrame(
        [
            {
                _("Unit"): "\u2003" * line.depth + line.unit,
                _("Total"): number(line.total),
                _("Rank"): rank_name(line.rank),
                _("General"): number(line.general_points),
                _("Tasks"): number(line.task_points),
                _("Missing"): told(message) if (message := missing_message(line.missing)) else "–",
            }
            for line in lines
        ]
    )
    st.dataframe(frame, hide_index=True, width="stretch", height=min(36 * len(frame) + 40, 520))
    offer_table(frame, _("Rating of units"), f"units-{code}")


main()
