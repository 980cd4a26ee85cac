"""The sign-ins of a demonstration: one for each role, all with one password that everybody may know."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kpi.access.passwords import hash_password
from kpi.access.permissions import Role
from kpi.assessment.states import State
from kpi.installation.demo.people import Staffed
from kpi.language.message import N_, Message
from kpi.storage.tables import Account, Grant, Post, Unit

DEMO_PASSWORD = "khanh-hoa-2026"  # demonstrations only; a real installation makes a one-time password


@dataclass(frozen=True)
class DemoAccount:
    """A sign-in: the role it shows, the account name, who that is, and what to try first.

    unit, post_role, number: whose account it is. grant: a role given to it. states: of its months, by how many back.
    """

    role: Role
    account: str
    who: Message
    to_try: Message
    unit: str
    post_role: str
    number: int = 0
    grant: Role | None = None
    states: tuple[tuple[int, State], ...] = ()


def demo_accounts() -> tuple[DemoAccount, ...]:
    """Every named sign-in, in the order a newcomer should try them."""
    return ACCOUNTS


def add_accounts(session: Session, units: list[Unit], staffed: Staffed) -> None:
    """An account for every generated person, the named ones under their names, and the roles granted to some."""
    named = {post.person_id: entry for entry, post in holders(units, staffed)}
    hashed = hash_password(DEMO_PASSWORD)
    for person in staffed.people:
        name = named[person.id].account if person.id in named else person.code.lower()
        session.add(
            Account(id=person.id, name=name, person_id=person.id, password_hash=hashed, must_change_password=False)
        )
    session.flush()
    for person_id, entry in named.items():
        if entry.grant:
            session.add(Grant(account_id=person_id, role=entry.grant, unit_id=units[0].id))
    session.flush()


def holders(units: list[Unit], staffed: Staffed) -> Iterator[tuple[DemoAccount, Post]]:
    """Each named sign-in with the post of the person it belongs to."""
    ids = {unit.code: unit.id for unit in units}
    for entry in ACCOUNTS:
        places = [p for p in staffed.posts if p.unit_id == ids[entry.unit] and p.role == entry.post_role]
        yield entry, places[entry.number]


ACCOUNTS = (
    DemoAccount(
        Role.OFFICIAL,
        "chuyenvien",
        Message(N_("a civil servant of Nha Trang ward, Division of Economy, Infrastructure and Urban Affairs")),
        Message(N_("record the present month, propose work, and answer last month's return")),
        "22366.KT",
        "staff",
        states=((0, State.DRAFT), (1, State.RETURNED)),
    ),
    DemoAccount(
        Role.HEAD,
        "truongphong",
        Message(N_("the head of that division")),
        Message(N_("assign work, decide proposals and claimed causes, review or return months")),
        "22366.KT",
        "head",
    ),
    DemoAccount(
        Role.DEPUTY,
        "phochutich",
        Message(N_("a deputy chair of Nha Trang ward")),
        Message(N_("review the heads of the divisions in one's charge")),
        "22366",
        "deputy",
    ),
    DemoAccount(
        Role.HEAD,
        "chutich",
        Message(N_("the chair of Nha Trang ward")),
        Message(N_("clear last month's queue of about 60 people: sort, compare, approve many at once")),
        "22366",
        "head",
    ),
    DemoAccount(
        Role.HEAD,
        "chutichxa",
        Message(N_("the chair of Khánh Vĩnh commune")),
        Message(N_("follow a small commune and see its approved results")),
        "22609",
        "head",
    ),
    DemoAccount(
        Role.HEAD,
        "giamdoc",
        Message(N_("the director of the Department of Home Affairs")),
        Message(N_("approve an agency's months")),
        "SNV",
        "head",
    ),
    DemoAccount(
        Role.HEAD,
        "chutichtinh",
        Message(N_("the chair of the Provincial People's Committee")),
        Message(N_("approve the heads of agencies and communes")),
        "KH",
        "head",
    ),
    DemoAccount(
        Role.HOME_AFFAIRS,
        "sonoivu",
        Message(N_("an officer of the Department of Home Affairs")),
        Message(N_("open, close and reopen months; keep the catalogue and the rules")),
        "SNV.CCHC",
        "staff",
        grant=Role.HOME_AFFAIRS,
    ),
    DemoAccount(
        Role.ORGANIZING_COMMITTEE,
        "bantochuc",
        Message(N_("an officer of the Provincial Party Organizing Committee")),
        Message(N_("compare the results of units across the province")),
        "TU.BTC.TH",
        "staff",
        grant=Role.ORGANIZING_COMMITTEE,
    ),
    DemoAccount(
        Role.AUDITOR,
        "kiemtra",
        Message(N_("an officer of the Provincial Party Inspection Commission")),
        Message(N_("see who changed what, when and why, and prove that nothing was altered")),
        "TU.UBKT.TH",
        "staff",
        grant=Role.AUDITOR,
    ),
    DemoAccount(
        Role.ADMINISTRATOR,
        "quantri",
        Message(N_("an officer of the Office of the Provincial People's Committee who keeps the system")),
        Message(N_("keep units, posts and accounts; reset a password")),
        "VPUB.TH",
        "staff",
        grant=Role.ADMINISTRATOR,
    ),
)
