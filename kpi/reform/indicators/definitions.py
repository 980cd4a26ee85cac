"""The definitions, published targets and published figures of data/reform, as rows of the tables."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.storage.tables import Indicator, IndicatorTarget, PublishedFigure, Unit

FOLDER = Path(__file__).parents[3] / "data" / "reform"
TARGET, FIGURE = "decision", "source"


@cache
def document(name: str) -> Mapping[str, Any]:
    """A file of data/reform."""
    return cast(Mapping[str, Any], yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8")))


def defined() -> list[Indicator]:
    """Every indicator of the file, in its order."""
    whole = document("indicators")
    return [_indicator(place, entry, whole) for place, entry in enumerate(whole["indicators"], 1)]


def _indicator(place: int, entry: Mapping[str, Any], whole: Mapping[str, Any]) -> Indicator:
    terms = {**whole["defaults"], **(whole["score_defaults"] if entry["formula"] == "score" else {}), **entry}
    (name_vi, numerator_vi, *denominator_vi) = terms.pop("vi")
    (name_en, numerator_en, *denominator_en) = terms.pop("en")
    source = terms.pop("source")
    reference = terms.pop("reference")
    return Indicator(
        **terms,
        place=place,
        name_vi=name_vi,
        name_en=name_en,
        numerator_vi=numerator_vi,
        numerator_en=numerator_en,
        denominator_vi=next(iter(denominator_vi), None),
        denominator_en=next(iter(denominator_en), None),
        data_source=whole["sources"].get(source, source),
        reference=whole["references"].get(reference, reference),
        valid_from=date.fromisoformat(str(whole["valid_from"])),
    )


def lay_definitions(session: Session) -> int:
    """Add what data/reform holds and the database lacks; returns how many rows were added.

    Safe to call again: what is there is left alone, whatever was decided about it since.
    """
    root = session.scalars(select(Unit.id).where(Unit.parent_id.is_(None)).order_by(Unit.id)).first()
    if root is None:
        return 0
    known = set(session.scalars(select(Indicator.code)))
    fresh = [indicator for indicator in defined() if indicator.code not in known]
    session.add_all(fresh)
    session.flush()
    ids = dict(session.execute(select(Indicator.code, Indicator.id).order_by(Indicator.valid_from)).all())
    rows = [*_targets(session, ids, root), *_figures(session, ids, root)]
    session.add_all(rows)
    session.flush()
    return len(fresh) + len(rows)


def _targets(session: Session, ids: Mapping[str, int], root: int) -> list[IndicatorTarget]:
    query = select(IndicatorTarget.indicator_id, IndicatorTarget.period_code).where(IndicatorTarget.unit_id == root)
    known = {tuple(row) for row in session.execute(query)}
    return [
        IndicatorTarget(
            indicator_id=ids[entry["indicator"]],
            unit_id=root,
            period_code=entry["period"],
            value=entry["value"],
            decision=entry["decision"],
        )
        for entry in document("indicators")["targets"]
        if (ids[entry["indicator"]], entry["period"]) not in known
    ]


def _figures(session: Session, ids: Mapping[str, int], root: int) -> list[PublishedFigure]:
    columns = (PublishedFigure.indicator_id, PublishedFigure.level, PublishedFigure.period_code)
    known = {tuple(row) for row in session.execute(select(*columns).where(PublishedFigure.unit_id == root))}
    return [
        figure
        for figure in (_figure(entry, ids, root) for entry in document("published")["figures"])
        if (figure.indicator_id, figure.level, figure.period_code) not in known
    ]


def _figure(entry: Mapping[str, Any], ids: Mapping[str, int], root: int) -> PublishedFigure:
    named = document("published")["sources"][entry["from"]]
    names = ("numerator", "denominator", "rate", "value", "rank", "of", "note")
    return PublishedFigure(
        indicator_id=ids[entry["indicator"]],
        unit_id=root,
        level=entry.get("level", "whole"),
        period_code=entry["period"],
        approximate=entry.get("approximate", False),
        source=named["source"],
        url=named["url"],
        **{name: entry.get(name) for name in names},
    )


def grade_766(points: float | None, language: str) -> str | None:
    """The class of a Decision 766 total; None where there is no total. Thresholds are open (see the file)."""
    if points is None or points != points:
        return None
    grades = document("indicators")["grades_766"]["grades"]
    return next(str(grade[language]) for grade in grades if points >= grade["from"])
