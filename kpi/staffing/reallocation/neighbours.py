"""The hand-made list of commune-level units that touch (data/staffing/neighbours.csv)."""

import csv
from functools import cache
from pathlib import Path

from kpi.staffing.reallocation.distance import Touch

FILE = Path(__file__).parents[3] / "data" / "staffing" / "neighbours.csv"


@cache
def neighbours() -> tuple[Touch, ...]:
    """Which units of the province touch; Trường Sa by its way over the sea."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return tuple(Touch(row["unit"], row["neighbour"], float(row["km"]) if row["km"] else None) for row in rows)
