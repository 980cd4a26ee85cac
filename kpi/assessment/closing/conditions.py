"""A quarter or year under Decree 90/2020: ranked by the decree's conditions on the work of all its months together."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import pandas as pd
from sqlalchemy.orm import Session

from kpi.assessment.closing.behind import Behind
from kpi.assessment.closing.recorded import scored_columns
from kpi.assessment.closing.result_columns import FIGURES
from kpi.assessment.closing.scorable import scored_under
from kpi.assessment.closing.stored import stored_months
from kpi.assessment.standing import with_inputs
from kpi.law import Rules
from kpi.storage.tables import Period

BY_CONDITIONS = "nd90"


def by_conditions(
    session: Session, period: Period, behind: Sequence[Behind], people: pd.DataFrame, rules: Mapping[str, Rules],
    until: datetime | None,
) -> pd.DataFrame:  # fmt: skip
    """`people` with status, missing and rank; no points are given. The general criteria are the mean of the months'."""
    decree = next(one for one in rules.values() if one.rule_set == BY_CONDITIONS)
    lines, general = _work(session, behind, set(people["person_id"]), until)
    asked = people.reset_index(drop=True).assign(
        person=people["person_id"].to_numpy(), disqualified=people["ground"].to_numpy()
    )
    asked = with_inputs(session, period, asked.assign(general=asked["person_id"].map(general)), [decree])
    made = scored_columns(scored_under(session, lines, asked, decree).people).reindex(
        columns=["status", "missing", *FIGURES, "rank"]
    )
    return pd.concat([people.reset_index(drop=True).drop(columns=["status", "missing"]), made], axis=1).assign(
        rank_366=None
    )


def _work(
    session: Session, behind: Sequence[Behind], people: set[int], until: datetime | None
) -> tuple[pd.DataFrame, pd.Series]:
    """Every accepted line of those people with its `person`, and the mean of their months' general points."""
    lines, general = [], []
    for one in behind:
        stored = stored_months(session, one.period, until)
        owner = stored.months.set_index("month_id")["person_id"]
        owner = owner[owner.isin(people)]
        lines.append(stored.lines.assign(person=stored.lines["month_id"].map(owner)).dropna(subset=["person"]))
        marks = stored.marks[stored.marks["month_id"].isin(owner.index)]
        general.append(pd.Series(marks["general"].to_numpy(dtype=float), index=marks["month_id"].map(owner)))
    together = pd.concat(lines, ignore_index=True).astype({"person": "int64"})
    return together, pd.concat(general).groupby(level=0).mean()
