"""One indicator at a time with large fields: the grid's twin for a phone."""

import streamlit as st

from kpi.reform.indicators.entry import EnterQuantities, Quantity
from kpi.reform.indicators.sheet import Sheet, SheetRow
from kpi.ui.acting import do
from kpi.ui.indicator_grid import saved
from kpi.ui.indicator_words import STATE_SIGNS, quantity_text, spoken, state_text, value_text
from kpi.ui.words import _


def prefers_cards() -> bool:
    """Whether the person goes indicator by indicator: their own choice, else what the device suggests."""
    layouts = {"grid": _("Table"), "cards": _("One indicator at a time")}
    chosen = st.segmented_control(
        _("Layout"),
        list(layouts),
        default="cards" if "Mobi" in st.context.headers.get("User-Agent", "") else "grid",
        format_func=layouts.__getitem__,
        key="indicator_layout",
        required=True,
        label_visibility="collapsed",
    )
    return chosen == "cards"


def edit_card(sheet: Sheet) -> None:
    """Choose an indicator, type its quantities, save them."""
    rows = {row.code: row for row in sheet.rows}
    chosen = st.selectbox(
        _("Indicator"),
        list(rows),
        key=f"indicator-card-{sheet.unit_id}-{sheet.month}",
        format_func=lambda code: f"{STATE_SIGNS[rows[code].state]} {spoken(rows[code].name)}",
        label_visibility="collapsed",
    )
    row = rows[chosen]
    with st.container(border=True):
        compare(row)
        if sheet.may_enter and row.state != "confirmed":
            _form(sheet, row)


def compare(row: SheetRow) -> None:
    """The indicator's value beside its target, last month and last year."""
    st.markdown(f"**{spoken(row.name)}**")
    st.caption(state_text(row.state) + (f" · {row.reason}" if row.reason else ""))
    facts = {
        _("This month"): (row.now, None),
        _("Target"): (None, row.target),
        _("Month before"): (row.before, None),
        _("Same month last year"): (row.last_year, None),
    }
    lines = []
    for label, (reading, target) in facts.items():
        value = target if reading is None else reading.value
        quantities = "" if reading is None or not row.denominator_name or reading.value is None else (
            f" ({quantity_text(reading.numerator, reading.denominator)})"
        )  # fmt: skip
        lines.append(f"- {label}: **{value_text(value, row.measure)}**{quantities}")
    st.markdown("\n".join(lines))


def _form(sheet: Sheet, row: SheetRow) -> None:
    key = f"card-{sheet.unit_id}-{row.period}-{row.code}"
    with st.form(key, border=False):
        numerator = st.number_input(
            spoken(row.numerator_name), min_value=0.0, value=row.now.numerator, step=1.0, format="%.0f", key=f"{key}-n"
        )
        denominator = None
        if row.denominator_name:
            denominator = st.number_input(
                spoken(row.denominator_name), min_value=0.0, value=row.now.denominator, step=1.0, format="%.0f",
                key=f"{key}-d", help=_("Leave it empty where you typed the same quantity for another indicator."),
            )  # fmt: skip
        reason = st.text_input(_("Reason, where unusual"), value=row.reason, max_chars=300, key=f"{key}-r")
        sent = st.form_submit_button(_("Save"), type="primary", icon=":material/save:")
    quantity = Quantity(
        row.code,
        numerator if numerator != row.now.numerator else None,
        denominator if denominator != row.now.denominator else None,
        reason,
    )
    if sent and (done := do(EnterQuantities(sheet.unit_id, sheet.month, (quantity,)))):
        saved(int(done.result))
