"""Who was present without a result where they were: on secondment at a host, or rated outside the province.

Leaders' criteria count them; a closing keeps them among its rules, because no result of its own does.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from kpi.assessment.closing.result_columns import TRANSFERRED
from kpi.assessment.standing.worked import Presence

BESIDE = "beside"  # their name among the rules a closing keeps
NOBODY = Presence({}, {})


def beside_results(present: Presence, results: pd.DataFrame) -> dict[str, Any]:
    """The part of `present` that no row of `results` (columns as PeriodResult) says."""
    rows = set(zip(results["person_id"].tolist(), results["unit_id"].tolist(), strict=True))
    ranked = set(results.loc[results["status"] != TRANSFERRED, "person_id"].tolist())
    return {
        "worked": [[person, unit, share] for (person, unit), share in present.worked.items()
                   if (person, unit) not in rows],
        "ranked": [[person, unit] for person, unit in present.ranking.items() if person not in ranked],
    }  # fmt: skip


def kept_beside(rules: Mapping[str, Any]) -> Presence:
    """What `beside_results` found, from the rules a closing keeps."""
    kept = rules.get(BESIDE, {"worked": [], "ranked": []})
    return Presence({(person, unit): share for person, unit, share in kept["worked"]}, dict(kept["ranked"]))
