"""Unit results: who stands where in a period, within what one may see; forms of everybody in one file."""

import pandas as pd
import streamlit as st

from kpi.access.actor import Actor
from kpi.assessment.results import PAGE, unit_counts, unit_results, units_in_reach, without_month
from kpi.assessment.states import STATE_NAMES, State
from kpi.storage.unit_of_work import reading
from kpi.ui import initiatives_panel, signed_in
from kpi.ui.database import engine
from kpi.ui.period_choice import choose_period
from kpi.ui.rank_words import rank_name
from kpi.ui.unit_downloads import show_downloads
from kpi.ui.unit_summary import show_summary
from kpi.ui.words import _, named, number, percent


def main() -> None:
    """Choose the period; the rest is one fragment."""
    signed_in.actor()
    title, choice = st.columns([3, 1], vertical_alignment="bottom")
    title.title(_("Unit results"))
    with choice:
        period = choose_period()
    if period is not None:
        results(str(period["code"]))
        initiatives_panel.show(signed_in.actor(), period)


@signed_in.fragment
def results(code: str) -> None:
    """Counts, then people, a page at a time."""
    actor = signed_in.actor()
    unit, text, page = filters(actor)
    with reading(engine()) as session:
        counted = unit_counts(session, actor, code, unit)
        silent = without_month(session, actor, code, unit)
        rows, total = unit_results(session, actor, code, unit, text, page)
    show_summary(counted, silent)
    if not rows:
        st.info(_("There is no month here yet."), icon=":material/inbox:")
        return
    st.dataframe(_table(rows), hide_index=True, width="stretch", height=min(36 * len(rows) + 40, 640))
    if total > PAGE:
        st.pagination(-(-total // PAGE), key="results_page")
    show_downloads(code, unit, total)


def filters(actor: Actor) -> tuple[int | None, str, int]:
    """Unit, name, page."""
    with reading(engine()) as session:
        units = {row["id"]: row for row in units_in_reach(session, actor)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        unit = st.selectbox(
            _("Unit"),
            list(units),
            index=None,
            placeholder=_("all units in reach"),
            key="results_unit",
            format_func=lambda key: "\u2003" * units[key]["depth"] + units[key]["name"],
            width=360,
        )
        text = st.text_input(_("Name contains"), key="results_text", width=220)
    return unit, text or "", int(st.session_state.get("results_page") or 1) - 1


def _table(rows: tuple[dict[str, object], ...]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                _("Person"): row["person"],
                _("Post"): row["title"],
                _("Unit"): row["unit"],
                _("State"): named(STATE_NAMES, State(str(row["state"]))),
                _("Total"): number(row["total"]),  # type: ignore[arg-type]
                _("Rank"): rank_name(row["rank"]),  # type: ignore[arg-type]
                _("Self-score"): number(row["self_total"]),  # type: ignore[arg-type]
                "a": percent(row["a"]),  # type: ignore[arg-type]
                "b": percent(row["b"]),  # type: ignore[arg-type]
                "c": percent(row["c"]),  # type: ignore[arg-type]
                _("General"): number(row["general_points"]),  # type: ignore[arg-type]
                _("Tasks"): number(row["task_points"]),  # type: ignore[arg-type]
                "366": rank_name(row["rank_366"]),  # type: ignore[arg-type]
            }
            for row in rows
        ]
    )


main()
