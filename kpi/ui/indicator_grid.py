"""The grid of a unit's quantities: this month's beside last month's, last year's and the target."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from kpi.reform.indicators.entry import EnterQuantities, Quantity
from kpi.reform.indicators.sheet import Sheet, SheetRow
from kpi.ui.acting import do
from kpi.ui.indicator_words import STATE_SIGNS, cut_off_text, spoken, target_text, value_text
from kpi.ui.toasts import toast
from kpi.ui.words import _

TURN = "indicator_turn"
ROW = 35  # pixels, the grid's own
TYPED = ("numerator", "denominator", "reason")


def edit_sheet(sheet: Sheet) -> None:
    """Type into the grid, save it whole; a refusal keeps what was typed."""
    key = f"indicators-{sheet.unit_id}-{sheet.month}-{st.session_state.setdefault(TURN, 0)}"
    frame = sheet_frame(sheet.rows)
    st.data_editor(
        frame, key=key, hide_index=True, num_rows="fixed", placeholder="", height=height(frame),
        width="stretch", disabled=[name for name in frame.columns if name not in TYPED], column_config=columns(),
    )  # fmt: skip
    edits = (st.session_state.get(key) or {}).get("edited_rows") or {}
    quantities = typed(sheet.rows, edits)
    with st.container(horizontal=True, vertical_alignment="center"):
        pressed = st.button(
            _("Save the quantities"), type="primary", icon=":material/save:", disabled=not quantities, key=f"{key}-save"
        )
        if quantities:
            st.caption(_("{count} rows typed and not saved yet.", count=len(quantities)))
        else:
            st.caption(_("A quantity that stands in several rows, such as dossiers received, is typed once."))
    if pressed and (done := do(EnterQuantities(sheet.unit_id, sheet.month, quantities))):
        saved(int(done.result))


def saved(count: int) -> None:
    """Say how many quantities were kept, and draw the grid afresh."""
    toast(_("{count} quantities saved.", count=count))
    st.session_state[TURN] = int(st.session_state.get(TURN, 0)) + 1
    st.rerun(scope="fragment")


def show_sheet(sheet: Sheet) -> None:
    """The same grid, to read."""
    frame = sheet_frame(sheet.rows)
    st.dataframe(
        frame, hide_index=True, placeholder="", height=height(frame), width="stretch",
        column_config=columns(),
    )  # fmt: skip


def height(frame: pd.DataFrame) -> int:
    """Tall enough for all rows, within a screen."""
    return min(ROW * len(frame) + 38, 900)


def typed(rows: Sequence[SheetRow], edits: Mapping[Any, Mapping[str, Any]]) -> tuple[Quantity, ...]:
    """What was typed in the rows the server drew; a side left alone stays None."""
    found = []
    for place, cells in edits.items():
        if not 0 <= int(place) < len(rows) or not set(cells) & set(TYPED):
            continue
        row = rows[int(place)]
        found.append(
            Quantity(
                row.code,
                _number(cells.get("numerator")),
                _number(cells.get("denominator")),
                str(cells.get("reason", row.reason) or ""),
            )
        )
    return tuple(found)


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def sheet_frame(rows: Sequence[SheetRow]) -> pd.DataFrame:
    """The sheet as a table; quantities as numbers, the rest as people read it."""
    return pd.DataFrame(
        [
            {
                "name": f"{STATE_SIGNS[row.state]} {spoken(row.name)}",
                "numerator": row.now.numerator,
                "denominator": row.now.denominator,
                "value": value_text(row.now.value, row.measure) if row.denominator_name else "",
                "target": _target(row),
                "before": value_text(row.before.value, row.measure),
                "last_year": value_text(row.last_year.value, row.measure),
                "reason": row.reason,
            }
            for row in rows
        ]
    ).astype({"numerator": "float64", "denominator": "float64"})


def _target(row: SheetRow) -> str:
    if row.target is None:
        return "–"
    sign = "≥" if row.higher_is_better else "≤"
    mark = {True: " ✓", False: " ✗", None: ""}[row.met]
    return f"{sign} {target_text(row.target, row.measure)}{mark}"


def columns() -> dict[str, Any]:
    """Titles and widths."""
    make = st.column_config
    return {
        "name": make.TextColumn(_("Indicator"), width=265, pinned=True),
        "numerator": make.NumberColumn(_("First"), width=105, min_value=0, format="localized"),
        "denominator": make.NumberColumn(_("Out of"), width=110, min_value=0, format="localized"),
        "value": make.TextColumn(_("This month"), width=80),
        "target": make.TextColumn(_("Target"), width=95),
        "before": make.TextColumn(_("Month before"), width=95),
        "last_year": make.TextColumn(_("Year before"), width=95),
        "reason": make.TextColumn(_("Reason, where unusual"), width=140),
    }


def show_meanings(rows: Sequence[SheetRow]) -> None:
    """What each quantity counts, where it comes from, and what asks for it."""
    with st.expander(_("What is counted, from where"), icon=":material/help:"):
        table = [
            {
                _("Indicator"): spoken(row.name),
                _("First"): spoken(row.numerator_name),
                _("Out of"): spoken(row.denominator_name) or "–",
                _("Data source"): row.data_source,
                _("Cut-off"): cut_off_text(*row.cut_off),
                _("Reference"): row.reference,
            }
            for row in rows
        ]
        st.table(table)
