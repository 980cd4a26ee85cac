"""Declared hours of those one leads: what deserves a question, what was answered, and a remark beside it."""

import streamlit as st

from kpi.assessment.hours.reasons import FLAG_NAMES
from kpi.assessment.hours.views import Flag, flags_led
from kpi.language.message import N_
from kpi.storage.unit_of_work import reading
from kpi.ui import signed_in
from kpi.ui.database import engine
from kpi.ui.hours_panel import show_flag
from kpi.ui.hours_rules import show_hours_rules
from kpi.ui.hours_table import flag_table
from kpi.ui.period_choice import choose_period
from kpi.ui.table_download import offer_table
from kpi.ui.words import _, amount, named

PAGE = 10
SHOWN = {"open": N_("Without an answer"), "answered": N_("Answered"), "all": N_("All")}


def main() -> None:
    """Choose the period; the rest is one fragment."""
    signed_in.actor()
    title, choice = st.columns([3, 1], vertical_alignment="bottom")
    title.title(_("Declared hours"))
    with choice:
        period = choose_period()
    if period is not None:
        checks(str(period["code"]), str(period["state"]))


@signed_in.fragment
def checks(code: str, state: str) -> None:
    """How many of each check, and each with its answers."""
    actor = signed_in.actor()
    with reading(engine()) as session:
        flags = flags_led(session, actor, code)
    st.caption(
        _("Declared hours are checked by arithmetic first, then against colleagues who make the same product. A check "
          "is a question: it never changes a score, a rank or a post.")
    )  # fmt: skip
    if not flags:
        st.success(_("Nothing to ask about in this period."), icon=":material/task_alt:")
        show_hours_rules(actor, code)
        return
    show_counts(flags)
    people = by_person(filtered(flags))
    page = min(int(st.session_state.get("hours_page") or 1), max(1, -(-len(people) // PAGE)))
    for asked in people[(page - 1) * PAGE : page * PAGE]:
        with st.container(border=True):
            st.markdown(f"**{asked[0].person}** · {asked[0].unit}")
            for flag in asked:
                may_answer = state not in ("closed", "published") and actor.person_id in flag.raters
                show_flag(flag, rater=True, may_answer=may_answer)
    if len(people) > PAGE:
        st.pagination(-(-len(people) // PAGE), key="hours_page")
    offer_table(flag_table(flags), _("Declared hours"), f"hours-{code}")
    show_hours_rules(actor, code)


def show_counts(flags: tuple[Flag, ...]) -> None:
    """How many checks ask, of how many people, by kind."""
    people = len({flag.person_id for flag in flags})
    parts = [_("**{flags}** questions about **{people}** people", flags=amount(len(flags)), people=amount(people))]
    for kind in FLAG_NAMES:
        count = sum(flag.flag == kind for flag in flags)
        if count:
            parts.append(f"{named(FLAG_NAMES, kind)}: **{amount(count)}**")
    st.markdown(" · ".join(parts))


def by_person(flags: list[Flag]) -> list[list[Flag]]:
    """The checks of each month together."""
    found: dict[int, list[Flag]] = {}
    for flag in flags:
        found.setdefault(flag.month_id, []).append(flag)
    return list(found.values())


def filtered(flags: tuple[Flag, ...]) -> list[Flag]:
    """Those the widgets ask for."""
    shown = st.segmented_control(
        _("Show"), list(SHOWN), default="all", required=True, key="hours_shown",
        format_func=lambda key: named(SHOWN, key), label_visibility="collapsed",
    )  # fmt: skip
    if shown == "all":
        return list(flags)
    return [flag for flag in flags if (flag.answer is not None) == (shown == "answered")]


main()
