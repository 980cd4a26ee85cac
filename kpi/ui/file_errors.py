"""Everything wrong in an uploaded table, with its place."""

from collections.abc import Sequence

import streamlit as st

from kpi.exchange.tables import CellError
from kpi.ui.words import _, amount, told

SHOWN = 200


def show_file_errors(errors: Sequence[CellError]) -> None:
    """How many errors, and the first of them by row, column and value."""
    st.error(
        _("{count} errors. Correct them in the file and choose it again; nothing was saved.",
          count=amount(len(errors))), icon=":material/error:",
    )  # fmt: skip
    st.dataframe(
        [
            {
                _("Row"): str(error.row or "–"),
                _("Column"): error.column or "–",
                _("Value"): "" if error.value is None else str(error.value),
                _("What is wrong"): told(error.message),
            }
            for error in errors[:SHOWN]
        ],
        hide_index=True,
        column_config={_("What is wrong"): st.column_config.TextColumn(width="large")},
    )
