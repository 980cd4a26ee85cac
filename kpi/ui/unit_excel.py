"""Assigning to a whole unit in Excel: fill the lists offline, see every error by row before anything is given."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from kpi.access.actor import Actor
from kpi.assessment.results import unit_results
from kpi.assessment.views import months_by_ids
from kpi.exchange.unit_book import unit_book, unit_book_name
from kpi.exchange.unit_book_lists import assignment_lists
from kpi.exchange.unit_book_reading import AssignmentReading, read_assignment_book
from kpi.storage.unit_of_work import reading
from kpi.ui import signed_in
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.downloads import offer
from kpi.ui.excel_panel import show_errors
from kpi.ui.words import _, amount, day, language, told

MOST_PAGES = 5


def show_unit_book(actor: Actor, period: dict[str, Any], people: Sequence[dict[str, Any]]) -> None:
    """Download the unit's workbook; upload it with the assignments filled in."""
    code = str(period["code"])
    st.markdown(
        _("The workbook holds the work of your {count} people and a sheet to assign new work in.", count=len(people))
    )
    with reading(engine()) as session:
        name = unit_book_name(assignment_lists(session, actor, code))
    offer(
        _("Download the unit's workbook"),
        lambda who: _book(who, code),
        name,
        icon=":material/download:",
        key="unit-book",
    )
    file = st.file_uploader(_("Upload the filled workbook"), type=["xlsx"], max_upload_size=5, key=f"unit-up-{code}")
    if file is not None:
        _compare(code, file.getvalue())


def _book(actor: Actor, code: str) -> bytes:
    with reading(engine()) as session:
        pages = [unit_results(session, actor, code, page=page)[0] for page in range(MOST_PAGES)]
        ids = dict.fromkeys(int(row["id"]) for rows in pages for row in rows)
        views = months_by_ids(session, actor, list(ids))
        return unit_book(views, assignment_lists(session, actor, code), actor.language)


def _compare(code: str, data: bytes) -> None:
    with st.spinner(_("Reading the workbook…")), reading(engine()) as session:
        found = read_assignment_book(data, assignment_lists(session, signed_in.actor(), code), language())
    for notice in found.notices:
        st.info(told(notice))
    if found.errors:
        show_errors([error.in_(language()) for error in found.errors])
    elif not found.usable:
        st.success(_("Everything in the workbook is assigned already; there is nothing to save."))
    else:
        st.dataframe(_table(found), hide_index=True)
        _save(found)


def _table(found: AssignmentReading) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                _("Person"): f"{new.person} ({new.code})",
                _("Product"): new.product,
                _("In your own words"): new.row.title,
                _("Quantity"): amount(new.row.quantity),
                _("Due"): day(new.row.due),
            }
            for new in found.work
        ]
    )


def _save(found: AssignmentReading) -> None:
    count = len(found.work)
    if st.button(_("Assign {count} lines", count=count), type="primary", icon=":material/save:") and do(
        found.command(), done=_("{count} lines assigned.", count=count)
    ):
        st.rerun(scope="fragment")
