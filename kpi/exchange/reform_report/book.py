"""The report as a workbook: heading and plan first, every further table on a sheet of its own."""

from dataclasses import replace

from kpi.exchange.papers.excel import workbook
from kpi.exchange.papers.paper import Paper, Signature
from kpi.exchange.reform_report.report import Report
from kpi.exchange.reform_report.words import text
from kpi.exchange.workbook import plain_text


def report_workbook(report: Report) -> bytes:
    """The .xlsx file; text stays text, whatever it begins with."""
    first, *rest = [table for section in report.sections for table in section.tables]
    paragraphs = [said for section in report.sections[:1] for said in section.paragraphs]
    later = [said for section in report.sections[1:] for said in section.paragraphs]
    paper = Paper(
        kind="reform",
        above=plain_text(text("above", province=report.province.upper())),
        agency=text("agency"),
        number=text("number"),
        place_date=report.place_date,
        title=text("kind"),
        subtitle=report.title,
        marks=report.marks,
        before=(report.opening, *paragraphs, first.title),
        tables=(first, *(replace(table, title=plain_text(table.title)) for table in rest)),
        after=tuple(later),
        right=Signature(text("signer"), text("sign")),
        sheet=text("kind"),
        landscape=True,
    )
    return workbook([paper])
