"""The catalogue as a workbook in the columns of the official list; for whoever may read the catalogue."""

from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.assessment.catalogue_views import Item, Wanted, products
from kpi.exchange.plain_sheet import list_workbook
from kpi.language.catalogue import translate
from kpi.language.message import N_, Message
from kpi.language.numbers import format_date

HEADERS = (
    N_("Item"),
    N_("Code"),
    N_("Task"),
    N_("Work in detail"),
    N_("Product"),
    N_("Group"),
    N_("Frame"),
    N_("Points"),
    N_("Standard points"),
    N_("Conversion coefficient"),
    N_("Standard time (minutes)"),
    N_("List of"),
    N_("Note"),
)
WIDTHS = (6, 10, 38, 48, 38, 8, 12, 10, 10, 12, 12, 24, 40)
SHARED = {"province": N_("the whole province"), "commune": N_("every commune, ward and special zone")}


def catalogue_workbook(session: Session, actor: Actor, wanted: Wanted, language: str) -> bytes:
    """Everything that matches, on one sheet. Raises `NotPermitted` where the actor may not read the catalogue."""
    found, _total = products(session, actor, wanted)
    title = Message(N_("Catalogue on {day}"), {"day": format_date(wanted.on).replace("/", "-")}).in_(language)
    headers = [translate(header, language) for header in HEADERS]
    rows = [(float(number), *_row(item, language)) for number, item in enumerate(found, 1)]
    return list_workbook(title, headers, rows, WIDTHS)


def _row(item: Item, language: str) -> tuple[object, ...]:
    terms = item.terms
    owner = item.unit or translate(SHARED[item.scope], language)
    return (
        terms.code, terms.task, terms.detail, terms.output, terms.task_group, item.frame, terms.points,
        terms.standard_points, item.coefficient, terms.standard_minutes, owner, terms.note or "",
    )  # fmt: skip
