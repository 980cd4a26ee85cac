"""My results: quarters and years with the months behind them, month after month, each explained and printable."""

import streamlit as st

from kpi.access.actor import Actor
from kpi.assessment.results import history_of
from kpi.assessment.states import State
from kpi.assessment.views import month_by_id
from kpi.storage.unit_of_work import reading
from kpi.ui import period_results, signed_in
from kpi.ui.database import engine
from kpi.ui.form_button import form_button
from kpi.ui.history_chart import history_chart, history_table, month_title
from kpi.ui.leader_panel import show_basis
from kpi.ui.month_header import show_header
from kpi.ui.petition_panel import published_panel
from kpi.ui.score_panel import show_explanation, show_score
from kpi.ui.timeline import show_events
from kpi.ui.words import _


def main() -> None:
    """The history, then the month chosen in it."""
    actor = signed_in.actor()
    st.title(_("My results"))
    with reading(engine()) as session:
        months = history_of(session, actor, actor.person_id or 0)
    if not months:
        st.info(
            _("There is no month yet. Your first one begins when work is assigned to you."), icon=":material/inbox:"
        )
        return
    published_panel(actor)
    period_results.show(actor)
    history(actor, list(months))


@signed_in.fragment
def history(actor: Actor, months: list[dict[str, object]]) -> None:
    """Chart, table and one month in full."""
    scored = [month for month in months if month["total"] is not None]
    if scored:
        st.altair_chart(history_chart(scored), width="stretch")
    st.dataframe(history_table(months), hide_index=True, width="stretch")
    ids = [int(str(month["id"])) for month in reversed(months)]
    titles = {int(str(month["id"])): month for month in months}
    chosen = st.selectbox(
        _("Month in full"),
        ids,
        key="result_month",
        format_func=lambda key: f"{month_title(titles[key])} · {titles[key]['unit']}",
    )
    one(chosen)


def one(month_id: int) -> None:
    """One month: score, explanation, history, form."""
    with reading(engine()) as session:
        view = month_by_id(session, signed_in.actor(), month_id)
    show_header(view)
    approved = view.state == State.APPROVED
    result = show_score(view, "reviewed" if approved else "self", _("Approved score") if approved else _("Self-score"))
    form_button(view)
    st.subheader(_("How the score came about"))
    show_explanation(result, view.id)
    show_basis(view)
    if view.opinion:
        st.subheader(_("Opinion of the competent authority"))
        st.text(view.opinion)
    st.subheader(_("History"))
    show_events(view.events)


main()
