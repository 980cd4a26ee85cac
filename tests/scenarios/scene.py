"""Three communes with divisions and people, in a database; and those who plan, answer and only read."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Holding
from kpi.access.execute import execute
from kpi.access.permissions import Role
from kpi.storage.tables import FieldInCharge, Installation, Person, Post, Unit
from kpi.storage.unit_of_work import reading

BOTH = pytest.mark.parametrize("scene", ["sqlite", "postgresql"], indirect=True)
LONG_AGO = date(2025, 7, 1)
COMMUNES = {"A": ("An", 12000, 100.0), "B": ("Bình", 8000, 50.0), "C": ("Chi", 30000, 40.0)}
DIVISIONS = {"VP": "Văn phòng", "KT": "Phòng Kinh tế"}
PEOPLE = [  # person, unit, role, job position, valid to
    ("an-chair", "A", "head", "Chủ tịch", None),
    ("an-vice", "A", "deputy", "Phó Chủ tịch", None),
    ("an-office-head", "A.VP", "head", "Chánh Văn phòng", None),
    ("an-clerk", "A.VP", "staff", "Văn thư", None),
    ("an-land-1", "A.KT", "staff", "Địa chính", None),
    ("an-land-2", "A.KT", "staff", "Địa chính", None),
    ("an-land-3", "A.KT", "staff", "Địa chính", date(2099, 12, 31)),
    ("binh-chair", "B", "head", "Chủ tịch", None),
    ("binh-office-head", "B.VP", "head", "Chánh Văn phòng", None),
    ("binh-land-head", "B.KT", "head", "Trưởng phòng", None),
    ("chi-chair", "C", "head", "Chủ tịch", None),
    ("chi-clerk", "C.VP", "staff", "Văn thư", None),
]


def build(engine: Engine) -> None:
    """The rows every story starts from."""
    with Session(engine.execution_options(writes=True)) as session:
        session.add(Installation(id=1, kind="real", province="Tỉnh Khánh Hòa"))
        root = _unit(session, "KH", "Tỉnh Khánh Hòa", "province", None)
        for code, (name, population, area) in COMMUNES.items():
            commune = _unit(session, code, name, "commune", root)
            commune.population, commune.area_km2, commune.former_province = population, area, "Khánh Hòa"
            for suffix, division in DIVISIONS.items():
                _unit(session, f"{code}.{suffix}", division, "division", commune)
        for number, (name, unit, role, position, last) in enumerate(PEOPLE, start=1):
            _person(session, number, name, unit, role, position, last)
        deputy = session.scalars(select(Post).join(Person).where(Person.code == "an-vice")).one()
        charge = session.scalars(select(Unit.id).where(Unit.code == "A.KT")).one()
        session.add(FieldInCharge(post_id=deputy.id, unit_id=charge))
        session.commit()


def _unit(session: Session, code: str, name: str, kind: str, above: Unit | None) -> Unit:
    unit = Unit(code=code, name=name, kind=kind, parent_id=above.id if above else None, path="", valid_from=LONG_AGO)
    session.add(unit)
    session.flush()
    unit.path = f"{above.path if above else '/'}{unit.id}/"
    return unit


def _person(session: Session, number: int, name: str, unit: str, role: str, position: str, last: Any) -> None:
    person = Person(id=number, code=name, full_name=name.title())
    session.add(person)
    session.flush()
    at = session.scalars(select(Unit.id).where(Unit.code == unit)).one()
    session.add(
        Post(person_id=number, unit_id=at, role=role, title=position, job_position=position, duty_group="chuyên môn",
             valid_from=LONG_AGO, valid_to=last)
    )  # fmt: skip


@dataclass
class Scene:
    """The database and who acts in it."""

    engine: Engine
    planner: Actor = field(default_factory=lambda: granted(Role.ORGANIZING_COMMITTEE))
    home_affairs: Actor = field(default_factory=lambda: granted(Role.HOME_AFFAIRS))
    auditor: Actor = field(default_factory=lambda: granted(Role.AUDITOR))

    def does(self, command: object, actor: Actor | None = None) -> Any:
        """Carry the command out; by default as the planner."""
        return execute(command, actor or self.planner, self.engine)

    def head(self, code: str) -> Actor:
        """The head of a unit."""
        with reading(self.engine) as session:
            path = session.scalars(select(Unit.path).where(Unit.code == code)).one()
            person = session.scalars(select(Post.person_id).join(Unit).where(Unit.code == code, Post.role == "head"))
            return Actor(99, f"head-{code}", f"Head {code}", person.first(), (Holding(Role.HEAD, path),))

    def rows(self, query: Any) -> list[Any]:
        """What a query finds."""
        with reading(self.engine) as session:
            return list(session.execute(query).all())


def granted(role: Role) -> Actor:
    """Somebody with a role in the whole province."""
    return Actor(1, role.value, role.value, None, (Holding(role, "/1/"),))
