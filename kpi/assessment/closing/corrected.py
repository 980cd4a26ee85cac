"""Corrections that followed petitions, put on the tables a closing is computed from. They are few."""

from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.assessment.cells import effective
from kpi.assessment.petitions.overlay import Overlay
from kpi.assessment.scoring import LEADER_CRITERIA, REVIEWED, mark_value
from kpi.storage.tables import Mark, WorkLine

COUNTED = ("assigned", "done", "quality_ok", "failed", "late", "exceeded", "failed_excused", "late_excused")


def corrected_lines(session: Session, lines: pd.DataFrame, made: Overlay) -> pd.DataFrame:
    """`lines` (month_id, line, counts) with the corrected counts of the lines concerned."""
    wanted = {line for line, _ in made.lines}
    if not wanted:
        return lines
    stored = session.execute(select(*WorkLine.__table__.columns).where(WorkLine.id.in_(wanted))).mappings()
    counts = {row["id"]: effective(row) for row in made.on_lines([dict(row) for row in stored])}
    at = lines.set_index("line")
    for line_id, row in counts.items():
        if line_id in at.index:
            at.loc[line_id, list(COUNTED)] = [np.nan if row[name] is None else float(row[name]) for name in COUNTED]
    return at.reset_index()[list(lines.columns)]


def corrected_marks(session: Session, marks: pd.DataFrame, made: Overlay, leaves: list[str]) -> pd.DataFrame:
    """`marks` (month_id, general, d, dd, e) with the months concerned added up anew."""
    wanted = {month for month, _ in made.marks}
    if not wanted:
        return marks
    rows = [dict(row) for row in session.execute(
        select(*Mark.__table__.columns).where(Mark.month_id.in_(wanted))).mappings()]  # fmt: skip
    anew = [_of_month(month, made.on_marks(month, [r for r in rows if r["month_id"] == month]), leaves)
            for month in sorted(wanted)]  # fmt: skip
    return pd.concat([marks[~marks["month_id"].isin(wanted)], pd.DataFrame(anew)], ignore_index=True)


def _of_month(month_id: int, rows: list[dict[str, Any]], leaves: list[str]) -> dict[str, Any]:
    values = {row["criterion"]: mark_value(row, REVIEWED) for row in rows}
    given = [values.get(code) for code in leaves]
    general = np.nan if any(mark is None for mark in given) else sum(round(float(mark or 0) * 1e6) for mark in given)
    leader = {name: np.nan if values.get(name) is None else values[name] for name in LEADER_CRITERIA}
    return {"month_id": month_id, "general": general / 1e6, **leader}
