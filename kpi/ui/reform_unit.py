"""One unit: its tasks, its indicators against their targets, their outlook, and the people behind the work."""

import pandas as pd
import streamlit as st

from kpi.access.actor import Actor
from kpi.reform.glance.outlook import outlook
from kpi.reform.glance.people import people_behind
from kpi.reform.glance.view import Glance
from kpi.reform.words import DONE
from kpi.storage.unit_of_work import reading
from kpi.ui.database import engine
from kpi.ui.page_links import link_to
from kpi.ui.reform_forecast import show_indicator_forecasts, show_method
from kpi.ui.reform_urgent import show_urgent, urgent_table
from kpi.ui.reform_view import once
from kpi.ui.reform_words import gap, grade_name, names_of, shown
from kpi.ui.table_download import offer_table
from kpi.ui.words import _, amount


def show_unit(glance: Glance, actor: Actor, unit_id: int) -> None:
    """The way up, then the unit from its tasks down to its people."""
    unit = glance.course.units.set_index("unit_id").loc[unit_id]
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(_("The whole province"), icon=":material/arrow_back:"):
            st.query_params.pop("unit", None)
            st.rerun()
        st.subheader(str(unit["name"]), width="content")
    own = glance.tasks[glance.tasks["lead_path"].str.startswith(str(unit["path"]))]
    show_urgent(glance, own, str(unit["code"]))
    show_other_tasks(own, str(unit["code"]))
    show_values(glance, unit_id, str(unit["code"]))
    show_outlook(glance, unit_id)
    show_people(glance, actor, str(unit["path"]))


def show_other_tasks(own: pd.DataFrame, key: str) -> None:
    """Every task the unit leads."""
    if own.empty:
        st.caption(_("The unit leads no task of the plan."))
        return
    done = own["standing"].isin(DONE).sum()
    with st.expander(_("All tasks it leads ({done} of {total} done)", done=amount(done), total=amount(len(own)))):
        table = urgent_table(own)
        st.dataframe(table, hide_index=True)
        offer_table(table, _("Tasks"), f"nhiem-vu-{key}")


def show_values(glance: Glance, unit_id: int, key: str) -> None:
    """The month and the year so far beside the target."""
    st.subheader(_("Indicators"))
    year = glance.course.of_unit(unit_id)
    if year.empty:
        st.info(_("The unit has no confirmed figures this year."), icon=":material/inbox:")
    else:
        table = once(glance.stamp, "values", lambda: values_table(glance, year, glance.month.of_unit(unit_id)), unit_id)
        st.dataframe(table, hide_index=True, height="content")
        offer_table(table, _("Indicators"), f"chi-so-{key}")
    lacking = glance.missing.loc[glance.missing["unit_id"] == unit_id, "code"]
    if len(lacking):
        names = names_of(glance.course.indicators)
        st.caption(_("Not confirmed for {month}: {names}", month=f"{glance.course.through:02d}/{glance.course.year}",
                     names=", ".join(names[code] for code in lacking)))  # fmt: skip
    link_to("indicators", _("Open its indicators"), unit=str(unit_id), period=glance.code)


def values_table(glance: Glance, year: pd.DataFrame, month: pd.DataFrame) -> pd.DataFrame:
    """In words, in list order."""
    names, measures = names_of(glance.course.indicators), glance.course.indicators["measure"]
    rows = []
    for row in year.to_dict("records"):
        code, measure = str(row["code"]), str(measures[row["code"]])
        rows.append(
            {
                _("Indicator"): names[code],
                _("This month"): shown(month["value"].get(code), measure),
                _("Year so far"): shown(row["value"], measure),
                _("Target"): shown(row["target"], measure),
                _("Distance"): gap(row["distance"], measure),
                _("Judgement"): grade_name(row["grade"]),
            }
        )
    return pd.DataFrame(rows)


def show_outlook(glance: Glance, unit_id: int) -> None:
    """Where its year will end."""
    if unit_id not in set(glance.course.expected["unit_id"]):
        return
    st.subheader(_("Forecast to the end of the year"))
    found = once(glance.stamp, "outlook", lambda: outlook(glance.course, [unit_id]), unit_id)
    due = set(glance.course.expected.loc[glance.course.expected["unit_id"] == unit_id, "code"])
    own = found[found["code"].isin(due)].reset_index(drop=True)
    show_indicator_forecasts(glance.course, own, f"unit-{unit_id}", glance.stamp)
    show_method()


def show_people(glance: Glance, actor: Actor, path: str) -> None:
    """Who did approved work for the plan, as far as one may see."""
    st.subheader(_("People behind the plan’s work"))
    with reading(engine()) as session:
        people = people_behind(session, actor, path, glance.course.year)
    if not people:
        st.caption(_("There is no approved work for plan tasks here that you may see."))
        return
    words = {"person": _("Person"), "title": _("Post"), "unit": _("Unit"), "tasks": _("Plan tasks"),
             "lines": _("Lines of work"), "months": _("Months")}  # fmt: skip
    table = pd.DataFrame(people)[list(words)].rename(columns=words)
    st.dataframe(table, hide_index=True)
    offer_table(table, _("People"), "nguoi-thuc-hien")
