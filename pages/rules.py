"""The rules a score is made by, on a day of one's choice: every value with its article and how sure it is."""

from collections.abc import Callable
from datetime import date, datetime

import streamlit as st

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.assessment.rule_views import CERTAINTY_NAMES, Application, RuleLine, RulePage, applications, rule_page
from kpi.assessment.rules import MAIN
from kpi.language.numbers import HANOI
from kpi.law.errors import RuleError
from kpi.law.ruleset import Text, rule_set
from kpi.law.selection import KIND_WORDS
from kpi.storage.unit_of_work import reading
from kpi.ui import rule_decision, signed_in, weights_panel
from kpi.ui.database import engine
from kpi.ui.words import _, amount, day, language, named, told


def in_words(text: Text) -> str:
    """A text of the rule in the person's language."""
    return text[language()]


def article(text: str) -> str:
    """The article as both languages cite it."""
    return _("Art. {article}", article=text) if text[:1].isdigit() else text


def load(who: Actor, name: str, on: date) -> RulePage | None:
    """The rule set on that day; says so where it was not in force."""
    try:
        with reading(engine()) as session:
            return rule_page(session, who, name, on)
    except RuleError as error:
        st.info(told(error.message), icon=":material/event_busy:")
        return None


def show_formulas(page: RulePage) -> None:
    """How a score comes about, step by step."""
    for clause in page.formulas:
        with st.container(border=True):
            st.markdown(f"**{in_words(clause.title)}**")
            st.text(in_words(clause.text))
            local = " · " + _("rests in part on a local decision") if clause.local else ""
            st.caption(f"{article(clause.article)} · {named(CERTAINTY_NAMES, clause.certainty)}{local}")


def show_values(page: RulePage) -> None:
    """What the law fixes, as one table."""
    fixed = [line for line in page.lines if line.parameter.certainty != "open"]
    st.dataframe(
        [
            {
                _("Rule"): in_words(line.parameter.description),
                _("Value"): in_words(line.value),
                _("Article"): article(line.parameter.article),
                _("How sure"): named(CERTAINTY_NAMES, line.parameter.certainty),
                _("Since"): day(line.since),
            }
            for line in fixed
        ],
        hide_index=True,
        height="content",
    )
    st.caption(_("Source: {source}", source=page.source))


def show_open(page: RulePage, who: Actor, on: date) -> None:
    """What the law leaves open, each marked as a local decision, with its reason and the decision behind it."""
    if not any(line.parameter.certainty == "open" for line in page.lines):
        st.info(_("Nothing is left open here."), icon=":material/gavel:")
        return
    st.write(_("No provision settles these points; the province decides them. Scores that use one say so."))
    for line in page.lines:
        if line.parameter.certainty == "open":
            with st.container(border=True):
                show_choice(line)
    if who.may(Action.MANAGE_RULES) and any(line.choosable for line in page.lines):
        rule_decision.form(page, on)


def show_choice(line: RuleLine) -> None:
    """One local decision."""
    left, right = st.columns([3, 1], vertical_alignment="center")
    left.markdown(f"**{in_words(line.parameter.description)}:** {in_words(line.value)}")
    right.badge(_("Local decision"), color="orange", icon=":material/location_city:")
    if line.parameter.why:
        st.text(in_words(line.parameter.why))
    decided = line.decision or _("The tool’s default; no decision has been entered.")
    st.caption(f"{article(line.parameter.article)} · {_('since {day}', day=day(line.since))} · {decided}")


def show_history(page: RulePage) -> None:
    """Every decision entered, newest first."""
    if not page.history:
        st.info(_("No local decision has been entered. The defaults apply."), icon=":material/history:")
        return
    known = {line.parameter.name: in_words(line.parameter.description) for line in page.lines}
    st.dataframe(
        [
            {
                _("From day"): day(one.valid_from),
                _("Rule"): known[one.parameter],
                _("Value"): in_words(one.value),
                _("Decision"): one.decision,
            }
            for one in page.history
        ],
        hide_index=True,
    )


def show_criteria(page: RulePage) -> None:
    """Form 01's general criteria with the most points of each."""
    for group in page.criteria:
        with st.container(border=True):
            most = _("{points} points", points=amount(group.maximum))
            st.markdown(f"**{group.code}. {in_words(group.text)}** ({most})")
            for leaf in group.criteria:
                most = _("{points} points", points=amount(leaf.maximum))
                st.markdown(f"- {leaf.code}: {in_words(leaf.text)} ({most})")
            st.caption(f"{article(group.article)} · {named(CERTAINTY_NAMES, group.certainty)}")


def show_applications(listed: list[Application], on: date) -> None:
    """Which rule set ranks whom, and when."""
    with st.expander(_("Which rule set applies to whom"), icon=":material/rule_settings:"):
        st.dataframe(
            [
                {
                    _("Rule set"): in_words(rule_set(one.id).short),
                    _("Ranks"): named(KIND_WORDS, one.kind) if one.kind else _("Party members, beside another"),
                    _("From day"): day(one.begins),
                    _("Until"): day(one.ends) if one.ends else _("still in force"),
                    _("On this day"): _("applies") if one.begins <= on <= (one.ends or on) else "–",
                }
                for one in listed
            ],
            hide_index=True,
        )


def main(who: Actor) -> None:
    """The day, the rule set, and its parts."""
    today = datetime.now(HANOI).date()
    on = st.date_input(_("On day"), value=today, format="DD/MM/YYYY", key="rules_day", width=200) or today
    listed = applications(on)
    titles = {one.id: in_words(rule_set(one.id).short) for one in listed}
    name = st.pills(_("Rules"), list(titles), format_func=titles.__getitem__, default=MAIN, required=True)
    show_applications(listed, on)
    page = load(who, name or MAIN, on)
    if page is None:
        return
    st.subheader(in_words(page.title))
    if page.id == "nd233":
        weights_panel.show(who)
    parts: dict[str, Callable[[], None]] = {}
    if page.formulas:
        parts[_("How a score is made")] = lambda: show_formulas(page)
    parts[_("What the law fixes")] = lambda: show_values(page)
    parts[_("Local decisions")] = lambda: show_open(page, who, on)
    if page.criteria:
        parts[_("General criteria (Form 01)")] = lambda: show_criteria(page)
    parts[_("History of decisions")] = lambda: show_history(page)
    for tab, draw in zip(st.tabs(list(parts)), parts.values(), strict=True):
        with tab:
            draw()


person = signed_in.actor()
st.title(_("Scoring rules"))
if person.may(Action.READ_RULES):
    main(person)
else:
    st.error(_("This page does not open for you."))
