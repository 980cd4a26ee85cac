"""Values, grades and outcomes of the reform pages in words and colours that need no colour."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from kpi.reform.forecast.outcome import OUTCOMES
from kpi.reform.glance.grades import GRADE_NAMES, Grade
from kpi.ui.words import _, amount, language, named, number, percent

GRADE_COLOURS = {
    Grade.MET: "#0F4C81",
    Grade.NEAR: "#8FB3D3",
    Grade.SHORT: "#F0B45C",
    Grade.FAR: "#A6480F",
    Grade.NO_TARGET: "#E3E0DA",
    Grade.MISSING: "#FFFFFF",
}
BILLION = 1e9
WRAPPED = 84  # pixels: rows tall enough for long names to be wrapped on a telephone
ON_COLOUR = {Grade.MET: "#FFFFFF", Grade.FAR: "#FFFFFF"}
SIGNS = {Grade.MET: "✓", Grade.NEAR: "≈", Grade.SHORT: "▽", Grade.FAR: "▼", Grade.NO_TARGET: "", Grade.MISSING: "–"}
OUTCOME_SIGNS = {
    "secured": "✓✓", "on_course": "✓", "open": "≈", "behind": "▽", "impossible": "✕", "no_target": "",
    "no_forecast": "–",
}  # fmt: skip


def indicator_name(row: pd.Series) -> str:
    """An indicator's name in the person's language."""
    return str(row["name_vi"] if language() == "vi" else row["name_en"])


def names_of(indicators: pd.DataFrame) -> dict[str, str]:
    """Names by code."""
    column = "name_vi" if language() == "vi" else "name_en"
    return {str(code): str(name) for code, name in indicators[column].items()}


def shown(value: float | None, measure: str, places: int = 1) -> str:
    """A value in its indicator's measure."""
    if value is None or value != value:
        return "–"
    if measure == "percent":
        return percent(value, places)
    if measure == "vnd" and abs(value) >= BILLION / 10:
        return _("{value} bn", value=number(value / BILLION, 1))
    return number(value, 1) if measure == "points" else amount(round(value, 3 if abs(value) < 10 else 0))


def gap(distance: float | None, measure: str) -> str:
    """How far from the target: +1,2 percentage points, −3 dossiers."""
    if distance is None or distance != distance:
        return "–"
    sign = "+" if distance > 0 else "−" if distance < 0 else "±"
    size = abs(distance)
    if measure == "percent":
        return sign + number(size * 100, 1 if size >= 0.0005 or not size else 2) + " " + _("pp")
    return sign + amount(round(size, 2))


def grade_name(grade: Any) -> str:
    """The grade with its sign."""
    return f"{SIGNS[Grade(grade)]} {named(GRADE_NAMES, grade)}".strip()


def outcome_name(outcome: Any) -> str:
    """The outcome with its sign."""
    return f"{OUTCOME_SIGNS[str(outcome)]} {named(OUTCOMES, outcome)}".strip()


def month_name(year: int, month: int) -> str:
    """10/2026."""
    return f"{month:02d}/{year}"


def as_day(moment: Any) -> date | None:
    """A pandas moment as a day."""
    return None if moment is None or pd.isna(moment) else pd.Timestamp(moment).date()


def on_phone() -> bool:
    """Whether the page is read on a telephone, as far as the browser says."""
    return "Mobi" in st.context.headers.get("User-Agent", "")


def wrapped(rows: int, **narrow: int) -> dict[str, Any]:
    """Options of a table: whole on a wide screen; on a telephone within one, long columns (label → width) wrapped."""
    if not on_phone():
        return {"height": "content"}
    widths = {label: st.column_config.TextColumn(width=width) for label, width in narrow.items()}
    return {"row_height": WRAPPED, "column_config": widths, "height": "content" if rows <= 5 else 480}
