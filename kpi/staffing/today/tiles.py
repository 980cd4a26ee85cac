"""The tile map of the units: a fixed arrangement by neighbourhood, north to south, made by hand."""

from functools import cache
from pathlib import Path

import pandas as pd

FILE = Path(__file__).parents[3] / "data" / "staffing" / "tiles.csv"


@cache
def _tiles() -> pd.DataFrame:
    return pd.read_csv(FILE, dtype={"unit": str})


def tiles() -> pd.DataFrame:
    """unit, label, column (west to east), row (north to south)."""
    return _tiles().copy()
