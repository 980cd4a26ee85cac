"""What is late or due within a week, and which units must act; a click leads to the unit."""

import pandas as pd
import streamlit as st

from kpi.reform.glance.view import Glance
from kpi.reform.words import STANDING_NAMES, Standing
from kpi.ui.kept import once
from kpi.ui.page_links import link_to, open_page
from kpi.ui.reform_words import WRAPPED, as_day, on_phone
from kpi.ui.table_download import offer_table
from kpi.ui.words import _, amount, day, named

SHOWN = 12
URGENT = (Standing.OVERDUE, Standing.DUE_SOON)


def show_urgent(glance: Glance, tasks: pd.DataFrame, key: str) -> None:
    """Overdue first, then due within seven days."""
    st.subheader(_("Overdue, and due within 7 days"), anchor="den-han")
    urgent = once(glance.stamp, "urgent tasks", lambda: tasks[tasks["standing"].isin(URGENT)], key)
    if urgent.empty:
        st.caption(_("No task is overdue or due within 7 days of {day}.", day=day(glance.day)))
    else:
        table = pick_task(urgent, key, once(glance.stamp, "urgent", lambda: urgent_table(urgent), key))
        st.caption(_("Choose a row to open the task."))
        offer_table(table, _("Overdue and due soon"), f"den-han-{key}")
    link_to("plan", _("Open the plan"))


def pick_task(tasks: pd.DataFrame, key: str, table: pd.DataFrame | None = None) -> pd.DataFrame:
    """The tasks in words; choosing one leads to it on the page of the plan. Returns what is shown."""
    shown = urgent_table(tasks) if table is None else table
    small = on_phone()
    if small:
        shown = shown[[_("Task"), _("Days"), *[name for name in shown.columns if name not in (_("Task"), _("Days"))]]]
    widths = {_("Task"): 150 if small else 330, _("Lead unit"): 120 if small else 200, _("Days"): 90}
    event = st.dataframe(
        shown, hide_index=True, height="content" if len(shown) <= SHOWN else 460, on_select="rerun",
        selection_mode="single-row", key=f"tasks_{key}", row_height=WRAPPED if small else None,
        column_config={name: st.column_config.TextColumn(width=width) for name, width in widths.items()},
    )  # fmt: skip
    chosen = event["selection"]["rows"]
    if chosen and chosen[0] < len(tasks):
        row = tasks.iloc[chosen[0]]
        open_page("plan", plan=str(row["plan"]), task=str(row["code"]))
    return shown


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
    st.subheader(_("Who must act"), anchor="viec")
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
