"""Unit KPI sets: what each agency and locality is measured by, what it reached, and why."""

from typing import Any

import pandas as pd
import streamlit as st

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.organisation.kinds import KIND_NAMES, UnitKind
from kpi.reform.kpi_sets.views import explained, scores
from kpi.ui import signed_in
from kpi.ui.indicator_words import generated_badge, quantity_text, spoken, target_text, value_text
from kpi.ui.kept import moves, read_once
from kpi.ui.kpi_set_form import show_set_form
from kpi.ui.period_choice import choose_period
from kpi.ui.plan_words import progress_text, standing_name
from kpi.ui.reform_words import wrapped
from kpi.ui.table_download import offer_table
from kpi.ui.words import _, amount, day, named, number, percent

SIZE = 20


def main() -> None:
    """Choose the month; the rest is one fragment."""
    signed_in.actor()
    title, choice = st.columns([3, 1], vertical_alignment="bottom")
    title.title(_("Unit KPI sets"))
    with choice:
        period = choose_period()
    if period is not None:
        units(str(period["code"]))


@signed_in.fragment
def units(code: str) -> None:
    """Every unit with a set, then the one chosen, item by item."""
    actor = signed_in.actor()
    found = read_once(moves().approved, Action.READ_REFORM, scores, actor, code)
    if found.empty:
        st.info(_("No unit has a KPI set yet. Home Affairs decides the sets."), icon=":material/speed:")
        return
    complete = int((found["status"] == "scored").sum())
    told = _("{count} of {total} units have data for every item of their set.", count=amount(complete),
             total=amount(len(found)))  # fmt: skip
    st.caption(told)
    row = chosen_unit(found, actor, code)
    if row is not None:
        show_unit(row, actor, code)


def chosen_unit(found: pd.DataFrame, actor: Actor, code: str) -> dict[str, Any] | None:
    """The list; the unit of the address, else one's own, chosen to begin with."""
    kinds = [kind for kind in KIND_NAMES if (found["unit_kind"] == kind).any()]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(_("Search"), key="kpi_text", width=230, max_chars=80, icon=":material/search:")
        kind = st.selectbox(_("Kind"), kinds, index=None, placeholder=_("all"), key="kpi_kind", width=230,
                            format_func=lambda one: named(KIND_NAMES, one))  # fmt: skip
    if kind is not None:
        found = found[found["unit_kind"] == str(kind)]
    found = found[found["unit"].str.lower().str.contains((text or "").strip().lower(), regex=False)]
    if found.empty:
        st.info(_("No unit matches. Clear a filter."), icon=":material/search_off:")
        return None
    page = int(st.session_state.get("kpi_page") or 1)
    part = found.iloc[(page - 1) * SIZE : page * SIZE]
    part = part if len(part) else found.iloc[:SIZE]
    picked = st.dataframe(
        scores_table(part), hide_index=True, on_select="rerun", selection_mode="single-row", key=f"kpi_table_{page}",
        width="stretch", height=min(36 * len(part) + 40, 420),
    )  # fmt: skip
    if len(found) > SIZE:
        st.pagination(-(-len(found) // SIZE), key="kpi_page")
    rows = picked["selection"]["rows"]
    offer_table(scores_table(found), _("Unit KPI sets"), f"diem-don-vi-{code}")
    if rows and rows[0] < len(part):
        chosen = part.iloc[rows[0]]
        st.query_params["unit"] = str(chosen["unit_id"])
        return {str(name): value for name, value in chosen.items()}
    asked = st.query_params.get("unit", "")
    mine = found[found["unit_id"].astype(str) == asked]
    if mine.empty:
        mine = found[[bool(actor.home) and actor.home.startswith(path) for path in found["path"]]]
        mine = mine.sort_values("path", key=lambda path: path.str.len(), ascending=False)
    if mine.empty:
        st.caption(_("Choose a unit to see why it has this score."))
        return None
    return {str(name): value for name, value in mine.iloc[0].items()}


def scores_table(part: pd.DataFrame) -> pd.DataFrame:
    """Units with their scores, as people read them."""
    return pd.DataFrame(
        {
            _("Unit"): part["unit"],
            _("Score"): [number(total) for total in part["total"]],
            _("Kind"): [named(KIND_NAMES, UnitKind(one)) for one in part["unit_kind"]],
            _("Of the items with data"): [number(total) for total in part["partial"]],
            _("Weight with data"): [percent(share / 100, 0) for share in part["covered"]],
        }
    )


def show_unit(row: dict[str, Any], actor: Actor, code: str) -> None:
    """The unit's score with its reasons, item by item, and a new set for those who decide it."""
    items = read_once(moves().approved, Action.READ_REFORM, explained, actor, code, int(row["unit_id"]))
    with st.container(border=True):
        st.subheader(row["unit"])
        if bool(items["generated"].any()):
            st.markdown(generated_badge())
        show_total(row, items)
        first = items.iloc[0]
        st.caption(_("Set from {day}, {decision}", day=day(first["valid_from"]), decision=first["decision"]))
        table = _table(items)
        st.dataframe(table, hide_index=True, width="stretch", **wrapped(len(table), **{_("Item of the set"): 130}))
        offer_table(table, _("Unit KPI sets"), f"bo-chi-so-{row['unit_code']}-{code}")
        st.caption(
            _("Points = weight × attainment. An indicator attains value ÷ target (target ÷ value where lower is "
              "better), at most 1. A task attains 1 done on time, ½ done late, ½ of its progress overdue, and under "
              "way its progress ÷ the share of its time passed. These are local rules.")
        )  # fmt: skip
        if actor.may(Action.MANAGE_INDICATORS):
            show_set_form(actor, int(row["unit_id"]), str(row["unit_kind"]))


def show_total(row: dict[str, Any], items: pd.DataFrame) -> None:
    """The total, or what is missing for one."""
    if row["status"] == "scored":
        st.metric(_("Score"), number(row["total"]))
        return
    st.warning(
        _("No score yet: some items have no data. They count neither as zero nor as full. The items with data, "
          "{covered} of the weight, reach {partial} of 100.", covered=percent(row["covered"] / 100, 0),
          partial=number(row["partial"])), icon=":material/hourglass_empty:",
    )  # fmt: skip
    lacking = items[items["attainment"].isna() & ~items["left_out"]]
    names = ", ".join(_item_name(one) for one in lacking.to_dict("records"))
    st.caption(_("Without data: {names}", names=names))


def _table(items: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame([_line(row) for row in items.to_dict("records")])


def _item_name(row: dict[Any, Any]) -> str:
    return str(row["task"]) if row["is_task"] else spoken((row["name_vi"], row["name_en"]))


def _line(row: dict[Any, Any]) -> dict[str, str]:
    name = _item_name(row)
    if row["is_task"]:
        value, target = _task_value(row), _("on time")
    else:
        measure = str(row["measure"])
        quantities = quantity_text(row["numerator"], row["denominator"])
        value = value_text(row["value"], measure)
        if measure == "percent" and row["value"] == row["value"]:
            value = f"{value} ({quantities})"
        target = target_text(row["target"], measure)
    known = row["attainment"] == row["attainment"]
    return {
        _("Item of the set"): name,
        _("Points earned"): number(row["points"]) if known else "–",
        _("Weight"): amount(round(row["counted"], 2)) if not row["left_out"] else _("left out"),
        _("Value"): value,
        _("Target"): target,
        _("Attainment"): percent(row["attainment"], 1) if known else _("no data"),
    }


def _task_value(row: dict[Any, Any]) -> str:
    if row["standing"] != row["standing"]:
        return "–"
    return f"{progress_text(row['progress'])}, {standing_name(row['standing'])}"


main()
