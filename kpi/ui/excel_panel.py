"""A month in Excel: take it away, fill it offline, bring it back; every difference and error is seen before saving."""

import pandas as pd
import streamlit as st

from kpi.access.actor import Actor
from kpi.assessment.states import Step
from kpi.assessment.views import MonthView, month_by_id
from kpi.exchange.month_book import month_book, month_book_name
from kpi.exchange.month_book_changes import BookReading, Conflict, Difference
from kpi.exchange.month_book_reading import read_month_book
from kpi.storage.unit_of_work import reading
from kpi.ui import signed_in
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.downloads import offer
from kpi.ui.words import _, amount, language, told

MOST_ERRORS = 50


def show_month_book(view: MonthView) -> None:
    """Download; and, while the month is with the person, upload, compare and save all or nothing."""
    offer(
        _("Download the month"),
        lambda who: _book(who, view.id),
        month_book_name(view),
        icon=":material/download:",
        key=f"book-{view.id}",
    )
    if Step.RECORD not in view.steps:
        st.caption(_("The month is not open for recording, so no workbook can be uploaded."))
        return
    file = st.file_uploader(_("Upload the filled workbook"), type=["xlsx"], max_upload_size=5, key=f"book-up-{view.id}")
    if file is not None:
        _compare(view, file.getvalue())


def _book(actor: Actor, month_id: int) -> bytes:
    with reading(engine()) as session:
        return month_book(month_by_id(session, actor, month_id), actor.language)


def _compare(view: MonthView, data: bytes) -> None:
    with st.spinner(_("Reading the workbook…")), reading(engine()) as session:
        found = read_month_book(data, month_by_id(session, signed_in.actor(), view.id), language())
    for notice in found.notices:
        st.info(told(notice))
    if found.errors:
        show_errors([error.in_(language()) for error in found.errors])
        return
    if not found.usable:
        st.success(_("The workbook says what the tool already holds; there is nothing to save."))
        return
    st.dataframe(_table(found.differences), hide_index=True)
    mine = [conflict for conflict in found.conflicts if _chosen(conflict)]
    _save(found, mine)


def show_errors(errors: list[str]) -> None:
    """What is wrong in a file, row by row; nothing of it was saved."""
    shown = "\n".join(f"- {error}" for error in errors[:MOST_ERRORS])
    more = f"\n- … +{len(errors) - MOST_ERRORS}" if len(errors) > MOST_ERRORS else ""
    st.error(_("Nothing was saved. Correct these places and upload the file again:") + f"\n\n{shown}{more}")


def _table(differences: tuple[Difference, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                _("Row"): str(each.row),
                _("Work"): each.what,
                _("Column"): each.column_in(language()),
                _("Before"): _told(each.before),
                _("After"): _told(each.after),
            }
            for each in differences
        ]
    )


def _told(value: object) -> str:
    return amount(value) if isinstance(value, int | float) or value is None else str(value)


def _chosen(conflict: Conflict) -> bool:
    """A cell changed on both sides since the download: the person says which counts."""
    each = conflict.difference
    place = f"{each.what} · {each.column_in(language())}"
    asked = _(
        "{place}: the tool holds “{now}”, the workbook says “{mine}”. Use the workbook's.",
        place=place,
        now=_told(each.before),
        mine=_told(each.after),
    )
    return st.checkbox(asked, key=f"conflict-{each.part}-{each.key}-{each.field}")


def _save(found: BookReading, mine: list[Conflict]) -> None:
    count = len(found.differences) + len(mine)
    pressed = st.button(
        _("Save {count} changes", count=count), type="primary", disabled=not count, icon=":material/save:"
    )
    if pressed and do(found.command(mine), done=_("{count} changes saved.", count=count)):
        st.rerun(scope="fragment")
