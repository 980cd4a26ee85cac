"""Computing a closing again from what is stored, with the rules it kept, and comparing to the last digit.

The inputs are the work lines and marks of the months, the facts the closing kept (rules, grounds, time worked, what
leaders' d and đ rested on, which closings a quarter or year follows from) and the decisions on ranks. Corrections made
after the closing are left out. The stored results themselves are proved by the closing's digest.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.assessment.closing.behind import kept_behind
from kpi.assessment.closing.close import decided
from kpi.assessment.closing.derived import derived_results
from kpi.assessment.closing.kept_criteria import kept_criteria
from kpi.assessment.closing.recorded import Facts, recorded_results
from kpi.assessment.closing.result_columns import COLUMNS, FIGURES, NOT_ASSESSED, SCORED, TRANSFERRED
from kpi.assessment.closing.views import latest_closing
from kpi.audit.closing_digest import stored_digest
from kpi.law import rules_from_dict
from kpi.storage.tables import Closing, Period, PeriodResult, Person, Unit

COMPARED = ("status", "missing", *FIGURES, "rank", "rank_366", "proposed_rank", "decided_rank")


@dataclass(frozen=True)
class Difference:
    """One field of one person's result that does not come out again."""

    person: str
    person_code: str
    unit: str
    field: str
    kept: Any
    again: Any


@dataclass(frozen=True)
class Recomputation:
    """What was compared: closing number, people, figures; whether the digest holds; every difference."""

    number: int
    people: int
    figures: int
    digest: str
    digest_holds: bool
    differences: tuple[Difference, ...]
    reopened: bool = False

    @property
    def equal(self) -> bool:
        """Whether everything came out again."""
        return self.digest_holds and not self.differences


def recompute(session: Session, code: str) -> Recomputation | None:
    """Prove the latest closing of a period; None where it was never closed."""
    closing = latest_closing(session, code)
    if closing is None:
        return None
    period = session.get_one(Period, closing.period_id)
    kept = kept_results(session, closing)
    again = _again(session, period, closing, kept)
    differences = tuple(_differences(session, kept, again))
    digest = stored_digest(session, closing.id)
    return Recomputation(
        closing.number, len(kept), len(kept) * len(COMPARED), closing.digest, digest == closing.digest, differences,
        reopened=period.state == "reopened" or (period.state == "closing" and not period.derived),
    )  # fmt: skip


def kept_results(session: Session, closing: Closing) -> pd.DataFrame:
    """The results as they were closed, later corrections left out."""
    query = select(*(getattr(PeriodResult, name) for name in COLUMNS)).where(
        PeriodResult.closing_id == closing.id, PeriodResult.version == 1
    )
    rows = session.connection().execute(query).all()
    frame = pd.DataFrame([tuple(row) for row in rows], columns=list(COLUMNS))
    return frame.astype(dict.fromkeys((*FIGURES, "worked", "month_id"), "float64"))


def _again(session: Session, period: Period, closing: Closing, kept: pd.DataFrame) -> pd.DataFrame:
    facts = _facts(closing, kept)
    if period.derived:
        behind = kept_behind(session, closing.behind)
        results = derived_results(session, period, behind, facts, closing.at).results
    else:
        leaders = kept_criteria(session, period)
        results = recorded_results(session, period, facts, closing.at, leaders).results
    return decided(session, period, results)


def _facts(closing: Closing, kept: pd.DataFrame) -> Facts:
    """What the closing kept beside the months: it holds whatever was entered since."""
    rules = {kind: rules_from_dict(closing.rules[name]) for kind, name in closing.rules["kinds"].items()}
    keys = zip(kept["person_id"].tolist(), kept["unit_id"].tolist(), strict=True)
    worked = {key: share for key, share in zip(keys, kept["worked"].tolist(), strict=True) if share == share}
    grounded = kept.dropna(subset=["ground"])
    sure = kept.assign(sure=kept["status"].isin([SCORED, NOT_ASSESSED])).sort_values("sure", kind="stable")
    ranked = sure[sure["status"] != TRANSFERRED]
    return Facts(
        rules,
        dict(zip(grounded["person_id"].tolist(), grounded["ground"].tolist(), strict=True)),
        worked,
        dict(zip(ranked["person_id"].tolist(), ranked["unit_id"].tolist(), strict=True)),
    )


def _differences(session: Session, kept: pd.DataFrame, again: pd.DataFrame) -> Iterator[Difference]:
    """Field by field; a result without a month has no inputs but the facts kept with it."""
    both = kept.merge(again, on=["person_id", "unit_id"], how="outer", suffixes=("_kept", "_again"), indicator=True)
    found: list[tuple[int, int, str, Any, Any]] = []
    for side, told in (("left_only", ("kept", None)), ("right_only", (None, "found"))):
        alone = both[both["_merge"] == side]
        found += [(p, u, "result", *told) for p, u in zip(alone["person_id"], alone["unit_id"], strict=True)]
    matched = both[both["_merge"] == "both"]
    for name in COMPARED:
        was, now = matched[f"{name}_kept"], matched[f"{name}_again"]
        differs = matched[differing(was, now)]
        values = (differs["person_id"], differs["unit_id"], differs[f"{name}_kept"], differs[f"{name}_again"])
        found += [(p, u, name, one, other) for p, u, one, other in zip(*values, strict=True)]
    yield from _told(session, found)


def differing(one: pd.Series, other: pd.Series) -> Any:
    """Where two columns differ; missing equals missing, and nothing is rounded."""
    missing = one.isna().to_numpy(), other.isna().to_numpy()
    unequal = one.to_numpy(dtype=object) != other.to_numpy(dtype=object)
    return np.asarray(unequal, dtype=bool) & ~(missing[0] & missing[1])


def _told(session: Session, found: list[tuple[int, int, str, Any, Any]]) -> Iterator[Difference]:
    if not found:
        return
    people = {row.id: row for row in session.execute(select(Person.id, Person.full_name, Person.code))}
    units = dict(session.execute(select(Unit.id, Unit.name)).all())
    for person_id, unit_id, name, kept, again in found:
        person = people.get(person_id)
        yield Difference(
            person.full_name if person else str(person_id), person.code if person else "", units.get(unit_id, ""),
            name, _plain(kept), _plain(again),
        )  # fmt: skip


def _plain(value: Any) -> Any:
    return None if value is None or value != value else value
