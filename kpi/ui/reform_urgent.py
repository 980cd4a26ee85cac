"""What is late or due within a week, and which units must act; a click leads to the unit."""

import pandas as pd
import streamlit as st

from kpi.reform.glance.view import Glance
from kpi.reform.words import STANDING_NAMES, Standing
from kpi.ui.page_links import link_to
from kpi.ui.reform_view import once
from kpi.ui.reform_words import as_day
from kpi.ui.table_download import offer_table
from kpi.ui.words import _, amount, day, named

SHOWN = 12
URGENT = (Standing.OVERDUE, Standing.DUE_SOON)


def show_urgent(glance: Glance, tasks: pd.DataFrame, key: str) -> None:
    """Overdue first, then due within seven days."""
    st.subheader(_("Overdue, and due within 7 days"))
    urgent = tasks[tasks["standing"].isin(URGENT)]
    if urgent.empty:
        st.caption(_("No task is overdue or due within 7 days of {day}.", day=day(glance.day)))
    else:
        table = once(glance.stamp, "urgent", lambda: urgent_table(urgent), key)
        task, lead = (st.column_config.TextColumn(width=width) for width in (330, 200))
        wide = {_("Task"): task, _("Lead unit"): lead}
        st.dataframe(table, hide_index=True, height="content" if len(table) <= SHOWN else 460, column_config=wide)
        offer_table(table, _("Overdue and due soon"), f"den-han-{key}")
    link_to("plan", _("Open the plan"))


def urgent_table(tasks: pd.DataFrame) -> pd.DataFrame:
    """In words, with how many days are left or gone."""
    return pd.DataFrame(
        [
            {
                _("State"): named(STANDING_NAMES, row["standing"]),
                _("Days"): days_left(int(row["left"])),
                _("Task"): f"{row['code']} · {row['name']}",
                _("Lead unit"): row["lead"],
                _("Due"): day(as_day(row["due"])),
                _("Progress"): f"{amount(round(float(row['progress']) * 100))}%",
            }
            for row in tasks.to_dict("records")
        ]
    )


def days_left(left: int) -> str:
    """How long until a deadline, or since."""
    if left < 0:
        return _("{days} days late", days=amount(-left))
    return _("today") if left == 0 else _("{days} days left", days=amount(left))


def show_duties(glance: Glance) -> None:
    """The units with something to do; choosing a row leads into the unit."""
    st.subheader(_("Who must act"))
    if glance.duties.empty:
        st.success(_("No unit has anything outstanding."), icon=":material/check_circle:")
        return
    words = duty_words()
    table = glance.duties[["unit", *[name for name in words if name != "unit"]]].rename(columns=words)
    event = st.dataframe(
        table,
        hide_index=True,
        height=min(36 * len(table) + 40, 400),
        on_select="rerun",
        selection_mode="single-row",
        key=f"duties_{glance.code}",
        column_config={words["unit"]: st.column_config.Column(width="medium")},
    )
    offer_table(table, _("Who must act"), "viec-can-lam")
    st.caption(_("Choose a row to look into the unit."))
    if chosen := event["selection"]["rows"]:
        st.query_params["unit"] = str(int(glance.duties["unit_id"].iloc[chosen[0]]))
        st.rerun()


def duty_words() -> dict[str, str]:
    """Column titles of the duties."""
    return {
        "unit": _("Unit"),
        "overdue": _("Tasks overdue"),
        "due_soon": _("Due soon"),
        "below": _("Targets clearly missed"),
        "missing": _("Figures missing"),
        "waiting": _("Waiting for the head"),
    }
