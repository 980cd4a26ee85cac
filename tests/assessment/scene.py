"""A small province to play months in: one commune with two divisions, a sibling commune, and those around them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused
from kpi.access.execute import execute
from kpi.access.sessions import holdings_of
from kpi.assessment.assign import AssignWork
from kpi.assessment.marks import MarkOneself, MarkOther, MarkValue
from kpi.assessment.new_lines import Work
from kpi.assessment.record import Cell, Recorded, RecordReview, RecordWork
from kpi.assessment.review import ApproveMonths, ReviewMonth, Seen
from kpi.assessment.scoring import MonthRows
from kpi.assessment.submit import SubmitMonth
from kpi.assessment.views import MonthView, month_of
from kpi.language.numbers import HANOI
from kpi.law import general_criteria
from kpi.storage.tables import (
    Account,
    AuditEntry,
    FieldInCharge,
    Grant,
    Month,
    MonthScore,
    Period,
    Person,
    Post,
    Product,
    RuleChoice,
    Unit,
    WorkLine,
)
from kpi.storage.unit_of_work import UnitOfWork, reading
from tests.contents import contents

MARCH, FEBRUARY, APRIL = "2026-03", "2026-02", "2026-04"
LONG_AGO = date(2025, 7, 1)

UNITS = [  # code, kind, parent
    ("province", "province", None),
    ("dien-khanh", "commune", "province"),
    ("economy", "division", "dien-khanh"),
    ("culture", "division", "dien-khanh"),  # has no head
    ("cam-lam", "commune", "province"),
    ("office", "division", "cam-lam"),
]
PEOPLE = [  # account and name, role, unit
    ("governor", "head", "province"),
    ("chair", "head", "dien-khanh"),
    ("vice", "deputy", "dien-khanh"),  # in charge of the economy division
    ("vice-culture", "deputy", "dien-khanh"),
    ("head", "head", "economy"),
    ("deputy", "deputy", "economy"),
    ("an", "staff", "economy"),
    ("binh", "staff", "economy"),
    ("acting", "deputy", "culture"),
    ("chi", "staff", "culture"),
    ("other-chair", "head", "cam-lam"),
    ("other-head", "head", "office"),
    ("dung", "staff", "office"),
]
GRANTED = [
    ("home-affairs", "home_affairs"),
    ("organizing", "organizing_committee"),
    ("auditor", "auditor"),
    ("administrator", "administrator"),
]
PRODUCTS = [  # code, coefficient, valid from, valid to, of a unit's own list
    ("report", 1.0, date(2026, 1, 1), None, None),
    ("plan", 1.5, date(2026, 1, 1), None, None),
    ("scheme", 2.0, date(2026, 1, 1), date(2026, 3, 31), None),
    ("scheme", 3.0, date(2026, 4, 1), None, None),
    ("abolished", 1.0, date(2025, 1, 1), date(2025, 12, 31), None),
    ("own", 1.25, date(2026, 1, 1), None, "dien-khanh"),
    ("theirs", 1.25, date(2026, 1, 1), None, "cam-lam"),
]
PERIODS = [(FEBRUARY, "closed"), (MARCH, "open"), (APRIL, "open")]


def build(engine: Engine) -> None:
    """The rows every story starts from; written as rows, for these stories are about what comes after."""
    with Session(engine) as session:
        units = _units(session)
        for number, (name, role, unit) in enumerate(PEOPLE):
            _person(session, number, name, role, units[unit])
        _charge(session, "vice", units["economy"])
        for name, role in GRANTED:
            account = Account(name=name, password_hash="x", must_change_password=False)
            session.add(account)
            session.flush()
            session.add(Grant(account_id=account.id, role=role, unit_id=units["province"].id))
        _products(session, units)
        for code, state in PERIODS:
            session.add(period(code, state))
        session.commit()


def period(code: str, state: str = "open") -> Period:
    """A month with its deadlines on the 3rd, 6th and 9th of the next."""
    starts = date.fromisoformat(f"{code}-01")
    after = date(starts.year + starts.month // 12, starts.month % 12 + 1, 1)
    days = {name: after.replace(day=day) for name, day in (("submit_by", 3), ("review_by", 6), ("approve_by", 9))}
    return Period(code=code, kind="month", starts=starts, ends=after - date.resolution, state=state, **days)


def _units(session: Session) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for code, kind, parent in UNITS:
        above = units[parent] if parent else None
        unit = Unit(code=code, name=f"Unit {code}", kind=kind, path="", valid_from=LONG_AGO)
        unit.parent_id = above.id if above else None
        session.add(unit)
        session.flush()
        unit.path = f"{above.path if above else '/'}{unit.id}/"
        units[code] = unit
    return units


def _person(session: Session, number: int, name: str, role: str, unit: Unit) -> None:
    person = Person(code=f"CC{number:03}", full_name=f"Person {name}", party_member=number % 2 == 0)
    session.add(person)
    session.flush()
    session.add_all(
        [
            Account(name=name, person_id=person.id, password_hash="x", must_change_password=False),
            Post(
                person_id=person.id,
                unit_id=unit.id,
                role=role,
                title=f"{role} of {unit.code}",
                job_position="-",
                duty_group="leaders" if role != "staff" else "specialists",
                valid_from=LONG_AGO,
            ),
        ]
    )


def _charge(session: Session, name: str, unit: Unit) -> None:
    post = session.scalars(select(Post).join(Account, Account.person_id == Post.person_id).where(Account.name == name))
    session.add(FieldInCharge(post_id=post.one().id, unit_id=unit.id))


def _products(session: Session, units: dict[str, Unit]) -> None:
    for code, coefficient, since, until, of in PRODUCTS:
        session.add(
            Product(
                code=code,
                task="Task",
                detail=f"Product {code}",
                output="Output",
                task_group="A",
                scope="unit" if of else "province",
                unit_id=units[of].id if of else None,
                complexity=1,
                points=coefficient * 100,
                standard_points=100,
                coefficient=coefficient,
                valid_from=since,
                valid_to=until,
            )
        )


@dataclass
class Scene:
    """The small province in a database, and short words for what people do in it."""

    engine: Engine
    signed_in: dict[str, Actor] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        """Somebody signed in, with what their posts and grants give today."""
        if name not in self.signed_in:
            self.signed_in[name] = self._actor(name)
        return self.signed_in[name]

    def _actor(self, name: str) -> Actor:
        with reading(self.engine) as session:
            account, person = session.execute(
                select(Account, Person).outerjoin(Person, Person.id == Account.person_id).where(Account.name == name)
            ).one()
            return Actor(
                account_id=account.id,
                account=name,
                name=person.full_name if person else name,
                person_id=account.person_id,
                holdings=holdings_of(session, account.id, account.person_id, datetime.now(HANOI).date()),
            )

    def do(self, who: str, command: object) -> Any:
        """Carry out a command as `who`."""
        return execute(command, self.actor(who), self.engine)

    def refused(self, who: str, command: object, saying: str = "") -> Refused:
        """The command is refused in words that match `saying`, and not one row of any table changed."""
        before = contents(self.engine)
        with pytest.raises(Refused, match=saying or None) as caught:
            self.do(who, command)
        assert contents(self.engine) == before
        assert caught.value.message.in_("vi")
        return caught.value

    def refused_to(self, everybody: Iterable[str], command: object, saying: str = "") -> None:
        """As `refused`, for many people one after the other."""
        before = contents(self.engine)
        for who in everybody:
            with pytest.raises(Refused, match=saying or None):
                self.do(who, command)
        assert contents(self.engine) == before

    def one(self, query: Any) -> Any:
        """The only row of a query."""
        (found,) = self.all(query)
        return found

    def all(self, query: Any) -> list[Any]:
        """Every row of a query."""
        with reading(self.engine) as session:
            found = list(session.scalars(query))
            session.expunge_all()
            return found

    def write(self, *rows: object) -> None:
        """Add rows that no command of these stories makes."""
        self.signed_in.clear()
        with UnitOfWork(self.engine) as work:
            work.session.add_all(rows)
            work.commit()

    def change(self, table: Any, where: Any, **values: Any) -> None:
        """Set columns behind the back of the commands."""
        self.signed_in.clear()
        with UnitOfWork(self.engine) as work:
            for row in work.session.scalars(select(table).where(where)):
                for name, value in values.items():
                    setattr(row, name, value)
            work.commit()

    def person(self, name: str) -> int:
        """A person's id."""
        return int(self.one(select(Account.person_id).where(Account.name == name)))

    def unit(self, code: str) -> Unit:
        """A unit."""
        return self.one(select(Unit).where(Unit.code == code))

    def period(self, code: str = MARCH) -> int:
        """A period's id."""
        return int(self.one(select(Period.id).where(Period.code == code)))

    def product(self, code: str, on: date = date(2026, 3, 1)) -> int:
        """The id of a product's newest row that had begun by `on`."""
        query = select(Product.id).where(Product.code == code, Product.valid_from <= on)
        return int(self.one(query.order_by(Product.valid_from.desc()).limit(1)))

    def seen(self, owner: str, by: str | None = None, code: str = MARCH) -> MonthView:
        """The month as `by` (the owner) sees it."""
        with reading(self.engine) as session:
            view = month_of(session, self.actor(by or owner), self.person(owner), code)
        assert view is not None
        return view

    def month(self, owner: str, code: str = MARCH) -> Month:
        """The stored month."""
        query = select(Month).join(Period, Period.id == Month.period_id)
        return self.one(query.where(Month.person_id == self.person(owner), Period.code == code))

    def line(self, owner: str, code: str = MARCH) -> WorkLine:
        """The month's newest line."""
        month = self.month(owner, code).id
        return self.one(select(WorkLine).where(WorkLine.month_id == month).order_by(WorkLine.id.desc()).limit(1))

    def events(self, owner: str) -> list[tuple[str, str | None]]:
        """What happened to the month, in order, with the words that went with it."""
        return [(event["step"], event["reason"]) for event in self.seen(owner).events]

    def score(self, owner: str, stage: str = "reviewed", code: str = MARCH) -> MonthScore | None:
        """The score kept at a stage."""
        month = self.month(owner, code).id
        return next(
            iter(self.all(select(MonthScore).where(MonthScore.month_id == month, MonthScore.stage == stage))), None
        )

    def rows(self, owner: str) -> MonthRows:
        """The month as the law's door takes it."""
        return self.seen(owner).rows

    def audited(self) -> int:
        """How many entries the audit has."""
        return int(self.one(select(func.count()).select_from(AuditEntry)))

    def assign(
        self, owner: str, product: str = "report", quantity: float = 10, code: str = MARCH, by: str | None = None
    ) -> WorkLine:
        """A head gives one product."""
        on = date.fromisoformat(f"{code}-01")
        work = Work(self.product(product, on), quantity)
        self.do(by or boss(owner), AssignWork(self.period(code), (self.person(owner),), (work,)))
        return self.line(owner, code)

    def record(self, owner: str, line: WorkLine | None = None, by: str | None = None, **values: Any) -> Recorded:
        """Type values into a line, having seen what stands there now. By another: into the reviewed columns."""
        line = self.one(select(WorkLine).where(WorkLine.id == (line or self.line(owner)).id))
        cells = tuple(Cell(line.id, name, value, getattr(line, name)) for name, value in values.items())
        command = RecordReview if by else RecordWork
        recorded: Recorded = self.do(by or owner, command(line.month_id, cells))
        return recorded

    def mark(self, owner: str, share: float = 1.0, code: str = MARCH, **leading: float) -> None:
        """Mark every general criterion with a share of its most; d, dd, e as given."""
        groups = general_criteria(date(2026, 1, 1))
        points = [MarkValue(leaf.code, leaf.maximum * share) for group in groups for leaf in group.criteria]
        own = [MarkValue(name, value) for name, value in leading.items()]
        self.do(owner, MarkOneself(self.month(owner, code).id, (*points, *own)))

    def ready(self, owner: str, done: float = 10, share: float = 1.0, code: str = MARCH, **counts: Any) -> WorkLine:
        """Everything recorded, so that the month can be handed in."""
        line = self.assign(owner, code=code)
        assert not self.record(owner, line, done=done, quality_ok=done, **counts).problems
        leader = self.month(owner, code).role != "staff"
        self.mark(owner, share, code, **(dict.fromkeys(("d", "dd", "e"), 1.0) if leader else {}))
        return line

    def submit(self, owner: str, answer: str | None = None, code: str = MARCH) -> None:
        """Hand the month in."""
        month = self.month(owner, code)
        self.do(owner, SubmitMonth(month.id, month.revision, answer))

    def handed_in(self, owner: str, code: str = MARCH, **counts: Any) -> WorkLine:
        """Recorded and handed in."""
        line = self.ready(owner, code=code, **counts)
        self.submit(owner, code=code)
        return line

    def review(self, owner: str, by: str | None = None, code: str = MARCH) -> None:
        """The direct manager passes the month on."""
        month = self.month(owner, code)
        self.do(by or boss(owner), ReviewMonth(month.id, month.revision))

    def approval(self, *owners: str, code: str = MARCH) -> ApproveMonths:
        """The command that approves months as they stand."""
        months = [self.month(owner, code) for owner in owners]
        return ApproveMonths(tuple(Seen(month.id, month.revision) for month in months))

    def approved(self, owner: str, code: str = MARCH, **counts: Any) -> WorkLine:
        """Recorded, handed in, reviewed and approved."""
        line = self.handed_in(owner, code, **counts)
        self.review(owner, code=code)
        self.do(top(owner), self.approval(owner, code=code))
        return line

    def stage(self, owner: str, state: str) -> int:
        """Bring a month into a state; returns its id."""
        {
            "draft": self.ready,
            "submitted": self.handed_in,
            "reviewed": self.handed_in,
            "returned": self.handed_in,
            "approved": self.approved,
        }[state](owner)
        if state == "reviewed":
            self.review(owner)
        if state == "returned":
            self.change(Month, Month.id == self.month(owner).id, state="returned")
        return self.month(owner).id

    def rate(self, owner: str, *marks: MarkValue, by: str | None = None) -> None:
        """A rater marks somebody."""
        self.do(by or boss(owner), MarkOther(self.month(owner).id, marks))

    def close(self, code: str = MARCH) -> None:
        """The period is closed."""
        self.change(Period, Period.code == code, state="closed")

    def choose(self, since: date, **choices: str) -> None:
        """The province decides on open parameters of Decree 335."""
        self.write(
            *(
                RuleChoice(rule_set="nd335", parameter=name, value=value, valid_from=since, decision="Decision 1")
                for name, value in choices.items()
            )
        )


BOSSES = {  # the direct manager and the approving head the tree names
    "an": ("head", "chair"),
    "binh": ("head", "chair"),
    "deputy": ("head", "chair"),
    "head": ("vice", "chair"),
    "chi": ("acting", "chair"),
    "acting": ("chair", "chair"),
    "vice": ("chair", "chair"),
    "vice-culture": ("chair", "chair"),
    "chair": ("governor", "governor"),
    "other-chair": ("governor", "governor"),
    "other-head": ("other-chair", "other-chair"),
    "dung": ("other-head", "other-chair"),
}


def boss(owner: str) -> str:
    """The direct manager."""
    return BOSSES[owner][0]


def top(owner: str) -> str:
    """The approving head."""
    return BOSSES[owner][1]
