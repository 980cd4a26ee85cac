"""Keeping the catalogue: a changed product is a new row from its date, and the old one ends the day before.

The province's and the communes' lists belong to Home Affairs, a unit's own list to its head: hence two commands for
each deed, so that the table of permissions decides and nothing here does.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused, Subject
from kpi.access.execute import handles, whole_province
from kpi.access.permissions import Action
from kpi.language.message import N_, Message, say
from kpi.language.numbers import format_amount, format_date
from kpi.organisation.unit_book import one_at_a_time
from kpi.storage.tables import Product, Unit

FRAME = 100.0  # points a step of complexity allows: 100, 200, 300, 400, 500 (Decree 335/2025 Art. 13)
PLACES = 6  # decimals of a coefficient
GROUPS = {"province": ("A", "B", "D"), "commune": ("C",), "unit": ("C",)}
LONGEST = {"code": 40, "task": 300, "detail": 500, "output": 300, "note": 500}
NEEDED = ("code", "task", "detail", "output")
NAMES = {
    "code": N_("Code"),
    "task": N_("Task"),
    "detail": N_("Work in detail"),
    "output": N_("Product"),
    "note": N_("Note"),
    "standard_points": N_("Standard points"),
    "standard_minutes": N_("Standard time (minutes)"),
}


@dataclass(frozen=True)
class ProductTerms:
    """What a catalogue item says. points within the frame of `complexity` (1 to 5); standard_minutes None: not set."""

    code: str
    task: str
    detail: str
    output: str
    task_group: str
    complexity: int
    points: float
    standard_points: float
    standard_minutes: float | None = None
    note: str | None = None

    @property
    def coefficient(self) -> float:
        """K = points ÷ standard points, to six decimals (Decree 335/2025 Art. 13)."""
        return coefficient_of(self.points, self.standard_points)


def coefficient_of(points: float, standard_points: float) -> float:
    """K = points ÷ standard points, to six decimals (Decree 335/2025 Art. 13)."""
    return round(points / standard_points, PLACES)


@dataclass(frozen=True)
class AddProduct:
    """Home Affairs adds a product to the list of the province or of the communes (`scope`)."""

    scope: str
    terms: ProductTerms
    valid_from: date

    @property
    def about(self) -> str:
        """The product, for the audit."""
        return f"product {self.terms.code}"


@dataclass(frozen=True)
class AddUnitProduct:
    """A head adds a product to the list of their unit."""

    unit_code: str
    terms: ProductTerms
    valid_from: date

    @property
    def about(self) -> str:
        """The product, for the audit."""
        return f"product {self.terms.code}"


@dataclass(frozen=True)
class ReplaceProduct:
    """Home Affairs changes a product of the province's or communes' list from a day on. The code stays."""

    product_id: int
    terms: ProductTerms
    valid_from: date
    reason: str

    @property
    def about(self) -> str:
        """The product, for the audit."""
        return f"product {self.terms.code}"


@dataclass(frozen=True)
class ReplaceUnitProduct(ReplaceProduct):
    """A head changes a product of their unit's list from a day on."""


@dataclass(frozen=True)
class EndProduct:
    """Home Affairs takes a product out of the province's or communes' list; `valid_to` is its last day."""

    product_id: int
    valid_to: date
    reason: str

    @property
    def about(self) -> str:
        """The product, for the audit."""
        return f"product {self.product_id}"


@dataclass(frozen=True)
class EndUnitProduct(EndProduct):
    """A head takes a product out of their unit's list."""


def _named_unit(command: AddUnitProduct, session: Session) -> Subject:
    path = session.scalars(select(Unit.path).where(Unit.code == command.unit_code)).one_or_none()
    return Subject(path=path)


def _owning_unit(command: ReplaceProduct | EndProduct, session: Session) -> Subject:
    query = select(Unit.path).join(Product, Product.unit_id == Unit.id).where(Product.id == command.product_id)
    return Subject(path=session.scalars(query).one_or_none())


@handles(AddProduct, Action.MANAGE_CATALOGUE, whole_province)
def add_product(command: AddProduct, actor: Actor, session: Session) -> int:
    """The new product's id. Refused for terms outside the frame, or a code already in that list."""
    if command.scope not in ("province", "commune"):
        raise Refused(say("Choose the list: the province's or the communes'."))
    return _add(session, command.scope, None, command.terms, command.valid_from)


@handles(AddUnitProduct, Action.MANAGE_UNIT_CATALOGUE, _named_unit)
def add_unit_product(command: AddUnitProduct, actor: Actor, session: Session) -> int:
    """The new product's id. Refused for terms outside the frame, a code already in that list, or an unknown unit."""
    unit_id = session.scalars(select(Unit.id).where(Unit.code == command.unit_code)).one_or_none()
    if unit_id is None:
        raise Refused(say("There is no unit with the code “{code}”. Check the code.", code=command.unit_code))
    return _add(session, "unit", unit_id, command.terms, command.valid_from)


@handles(ReplaceProduct, Action.MANAGE_CATALOGUE, whole_province)
def replace_product(command: ReplaceProduct, actor: Actor, session: Session) -> int:
    """The id of the product as it is from that day on."""
    return _replace(command, session, own=False)


@handles(ReplaceUnitProduct, Action.MANAGE_UNIT_CATALOGUE, _owning_unit)
def replace_unit_product(command: ReplaceUnitProduct, actor: Actor, session: Session) -> int:
    """The id of the product as it is from that day on."""
    return _replace(command, session, own=True)


@handles(EndProduct, Action.MANAGE_CATALOGUE, whole_province)
def end_product(command: EndProduct, actor: Actor, session: Session) -> None:
    """Refused without a reason, or where the product has ended."""
    _end(command, session, own=False)


@handles(EndUnitProduct, Action.MANAGE_UNIT_CATALOGUE, _owning_unit)
def end_unit_product(command: EndUnitProduct, actor: Actor, session: Session) -> None:
    """Refused without a reason, or where the product has ended."""
    _end(command, session, own=True)


def _add(session: Session, scope: str, unit_id: int | None, terms: ProductTerms, valid_from: date) -> int:
    one_at_a_time(session)
    terms = tidy(terms)
    for fault in term_faults(terms, scope):
        raise Refused(fault)
    same = select(Product).where(Product.code == terms.code, Product.scope == scope, _of(unit_id))
    later = same.where(or_(Product.valid_to.is_(None), Product.valid_to >= valid_from))
    if session.scalars(later.limit(1)).one_or_none():
        raise Refused(say("The code {code} is already in this list. Choose another code, or change that product.",
                          code=terms.code))  # fmt: skip
    product = _row(terms, scope, unit_id, valid_from)
    session.add(product)
    session.flush()
    return product.id


def _of(unit_id: int | None) -> Any:
    return Product.unit_id.is_(None) if unit_id is None else Product.unit_id == unit_id


def _replace(command: ReplaceProduct, session: Session, *, own: bool) -> int:
    _reasoned(command.reason)
    old = _running(session, command.product_id, own=own)
    if command.valid_from <= old.valid_from:
        raise Refused(say("The product has held since {day}. Choose a later day: what held before is never rewritten.",
                          day=format_date(old.valid_from)))  # fmt: skip
    terms = replace(tidy(command.terms), code=old.code)
    for fault in term_faults(terms, old.scope):
        raise Refused(fault)
    if terms == terms_of(old):
        raise Refused(say("Nothing was changed in the product."))
    old.valid_to = command.valid_from - timedelta(days=1)
    new = _row(terms, old.scope, old.unit_id, command.valid_from)
    session.add(new)
    session.flush()
    return new.id


def _end(command: EndProduct, session: Session, *, own: bool) -> None:
    _reasoned(command.reason)
    product = _running(session, command.product_id, own=own)
    if command.valid_to < product.valid_from:
        raise Refused(say("The product begins on {day}. Choose that day or a later one.",
                          day=format_date(product.valid_from)))  # fmt: skip
    product.valid_to = command.valid_to


def _running(session: Session, product_id: int, *, own: bool) -> Product:
    product = session.scalars(select(Product).where(Product.id == product_id).with_for_update()).one_or_none()
    if product is None or (product.scope == "unit") != own:
        raise Refused(say("This product is not in the list. Reload the page."))
    if product.valid_to is not None:
        raise Refused(say("The product ends on {day} already. Reload the page.", day=format_date(product.valid_to)))
    return product


def _reasoned(reason: str) -> None:
    if not reason.strip():
        raise Refused(say("Give the reason; it is kept in the record."))


def tidy(terms: ProductTerms) -> ProductTerms:
    """The same with single spaces, and without an empty note."""
    text: dict[str, Any] = {name: " ".join(getattr(terms, name).split()) for name in NEEDED}
    note = " ".join((terms.note or "").split()) or None
    return replace(terms, **text, note=note)


def terms_of(product: Product) -> ProductTerms:
    """What a stored product says."""
    return ProductTerms(**{name: getattr(product, name) for name in ProductTerms.__dataclass_fields__})


def _row(terms: ProductTerms, scope: str, unit_id: int | None, valid_from: date) -> Product:
    values = {name: getattr(terms, name) for name in ProductTerms.__dataclass_fields__}
    return Product(**values, coefficient=terms.coefficient, scope=scope, unit_id=unit_id, valid_from=valid_from)


def term_faults(terms: ProductTerms, scope: str) -> Iterator[Message]:
    """Everything wrong with what the item says."""
    for name in NEEDED:
        if not getattr(terms, name):
            yield say("“{field}” is empty. Write it.", field=Message(NAMES[name]))
    for name, most in LONGEST.items():
        if len(getattr(terms, name) or "") > most:
            yield say("“{field}” is longer than {most} characters. Shorten it.", field=Message(NAMES[name]), most=most)
    if terms.task_group not in GROUPS[scope]:
        yield say("Group {group} does not belong in this list. Use one of: {known}.",
                  group=terms.task_group, known=", ".join(GROUPS[scope]))  # fmt: skip
    yield from _number_faults(terms)


def _number_faults(terms: ProductTerms) -> Iterator[Message]:
    if terms.complexity not in range(1, 6):
        yield say("The complexity goes from 1 to 5.")
    elif not 0 < terms.points <= FRAME * terms.complexity:
        yield say("{points} points do not fit: complexity {complexity} allows more than 0 and at most {most}. "
                  "Lower the points, or choose a higher complexity.", points=float(terms.points),
                  complexity=terms.complexity, most=FRAME * terms.complexity)  # fmt: skip
    for name in ("standard_points", "standard_minutes"):
        value = getattr(terms, name)
        if (value is not None or name == "standard_points") and not 0 < (value or 0) <= 1_000_000:
            yield say("“{field}” must be a number above 0.", field=Message(NAMES[name]))


def division_text(points: float, standard_points: float, language: str) -> str:
    """The exact division behind a coefficient: "450 ÷ 25 = 18"; "≈" where six decimals do not hold it."""
    exact = coefficient_of(points, standard_points)
    sign = "=" if exact * standard_points == points else "≈"
    left, right = format_amount(points, language), format_amount(standard_points, language)
    return f"{left} ÷ {right} {sign} {format_amount(exact, language)}"
