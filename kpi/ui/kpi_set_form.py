"""Deciding a unit's KPI set: items and weights that sum to 100, from a day on."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from kpi.access.actor import Actor
from kpi.language.numbers import today
from kpi.reform.kpi_sets.commands import DecideKpiSet
from kpi.reform.kpi_sets.templates import KIND_NAMES, Item, template
from kpi.reform.kpi_sets.views import SetChoice, choices
from kpi.storage.unit_of_work import reading
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.indicator_words import spoken
from kpi.ui.words import _, amount, day, named


def show_set_form(actor: Actor, unit_id: int, unit_kind: str) -> None:
    """A grid of the unit's possible items with the weights of the present set, or of the model where it has none."""
    with st.expander(_("Decide this unit’s set"), icon=":material/tune:"):
        with reading(engine()) as session:
            found = choices(session, actor, unit_id, today())
        kinds = list(KIND_NAMES)
        start = {"agency": 0, "division": 1, "service_centre": 1}.get(unit_kind, 2)
        kind = st.selectbox(_("Kind of set"), kinds, index=start, format_func=lambda one: named(KIND_NAMES, one),
                            key=f"set-kind-{unit_id}")  # fmt: skip
        frame = _frame(found, kind)
        edited = st.data_editor(
            frame, hide_index=True, num_rows="fixed", key=f"set-{unit_id}-{kind}", disabled=["name", "now"],
            column_order=["name", "weight", "target"], width="stretch", height=min(36 * len(frame) + 40, 520),
            column_config={
                "name": st.column_config.TextColumn(_("Indicator or plan task"), width=420),
                "weight": st.column_config.NumberColumn(_("Weight"), min_value=0, max_value=100, width=90),
                "target": st.column_config.NumberColumn(_("Own target (%, points)"), min_value=0, width=150),
            },
        )  # fmt: skip
        total = float(edited["weight"].fillna(0).sum())
        st.caption(_("The weights sum to {total} of 100.", total=amount(round(total, 6))))
        _decide(unit_id, kind, edited, found)


def _decide(unit_id: int, kind: str, edited: pd.DataFrame, found: SetChoice) -> None:
    with st.form(f"decide-{unit_id}", border=False):
        first, second = st.columns([1, 3])
        since = first.date_input(_("From"), value=max(today(), found.earliest), format="DD/MM/YYYY")
        decision = second.text_input(_("Number and date of the decision"), max_chars=200)
        sent = st.form_submit_button(_("Decide the set"), type="primary")
    if found.since:
        st.caption(_("The present set holds since {day}: {decision}", day=day(found.since), decision=found.decision))
    if sent and isinstance(since, date):
        command = DecideKpiSet(unit_id, kind, since, decision, _items(edited))
        if do(command, _("The set is decided.")):
            st.rerun(scope="fragment")


def _items(edited: pd.DataFrame) -> tuple[Item, ...]:
    rows = [row for row in edited.to_dict("records") if row["weight"] == row["weight"] and row["weight"]]
    return tuple(_item(row) for row in rows)


def _item(row: dict[Any, Any]) -> Item:
    key, target = str(row["key"]), row["target"]
    own = None if target is None or target != target else float(target) / (100 if row["measure"] == "percent" else 1)
    if key.startswith("task:"):
        return Item(float(row["weight"]), task_id=int(key[5:]))
    return Item(float(row["weight"]), code=key, target=own)


def _frame(found: SetChoice, kind: str) -> pd.DataFrame:
    known = found.weights or {
        item.code or f"task:{item.task_id}": (item.weight, item.target)
        for item in template(kind, [task for task, _name in found.tasks])
    }
    rows: list[dict[str, Any]] = [
        {"key": code, "name": spoken(names), "measure": measure} for code, names, measure in found.indicators
    ]
    rows += [{"key": f"task:{task}", "name": name, "measure": ""} for task, name in found.tasks]
    for row in rows:
        weight, target = known.get(str(row["key"]), (None, None))
        scale = 100 if row["measure"] == "percent" else 1
        row.update(weight=weight, target=None if target is None else target * scale)
    frame = pd.DataFrame(rows).astype({"weight": "float64", "target": "float64"})
    return frame.sort_values("weight", ascending=False, kind="stable", na_position="last", ignore_index=True)
