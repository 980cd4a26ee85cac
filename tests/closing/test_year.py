"""Twelve months of generated people closed one after the other, with the quarters and the year.

The same for all 5,018 of the province: `python -m kpi init --demo province --today 2027-02-10`, then `recompute 2026`.
"""

from datetime import date
from importlib import import_module
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import Engine, select

from kpi.assessment.closing.recompute import recompute
from kpi.audit.verify import verify
from kpi.installation.demo import build
from kpi.storage.engine import engine_for
from kpi.storage.tables import Closing, Period, PeriodResult
from kpi.storage.unit_of_work import reading

AFTER_THE_YEAR = date(2027, 2, 10)
MONTHS = [f"2026-{month:02}" for month in range(1, 13)]
DERIVED = ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4", "2026"]


def results(engine: Engine) -> pd.DataFrame:
    """Every closed result with its period."""
    columns = ("person_id", "status", "task_points", "general_points", "total", "rank", "decided_rank")
    query = (
        select(Period.code, *(getattr(PeriodResult, name) for name in columns))
        .join(Closing, Closing.id == PeriodResult.closing_id)
        .join(Period, Period.id == Closing.period_id)
    )
    with reading(engine) as session:
        return pd.DataFrame(session.execute(query).all(), columns=["period", *columns])


def proved(engine: Engine, codes: list[str]) -> None:
    """Every one of these comes out again, and the record holds."""
    for code in codes:
        with reading(engine) as session:
            found = recompute(session, code)
        assert found is not None
        assert found.equal, (code, found.differences[:3])


def whole_year(engine: Engine, people: int) -> None:
    """All twelve months, the quarters and the year are there, the year being the mean of the months worked."""
    found = results(engine)
    assert sorted(set(found["period"])) == sorted([*MONTHS, *DERIVED])
    months = found[found["period"].isin(MONTHS)]
    year = found[found["period"] == "2026"].set_index("person_id")
    assert len(year) >= people
    assert (months.groupby("person_id").size() == 12).all()
    scored = year[year["status"] == "scored"]
    assert len(scored) > 0.9 * people
    for name in ("task_points", "general_points", "total"):
        means = months.groupby("person_id")[name].mean().reindex(scored.index)
        assert np.allclose(scored[name], means, rtol=0, atol=1e-9)
    proved(engine, [*MONTHS, *DERIVED])
    assert verify(engine).intact


def test_a_small_province_is_closed_for_twelve_months_and_the_year(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("kpi.installation.demo.build"), "MONTHS_BACK", {"small": 13})
    engine = engine_for(f"sqlite:///{tmp_path / 'year.db'}")
    build(engine, "small", AFTER_THE_YEAR)
    whole_year(engine, 140)
    engine.dispose()
