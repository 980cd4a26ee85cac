"""A solved proposal: the answer, moves to pin, forbid or edit, what is left to recruit, before and after."""

import streamlit as st

from kpi.staffing.families import family_name
from kpi.staffing.proposals.solving import FixMove, FreeMove
from kpi.staffing.proposals.views import MoveLine, Proposal
from kpi.ui import reallocation_tables as tables
from kpi.ui.acting import do
from kpi.ui.reallocation_flow import flow_picture
from kpi.ui.table_download import offer_table
from kpi.ui.words import _, amount, language, number


def show_result(shown: Proposal) -> None:
    """The headline, then one view at a time."""
    headline(shown)
    labels = {
        "moves": _("Moves"),
        "picture": _("Picture"),
        "recruit": _("Recruitment"),
        "spread": _("Before and after"),
    }
    view = st.segmented_control(_("View"), list(labels), default="moves", format_func=labels.__getitem__, required=True,
                                key="reallocation_view", label_visibility="collapsed")  # fmt: skip
    if view == "picture":
        picture(shown)
    elif view == "recruit":
        recruits(shown)
    elif view == "spread":
        spread(shown)
    else:
        moves(shown)


def headline(shown: Proposal) -> None:
    """What the plan does, in one sentence and four figures."""
    before, after = shown.before_spread, shown.after_spread
    lent = int(shown.lent.sum())
    st.markdown(
        _("**{people} people move and {lent} are lent; {before} missing become {after}.** {recruit} posts stay to be "
          "recruited.", people=amount(shown.line.people), lent=amount(lent), before=amount(before.shortage),
          after=amount(after.shortage), recruit=amount(int(shown.missing.sum())))
    )  # fmt: skip
    boxes = st.columns(4)
    _figure(boxes[0], _("People missing"), before.shortage, after.shortage, 0)
    _figure(
        boxes[1],
        _("Least ratio"),
        before.least,
        after.least,
        2,
        more_is_better=True,
        told=_(
            "Of the unit where staff covers the smallest part of the posts needed: 1 means nobody is missing there."
        ),
    )
    _figure(
        boxes[2],
        _("10th percentile"),
        before.p10,
        after.p10,
        2,
        more_is_better=True,
        told=_("Nine units in ten stand above this ratio of staff to posts needed."),
    )
    _figure(boxes[3], _("Gini"), before.gini, after.gini, 3,
            told=_("How unequal the units are: 0 where all are alike; the smaller, the fairer."))  # fmt: skip
    st.caption(tables.proof(shown) + " " + _("Numbers by family only; choosing people stays with the units."))


def _figure(
    box: st.delta_generator.DeltaGenerator, label: str, before: float, after: float, places: int, *,
    more_is_better: bool = False, told: str | None = None,
) -> None:  # fmt: skip
    change = after - before
    sign = "+" if change > 0 else "-" if change < 0 else "±"  # the metric knows a loss by the plain hyphen
    box.metric(label, number(after, places), delta=f"{sign}{number(abs(change), places)}", border=True,
               delta_color="normal" if more_is_better else "inverse", help=told,
               delta_arrow="auto" if change else "off")  # fmt: skip


def moves(shown: Proposal) -> None:
    """The table; a chosen row says why and may be fixed."""
    if not shown.moves:
        st.info(_("Nobody has to move under these terms."), icon=":material/check_circle:")
    else:
        table = tables.moves_table(shown.moves)
        hidden = {} if any(move.answers for move in shown.moves) else {_("Answers"): None}
        st.caption(_("Choose a move to read why, and to pin, forbid or change it."))
        wide = {**tables.widths(), **hidden}
        picked = st.dataframe(table, hide_index=True, on_select="rerun", selection_mode="single-row", placeholder="–",
                              key=f"moves-{shown.line.id}-{shown.line.made_at}", column_config=wide,
                              height=min(36 * len(table) + 40, 430))  # fmt: skip
        offer_table(table, _("Proposed moves"), "moves")
        rows = picked["selection"]["rows"]
        if rows and rows[0] < len(shown.moves):
            one_move(shown, shown.moves[rows[0]])
    pins(shown)


def one_move(shown: Proposal, move: MoveLine) -> None:
    """Why, and the planner's word."""
    with st.container(border=True):
        st.markdown(f"**{move.from_name} → {move.to_name}** · {tables.work_of(move)} · {amount(move.people)}")
        st.markdown(tables.why_of(move))
        for answer in move.answers:
            st.markdown(f":material/reply: {tables.answer_of(answer)}")
        if not shown.may_change:
            return
        source = move.from_unit or move.team or ""
        boxes = st.columns([1, 2, 1, 1, 1], vertical_alignment="bottom")
        people = boxes[0].number_input(_("Number of people"), 0, 1000, move.people, key=f"people-{move.id}")
        reason = boxes[1].text_input(_("Reason"), max_chars=300, key=f"reason-{move.id}")
        wanted = None
        if boxes[2].button(_("Keep it so"), icon=":material/keep:", key=f"pin-{move.id}"):
            wanted = move.people
        if boxes[3].button(_("Forbid"), icon=":material/block:", key=f"forbid-{move.id}"):
            wanted = 0
        if boxes[4].button(_("Set number"), icon=":material/edit:", key=f"set-{move.id}"):
            wanted = int(people)
        ends = (source, move.from_family, move.to_unit, move.to_family)
        if wanted is not None and do(FixMove(shown.line.id, *ends, wanted, reason), _("Kept for the next solving.")):
            st.rerun()


def pins(shown: Proposal) -> None:
    """What the planner fixed; solving again takes it into account."""
    if not shown.pins:
        return
    st.markdown(f"**{_('Fixed for the next solving')}**")
    for pin in shown.pins:
        with st.container(horizontal=True, vertical_alignment="center"):
            start, end = shown.names.get(pin.from_unit, pin.from_unit), shown.names.get(pin.to_unit, pin.to_unit)
            what = _("forbidden") if pin.people == 0 else _("exactly {people}", people=amount(pin.people))
            family = family_name(pin.to_family, language())
            st.markdown(f"{start} → {end}, {family}: **{what}**" + (f" ({pin.reason})" if pin.reason else ""),
                        width="stretch")  # fmt: skip
            freed = shown.may_change and st.button(_("Free"), icon=":material/undo:", key=f"free-{pin.id}",
                                                   type="tertiary")  # fmt: skip
            if freed and do(FreeMove(shown.line.id, pin.id)):
                st.rerun()


def picture(shown: Proposal) -> None:
    """Arrows on the map of tiles; one family or all."""
    codes = list(dict.fromkeys(move.to_family for move in shown.moves))
    names = {"": _("all families together"), **{code: family_name(code, language()) for code in codes}}
    family = st.selectbox(_("Job family"), list(names), key="flow_family", format_func=names.__getitem__)
    st.altair_chart(flow_picture(shown, family), width="stretch")
    st.caption(_("Each tile is a unit at its place among its neighbours, north above south; the map is no survey."))


def recruits(shown: Proposal) -> None:
    """By family, and how many fit the posts of the province."""
    if not shown.recruits:
        st.success(_("Nothing is left to recruit under these terms."), icon=":material/check_circle:")
        return
    table = tables.recruits_table(shown)
    hidden = {} if any(one.later for one in shown.recruits) else {_("When support leaves"): None}
    wide = {_("Units"): st.column_config.TextColumn(width="large"), **hidden}
    st.dataframe(table, hide_index=True, column_config=wide)
    if shown.places_left is not None:
        st.caption(_("The province’s posts allow {count} recruits.", count=amount(shown.places_left)))
    offer_table(table, _("Recruitment"), "recruitment")


def spread(shown: Proposal) -> None:
    """Shortage and fairness by former province and kind of unit."""
    table = tables.spreads_table(tables.all_spreads(shown))
    st.dataframe(table, hide_index=True, column_config={_("Units"): st.column_config.TextColumn(width=200)})
    st.caption(_("Ratio: staff ÷ posts needed of a unit. Gini: 0 where all units are alike."))
    offer_table(table, _("Before and after"), "before-after")
