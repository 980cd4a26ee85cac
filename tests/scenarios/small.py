"""Three neighbouring communes with two families, to try scenarios on."""

import pandas as pd

from kpi.staffing.reallocation.distance import Touch
from kpi.staffing.scenarios import State

AWT = 1600.0


def state() -> State:
    """A and B touch, B and C touch; equal standards everywhere."""
    units = pd.DataFrame(
        {
            "unit": ["A", "B", "C"], "name": ["An", "Bình", "Chi"], "kind": ["commune", "commune", "ward"],
            "area_km2": [100.0, 50.0, 9.0], "population": [12000, 8000, 30000],
            "former_province": ["Khánh Hòa", "Khánh Hòa", "Ninh Thuận"], "mountain": [True, False, False],
            "merged": [True, True, False],
        }
    )  # fmt: skip
    pairs = [(unit, family) for unit in "ABC" for family in ("one_stop", "land")]
    families = pd.DataFrame(pairs, columns=["unit", "family"]).assign(existing=[3, 2, 2, 0, 4, 5], awt_hours=AWT)
    work = [("one_stop", "receive", 12.0, "intake"), ("one_stop", "return", 6.0, "processing"),
            ("land", "survey", 240.0, "processing")]  # fmt: skip
    volumes = {"A": (9000, 8000, 700), "B": (6000, 5500, 300), "C": (20000, 19000, 900)}
    activities = pd.DataFrame(
        [
            {"unit": unit, "family": family, "activity": activity, "volume": volumes[unit][at],
             "unit_time_minutes": minutes, "load": load}
            for unit in "ABC" for at, (family, activity, minutes, load) in enumerate(work)
        ]
    ).assign(rate_per_hour=float("nan"))  # fmt: skip
    support = pd.DataFrame(pairs, columns=["unit", "family"]).assign(activity="meetings", amount=10.0, basis="percent")
    individual = pd.DataFrame(
        [{"unit": unit, "family": "land", "duty": "archive", "staff": 1, "hours_per_year": 160.0} for unit in "ABC"]
    )
    touches = (Touch("A", "B"), Touch("B", "C"))
    return State.of_today(units, families, activities, support, individual, touches)
