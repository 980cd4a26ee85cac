"""The share of a period each person worked, unit by unit (Decree 335/2025 Art. 19: ranked on the time worked).

Working days within a post, less the days away, over the working days of the period. A secondment's days count for the
host. Whole-province work: three queries whatever the number of people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from kpi.assessment.calendar import is_working_day
from kpi.storage.tables import Absence, Period, Post, Unit

Days = NDArray[np.intp]
COLUMNS = ["person_id", "unit_id", "first", "last"]


@dataclass(frozen=True)
class Presence:
    """Time worked by (person, unit), and the unit that ranks each person."""

    worked: Mapping[tuple[int, int], float]
    ranking: Mapping[int, int]


def presence_in(session: Session, period: Period, path: str = "") -> Presence:
    """What `worked_in` and `ranked_by` say, from one reading of the posts."""
    posts = posts_in(session, period.starts, period.ends, path)
    days = _days(posts, session, period.starts, period.ends)
    shares = (days["days"] / _before(period.starts, period.ends)[-1]).tolist()
    held = posts.sort_values(["last", "first"])
    return Presence(
        dict(zip(zip(days["person_id"].tolist(), days["unit_id"].tolist(), strict=True), shares, strict=True)),
        dict(zip(held["person_id"].tolist(), held["unit_id"].tolist(), strict=True)),
    )


def worked_in(session: Session, period: Period, path: str = "") -> Mapping[tuple[int, int], float]:
    """(person, unit) → share of the period's working days worked there, from 0 to 1; 0 says: held, and away throughout.

    path: only people with a post in that subtree. A transfer inside the period gives a share in each unit; the unit
    that ranks is `ranked_by`'s, and the month of the other unit enters the average.
    """
    return presence_in(session, period, path).worked


def away_in(session: Session, period: Period) -> set[int]:
    """Those who held a post in the period and worked no day of it: not assessed, and never "insufficient"."""
    days = worked_days(session, period.starts, period.ends).groupby("person_id")["days"].sum()
    return set(days.index[days == 0])


def ranked_by(session: Session, period: Period, path: str = "") -> Mapping[int, int]:
    """Person → the unit that ranks them: the one of their last day in the period (Art. 19: on transfer the new one).

    Somebody seconded on the last day is still ranked by their own unit, which keeps the post.
    """
    return presence_in(session, period, path).ranking


def worked_days(session: Session, starts: date, ends: date, path: str = "") -> pd.DataFrame:
    """person_id, unit_id, days: working days worked between two days, both inclusive; one row a person and unit."""
    return _days(posts_in(session, starts, ends, path), session, starts, ends)


def _days(posts: pd.DataFrame, session: Session, starts: date, ends: date) -> pd.DataFrame:
    before = _before(starts, ends)
    absences = absences_in(session, starts, ends)
    spans = [posts.assign(days=_between(posts, before))]
    if len(absences):
        spans.append(_taken(posts, absences, before))
        hosted = absences[absences["host_unit_id"].notna()]
        if len(hosted):
            spans.append(_taken(posts, hosted, before, to_host=True))
    together = pd.concat(spans)[["person_id", "unit_id", "days"]]
    summed = together.astype({"unit_id": "int64"}).groupby(["person_id", "unit_id"], as_index=False)["days"].sum()
    clipped: pd.DataFrame = summed.assign(days=summed["days"].clip(0, before[-1]))
    return clipped


def posts_in(session: Session, starts: date, ends: date, path: str = "") -> pd.DataFrame:
    """Posts held between two days: person_id, unit_id and, as places within the span, first and last day.

    path: of those who hold one in that subtree, wherever their others lie.
    """
    query = select(Post.person_id, Post.unit_id, Post.valid_from, Post.valid_to).where(
        Post.valid_from <= ends, or_(Post.valid_to.is_(None), Post.valid_to >= starts)
    )
    if path:
        query = query.where(Post.person_id.in_(holders_in(path)))
    rows = session.connection().execute(query.order_by(Post.id)).all()  # past the ORM: a post each for everybody
    return _placed(rows, COLUMNS, starts, ends)


def holders_in(path: str) -> Select[int]:
    """Everybody with a post in a subtree."""
    return select(Post.person_id).join(Unit, Unit.id == Post.unit_id).where(Unit.path.startswith(path, autoescape=True))


def absences_in(session: Session, starts: date, ends: date) -> pd.DataFrame:
    """Absences that count and touch the span, as `posts_in`, with kind and host_unit_id (missing but for some)."""
    query = select(Absence.person_id, Absence.host_unit_id, Absence.starts, Absence.ends, Absence.kind).where(
        Absence.withdrawn.is_(None), Absence.starts <= ends, or_(Absence.ends.is_(None), Absence.ends >= starts)
    )
    rows = session.execute(query.order_by(Absence.id)).all()
    frame = _placed([row[:4] for row in rows], ["person_id", "host_unit_id", "first", "last"], starts, ends)
    return frame.assign(kind=[row.kind for row in rows], host_unit_id=frame["host_unit_id"].astype("float64"))


def _placed(rows: Sequence[Sequence[Any]], columns: list[str], starts: date, ends: date) -> pd.DataFrame:
    """Days as numbers from the span's first day, cut to the span. rows: person, unit, first day, last or None."""
    person, unit, since, until = zip(*rows, strict=True) if rows else ((),) * 4
    first = np.maximum(_day_numbers(since, starts, 0), 0)
    last = np.minimum(_day_numbers(until, starts, (ends - starts).days), (ends - starts).days)
    return pd.DataFrame(dict(zip(columns, (person, unit, first, last), strict=True)))


def _day_numbers(days: Sequence[date | None], starts: date, missing: int) -> Days:
    found = np.array(days, dtype="datetime64[D]")
    return np.where(np.isnat(found), missing, (found - np.datetime64(starts)).astype(np.intp))


def _taken(posts: pd.DataFrame, absences: pd.DataFrame, before: Days, *, to_host: bool = False) -> pd.DataFrame:
    """Working days of each absence inside each post, taken from the post's unit or, seconded, given to the host."""
    met = posts.merge(absences, on="person_id", suffixes=("", "_away"))
    met = met.assign(first=np.maximum(met["first"], met["first_away"]), last=np.minimum(met["last"], met["last_away"]))
    met = met[met["first"] <= met["last"]]
    days = _between(met, before)
    return met.assign(days=days, unit_id=met["host_unit_id"]) if to_host else met.assign(days=-days)


def _between(spans: pd.DataFrame, before: Days) -> Days:
    first, last = spans["first"].to_numpy(dtype=np.intp), spans["last"].to_numpy(dtype=np.intp)
    found: Days = before[last + 1] - before[first]
    return found


@lru_cache(maxsize=64)
def _before(starts: date, ends: date) -> Days:
    """How many working days lie before each day of the span, and last how many there are in all."""
    days = [starts + timedelta(days=n) for n in range((ends - starts).days + 1)]
    return np.concatenate(([0], np.cumsum([is_working_day(day) for day in days]))).astype(np.intp)
