"""Who rates whom on a day, for many at once, in three queries. A test holds it to `leadership.raters_of`."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Self

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kpi.organisation.kinds import RANKING
from kpi.organisation.leadership import Raters
from kpi.storage.tables import FieldInCharge, Post, Unit


@dataclass(frozen=True)
class Leader:
    """A head or deputy in office."""

    post_id: int
    person_id: int
    role: str


@dataclass(frozen=True)
class Leaders:
    """The tree and who leads it on one day."""

    kinds: dict[int, str]
    above: dict[int, int | None]
    of_unit: dict[int, list[Leader]]  # heads before deputies
    in_charge: dict[int, list[tuple[int, int]]]  # unit id → (unit, person) of deputies in charge of it

    @classmethod
    def on(cls, session: Session, day: date) -> Self:
        """Read the tree as it stands on a day."""
        units = session.execute(select(Unit.id, Unit.kind, Unit.parent_id)).all()
        kinds = {unit_id: kind for unit_id, kind, _ in units}
        above = {unit_id: parent for unit_id, _, parent in units}
        in_office = (Post.valid_from <= day, or_(Post.valid_to.is_(None), Post.valid_to >= day))
        posts = select(Post.unit_id, Post.id, Post.person_id, Post.role).where(Post.role != "staff", *in_office)
        of_unit: dict[int, list[Leader]] = defaultdict(list)
        for unit_id, post_id, person_id, role in session.execute(posts.order_by(Post.role.desc(), Post.id)):
            of_unit[unit_id].append(Leader(post_id, person_id, role))  # "head" sorts after "deputy"
        fields = select(FieldInCharge.unit_id, Post.unit_id.label("deputy_unit"), Post.person_id)
        charged = fields.join(Post, Post.id == FieldInCharge.post_id).where(Post.role != "staff", *in_office)
        in_charge: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for unit_id, deputy_unit, person_id in session.execute(charged.order_by(FieldInCharge.id)):
            in_charge[unit_id].append((deputy_unit, person_id))
        return cls(kinds, above, of_unit, in_charge)

    def raters(self, person_id: int, unit_id: int, role: str) -> Raters:
        """The direct manager and the competent head of whoever holds `role` in the unit."""
        approver = self._first_head(unit_id, person_id, ranking=True)
        return Raters(self._manager(person_id, unit_id, role) or approver, approver)

    def _upward(self, unit_id: int) -> Iterator[int]:
        step: int | None = unit_id
        while step is not None:
            yield step
            step = self.above[step]

    def _manager(self, person_id: int, unit_id: int, role: str) -> int | None:
        if role == "head":
            chain = set(self._upward(unit_id))
            for deputy_unit, deputy in self.in_charge.get(unit_id, []):
                if deputy_unit in chain:
                    return deputy
        if role == "staff":
            for leader in self.of_unit.get(unit_id, []):
                if leader.person_id != person_id:
                    return leader.person_id
        return self._first_head(unit_id, person_id, ranking=False)

    def _first_head(self, unit_id: int, person_id: int, *, ranking: bool) -> int | None:
        for unit in self._upward(unit_id):
            if ranking and self.kinds[unit] not in RANKING:
                continue
            heads = [leader.person_id for leader in self.of_unit.get(unit, []) if leader.role == "head"]
            if heads and person_id not in heads:
                return heads[0]
        return None
