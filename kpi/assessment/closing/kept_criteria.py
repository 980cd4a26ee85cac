"""What leaders' d and đ rested on in a closing and how they came out, to work them out again from the people below."""

from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.assessment.standing.gathering import KeptGround
from kpi.storage.tables import LeaderCriterion, Month, Period

KEPT = ["month_id", "person_id", "unit_id", "criterion", "computed", "basis"]


def kept_criteria(session: Session, period: Period) -> pd.DataFrame:
    """The kept criteria of a closed period's leaders, columns KEPT."""
    query = (
        select(
            LeaderCriterion.month_id, Month.person_id, Month.unit_id, LeaderCriterion.criterion,
            LeaderCriterion.computed, LeaderCriterion.basis,
        )
        .join(Month, Month.id == LeaderCriterion.month_id)
        .where(Month.period_id == period.id)
    )  # fmt: skip
    kept = pd.DataFrame(session.connection().execute(query).all(), columns=KEPT)
    return kept.astype({"computed": "float64"})


def ground_of(kept: pd.DataFrame) -> KeptGround:
    """Deputies' fields, initiatives and late tasks: what may have changed since."""
    of_d, of_dd = (kept[kept["criterion"] == name] for name in ("d", "dd"))
    keys = zip(of_d["person_id"].tolist(), of_d["unit_id"].tolist(), strict=True)
    fields = {key: basis["field"] for key, basis in zip(keys, of_d["basis"], strict=True) if "field" in basis}
    return KeptGround(
        {key: (field["units"], field["people"]) for key, field in fields.items()},
        _counts(of_dd, "initiatives"),
        _counts(of_dd, "late_tasks"),
    )


def beside_each_other(kept: pd.DataFrame, again: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Computed d and đ as kept and as found again, by person and unit: person_id, unit_id, d, dd."""
    names = {"d_computed": "d", "dd_computed": "dd"}
    owners = kept.drop_duplicates("month_id").set_index("month_id")[["person_id", "unit_id"]]
    values = kept.pivot(index="month_id", columns="criterion", values="computed").reindex(columns=["d", "dd"])
    found = again.set_index("month_id")[list(names)].rename(columns=names).astype("float64").reindex(owners.index)
    return owners.join(values), owners.join(found)


def _counts(rows: pd.DataFrame, name: str) -> dict[int, Any]:
    return {month: basis[name] for month, basis in zip(rows["month_id"].tolist(), rows["basis"], strict=True)}
