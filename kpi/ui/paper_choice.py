"""The papers one can take away, what each is for, and the buttons that make them."""

from dataclasses import dataclass

import streamlit as st

from kpi.access.actor import Actor
from kpi.exchange.papers.issue import (
    CATALOGUE,
    DOCX,
    FORM01,
    MINUTES,
    PROVINCE,
    SUMMARY,
    UNIT_FORM,
    WORK,
    XLSX,
    Asked,
    issue,
)
from kpi.language.message import N_
from kpi.storage.unit_of_work import reading
from kpi.ui.database import engine
from kpi.ui.downloads import offer
from kpi.ui.words import _

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class PaperEntry:
    """A paper's title and purpose; whether it is about a unit, and about months only; as what it is offered."""

    title: str
    purpose: str
    needs_unit: bool = True
    months_only: bool = False  # and only where they are few enough for one file
    forms: tuple[str, ...] = (XLSX, DOCX)


PAPERS: dict[str, PaperEntry] = {
    SUMMARY: PaperEntry(
        N_("Summary table of a unit"),
        N_("Everybody’s points and ranks: the system’s, the proposed and the decided one. Goes with the decision."),
    ),
    FORM01: PaperEntry(
        N_("Form 01 of everybody"),
        N_("One form for each person with the list of work behind it, ready to sign. At most 200 people."),
        months_only=True,
    ),
    MINUTES: PaperEntry(
        N_("Minutes of the ranking meeting"),
        N_("People, ranks and quota filled in; places for time, attendance, opinions and conclusion."),
    ),
    UNIT_FORM: PaperEntry(
        N_("Rating form of an agency or unit"),
        N_("The unit’s own points, total and rank with what they rest on."),
    ),
    WORK: PaperEntry(
        N_("Personal lists of work"),
        N_("What each person did and what each line counts for, a sheet or page for each person."),
        months_only=True,
    ),
    CATALOGUE: PaperEntry(
        N_("Catalogue of products"),
        N_("The products in force with their frames, points and coefficients; of a unit, its own list."),
    ),
    PROVINCE: PaperEntry(
        N_("Summary of the province"),
        N_("Counts and shares by rank, body and group, the change from the period before, and who is missing."),
        needs_unit=False,
    ),
}


def paper_buttons(asked: list[Asked], needs_unit: bool) -> None:
    """A button for each form of a paper. A refusal is said here instead of a file."""
    if needs_unit and asked[0].unit_id is None:
        st.caption(_("Choose the unit the paper is about."))
        return
    with st.container(horizontal=True):
        for one in asked:
            excel = one.form == XLSX
            offer(
                _("Excel") if excel else _("Word"),
                lambda who, one=one: made(who, one),  # type: ignore[misc]
                one.file_name,
                SHEET if excel else WORD,
                icon=":material/table_view:" if excel else ":material/article:",
                key=f"paper-{one.kind}-{one.form}",
            )


def made(who: Actor, asked: Asked) -> bytes:
    """The file, for whoever is signed in at the click."""
    with reading(engine()) as session:
        return issue(session, who, asked)
