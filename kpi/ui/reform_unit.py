"""One unit: its tasks, its indicators against their targets, their outlook, and the people behind the work."""

import pandas as pd
import streamlit as st

from kpi.access.actor import Actor
from kpi.reform.glance.outlook import outlook
from kpi.reform.glance.view import Glance
from kpi.reform.words import DONE
from kpi.ui.kept import once
from kpi.ui.reform_forecast import show_indicator_forecasts, show_method
from kpi.ui.reform_people import show_people
from kpi.ui.reform_urgent import pick_task, show_urgent
from kpi.ui.reform_values import show_values
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
    show_people(glance, actor, str(unit["path"]), unit_id)


def show_other_tasks(own: pd.DataFrame, key: str) -> None:
    """Every task the unit leads."""
    if own.empty:
        st.caption(_("The unit leads no task of the plan."))
        return
    done = own["standing"].isin(DONE).sum()
    with st.expander(_("All tasks it leads ({done} of {total} done)", done=amount(done), total=amount(len(own)))):
        offer_table(pick_task(own, f"all_{key}"), _("Tasks"), f"nhiem-vu-{key}")


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
