"""A table on the screen as a workbook: the same columns and words, one click away."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from kpi.exchange.plain_sheet import list_workbook
from kpi.ui.downloads import XLSX
from kpi.ui.words import _


def offer_table(frame: pd.DataFrame | Callable[[], pd.DataFrame], title: str, key: str) -> None:
    """A small button under the table (or what makes it); what it holds has been limited to the reader already."""
    st.download_button(
        _("This table (Excel)"),
        data=lambda: workbook_of(frame() if callable(frame) else frame, title),
        file_name=f"{key}.xlsx",
        mime=XLSX,
        icon=":material/download:",
        key=f"table-{key}",
        type="tertiary",
        on_click="ignore",
    )


def workbook_of(frame: pd.DataFrame, title: str) -> bytes:
    """The table as an .xlsx file; text stays text."""
    rows = [[_value(cell) for cell in row] for row in frame.astype(object).itertuples(index=False, name=None)]
    wide = [max(12, min(44, max([len(str(name)), *(len(str(cell)) for cell in frame[name])]) + 2)) for name in frame]
    return list_workbook(title[:31], [str(name) for name in frame.columns], rows, wide)


def _value(cell: Any) -> Any:
    return "–" if cell is None or cell != cell else cell
