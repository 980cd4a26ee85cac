"""The catalogue as in force on a day, a page at a time, and whole for export."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Subject
from kpi.access.permissions import Action
from kpi.assessment.catalogue import FRAME, ProductTerms, terms_of
from kpi.language.message import N_
from kpi.storage.tables import Product, Unit

SCOPE_NAMES = {
    "province": N_("shared by the province"),
    "commune": N_("shared by communes"),
    "unit": N_("a unit's own"),
}
IN_ORDER = case({"province": 0, "commune": 1}, value=Product.scope, else_=2)
GROUP_NAMES = {
    "A": N_("A: leading and managing"),
    "B": N_("B: shared professional work"),
    "C": N_("C: specialised work"),
    "D": N_("D: other work"),
}


@dataclass(frozen=True)
class Wanted:
    """What is looked for: a day, and optionally a group, a list, a unit's own list, words."""

    on: date
    group: str | None = None
    scope: str | None = None
    unit_id: int | None = None
    text: str = ""


@dataclass(frozen=True)
class Item:
    """A product as the official catalogue lists it. frame: the most points its complexity allows."""

    id: int
    terms: ProductTerms
    coefficient: float
    scope: str
    unit_code: str | None
    unit: str | None
    valid_from: date
    valid_to: date | None
    frame: float
    may_change: bool


def products(
    session: Session, actor: Actor, wanted: Wanted, *, start: int = 0, size: int | None = None
) -> tuple[list[Item], int]:
    """`size` products from `start` on (None: all of them), and how many match in all."""
    actor.require(Action.READ_CATALOGUE)
    matching = _matching(wanted)
    total = session.scalar(select(func.count(Product.id)).where(*matching)) or 0
    query = (
        select(Product, Unit.code, Unit.name, Unit.path)
        .outerjoin(Unit, Unit.id == Product.unit_id)
        .where(*matching)
        .order_by(IN_ORDER, Product.task_group, Unit.name, Product.code, Product.id)
        .offset(start)
    )
    rows = session.execute(query if size is None else query.limit(size))
    return [_item(actor, *row) for row in rows], total


def versions(session: Session, actor: Actor, item: Item) -> list[Item]:
    """Every dated row of the same product, newest first."""
    actor.require(Action.READ_CATALOGUE)
    own = Unit.code == item.unit_code if item.unit_code else Product.unit_id.is_(None)
    query = select(Product, Unit.code, Unit.name, Unit.path).outerjoin(Unit, Unit.id == Product.unit_id)
    same = query.where(Product.code == item.terms.code, Product.scope == item.scope, own)
    rows = session.execute(same.order_by(Product.valid_from.desc(), Product.id.desc()))
    return [_item(actor, *row) for row in rows]


def units_with_lists(session: Session, on: date) -> list[tuple[int, str]]:
    """The units that have a list of their own on that day: id and name."""
    query = select(Unit.id, Unit.name).join(Product, Product.unit_id == Unit.id).where(*_in_force(on)).distinct()
    return [(unit_id, name) for unit_id, name in session.execute(query.order_by(Unit.name))]


def units_to_list_for(session: Session, actor: Actor, on: date) -> list[tuple[str, str]]:
    """Code and name of the units whose own list the actor may keep."""
    alive = and_(Unit.valid_from <= on, or_(Unit.valid_to.is_(None), Unit.valid_to >= on))
    query = select(Unit.code, Unit.name).where(actor.rows(Action.MANAGE_UNIT_CATALOGUE), alive)
    return [(code, name) for code, name in session.execute(query.order_by(func.length(Unit.path), Unit.name))]


def _in_force(on: date) -> tuple[ColumnElement[bool], ...]:
    return (Product.valid_from <= on, or_(Product.valid_to.is_(None), Product.valid_to >= on))


def _matching(wanted: Wanted) -> list[ColumnElement[bool]]:
    found = list(_in_force(wanted.on))
    if wanted.group:
        found.append(Product.task_group == wanted.group)
    if wanted.scope:
        found.append(Product.scope == wanted.scope)
    if wanted.unit_id:
        found.append(Product.unit_id == wanted.unit_id)
    for word in wanted.text.split():
        columns = (Product.code, Product.task, Product.detail, Product.output)
        found.append(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    return found


def _item(actor: Actor, product: Product, code: str | None, unit: str | None, path: str | None) -> Item:
    shared = product.scope != "unit"
    action = Action.MANAGE_CATALOGUE if shared else Action.MANAGE_UNIT_CATALOGUE
    return Item(
        id=product.id,
        terms=terms_of(product),
        coefficient=product.coefficient,
        scope=product.scope,
        unit_code=code,
        unit=unit,
        valid_from=product.valid_from,
        valid_to=product.valid_to,
        frame=FRAME * product.complexity,
        may_change=product.valid_to is None and actor.may(action, Subject(path=path)),
    )
