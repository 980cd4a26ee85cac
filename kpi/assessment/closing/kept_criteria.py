"""Leaders' d, đ and e as the closing found them: the kept criteria, with the raters' marks on top as then."""

import numpy as np
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.assessment.scoring import LEADER_CRITERIA
from kpi.assessment.standing.gathering import marks_of_leaders
from kpi.storage.tables import LeaderCriterion, Month, Period


def kept_criteria(session: Session, period: Period) -> pd.DataFrame:
    """month_id, d, dd, e of every leader of a closed period; a rater's value with its reason precedes the computed."""
    query = (
        select(LeaderCriterion.month_id, LeaderCriterion.criterion, LeaderCriterion.computed)
        .join(Month, Month.id == LeaderCriterion.month_id)
        .where(Month.period_id == period.id)
    )
    kept = pd.DataFrame(session.execute(query).all(), columns=["month_id", "criterion", "computed"])
    values = kept.astype({"computed": "float64"}).pivot(index="month_id", columns="criterion", values="computed")
    values = values.reindex(columns=["d", "dd"])
    marks = marks_of_leaders(session, period).reindex(values.index)
    reasoned = {name: (marks[f"{name}_reasoned"] == True).to_numpy(dtype=bool) for name in ("d", "dd")}  # noqa: E712
    counted = {name: np.where(given, marks[name], values[name]) for name, given in reasoned.items()}
    frame = pd.DataFrame({**counted, "e": marks["e"]}, index=values.index)
    return frame.reset_index()[["month_id", *LEADER_CRITERIA]].astype(dict.fromkeys(LEADER_CRITERIA, "float64"))
