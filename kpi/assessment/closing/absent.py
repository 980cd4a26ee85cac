"""People who held a post in a period and have no month in it: they get a result that says so, never a zero."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, Self

import numpy as np
import pandas as pd
from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from kpi.assessment.closing.result_columns import FIGURES, INSUFFICIENT, MONTH_MISSING, NOT_ASSESSED
from kpi.law import Rules
from kpi.organisation.kinds import UnitKind
from kpi.organisation.raters_book import Leaders
from kpi.storage.tables import Period, Person, Post, Unit


class KnownFacts(Protocol):
    """The part of the facts this needs."""

    @property
    def rules(self) -> Mapping[str, Rules]: ...
    @property
    def grounds(self) -> Mapping[int, str]: ...
    @property
    def worked(self) -> Mapping[tuple[int, int], float]: ...
    @property
    def ranked_by(self) -> Mapping[int, int]: ...


def without_month(session: Session, period: Period, results: pd.DataFrame, facts: KnownFacts) -> pd.DataFrame:
    """A row for whoever has none in the unit that ranks them; those rated outside the province are left out."""
    known = set(zip(results["person_id"], results["unit_id"], strict=True))
    silent = {(person, unit) for person, unit in facts.ranked_by.items() if (person, unit) not in known}
    if not silent:
        return pd.DataFrame()
    here = RatedHere.on(session, period.ends)
    rows = [
        _row(post, kind, facts)
        for post, kind in _posts(session, period, silent)
        if here.holds(post.person_id, post.unit_id, post.role)
    ]
    return pd.DataFrame(rows)


@dataclass(frozen=True)
class RatedHere:
    """Who is rated in the province at all. The chair of the province and the leaders of the provincial Party
    committee are managed by the Central Committee, which ranks them outside this tool.
    """

    leaders: Leaders
    above: frozenset[int]

    @classmethod
    def on(cls, session: Session, day: date) -> Self:
        """As the tree stands on a day."""
        parent = aliased(Unit)
        committees = (
            select(Unit.id)
            .join(parent, parent.id == Unit.parent_id)
            .where(Unit.kind == UnitKind.PARTY_BODY, parent.kind == UnitKind.PROVINCE)
        )
        return cls(Leaders.on(session, day), frozenset(session.scalars(committees)))

    def holds(self, person_id: int, unit_id: int, role: str) -> bool:
        """Whether somebody here approves the months of whoever holds `role` in the unit."""
        if role != "staff" and unit_id in self.above:
            return False
        return self.leaders.raters(person_id, unit_id, role).approver_id is not None


def _posts(session: Session, period: Period, wanted: set[tuple[int, int]]) -> list[tuple[Post, str]]:
    """The last post each of them held in the period in that unit, with their kind."""
    held = (Post.valid_from <= period.ends, or_(Post.valid_to.is_(None), Post.valid_to >= period.starts))
    query = select(Post, Person.kind).join(Person, Person.id == Post.person_id).where(*held)
    found = {
        (post.person_id, post.unit_id): (post, kind)
        for post, kind in session.execute(query.order_by(Post.valid_from, Post.id))
        if (post.person_id, post.unit_id) in wanted
    }
    return list(found.values())


def _row(post: Post, kind: str, facts: KnownFacts) -> dict[str, Any]:
    worked = facts.worked.get((post.person_id, post.unit_id))
    rules = facts.rules.get(kind)
    away = worked == 0
    return {
        "person_id": post.person_id, "unit_id": post.unit_id, "month_id": None, "version": 1,
        "rule_set": rules.rule_set if rules else "", "role": post.role, "title": post.title,
        "duty_group": post.duty_group, "status": NOT_ASSESSED if away else INSUFFICIENT,
        "missing": None if away else MONTH_MISSING, "worked": worked, "ground": facts.grounds.get(post.person_id),
        **dict.fromkeys(FIGURES, np.nan), "rank": None, "rank_366": None, "proposed_rank": None, "decided_rank": None,
    }  # fmt: skip
