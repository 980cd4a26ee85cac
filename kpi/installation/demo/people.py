"""Generated people and their posts: every body with its head, deputies, divisions and staff."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from kpi.installation.demo.names import full_name
from kpi.installation.demo.titles import Wording, leader, staff
from kpi.organisation.kinds import UnitKind
from kpi.storage.tables import FieldInCharge, Person, Post, Unit

SEED = 335
SINCE = date(2025, 7, 1)
DIVISIONS = (UnitKind.DIVISION, UnitKind.SERVICE_CENTRE)
MEMBERS = {"head": 1.0, "deputy": 0.98, "staff": 0.62}


@dataclass(frozen=True)
class Staffed:
    """The people of a demonstration, their posts, and which deputy is in charge of what."""

    people: list[Person]
    posts: list[Post]
    fields: list[FieldInCharge]


def staffed(units: list[Unit], sizes: Mapping[str, int]) -> Staffed:
    """People for every body named in `sizes`, always the same for the same units and sizes."""
    made = Staffed([], [], [])
    below = defaultdict(list)
    for unit in units:
        below[unit.parent_id].append(unit)
    for body in units:
        if size := sizes.get(body.code):
            chance = Random(f"{SEED} {body.code}")
            for unit, role, words in _places(body, below[body.id], size):
                _appoint(made, unit, role, words, chance)
            _put_in_charge(made, body, below[body.id])
    return made


def _places(body: Unit, below: list[Unit], size: int) -> Iterator[tuple[Unit, str, Wording]]:
    divisions = [unit for unit in below if unit.kind in DIVISIONS]
    deputies = min(size - 1, _deputies(body, size))
    yield body, "head", leader(body, "head", is_body=True)
    for _ in range(deputies):
        yield body, "deputy", leader(body, "deputy", is_body=True)
    left = size - 1 - deputies
    used = divisions[: max(1, min(len(divisions), left // 3))]
    for place, division in enumerate(used):
        count = left // len(used) + (1 if place < left % len(used) else 0)
        yield from _division_places(division, body, count)


def _deputies(body: Unit, size: int) -> int:
    if body.kind == UnitKind.PROVINCE:
        return size - 1
    return 0 if size < 4 else 1 if size < 10 else 2 if size < 62 else 3


def _division_places(division: Unit, body: Unit, count: int) -> Iterator[tuple[Unit, str, Wording]]:
    deputies = 0 if count < 5 else 1 if count < 10 else 2
    for place in range(count):
        if place <= deputies:
            role = "deputy" if place else "head"
            yield division, role, leader(division, role, is_body=False)
        else:
            yield division, "staff", staff(division, place - deputies - 1, body)


def _appoint(made: Staffed, unit: Unit, role: str, words: Wording, chance: Random) -> None:
    number = len(made.people) + 1
    made.people.append(
        Person(
            id=number,
            code=f"KH{number:05d}",
            full_name=full_name(chance),
            party_member=chance.random() < MEMBERS[role],
            generated=True,
        )
    )
    made.posts.append(Post(id=number, person_id=number, unit_id=unit.id, role=role, valid_from=SINCE, **vars(words)))


def _put_in_charge(made: Staffed, body: Unit, below: list[Unit]) -> None:
    """Deputies share what lies below; the first division of a body stays with its head."""
    deputies = [post for post in made.posts if post.unit_id == body.id and post.role == "deputy"]
    kinds = (UnitKind.AGENCY,) if body.kind == UnitKind.PROVINCE else DIVISIONS
    charged = [unit for unit in below if unit.kind in kinds]
    if body.kind != UnitKind.PROVINCE:
        charged = charged[1:]
    for place, unit in enumerate(charged):
        if deputies:
            deputy = deputies[place % len(deputies)]
            made.fields.append(FieldInCharge(id=len(made.fields) + 1, post_id=deputy.id, unit_id=unit.id))
            deputy.field = "; ".join(filter(None, (deputy.field, unit.name)))[:200]
