"""Leaders' d and đ of a generated period as they follow from the people and work below, and the scores with them."""

from typing import Any

import pandas as pd
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kpi.assessment.scoring import REVIEWED, MonthRows, score_months, snapshot_rows
from kpi.assessment.standing.leading import store_criteria
from kpi.assessment.standing.now import every_leader_now
from kpi.installation.demo.months import LOOKED_AT
from kpi.law import Rules
from kpi.storage.tables import Mark, Month, MonthScore, Period, Person, WorkLine

ROUNDS = 5  # a leader's rank may change the d of the leader above: more levels than any tree here has
USUAL = {"d": 1.0, "dd": 0.5}


def settle_leaders(session: Session, period: Period, rules: Rules) -> None:
    """Keep every leader's computed d and đ, and score anew whoever's differ from the marks they were scored with."""
    scored = {name: dict[int, float]() for name in USUAL}
    for _ in range(ROUNDS):
        found = every_leader_now(session, period)
        handed_in = select(Month.id).where(Month.period_id == period.id, Month.state.in_(LOOKED_AT))
        found = found[found["month_id"].isin(set(session.scalars(handed_in)))]
        changed = _changed(found, scored)
        if not changed:
            break
        _score_again(session, found[found["month_id"].isin(changed)], rules)
        for name in USUAL:
            scored[name] = dict(zip(found["month_id"], _shares(found, name), strict=True))
    store_criteria(session, found)


def _changed(found: pd.DataFrame, scored: dict[str, dict[int, float]]) -> set[int]:
    changed: set[int] = set()
    for name, usual in USUAL.items():
        before = [scored[name].get(month, usual) for month in found["month_id"]]
        changed |= set(found["month_id"][_shares(found, name) != pd.Series(before, found.index)])
    return changed


def _shares(found: pd.DataFrame, name: str) -> pd.Series:
    """What counts in the score: as marked while it cannot be computed."""
    return found[f"{name}_computed"].fillna(USUAL[name])


def _score_again(session: Session, found: pd.DataFrame, rules: Rules) -> None:
    ids = [int(month) for month in found["month_id"]]
    heads = select(Month.id, Month.role, Person.party_member).join(Person, Person.id == Month.person_id)
    members = {month: (role, member) for month, role, member in session.execute(heads.where(Month.id.in_(ids)))}
    lines, marks = (_by_month(session, table, ids) for table in (WorkLine, Mark))
    months = [
        MonthRows(
            int(row["month_id"]), *members[row["month_id"]], lines[row["month_id"]], marks[row["month_id"]],
            computed=tuple((name, _share(row[f"{name}_computed"])) for name in USUAL),
        )
        for row in found.to_dict("records")
    ]  # fmt: skip
    result = score_months(months, REVIEWED, rules)
    session.execute(update(MonthScore), snapshot_rows(result, REVIEWED))


def _by_month(session: Session, table: type[WorkLine] | type[Mark], ids: list[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {month: [] for month in ids}
    query = select(*table.__table__.columns).where(table.month_id.in_(ids)).order_by(table.id)
    for row in session.execute(query).mappings():
        found[row["month_id"]].append(dict(row))
    return found


def _share(value: float) -> float | None:
    return None if value != value else float(value)
