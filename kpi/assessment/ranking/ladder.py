"""A group's excellent people in order, with the ties and the margin where the limit cuts. Pure: rows in, ladder out."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from kpi.law import Rules
from kpi.law.excess import fewest_to_lower
from kpi.law.quota import quota


@dataclass(frozen=True)
class Candidate:
    """Somebody in the list. place: from 1, equal totals share one. `counts` is the rank that counts now."""

    person_id: int
    unit_id: int
    path: str
    person: str
    person_code: str
    unit: str
    title: str
    duty_group: str
    total: float
    place: int
    system_rank: str
    proposed_rank: str | None
    proposed_reason: str | None
    decided_rank: str | None
    reason: str | None
    counts: str
    stale: bool


@dataclass(frozen=True)
class Ladder:
    """One group the quota is tested on: the whole agency (duty_group None) or those with similar duties.

    limit: how many may be excellent as things stand (25% where `raised`); to_lower: the fewest that have to be ranked
    good for that to hold. ordered: everybody the score ranks excellent, highest total first, each exactly.
    tied: how many share the total at the limit, where the limit cuts through them (else 0). cut_at: the total of the
    last within the limit; infinite where none is allowed, None where nobody is beyond. margin: points between the
    last within the limit and the first beyond it; None where nobody is beyond it, or nobody within.
    """

    duty_group: str | None
    people: int
    good: int
    excellent: int
    limit: int
    raised: bool
    allowed: int
    allowed_with_decision: int
    over: int
    to_lower: int
    ordered: tuple[Candidate, ...]
    tied: int
    cut_at: float | None
    margin: float | None


def ladders(rows: pd.DataFrame, rules: Rules, *, raised: bool) -> tuple[Ladder, ...]:
    """The whole agency first, then its groups of similar duties by name. rows: as `with_decisions` gives them."""
    groups = [(None, rows), *((str(name), part) for name, part in rows.groupby("duty_group", sort=True))]
    return tuple(_ladder(name, part, rules, raised) for name, part in groups)


def _ladder(duty_group: str | None, rows: pd.DataFrame, rules: Rules, raised: bool) -> Ladder:
    good, excellent = (int((rows["counts"] == rank).sum()) for rank in ("good", "excellent"))
    most = quota(good, rules)
    limit = most.allowed_with_decision if raised else most.allowed
    ordered = tuple(candidates(rows[rows["rank"] == "excellent"]))
    tied, cut_at, margin = _cut([one.total for one in ordered if one.counts == "excellent"], limit)
    return Ladder(
        duty_group, int(rows["counts"].notna().sum()), good, excellent, limit, raised, most.allowed,
        most.allowed_with_decision, max(0, excellent - limit),
        fewest_to_lower(good, excellent, rules, decided=raised), ordered, tied, cut_at, margin,
    )  # fmt: skip


def candidates(rows: pd.DataFrame) -> list[Candidate]:
    """Rows as people, in the order given; equal totals share a place."""
    places = rows["total"].rank(method="min", ascending=False)
    return [_candidate(row, int(place)) for row, place in zip(rows.to_dict("records"), places, strict=True)]


def _candidate(row: dict[Any, Any], place: int) -> Candidate:
    plain = ("path", "person", "person_code", "unit", "title", "duty_group", "counts")
    maybe = ("proposed_rank", "proposed_reason", "decided_rank", "reason")
    texts: dict[str, Any] = {name: str(row[name]) for name in plain}
    texts |= {name: None if pd.isna(row[name]) else str(row[name]) for name in maybe}
    return Candidate(
        person_id=int(row["person_id"]), unit_id=int(row["unit_id"]), total=float(row["total"]), place=place,
        system_rank=str(row["rank"]), stale=bool(row["stale"]), **texts,
    )  # fmt: skip


def _cut(totals: list[float], limit: int) -> tuple[int, float | None, float | None]:
    """Ties are exact: totals are compared as they were computed, not as they are shown."""
    if len(totals) <= limit:
        return 0, None, None
    if limit == 0:
        return 0, float("inf"), None
    last, first_beyond = totals[limit - 1], totals[limit]
    return (totals.count(last) if last == first_beyond else 0), last, last - first_beyond
