"""Comparing rule sets on the same month: who would rank differently, and why."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.assessment.comparing import Compared, Comparison, comparable, compare, steps_under, why
from kpi.assessment.standing.views import units_for
from kpi.law.columns import RANKS
from kpi.law.missing import missing_words
from kpi.law.ruleset import rule_set
from kpi.storage.unit_of_work import reading
from kpi.ui import signed_in
from kpi.ui.comparison_book import comparison_book
from kpi.ui.database import engine
from kpi.ui.downloads import offer
from kpi.ui.kept import moves, read_once
from kpi.ui.period_choice import choose_period
from kpi.ui.rank_words import rank_badge, rank_name
from kpi.ui.words import _, amount, language, told

SHOWN = 50
FIRST = ["nd335", "kh2025"]


def short(name: str) -> str:
    """What a rule set is called for short."""
    return rule_set(name).short[language()]


def main(who: Actor) -> None:
    """The choice, then counts, moves and people."""
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    left.title(_("Compare rule sets"))
    with right:
        period = choose_period(newest=False)
    st.caption(_("The same months under several rule sets. Nothing here changes a result; a rule set that was not in "
                 "force on the month is read as on its nearest day."))  # fmt: skip
    if period is None:
        return
    names = st.pills(
        _("Rule sets"), comparable(), selection_mode="multi", default=FIRST, format_func=short, key="compared_sets"
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        unit = choose_unit(who, period)
        assume = st.toggle(
            _("Read what a month lacks from Form 01"), key="compare_assume", value=True,
            help=_("For comparison only: where a rule set asks for points nobody recorded, the general points of Form "
                   "01 stand for them. Off: people without those points have no rank under it."),
        )  # fmt: skip
    if len(names) < 2:
        st.info(_("Choose at least two rule sets."), icon=":material/compare_arrows:")
        return
    with st.spinner(_("Scoring everybody under each rule set …")):
        found = read_once(
            moves().whole, Action.COMPARE_RULES, compare, who, period["code"], tuple(names), unit, assume=assume
        )
    if found.people.empty:
        st.info(_("There is no month here yet."), icon=":material/inbox:")
        return
    show(found, unit, assume)


def choose_unit(who: Actor, period: dict[str, Any]) -> int | None:
    """One unit with all below it, or all in reach."""
    with reading(engine()) as session:
        units = units_for(session, who, Action.COMPARE_RULES, period["ends"])
    return st.selectbox(
        _("Unit"), list(units), index=None, placeholder=_("all units in reach"), format_func=units.__getitem__,
        key="compare_unit", width=420,
    )  # fmt: skip


def show(found: Comparison, unit: int | None, assume: bool) -> None:
    """Everything about one comparison."""
    differing = found.differing
    people = len(found.people)
    st.subheader(
        _("{count} of {people} people would rank differently", count=amount(len(differing)), people=amount(people))
    )
    if found.approved < people:
        st.caption(_("{count} months are not approved yet and are compared as they stand.",
                     count=amount(people - found.approved)))  # fmt: skip
    show_counts(found.sets)
    show_missing(found.sets, people)
    if len(found.sets) == 2:
        show_moves(found)
    if len(differing):
        show_people(found, differing)
    names = tuple(one.id for one in found.sets)
    st.subheader(_("Download"))
    with st.container(horizontal=True):
        for everybody, label in ((False, _("Those who differ (Excel)")), (True, _("Everybody (Excel)"))):
            offer(
                label,
                lambda who, everybody=everybody: comparison_book(  # type: ignore[misc]
                    who, found.period, names, unit, assume, everybody=everybody
                ),
                f"so-sanh_{found.period}{'_tat-ca' if everybody else ''}.xlsx",
                icon=":material/download:",
                key=f"comparison_{everybody}",
            )


def show_counts(sets: Sequence[Compared]) -> None:
    """How many in each rank under each rule set."""
    lines = {rank_name(rank): [one.counts[rank] for one in sets] for rank in RANKS}
    if any(one.missing for one in sets):
        lines[_("No rank")] = [sum(one.missing.values()) for one in sets]
    if any(one.others for one in sets):
        lines[_("Not applicable")] = [one.others for one in sets]
    st.dataframe(
        [{_("Rank"): name, **dict(zip(map(_column, sets), counts, strict=True))} for name, counts in lines.items()],
        hide_index=True,
        column_config={_column(one): st.column_config.NumberColumn(width=150) for one in sets},
    )


def _column(one: Compared) -> str:
    return short(one.id)


def show_missing(sets: Sequence[Compared], people: int) -> None:
    """Which rule sets could not rank whom for want of what, and which are read outside their force."""
    for one in sets:
        if one.missing:
            parts = [
                _("{count} people: {missing}", count=amount(number), missing=told(missing_words(names)))
                for names, number in sorted(one.missing.items(), key=lambda item: -item[1])
            ]
            text = _("{rule_set} cannot rank everybody. Missing for {parts}.", rule_set=short(one.id),
                     parts="; ".join(parts))  # fmt: skip
            (st.warning if sum(one.missing.values()) == people else st.info)(text, icon=":material/data_alert:")
    outside = [short(one.id) for one in sets if one.instead]
    if outside:
        st.caption(_("Not in force on this month, read as if it were: {rule_sets}.", rule_sets=", ".join(outside)))
    assumed = [short(one.id) for one in sets if one.rules.chosen and one.id == "kh2025"]
    if assumed:
        st.caption(_("{rule_set}: its 20 + 10 points are read from the 30 general points of Form 01. The two lists of "
                     "criteria are not the same.", rule_set=assumed[0]))  # fmt: skip


def show_moves(found: Comparison) -> None:
    """From each rank under the first to each under the second."""
    first, second = found.sets[0], found.sets[1]
    moves = found.moves(first.id, second.id)
    if not int(moves.to_numpy().sum()):
        return
    st.markdown("**" + _("Rows: rank under {first}. Columns: rank under {second}.", first=short(first.id),
                         second=short(second.id)) + "**")  # fmt: skip
    moves.index = pd.Index([rank_name(rank) for rank in RANKS], name="")
    moves.columns = pd.Index([rank_name(rank) for rank in RANKS])
    narrow = {rank_name(rank): st.column_config.NumberColumn(width=130) for rank in RANKS}
    st.dataframe(moves, column_config=narrow)


def show_people(found: Comparison, differing: pd.DataFrame) -> None:
    """Those who differ, a page at a time, and one of them in full."""
    pages = -(-len(differing) // SHOWN)
    page = int(st.session_state.get("compare_page") or 1) if pages > 1 else 1
    rows = differing.iloc[(page - 1) * SHOWN : page * SHOWN]
    st.subheader(_("Who would rank differently"))
    st.dataframe(
        [
            {
                _("Person"): row["name"],
                **{short(one.id): rank_name(row[one.id]) for one in found.sets},
                _("Unit"): row["unit"],
                _("Post"): row["title"],
            }
            for row in rows.to_dict("records")
        ],
        hide_index=True,
        width="stretch",
        height=min(36 * len(rows) + 40, 460),
    )
    if pages > 1:
        st.pagination(pages, key="compare_page")
    known = {row["person"]: row for row in rows.to_dict("records")}
    chosen = st.selectbox(
        _("Why, for one person"), list(known), format_func=lambda key: f"{known[key]['name']} · {known[key]['unit']}",
        key=f"compare_person_{page}",
    )  # fmt: skip
    if chosen is not None:
        show_one(found.sets, known[chosen])


def show_one(sets: Sequence[Compared], row: Mapping[Any, Any]) -> None:
    """One person under each rule set, step by step."""
    for one in sets:
        with st.container(border=True):
            st.markdown(f"**{short(one.id)}** {rank_badge(row[one.id], one.rules)}")
            st.text(why(one, row["person"])[language()])
            steps = steps_under(one, row["person"])
            if len(steps) > 1 and one.id != "nd90":
                with st.expander(_("Every figure")):
                    for step in steps:
                        local = f" :orange-badge[{_('local decision')}]" if step.local else ""
                        st.markdown(f"{step.text[language()]}{local}")


person = signed_in.actor()
if person.may(Action.COMPARE_RULES):
    main(person)
else:
    st.title(_("Compare rule sets"))
    st.error(_("This page does not open for you."))
