"""The tile map of the units: a fixed arrangement by neighbourhood, north to south, made by hand."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pandas as pd

FILE = Path(__file__).parents[3] / "data" / "staffing" / "tiles.csv"


@cache
def _tiles() -> pd.DataFrame:
    return pd.read_csv(FILE, dtype={"unit": str})


def tiles(continued: Mapping[str, Sequence[str]] | None = None) -> pd.DataFrame:
    """unit, label, column (west to east), row (north to south).

    continued: of units that continue others, those, the seat's first: such a unit stands at its seat's place, its label
    empty.
    """
    known = _tiles()
    places = known.set_index("unit")
    added = []
    for unit, parts in (continued or {}).items():
        seat = next((part for part in parts if part in places.index), None)
        if seat is not None and unit not in places.index:
            added.append({"unit": unit, "label": "", **places.loc[seat, ["column", "row"]].to_dict()})
    return pd.concat([known, pd.DataFrame(added)], ignore_index=True) if added else known.copy()
