"""Home: greets, and says what to do next."""

import streamlit as st

from kpi.access import auditing
from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.assessment.next_step import NextStep
from kpi.assessment.next_steps import next_steps
from kpi.language.numbers import today
from kpi.storage.unit_of_work import reading
from kpi.ui import navigation
from kpi.ui.database import engine
from kpi.ui.place import badge
from kpi.ui.signed_in import actor
from kpi.ui.words import _, day, moment, told


def greet(who: Actor) -> None:
    """The person's name and post."""
    held = badge(who)
    st.title(_("Hello, {name}", name=who.name))
    if held.title:
        st.caption(f"{held.title} · {held.unit}")


def show_steps(who: Actor) -> None:
    """Most urgent first, each with the page that does it."""
    with reading(engine()) as session:
        steps = next_steps(session, who, today())
    open_to = {entry.path: entry for entry in navigation.entries_for(who)}
    st.subheader(_("What to do next"))
    for number, step in enumerate(steps):
        _card(number, step, open_to.get(step.page))
    if not steps:
        st.success(_("Nothing waits for you today."), icon=":material/task_alt:")


def _card(number: int, step: NextStep, entry: navigation.Entry | None) -> None:
    with st.container(border=True, key=f"step_{number}"):
        icon = ":material/priority_high:" if step.urgent else ":material/schedule:"
        st.markdown(f"{icon} **{told(step.message)}**")
        if step.detail:
            st.write(told(step.detail))
        with st.container(horizontal=True, vertical_alignment="center"):
            if step.due:
                colour = "red" if step.urgent else "grey"
                due = f"{_('Due {day}', day=day(step.due))} · {_left((step.due - today()).days)}"
                st.markdown(f":{colour}[{due}]", width="content")
            if entry:
                label = _("Open “{page}”", page=_(entry.title))
                st.page_link(
                    entry.location, label=label, icon=entry.icon, query_params=step.query, width="content",
                )  # fmt: skip


def _left(days: int) -> str:
    """How far a deadline is, in calendar days."""
    if days < 0:
        return _("{days} days ago", days=-days)
    return _("today") if days == 0 else _("{days} days left", days=days)


def show_record(who: Actor) -> None:
    """For auditors: when the record was last proved whole, and what was found."""
    with reading(engine()) as session:
        last = auditing.last_verification(session, who)
    st.subheader(_("The record of changes"))
    if last is None:
        st.warning(_("The record has not been verified yet."), icon=":material/policy:")
    elif last[1] == auditing.INTACT:
        st.success(_("Verified at {time}: nothing was altered.", time=moment(last[0])), icon=":material/verified_user:")
    else:
        st.error(_("Verified at {time}: alterations were found.", time=moment(last[0])), icon=":material/gpp_bad:")
    audit = navigation.entry_of("audit")
    st.page_link(audit.location, label=_("Open “{page}”", page=_(audit.title)), icon=audit.icon)


person = actor()
greet(person)
show_steps(person)
if person.may(Action.READ_AUDIT):
    show_record(person)
