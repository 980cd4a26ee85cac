"""Issuing a paper: made for whoever asks, from what they may see, as Excel or Word, under a name an office files."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused
from kpi.assessment.results import PAGE, unit_results
from kpi.assessment.views import MonthView, months_by_ids
from kpi.exchange.forms import form01_many
from kpi.exchange.papers.excel import workbook
from kpi.exchange.papers.form01_word import form01_document
from kpi.exchange.papers.lists import catalogue_list, work_list
from kpi.exchange.papers.paper import Paper
from kpi.exchange.papers.province_paper import province_summary
from kpi.exchange.papers.unit_form import unit_form
from kpi.exchange.papers.unit_papers import minutes, unit_summary
from kpi.exchange.papers.word import document, documents
from kpi.language.message import say

XLSX, DOCX = "xlsx", "docx"
MOST_FORMS = 200
FORM01, SUMMARY, MINUTES, UNIT_FORM, PROVINCE, CATALOGUE, WORK = (
    "form01", "unit_summary", "minutes", "unit_form", "province", "catalogue", "work_list",
)  # fmt: skip
NAMES = {
    FORM01: "Mau-01",
    SUMMARY: "Tong-hop-don-vi",
    MINUTES: "Bien-ban-hop",
    UNIT_FORM: "Phieu-danh-gia-don-vi",
    PROVINCE: "Tong-hop-toan-tinh",
    CATALOGUE: "Danh-muc-san-pham",
    WORK: "Danh-muc-cong-viec",
}


@dataclass(frozen=True)
class Asked:
    """Which paper: its kind, "xlsx" or "docx", of which period and, where it is a unit's, of which unit."""

    kind: str
    form: str
    period: str
    unit_id: int | None = None
    on: date | None = None

    @property
    def file_name(self) -> str:
        """ "Tong-hop-don-vi_2026-03.docx"."""
        return f"{NAMES[self.kind]}_{self.on or self.period}.{self.form}"


def issue(session: Session, actor: Actor, asked: Asked) -> bytes:
    """The file. Raises `NotPermitted` for what the actor may not see, `Refused` where there is nothing to print."""
    if asked.kind in (FORM01, WORK):
        views = _months(session, actor, asked)
        if asked.kind == FORM01:
            return form01_many(views) if asked.form == XLSX else form01_document(views)
        lists = (work_list(view) for view in views)
        return workbook(lists) if asked.form == XLSX else documents(lists)
    paper = MAKERS[asked.kind](session, actor, asked)
    return workbook([paper]) if asked.form == XLSX else document(paper)


def of_month(view: MonthView, kind: str, form: str) -> bytes:
    """Form 01 or the list of work of one month, already shown to whoever asks."""
    if kind == FORM01:
        return form01_many([view]) if form == XLSX else form01_document([view])
    paper = work_list(view)
    return workbook([paper]) if form == XLSX else document(paper)


def _months(session: Session, actor: Actor, asked: Asked) -> list[MonthView]:
    rows, total = unit_results(session, actor, asked.period, asked.unit_id)
    if not total:
        raise Refused(say("There is no month here yet, so there is nothing to print."))
    if total > MOST_FORMS:
        raise Refused(say("Choose a unit with at most {most} people to print its forms together.", most=MOST_FORMS))
    for page in range(1, -(-total // PAGE)):
        rows += unit_results(session, actor, asked.period, asked.unit_id, "", page)[0]
    return months_by_ids(session, actor, [int(row["id"]) for row in rows])


def _unit(asked: Asked) -> int:
    if asked.unit_id is None:
        raise Refused(say("Choose the unit the paper is about."))
    return asked.unit_id


Maker = Callable[[Session, Actor, Asked], Paper]
MAKERS: dict[str, Maker] = {
    SUMMARY: lambda session, actor, asked: unit_summary(session, actor, asked.period, _unit(asked)),
    MINUTES: lambda session, actor, asked: minutes(session, actor, asked.period, _unit(asked)),
    UNIT_FORM: lambda session, actor, asked: unit_form(session, actor, asked.period, _unit(asked)),
    PROVINCE: lambda session, actor, asked: province_summary(session, actor, asked.period),
    CATALOGUE: lambda session, actor, asked: catalogue_list(session, actor, asked.on or date.today(), asked.unit_id),
}
