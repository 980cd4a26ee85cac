"""Opening an account for an official, with a password that is good for one sign-in.

A one-time password here is 72 random bits: no guessing reaches it, so its hash need not be slow, and thousands of
accounts open within seconds. What people choose themselves is hashed as slowly as ever (`kpi.access.passwords`).
"""

import re
from collections.abc import Iterator

from argon2 import PasswordHasher
from sqlalchemy import or_, select
from sqlalchemy.orm import Session as DatabaseSession

from kpi.access.passwords import normal, one_time_password
from kpi.language.message import Message, say
from kpi.storage.tables import Account, Person

NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,79}")
QUICK = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)


def account_faults(name: str, person_code: str, taken: dict[str, str], own: dict[str, str]) -> Iterator[Message]:
    """Why a person cannot sign in as `name`.

    taken: account names with the code of the person they belong to ("" for nobody's); own: the reverse.
    """
    if not NAME.fullmatch(name):
        yield say("“{name}” cannot be an account name. Use 2 to 80 small letters, digits, full stops, hyphens.",
                  name=name)  # fmt: skip
    elif taken.get(name, person_code) != person_code:
        yield say("The account name “{name}” belongs to somebody else. Choose another.", name=name)
    elif own.get(person_code, name) != name:
        yield say("This person already signs in as “{name}”. Leave the account empty.", name=own[person_code])


def names_taken(session: DatabaseSession) -> dict[str, str]:
    """Every account name with the code of its person; "" where it belongs to nobody."""
    query = select(Account.name, Person.code).outerjoin(Person, Person.id == Account.person_id)
    return {name: code or "" for name, code in session.execute(query)}


def names_concerned(session: DatabaseSession, name: str, person_code: str) -> dict[str, str]:
    """The same, of one name and one person only."""
    query = select(Account.name, Person.code).outerjoin(Person, Person.id == Account.person_id)
    concerned = query.where(or_(Account.name == name, Person.code == person_code))
    return {found: code or "" for found, code in session.execute(concerned)}


def open_account(session: DatabaseSession, name: str, person_id: int) -> str:
    """Add the account and return its one-time password, which is kept nowhere."""
    password = one_time_password()
    hashed = QUICK.hash(normal(password))
    session.add(Account(name=name, person_id=person_id, password_hash=hashed, must_change_password=True))
    return password
