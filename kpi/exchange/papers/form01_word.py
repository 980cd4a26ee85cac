"""Mẫu số 01 as Word: one form, or a unit's in one file."""

from collections.abc import Iterable

from kpi.assessment.views import MonthView
from kpi.exchange.papers.form01_content import form_content
from kpi.exchange.papers.word import rendered
from kpi.exchange.papers.wording import PLACE


def form01_document(views: Iterable[MonthView], place: str = PLACE) -> bytes:
    """Forms in the order given, each beginning on a page of its own. ValueError for none."""
    forms = [form_content(view, place) for view in views]
    if not forms:
        raise ValueError("no month to print")
    return rendered("form01", {"forms": forms})
