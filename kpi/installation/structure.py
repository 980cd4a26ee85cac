"""What every installation stands on: the units, the catalogue, and the row that says what this database is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Table, func, select, text
from sqlalchemy.orm import Session

from kpi.assessment.calendar import deadlines_of, month_bounds
from kpi.installation.catalogue import as_products, load_catalogue
from kpi.installation.units import as_units, load_units
from kpi.language.message import Message
from kpi.reform.indicators.definitions import lay_definitions
from kpi.storage.tables import Base, Installation, Period, Product, Unit

PROVINCE = "Tỉnh Khánh Hòa"
Progress = Callable[[Message], None]


def silent(_message: Message) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Structure:
    """The units and products just laid, with their ids."""

    units: list[Unit]
    products: list[Product]


def lay(session: Session, kind: str) -> Structure:
    """Add the installation row ("demo" or "real"), every unit and every product."""
    units = as_units(load_units())
    session.add(Installation(id=1, kind=kind, province=PROVINCE))
    for level in sorted({unit.path.count("/") for unit in units}):
        session.add_all(unit for unit in units if unit.path.count("/") == level)
        session.flush()
    ids = {unit.code: unit.id for unit in units}
    products = as_products(load_catalogue(set(ids)), ids)
    session.add_all(products)
    session.flush()
    lay_definitions(session)
    return Structure(units, products)


def month_period(code: str, state: str) -> Period:
    """A month's period with its default deadlines."""
    starts, ends = month_bounds(code)
    return Period(code=code, kind="month", starts=starts, ends=ends, state=state, **vars(deadlines_of(ends)))


def month_code(day: date, back: int = 0) -> str:
    """The month `back` months before the one `day` lies in, as 2026-03."""
    months = day.year * 12 + day.month - 1 - back
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def catch_up_numbering(session: Session) -> None:
    """Rows were given their ids here: let PostgreSQL's own numbering go on after them."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for table in Base.metadata.sorted_tables:
        if _is_numbered(table):
            highest = session.scalar(select(func.max(table.c.id)))
            if highest:
                advance = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :highest)")
                session.execute(advance, {"name": table.name, "highest": highest})


def gather_statistics(session: Session) -> None:
    """Tell PostgreSQL at once how much was written, so that the first visitors need not wait for it to find out."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ANALYZE"))


def _is_numbered(table: Table) -> bool:
    return table.autoincrement_column is not None
