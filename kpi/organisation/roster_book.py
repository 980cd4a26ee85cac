"""Who holds which post, in memory: enough to judge one appointment or a list of thousands by the same checks."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kpi.storage.tables import Person, Post, Unit

AT_ONCE = 500  # values in one SQL list


@dataclass(frozen=True)
class Held:
    """A post as it stands or would stand; `post` is the stored row, None for one that is only planned."""

    person_code: str
    person_name: str
    unit_id: int
    role: str
    title: str
    job_position: str
    duty_group: str
    field: str | None
    valid_from: date
    valid_to: date | None
    post: Post | None = None

    def overlaps(self, start: date, end: date | None) -> bool:
        """Whether a day lies both in this post and between `start` and `end` (None: for good)."""
        return (self.valid_to is None or self.valid_to >= start) and (end is None or self.valid_from <= end)


@dataclass
class Roster:
    """Units by code, and of the people asked for: the person and their posts by start; the heads of every unit."""

    units: dict[str, Unit]
    people: dict[str, Person]
    posts: dict[str, list[Held]] = field(default_factory=lambda: defaultdict(list))
    heads: dict[int, list[Held]] = field(default_factory=lambda: defaultdict(list))

    def latest(self, person_code: str) -> Held | None:
        """The person's last post by its start."""
        held = self.posts.get(person_code)
        return held[-1] if held else None

    def put(self, held: Held) -> None:
        """Enter a post."""
        self.posts[held.person_code].append(held)
        self.posts[held.person_code].sort(key=lambda one: one.valid_from)
        if held.role == "head":
            self.heads[held.unit_id].append(held)

    def end(self, held: Held, last: date) -> None:
        """Let a post end."""
        shorter = replace(held, valid_to=last)
        for entered in (self.posts[held.person_code], self.heads[held.unit_id]):
            entered[:] = [shorter if one is held else one for one in entered]


def load(session: Session, person_codes: Iterable[str]) -> Roster:
    """The roster that appointments of these people are judged by."""
    codes = sorted(set(person_codes))
    units = {unit.code: unit for unit in session.scalars(select(Unit))}
    people = {person.code: person for part in _parts(codes)
              for person in session.scalars(select(Person).where(Person.code.in_(part)))}  # fmt: skip
    roster = Roster(units, people)
    rows = [row for part in _parts(codes) for row in session.execute(_posts().where(Person.code.in_(part)))]
    for post, code, name in sorted(rows, key=lambda row: (row[0].valid_from, row[0].id)):
        roster.posts[code].append(_held(post, code, name))
    known = {one.post.id: one for held in roster.posts.values() for one in held if one.post}
    for post, code, name in session.execute(_posts().where(Post.role == "head")):
        roster.heads[post.unit_id].append(known.get(post.id) or _held(post, code, name))
    return roster


def _posts() -> Select[Post, str, str]:
    return select(Post, Person.code, Person.full_name).join(Person, Person.id == Post.person_id)


def _held(post: Post, code: str, name: str) -> Held:
    return Held(
        code, name, post.unit_id, post.role, post.title, post.job_position, post.duty_group, post.field,
        post.valid_from, post.valid_to, post,
    )  # fmt: skip


def _parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]


def day_before(day: date) -> date:
    """The last day of what ends when something else begins on `day`."""
    return day - timedelta(days=1)
