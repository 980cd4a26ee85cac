"""The people behind a unit's plan work, then one person's work task by task, and the way to the task and the month."""

from typing import Any

import pandas as pd
import streamlit as st

from kpi.access.actor import Actor
from kpi.reform.glance.people import people_behind, work_of
from kpi.reform.glance.view import Glance
from kpi.storage.unit_of_work import reading
from kpi.ui.database import engine
from kpi.ui.page_links import link_to
from kpi.ui.table_download import offer_table
from kpi.ui.words import _, amount


def show_people(glance: Glance, actor: Actor, path: str, unit_id: int) -> None:
    """Who did approved work for the plan, as far as one may see; choosing a person shows the work itself."""
    st.subheader(_("People behind the plan’s work"))
    with reading(engine()) as session:
        people = people_behind(session, actor, path, glance.course.year)
    if not people:
        st.caption(_("There is no approved work for plan tasks here that you may see."))
        return
    words = {"person": _("Person"), "tasks": _("Plan tasks"), "months": _("Months"), "lines": _("Lines of work"),
             "title": _("Post"), "unit": _("Unit")}  # fmt: skip
    table = pd.DataFrame(people)[list(words)].rename(columns=words)
    event = st.dataframe(table, hide_index=True, on_select="rerun", selection_mode="single-row",
                         key=f"people_{unit_id}_{glance.code}")  # fmt: skip
    offer_table(table, _("People"), "nguoi-thuc-hien")
    st.caption(_("Choose a person to see the work task by task."))
    chosen = event["selection"]["rows"]
    if chosen and chosen[0] < len(people):
        show_person(people[chosen[0]], actor, path, glance.course.year)


def show_person(person: dict[str, Any], actor: Actor, path: str, year: int) -> None:
    """One person's approved work for the plan in a year; choosing a line leads to its task and month."""
    with reading(engine()) as session:
        lines = work_of(session, actor, int(person["person_id"]), path, year)
    with st.container(border=True):
        st.markdown("**" + _("Work for the plan") + "**")
        st.text(f"{person['person']} · {person['title']}")
        event = st.dataframe(
            [
                {
                    _("Month"): f"{line['starts']:%m/%Y}",
                    _("Task"): f"{line['code']} · {line['task']}",
                    _("Work"): line["title"],
                    _("Done"): amount(line["done"]),
                }
                for line in lines
            ],
            hide_index=True, width="stretch", on_select="rerun", selection_mode="single-row",
            key=f"person_{person['person_id']}_{year}",
        )  # fmt: skip
        chosen = event["selection"]["rows"]
        if not chosen or chosen[0] >= len(lines):
            st.caption(_("Choose a line to open its task or the month it comes from."))
            return
        line = lines[chosen[0]]
        with st.container(horizontal=True):
            link_to("plan", _("Open task {code}", code=line["code"]), plan=str(line["plan"]), task=str(line["code"]))
            link_to("review", _("Open the person’s month"), month=str(line["month_id"]))
