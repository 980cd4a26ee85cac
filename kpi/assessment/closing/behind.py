"""The closed periods a quarter or year follows from, and each person's results in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from kpi.access.actor import Refused
from kpi.assessment.calendar import period_bounds
from kpi.assessment.closing.result_columns import COLUMNS
from kpi.assessment.period_names import period_name
from kpi.assessment.states import SHUT
from kpi.language.message import say
from kpi.language.numbers import today
from kpi.storage.tables import Closing, Correction, Period, PeriodResult, Person


@dataclass(frozen=True)
class Behind:
    """A recorded period with the closing that counts."""

    period: Period
    closing: Closing

    @property
    def kept(self) -> dict[str, Any]:
        """What a closing keeps of it."""
        return {"period": self.period.code, "closing": self.closing.number, "digest": self.closing.digest}


def recorded_within(session: Session, period: Period) -> list[Period]:
    """The periods work was recorded in that lie within a quarter or year, oldest first."""
    within = (Period.derived.is_(False), Period.starts >= period.starts, Period.ends <= period.ends)
    return list(session.scalars(select(Period).where(*within).order_by(Period.starts)))


def closed_behind(session: Session, period: Period) -> list[Behind]:
    """The closings a quarter or year follows from, as they stand now.

    Refused where one that has ended is not closed. A year is ranked before it ends (Art. 19: before 15 December):
    what has not ended yet is left out of it.
    """
    found, waiting = [], []
    for recorded in recorded_within(session, period):
        if recorded.state in SHUT:
            query = select(Closing).where(Closing.period_id == recorded.id).order_by(Closing.number.desc()).limit(1)
            if closing := session.scalars(query).one_or_none():
                found.append(Behind(recorded, closing))
                continue
        if not (period.kind == "year" and recorded.ends >= today()):
            waiting.append(recorded.code)
    if waiting:
        first = period_name(waiting[0])
        raise Refused(say("{period} follows from the periods within it. Close {first} first.",
                          period=period_name(period.code), first=first))  # fmt: skip
    if not found:
        raise Refused(say("No closed period lies within {period}. Close its months first.",
                          period=period_name(period.code)))  # fmt: skip
    return found


def kept_behind(session: Session, kept: Sequence[Mapping[str, Any]]) -> list[Behind]:
    """The very closings that were kept with a quarter's or year's closing."""
    found = []
    for entry in kept:
        query = select(Period, Closing).join(Closing, Closing.period_id == Period.id)
        chosen = query.where(Period.code == entry["period"], Closing.number == entry["closing"])
        found.append(Behind(*session.execute(chosen).one()))
    return sorted(found, key=lambda one: period_bounds(one.period.code))


def results_behind(session: Session, behind: Sequence[Behind], until: datetime | None = None) -> pd.DataFrame:
    """Every result of those closings as corrected (up to a moment), with kind, party_member and `order`: which period.

    Ordered by person and period; where somebody moved inside a period the unit that ranks comes last.
    """
    columns = [getattr(PeriodResult, name) for name in COLUMNS]
    order = {one.closing.id: place for place, one in enumerate(behind)}
    query = (
        select(PeriodResult.closing_id, *columns, Person.kind, Person.party_member)
        .join(Person, Person.id == PeriodResult.person_id)
        .where(PeriodResult.closing_id.in_(order), _last_version(until))
    )
    rows = session.connection().execute(query).all()
    frame = pd.DataFrame([tuple(row) for row in rows], columns=["closing_id", *COLUMNS, "kind", "party_member"])
    frame["order"] = frame["closing_id"].map(order)
    frame["ranks"] = frame["status"] != "transferred"
    return frame.sort_values(["person_id", "order", "ranks", "unit_id"], ignore_index=True)


def _last_version(until: datetime | None) -> ColumnElement[bool]:
    later = aliased(PeriodResult)
    same = (
        later.closing_id == PeriodResult.closing_id, later.person_id == PeriodResult.person_id,
        later.unit_id == PeriodResult.unit_id, later.version > PeriodResult.version,
    )  # fmt: skip
    if until is None:
        return ~select(later.id).where(*same).correlate(PeriodResult).exists()
    of_later = select(Correction.id).where(Correction.result_id == later.id, Correction.at > until).exists()
    of_this = select(Correction.id).where(Correction.result_id == PeriodResult.id, Correction.at > until).exists()
    return ~select(later.id).where(*same, ~of_later).correlate(PeriodResult).exists() & ~of_this
