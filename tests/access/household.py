"""A small province for tests of access: two agencies, a ward with a division, and a person for every role."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session as DatabaseSession

from kpi.access.actor import Actor
from kpi.access.passwords import hash_password
from kpi.access.sessions import actor_of, redeem
from kpi.access.sign_in import attempt
from kpi.storage.migrate import upgrade
from kpi.storage.tables import Account, AuditEntry, Base, Grant, Installation, Person, Post, Unit
from kpi.storage.unit_of_work import UnitOfWork, reading
from tests.contents import contents

PASSWORD = "một câu dễ nhớ 2026"
UNITS = {"KH": None, "SNV": "KH", "NT": "KH", "NT-VP": "NT"}
PEOPLE = {"an": ("NT-VP", "staff"), "binh": ("NT-VP", "staff"), "chau": ("NT-VP", "deputy"), "dung": ("NT", "head")}
PEOPLE |= {"giang": ("SNV", "staff")}
GRANTS = {"noivu": "home_affairs", "tochuc": "organizing_committee", "kiemtra": "auditor", "quantri": "administrator"}
HASHED = hash_password(PASSWORD)


@dataclass
class Household:
    """What was made, by name: unit paths and person ids."""

    engine: Engine
    paths: dict[str, str] = field(default_factory=dict)
    persons: dict[str, int] = field(default_factory=dict)

    def token(self, name: str, password: str = PASSWORD) -> str:
        """The cookie of a fresh sign-in."""
        ticket = attempt(self.engine, name, password, "10.0.0.1").ticket
        assert ticket is not None
        token = redeem(self.engine, ticket, "10.0.0.1", "test")
        assert token is not None
        return token

    def actor(self, name: str) -> Actor:
        """Who that account is, signed in."""
        actor = actor_of(self.engine, self.token(name))
        assert actor is not None
        return actor


def settle(engine: Engine) -> Household:
    """Fill an empty database."""
    made = Household(engine)
    with UnitOfWork(engine) as work:
        work.session.add(Installation(id=1, kind="real", province="Tỉnh Khánh Hòa"))
        for number, (code, above) in enumerate(UNITS.items(), start=1):
            _unit(work.session, made, number, code, above)
        for number, (name, (unit, role)) in enumerate(PEOPLE.items(), start=1):
            _person(work.session, made, number, name, unit, role)
        for name, role in GRANTS.items():
            account = _account(work.session, name, None)
            work.session.add(Grant(account_id=account.id, role=role, unit_id=1))
        work.commit()
    return made


def prepare(engine: Engine) -> None:
    """The tables, filled."""
    upgrade(engine)
    settle(engine)


def found(engine: Engine) -> Household:
    """What `settle` filled a database with."""
    with reading(engine) as session:
        paths = {unit.code: unit.path for unit in session.scalars(select(Unit))}
        accounts = session.execute(select(Account.name, Account.person_id).where(Account.person_id.is_not(None)))
        return Household(engine, paths, dict(accounts.all()))


def _unit(session: DatabaseSession, made: Household, number: int, code: str, above: str | None) -> None:
    made.paths[code] = f"{made.paths[above] if above else '/'}{number}/"
    parent = int(made.paths[above].strip("/").split("/")[-1]) if above else None
    kind = "division" if "-" in code else "agency" if above else "province"
    session.add(
        Unit(
            id=number, code=code, name=f"Đơn vị {code}", kind=kind, parent_id=parent, path=made.paths[code],
            valid_from=date(2025, 7, 1),
        )
    )  # fmt: skip
    session.flush()


def _person(session: DatabaseSession, made: Household, number: int, name: str, unit: str, role: str) -> None:
    session.add(Person(id=number, code=f"CC{number}", full_name=f"Đặng {name.title()}"))
    session.flush()
    unit_id = list(UNITS).index(unit) + 1
    titles = {"title": "Chuyên viên", "job_position": "Chuyên viên", "duty_group": "chuyên môn"}
    session.add(Post(person_id=number, unit_id=unit_id, role=role, valid_from=date(2025, 7, 1), **titles))
    made.persons[name] = number
    _account(session, name, number)


def _account(session: DatabaseSession, name: str, person_id: int | None) -> Account:
    account = Account(name=name, person_id=person_id, password_hash=HASHED, must_change_password=False)
    session.add(account)
    session.flush()
    return account


everything = contents


def every_row(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, to look into."""
    with engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
        }


def last_command(engine: Engine) -> str:
    """The newest command on record."""
    with reading(engine) as session:
        newest = select(func.max(AuditEntry.number)).scalar_subquery()
        return session.scalars(select(AuditEntry.command).where(AuditEntry.number == newest)).one()


def long_ago() -> datetime:
    """Before any window of this product."""
    return datetime(2020, 1, 1, tzinfo=UTC)
