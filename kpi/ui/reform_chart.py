"""An Altair chart turned into its Vega-Lite description once, so that a rerun need not describe and check it again."""

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

Chart = alt.LayerChart | alt.FacetChart


@dataclass(frozen=True)
class Described:
    """A chart as Vega-Lite reads it, and its tables by the names it knows them by."""

    chart: dict[str, Any]
    tables: dict[str, pd.DataFrame]


def described(chart: Chart) -> Described:
    """Describe a chart just made; its tables are taken out of it and stay tables."""
    tables: dict[str, pd.DataFrame] = {}
    for part in (chart, *getattr(chart, "layer", ())):
        if isinstance(part.data, pd.DataFrame):
            name = next((known for known, table in tables.items() if table is part.data), f"table-{len(tables)}")
            tables[name] = part.data
            part.data = alt.NamedData(name=name)
    whole = chart.to_dict()
    whole.pop("config", None)  # sizes of Altair's own theme; the page has its own
    return Described(whole, tables)


def draw(found: Described, name: str) -> None:
    """Draw what `described` gave; `name` says in words what is seen, for those who cannot see it."""
    st.vega_lite_chart(spec={**deepcopy(found.chart), "datasets": dict(found.tables)}, alt=name)
