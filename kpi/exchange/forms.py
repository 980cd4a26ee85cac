"""Official forms as workbooks ready to sign. Form 01 (Mẫu số 01) is Vietnamese, whoever downloads it."""

from collections.abc import Iterable

from kpi.assessment.views import MonthView
from kpi.exchange.form01_annex import write_annex
from kpi.exchange.form01_page import Page
from kpi.exchange.form01_sheet import write_form
from kpi.exchange.workbook import Writer

PLACE = "Khánh Hòa"


def form01(view: MonthView, place: str = PLACE) -> bytes:
    """Form 01 of one month as .xlsx: the form, then the list of work on a new page.

    Every figure is one of `view.score("self")` or `view.score("reviewed")`. Until a month is approved the form says
    so, and the authority's column stays empty until it was reviewed. `place` begins the date line.
    """
    return form01_many([view], place)


def form01_many(views: Iterable[MonthView], place: str = PLACE) -> bytes:
    """Form 01 of many months in one workbook, a sheet for each in the order given. ValueError for none."""
    writer = Writer()
    for view in views:
        page = Page(writer, view.person)
        declared, reviewed = write_form(page, view, place)
        page.finish(view, write_annex(page, view, declared, reviewed))
    if len(writer.book.worksheets) < 2:
        raise ValueError("no month to print")
    return writer.to_bytes()


def form01_name(view: MonthView) -> str:
    """What the file is called: "Mau-01_2026-03_CC001.xlsx"."""
    return f"Mau-01_{view.period}_{view.person_code}.xlsx"
