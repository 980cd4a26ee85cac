"""WISN's four tables in few words."""

from typing import Any

import pandas as pd


def families(*rows: dict[str, Any]) -> pd.DataFrame:
    """Rows of the families table; unit "U", family "f", 5 existing unless said otherwise."""
    return pd.DataFrame([{"unit": "U", "family": "f", "existing": 5.0, **row} for row in rows])


def activities(volumes: list[float], **columns: Any) -> pd.DataFrame:
    """One activity a volume; columns are values or lists beside them."""
    table = {
        "unit": "U",
        "family": "f",
        "activity": [f"a{n}" for n in range(len(volumes))],
        "volume": volumes,
        **columns,
    }
    return pd.DataFrame(table)


def support(*rows: tuple[float, str]) -> pd.DataFrame:
    """Amounts with their basis."""
    return pd.DataFrame(
        [("U", "f", f"s{n}", amount, basis) for n, (amount, basis) in enumerate(rows)],
        columns=["unit", "family", "activity", "amount", "basis"],
    )


def individual(*rows: tuple[float, float]) -> pd.DataFrame:
    """Staff and hours a year of each duty."""
    return pd.DataFrame(
        [("U", "f", f"d{n}", staff, hours) for n, (staff, hours) in enumerate(rows)],
        columns=["unit", "family", "duty", "staff", "hours_per_year"],
    )
