"""Generated quantities of the indicators, month by month, marked "generated": believable sizes, a few units missing."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import numpy as np
from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from kpi.installation.demo.people import SEED
from kpi.organisation.kinds import COMMUNE_LEVEL, UnitKind
from kpi.reform.indicators.tree import REPORTERS
from kpi.reform.period_codes import month_before, span
from kpi.storage.tables import Indicator, IndicatorValue, Unit

MONTHS = 14
FIRST_MONTH = "2025-07"  # two-level local government
MARK = "Dữ liệu minh họa"
PER_PERSON = 0.021  # dossiers a month; about 64,000 in the province, as in the third quarter of 2025
AGENCY_DOSSIERS = {"SNNMT": 2600, "SXD": 900, "STC": 1500, "SCT": 700, "SYT": 380, "STP": 800, "SGDDT": 160, "SNV": 260}
SILENT = ("22736", "22786")  # have not reported the last month
WAITING = ("22366", "22651", "22402")  # entered, not yet confirmed
SHARES = {  # (of what, at the beginning, gained in a year, how far units lie apart)
    "tthc.resolved": ("received", 0.93, 0.01, 0.03),
    "tthc.on_time": ("resolved", 0.935, 0.02, 0.035),
    "online.share": ("received", 0.78, 0.08, 0.09),
    "payment.share": ("fees", 0.52, 0.14, 0.12),
    "digitised.dossiers": ("received", 0.68, 0.22, 0.1),
    "digitised.results": ("resolved", 0.72, 0.14, 0.1),
    "digitised.reused": ("received", 0.34, 0.2, 0.1),
    "satisfaction.procedures": ("resolved", 0.985, 0.005, 0.01),
    "satisfaction.feedback_on_time": ("feedback", 0.93, 0.02, 0.05),
    "satisfaction.feedback": ("feedback", 0.95, 0.01, 0.04),
    "transparency.procedures": ("procedures", 0.94, 0.04, 0.04),
    "transparency.synchronised": ("received", 0.86, 0.08, 0.07),
}
FEE = 1_500_000 / 1_000  # thousand VND in the mean of an online payment, as 111 billion of 74,000 in 2025


def add_quantities(session: Session, units: list[Unit], today: date) -> None:
    """The months before the present one, all of them confirmed but the last; the present one is still to be entered."""
    present = f"{today:%Y-%m}"
    months = [code for back in range(MONTHS, 0, -1) if (code := month_before(present, back)) >= FIRST_MONTH]
    codes = {row.code: row for row in session.query(Indicator).all()}
    reporting = [unit for unit in units if unit.kind in (*COMMUNE_LEVEL, UnitKind.AGENCY)]
    chance = np.random.default_rng(SEED)
    size = np.array([_size(unit) for unit in reporting])
    base = {code: chance.normal(0, spread, len(reporting)) for code, (_, _, _, spread) in SHARES.items()}
    rows: list[dict[str, Any]] = []
    for place, month in enumerate(months):
        whole = _wholes(chance, size, int(month[5:]))
        known: dict[str, tuple[np.ndarray, np.ndarray | None]] = {"tthc.received": (whole["received"], None)}
        for code, (of, start, gain, spread) in SHARES.items():
            share = start + gain * place / 12 + base[code] + chance.normal(0, spread / 5, len(reporting))
            known[code] = (chance.binomial(whole[of], np.clip(share, 0.02, 0.998)), whole[of])
            if code == "tthc.resolved":
                whole["resolved"] = known[code][0]
        known["payment.count"] = (known["payment.share"][0], None)
        known["payment.amount"] = (known["payment.share"][0] * np.round(FEE * chance.uniform(0.7, 1.3)) * 1000, None)
        rows += _rows(reporting, codes, month, known, last=month == months[-1], today=today)
    table = IndicatorValue.__table__
    assert isinstance(table, Table)
    for start_at in range(0, len(rows), 10_000):
        session.execute(insert(table), rows[start_at : start_at + 10_000])


def _size(unit: Unit) -> float:
    return AGENCY_DOSSIERS.get(unit.code, 90) if unit.kind == UnitKind.AGENCY else (unit.population or 0) * PER_PERSON


def _wholes(chance: np.random.Generator, size: np.ndarray, month: int) -> dict[str, np.ndarray]:
    season = 0.75 if month in (1, 2) else 1.0
    received = np.maximum(1, chance.poisson(size * season * chance.lognormal(0, 0.08, len(size))))
    return {
        "received": received,
        "fees": np.maximum(1, chance.binomial(received, 0.42)),
        "feedback": np.maximum(1, chance.poisson(np.maximum(1.0, size * 0.012))),
        "procedures": np.full(len(size), 318),
    }


def _rows(
    units: list[Unit], codes: dict[str, Indicator], month: str, known: dict[str, Any], *, last: bool, today: date
) -> list[dict[str, Any]]:
    entered = datetime.combine(span(month).ends, time(9), UTC) + timedelta(days=2)
    entered = min(entered, datetime.combine(today, time(1), UTC))
    rows = []
    for place, unit in enumerate(units):
        if last and unit.code in SILENT:
            continue
        confirmed = not (last and unit.code in WAITING)
        for code, (numerator, denominator) in known.items():
            indicator = codes[code]
            if unit.kind not in REPORTERS[indicator.reporters]:
                continue
            rows.append({
                "indicator_id": indicator.id, "unit_id": unit.id, "period_code": month,
                "numerator": float(numerator[place]),
                "denominator": None if denominator is None else float(denominator[place]), "reason": None,
                "state": "confirmed" if confirmed else "entered", "source": "generated", "entered_by": MARK,
                "entered_at": entered, "confirmed_by": MARK if confirmed else None,
                "confirmed_at": entered if confirmed else None,
            })  # fmt: skip
    return rows
