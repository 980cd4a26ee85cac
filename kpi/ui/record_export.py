"""The filtered record as a CSV file, made only when it is asked for."""

import csv
import io

import streamlit as st

from kpi.access import auditing
from kpi.access.actor import Actor
from kpi.audit.views import Entry, Wanted
from kpi.language.message import N_
from kpi.storage.unit_of_work import reading
from kpi.ui.database import engine
from kpi.ui.record_words import column_words, command_words, subject_words, table_words, value_words
from kpi.ui.words import _, moment

MOST = 50_000
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def button(who: Actor, wanted: Wanted) -> None:
    """Offers the file; nothing is read before somebody clicks."""
    st.download_button(
        _("Export as CSV"), data=lambda: text(who, wanted).encode("utf-8-sig"), file_name="audit.csv", mime="text/csv",
        icon=":material/download:", on_click="ignore",
    )  # fmt: skip


def text(who: Actor, wanted: Wanted) -> str:
    """One line per changed column, at most 50,000 entries, newest first; spreadsheets run nothing in it."""
    with reading(engine()) as session:
        found = auditing.entries(session, who, wanted, start=0, size=MOST)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_(title) for title in TITLES])
    for entry in found:
        writer.writerows([harmless(cell) for cell in row] for row in _rows(entry))
    return out.getvalue()


TITLES = (
    N_("No."),
    N_("When"),
    N_("Account"),
    N_("Who"),
    N_("What was done"),
    N_("About"),
    N_("Reason"),
    N_("Of"),
    N_("Field"),
    N_("Before"),
    N_("After"),
    N_("Hash"),
)


def _rows(entry: Entry) -> list[list[str]]:
    head = [str(entry.number), moment(entry.at), entry.actor, entry.actor_name, command_words(entry.command)]
    head += [subject_words(entry.subject), entry.reason]
    changes = [
        [
            f"{table_words(one.table)} {one.row}",
            column_words(one.column),
            value_words(one.before),
            value_words(one.after),
        ]
        for one in entry.changes
    ]
    return [[*head, *change, entry.hash] for change in changes or [[""] * 4]]


def harmless(cell: str) -> str:
    """A cell a spreadsheet would run as a formula gets an apostrophe; a lone dash or a number stays."""
    return "'" + cell if cell.startswith(FORMULA) and len(cell) > 1 and not _is_number(cell) else cell


def _is_number(cell: str) -> bool:
    return cell.lstrip("-+").replace(",", "").replace(".", "").isdigit()
