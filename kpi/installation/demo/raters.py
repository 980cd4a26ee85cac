"""Who rates whom, for everybody at once; a test holds it to `kpi.organisation.leadership.raters_of`."""

from collections import defaultdict
from collections.abc import Iterator

from kpi.installation.demo.people import Staffed
from kpi.organisation.kinds import RANKING
from kpi.organisation.leadership import Raters
from kpi.storage.tables import Post, Unit


class Tree:
    """The units and who leads them, in memory."""

    def __init__(self, units: list[Unit], staffed: Staffed) -> None:
        self._units = {unit.id: unit for unit in units}
        self._leaders: dict[int, list[Post]] = defaultdict(list)
        for role in ("head", "deputy"):
            for post in staffed.posts:
                if post.role == role:
                    self._leaders[post.unit_id].append(post)
        persons = {post.id: post.person_id for post in staffed.posts}
        self._in_charge = {field.unit_id: persons[field.post_id] for field in staffed.fields}

    def raters(self, post: Post) -> Raters:
        """The direct manager and the approving head."""
        approver = self._first_head(post, ranking=True)
        return Raters(self._manager(post) or approver, approver)

    def unit(self, unit_id: int) -> Unit:
        """The unit of that id."""
        return self._units[unit_id]

    def body(self, unit_id: int) -> Unit:
        """The body that ranks its people and in which this unit lies (itself, where it is one)."""
        return next(unit for unit in self._upward(unit_id) if unit.kind in RANKING)

    def _upward(self, unit_id: int) -> Iterator[Unit]:
        step: int | None = unit_id
        while step is not None:
            yield self._units[step]
            step = self._units[step].parent_id

    def _manager(self, post: Post) -> int | None:
        if post.role == "head" and post.unit_id in self._in_charge:
            return self._in_charge[post.unit_id]
        if post.role == "staff":
            for leader in self._leaders[post.unit_id]:
                if leader.person_id != post.person_id:
                    return leader.person_id
        return self._first_head(post, ranking=False)

    def _first_head(self, post: Post, *, ranking: bool) -> int | None:
        for unit in self._upward(post.unit_id):
            if ranking and unit.kind not in RANKING:
                continue
            for leader in self._leaders[unit.id]:
                if leader.role == "head" and leader.person_id != post.person_id:
                    return leader.person_id
        return None
