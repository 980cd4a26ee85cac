"""Review and approve: everybody who waits, what deserves a look on top, the rest approved together."""

from typing import Any

import streamlit as st

from kpi.access.actor import Actor
from kpi.assessment.queue import PAGE, Filter, Queue, can_approve, signs
from kpi.assessment.review import ApproveMonths, Seen
from kpi.assessment.states import STATE_NAMES, State
from kpi.language.message import N_
from kpi.ui import signed_in
from kpi.ui.acting import do
from kpi.ui.kept import once
from kpi.ui.late_list import show_late
from kpi.ui.month_reading import counts_now, queue_now
from kpi.ui.navigation import REVIEW, entry_of
from kpi.ui.period_choice import choose_period
from kpi.ui.queue_table import show_queue
from kpi.ui.words import _, amount, day, named

ORDERS = {
    "exceptions": N_("what deserves a look first"),
    "total": N_("highest score first"),
    "person": N_("name"),
    "unit": N_("unit"),
    "submitted": N_("longest waiting first"),
}


def main() -> None:
    """Choose the period; the queue is one fragment."""
    signed_in.actor()
    title, choice = st.columns([3, 1], vertical_alignment="bottom")
    title.title(_("Review and approve"))
    with choice:
        period = choose_period()
    if period is not None:
        st.caption(
            _(
                "Reviews are due {review}, approvals {approve}.",
                review=day(period["review_by"]),
                approve=day(period["approve_by"]),
            )
        )
        show_late(str(period["code"]))
        waiting(period["code"])


@signed_in.fragment
def waiting(code: str) -> None:
    """Filters, the table, and what can be done with the rows chosen."""
    actor = signed_in.actor()
    wanted = filters(code)
    found = queue_now(actor, wanted)
    standing = counts_now(actor, code)
    st.markdown(once(tuple(standing.items()), "counts in words", lambda: in_words(standing)))
    if st.button(_("Check the declared hours first"), icon=":material/timer:", type="tertiary"):
        st.switch_page(str(entry_of("hours").location), query_params={"period": code})
    if not found.rows:
        st.success(_("Nobody waits for you here."), icon=":material/task_alt:")
        return
    chosen = show_queue(found, f"{code}-{wanted.page}-{wanted.order}-{wanted.state}-{wanted.text}-{wanted.mine}")
    act(found, chosen, actor)
    if found.total > PAGE:
        st.pagination(-(-found.total // PAGE), key="queue_page")


def filters(code: str) -> Filter:
    """What of the queue is wanted, from the widgets above it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        mine = st.segmented_control(
            _("Show"),
            ["mine", "all"],
            default="mine",
            required=True,
            key="queue_mine",
            format_func={"mine": _("Waiting for me"), "all": _("Everybody I rate")}.__getitem__,
        )
        state = st.selectbox(
            _("State"),
            list(STATE_NAMES),
            index=None,
            placeholder=_("any state"),
            key="queue_state",
            format_func=lambda state: named(STATE_NAMES, State(state)),
            width=180,
        )
        order = st.selectbox(
            _("Sort by"), list(ORDERS), key="queue_order", format_func=lambda key: named(ORDERS, key), width=220
        )
        text = st.text_input(_("Name contains"), key="queue_text", width=170)
    page = int(st.session_state.get("queue_page") or 1) - 1
    return Filter(code, state, None, text or "", mine == "mine", order, page)


def in_words(standing: dict[str, int]) -> str:
    """Where everybody stands, in one line."""
    people = sum(number for state, number in standing.items() if state != "mine")
    parts = [f"**{amount(standing['mine'])}** {_('wait for you')}"]
    parts += [f"{named(STATE_NAMES, State(state))}: **{amount(standing.get(state, 0))}**" for state in STATE_NAMES]
    return " · ".join([*parts, f"{_('people in all')}: **{amount(people)}**"])


def act(found: Queue, chosen: list[int], actor: Actor) -> None:
    """Open one, or approve the chosen together."""
    rows = [found.rows[place] for place in chosen]
    ready = [row for row in rows if can_approve(row, actor)]
    with st.container(horizontal=True, vertical_alignment="center"):
        if len(rows) == 1 and st.button(_("Open {person}", person=rows[0]["person"]), icon=":material/open_in_new:"):
            st.switch_page(str(REVIEW.location), query_params={"month": str(rows[0]["id"])})
        plain = once(found.stamp, "without remarks", lambda: without_remarks(found, actor))
        label = _("Approve the {count} chosen", count=len(ready))
        if ready and st.button(label, type="primary", icon=":material/done_all:"):
            approve(ready)
        if (
            not rows
            and plain
            and st.button(
                _("Approve the {count} without remarks", count=len(plain)), type="primary", icon=":material/done_all:"
            )
        ):
            approve(plain)
    if rows and len(ready) < len(rows):
        st.caption(
            _(
                "{count} of the chosen are not ready for your approval; open them to see why.",
                count=len(rows) - len(ready),
            )
        )
    if not rows:
        st.caption(_("Choose rows on the left; one chosen row can be opened, several approved together."))


def without_remarks(found: Queue, actor: Actor) -> list[dict[str, Any]]:
    """The rows ready for this actor's approval about which nothing deserves a look."""
    return [row for row in found.rows if can_approve(row, actor) and not signs(row)]


def approve(rows: list[dict[str, object]]) -> None:
    """All of them, exactly as seen, or none."""
    months = tuple(Seen(int(str(row["id"])), int(str(row["revision"]))) for row in rows)
    if do(ApproveMonths(months), done=_("{count} months approved.", count=len(months))):
        st.rerun()


main()
