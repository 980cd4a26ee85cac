"""The list of a plan's tasks: counts, filters the address keeps, a page at a time, and totals."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from kpi.reform.plan.views import totals
from kpi.reform.words import FIELD_NAMES, STANDING_NAMES
from kpi.ui.plan_words import assigner_name, field_name, left_text, standing_name
from kpi.ui.reform_words import WRAPPED, on_phone
from kpi.ui.table_download import offer_table
from kpi.ui.words import _, amount, named, percent

SIZE = 20


def show_totals(frame: pd.DataFrame) -> None:
    """What is done, late, overdue and due soon, in one look."""
    all_of_it = totals(frame).iloc[0]
    told = {
        _("Tasks done"): f"{amount(all_of_it['done'])}/{amount(all_of_it['total'])}",
        _("Done on time"): amount(all_of_it["on_time"]),
        _("Done late"): amount(all_of_it["late"]),
        _("Overdue"): amount(all_of_it["overdue"]),
        _("Due within 7 days"): amount(all_of_it["due_soon"]),
    }
    with st.container(horizontal=True, gap="medium"):
        for label, value in told.items():
            st.metric(label, value, width=150)


def filtered(frame: pd.DataFrame) -> pd.DataFrame:
    """The tasks that match words, standing, field and lead unit."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(_("Search"), key="plan_text", width=230, max_chars=80, icon=":material/search:")
        standings = [str(one) for one in STANDING_NAMES if (frame["standing"] == one).any()]
        standing = _kept("standing", _("Standing"), standings, lambda one: named(STANDING_NAMES, one), 190)
        field = _kept("field", _("Field of reform"), [str(one) for one in FIELD_NAMES],
                      lambda one: named(FIELD_NAMES, one), 230)  # fmt: skip
        leads = frame.drop_duplicates("lead_code").sort_values("lead")
        names = dict(zip(leads["lead_code"], leads["lead"], strict=True))
        lead = _kept("lead", _("Lead unit"), list(names), lambda one: names[one], 250)
    for column, wanted in (("standing", standing), ("field", field), ("lead_code", lead)):
        if wanted is not None:
            frame = frame[frame[column] == wanted]
    words = (frame["code"] + " " + frame["name"]).str.lower()
    return frame[words.str.contains((text or "").strip().lower(), regex=False)]


def _kept(name: str, label: str, options: list[str], shown: Any, width: int) -> str | None:
    """A choice the address keeps, so that a link or a reload shows the same."""
    asked = st.query_params.get(name)
    chosen = st.selectbox(label, options, index=options.index(asked) if asked in options else None, format_func=shown,
                          placeholder=_("all"), key=f"plan_{name}", width=width)  # fmt: skip
    if chosen is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = chosen
    return chosen


def pick(frame: pd.DataFrame, proved: set[int]) -> dict[str, Any] | None:
    """A page of tasks; the one chosen."""
    if frame.empty:
        st.info(_("No task matches. Clear a filter."), icon=":material/search_off:")
        return None
    page = int(st.session_state.get("plan_page") or 1)
    part = frame.iloc[(page - 1) * SIZE : page * SIZE]
    part = part if len(part) else frame.iloc[:SIZE]
    st.caption(_("{count} tasks. Choose one to see what lies behind it.", count=amount(len(frame))))
    small = on_phone()
    shown = columns(part, proved)
    if small:
        shown.insert(1, _("Task"), shown.pop(_("Task")))
        shown = shown.drop(columns=[_("Code")])
    make = st.column_config
    picked = st.dataframe(
        shown, hide_index=True, on_select="rerun", selection_mode="single-row", key=f"plan_table_{page}",
        row_height=WRAPPED if small else None, height=min((WRAPPED if small else 36) * len(shown) + 40, 560),
        column_config={
            _("Code"): make.TextColumn(width=60), _("Task"): make.TextColumn(width=140 if small else 264),
            _("Deadline"): make.TextColumn(width=80 if small else 114),
            _("Lead unit"): make.TextColumn(width=140), _("Due"): make.TextColumn(width=86),
            _("Progress"): make.ProgressColumn(format="percent", min_value=0, max_value=1, width=92),
            _("Evidence"): make.TextColumn(width=86),
        },
    )  # fmt: skip
    if len(frame) > SIZE:
        st.pagination(-(-len(frame) // SIZE), key="plan_page")
    chosen = picked["selection"]["rows"]
    if chosen and chosen[0] < len(part):
        return {str(name): value for name, value in part.iloc[chosen[0]].items()}
    return None


def columns(part: pd.DataFrame, proved: set[int]) -> pd.DataFrame:
    """Tasks as people read them; progress as a share of one."""
    left = [left_text(int(days), one) for days, one in zip(part["left"], part["standing"], strict=True)]
    return pd.DataFrame(
        {
            _("Code"): part["code"],
            _("Deadline"): left,
            _("Task"): part["name"],
            _("Progress"): part["progress"],
            _("Lead unit"): part["lead"],
            _("Standing"): part["standing"].map(standing_name),
            _("Due"): part["due"].dt.strftime("%d/%m/%Y"),
            _("Evidence"): [_("yes") if int(one) in proved else "–" for one in part["task_id"]],
            _("Field of reform"): part["field"].map(field_name),
            _("Assigned by"): part["assigner"].map(assigner_name),
        }
    )


def offer_tasks(frame: pd.DataFrame, proved: set[int], plan: str, on: date) -> None:
    """The tasks listed, as a workbook."""
    table = columns(frame, proved)
    table[_("Progress")] = [percent(share, 0) for share in frame["progress"]]
    table[_("Product")] = frame["product"]
    table[_("Weight")] = [amount(weight) for weight in frame["weight"]]
    offer_table(table, _("Tasks"), f"ke-hoach-{plan}-{on}")


def breakdown(frame: pd.DataFrame) -> None:
    """The same totals by lead unit, field and assigner."""
    views = {"lead": _("By lead unit"), "field": _("By field"), "assigner": _("By assigner")}
    with st.expander(_("Totals by unit, field and assigner"), icon=":material/table_chart:"):
        by = st.segmented_control(
            _("Totals"), list(views), default="lead", format_func=views.__getitem__, required=True, key="plan_by",
            label_visibility="collapsed",
        )  # fmt: skip
        if frame.empty:
            return
        counted = totals(frame, by)
        names = {"field": field_name, "assigner": assigner_name}.get(str(by), str)
        rows = pd.DataFrame(
            {
                views[by]: counted[by].map(names),
                _("Tasks"): counted["total"],
                _("Tasks done"): counted["done"],
                _("Done on time"): counted["on_time"],
                _("Done late"): counted["late"],
                _("Overdue"): counted["overdue"],
                _("Due within 7 days"): counted["due_soon"],
                _("Progress"): counted["progress"].map(lambda share: percent(share, 0)),
            }
        )
        st.dataframe(rows, hide_index=True, width="stretch")
        offer_table(rows, _("Totals"), f"tong-hop-{by}")
