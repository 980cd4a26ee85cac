"""The staffing report to print: the answer, what to check, families, units, criteria, norms with their sources."""

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from kpi.exchange.workbook import plain_text
from kpi.language.message import N_, Message
from kpi.language.numbers import format_date, format_number, format_percent, today
from kpi.staffing.families import family_name
from kpi.staffing.norms import norms
from kpi.staffing.today import Picture, suspects
from kpi.staffing.today.sentences import VERDICT_NAMES, in_what, signed, spread
from kpi.staffing.wisn import Verdict, verdicts

TOLD_NORMS = ("cv09", "not_merged", "minus15", "party", "by_hand")
RIGHT = WD_ALIGN_PARAGRAPH.RIGHT


class Paper:
    """A document being written in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.document: Any = Document()
        section = self.document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin = section.bottom_margin = Cm(1.8)
        font = self.document.styles["Normal"].font
        font.name, font.size = "Times New Roman", Pt(12)
        for name in ("Heading 1", "Heading 2", "Title"):
            style = self.document.styles[name]
            style.font.name = "Times New Roman"
            style.element.rPr.rFonts.set(qn("w:asciiTheme"), "")
            style.element.rPr.rFonts.set(qn("w:ascii"), "Times New Roman")
            style.element.rPr.rFonts.set(qn("w:hAnsi"), "Times New Roman")

    def say(self, text: str, **values: Any) -> str:
        """A text of the catalogue, filled."""
        return plain_text(Message(text, values).in_(self.language))

    def number(self, value: float, places: int = 1) -> str:
        """A figure in the reader's format."""
        return format_number(value, places, self.language)

    def heading(self, text: str, level: int = 1) -> None:
        """A heading."""
        self.document.add_heading(text, level)

    def paragraph(self, text: str, *, small: bool = False) -> None:
        """A paragraph."""
        run = self.document.add_paragraph().add_run(plain_text(text))
        if small:
            run.font.size = Pt(10)
            run.italic = True

    def table(self, headers: Sequence[str], rows: Sequence[Sequence[str]], wide: Sequence[float]) -> None:
        """A table whose header repeats on every page; widths in centimetres, figures to the right."""
        table = self.document.add_table(rows=1, cols=len(headers))
        table.style = "Table Grid"
        table.autofit = False
        _repeat(table.rows[0])
        for cell, text in zip(table.rows[0].cells, headers, strict=True):
            _fill(cell, text, bold=True)
        for row in rows:
            for place, (cell, text) in enumerate(zip(table.add_row().cells, row, strict=True)):
                _fill(cell, plain_text(text), right=place > 0 and _is_figure(text))
        for column, width in zip(table.columns, wide, strict=True):
            for cell in column.cells:
                cell.width = Cm(width)
        self.document.add_paragraph()

    def to_bytes(self) -> bytes:
        """The finished .docx file."""
        held = io.BytesIO()
        self.document.save(held)
        return held.getvalue()


def staffing_report(picture: Picture, band: float, language: str) -> bytes:
    """A .docx file of the picture; band: of the unit times, a share."""
    paper = Paper(language)
    paper.document.add_heading(paper.say(N_("Staff against workload of commune-level units")), 0)
    _answer(paper, picture, band)
    _to_check(paper, picture)
    _families(paper, picture)
    _units(paper, picture)
    _basis(paper, picture)
    return paper.to_bytes()


def _answer(paper: Paper, picture: Picture, band: float) -> None:
    counts, whole = picture.units["verdict"].value_counts(), picture.province
    criteria = picture.inputs.criteria
    paper.paragraph(
        paper.say(
            N_("Volumes of {year}; criteria “{title}” ({state}); unit times ± {band}. Made on {day}."),
            year=str(picture.inputs.year), title=criteria.title,
            state=paper.say(N_("since {day}"), day=format_date(criteria.effective_from))
            if criteria.state == "approved"
            else paper.say(N_("not approved")),
            band=format_percent(band, paper.language, 0), day=format_date(today()),
        ), small=True,
    )  # fmt: skip
    text = N_("{short} units are short, {over} are over; for {equal} no difference is shown.")
    figures = {name: str(int(counts.get(verdict, 0))) for name, verdict in ANSWERS.items()}
    paper.paragraph(paper.say(text, **figures))
    paper.paragraph(
        paper.say(
            N_("Existing staff {existing}; administrative norm {norm}; workload need {need} ({low}–{high}). "
               "Pooled ratio (Σ existing ÷ Σ need): {ratio}."),
            existing=paper.number(whole["existing"], 0), norm=paper.number(whole["norm"], 0),
            need=paper.number(whole["needed"]), low=paper.number(whole["low"]), high=paper.number(whole["high"]),
            ratio=paper.number(whole["ratio"], 2),
        )
    )  # fmt: skip
    paper.paragraph(paper.say(N_("The three figures stand side by side and are never merged; they decide nothing.")))


ANSWERS = {"short": Verdict.SHORT, "over": Verdict.OVER, "equal": Verdict.NO_DIFFERENCE}


def _to_check(paper: Paper, picture: Picture) -> None:
    found = suspects(picture, paper.language)
    if found:
        paper.heading(paper.say(N_("Figures to check first")), 2)
        rows = [(one.name, plain_text(one.message.in_(paper.language))) for one in found]
        paper.table([paper.say(N_("Unit")), paper.say(N_("What to check"))], rows, (6, 19.5))


def _families(paper: Paper, picture: Picture) -> None:
    paper.heading(paper.say(N_("Job families")), 2)
    sums = picture.families.groupby("family", sort=False)[["existing", "needed", "low", "high"]].sum().reset_index()
    found = verdicts(sums["existing"], sums["low"], sums["high"])
    rows = [
        (family_name(row["family"], paper.language), *_figures(paper, row, str(verdict)))
        for row, verdict in zip(sums.to_dict("records"), found, strict=True)
    ]
    headers = [paper.say(text) for text in (N_("Job family"), *COLUMNS)]
    paper.table(headers, rows, (8.5, 2.3, 2.5, 3.7, 3, 2.5, 3))


COLUMNS = (
    *(N_("Existing"), N_("Need"), N_("Interval of need"), N_("Existing − need")),
    *(N_("Existing ÷ need"), N_("Result")),
)


def _figures(paper: Paper, row: Any, verdict: str) -> tuple[str, ...]:
    existing, needed = float(row["existing"]), float(row["needed"])
    return (
        paper.number(existing, 0), paper.number(needed), spread(row["low"], row["high"], paper.language),
        signed(existing - needed, paper.language), paper.number(existing / needed, 2) if needed else "–",
        paper.say(VERDICT_NAMES[Verdict(verdict)]),
    )  # fmt: skip


def _units(paper: Paper, picture: Picture) -> None:
    paper.heading(paper.say(N_("Units, from the largest shortage to the largest surplus")), 2)
    why = in_what(picture.families, paper.language)
    rows = []
    for row in picture.units.sort_values("gap", kind="stable").to_dict("records"):
        existing, *others = _figures(paper, row, str(row["verdict"]))
        rows.append((row["name"], existing, paper.number(row["norm"], 0), *others, why.get(row["unit"], "")))
    headers = (N_("Unit"), COLUMNS[0], N_("Norm"), *COLUMNS[1:], N_("In what"))
    paper.table([paper.say(text) for text in headers], rows, (4.6, 1.7, 1.7, 1.7, 2.8, 2.2, 2, 2.6, 6.4))


def _basis(paper: Paper, picture: Picture) -> None:
    paper.heading(paper.say(N_("What the figures rest on")), 2)
    paper.paragraph(
        paper.say(
            N_("Need by WHO's Workload Indicators of Staffing Need: A × B + C. A is volume over what one person does "
               "in a year, B the factor for support activities, C staff for individual duties. A counter's need is "
               "the larger of its yearly need and its roster at the busiest hour. Where the interval of need holds "
               "existing staff, no difference is shown.")
        )
    )  # fmt: skip
    if picture.inputs.criteria.source:
        paper.paragraph(picture.inputs.criteria.source, small=True)
    for code in TOLD_NORMS:
        norm = norms()[code]
        label = f" ({paper.say(N_('proposal, not in force'))})" if norm.status == "proposal" else ""
        paper.paragraph(f"{norm.named(paper.language)}{label}: {norm.told(paper.language)}. {norm.source}.", small=True)


def _fill(cell: Any, text: str, *, bold: bool = False, right: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(10)
    if right:
        paragraph.alignment = RIGHT


def _repeat(row: Any) -> None:
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(header)


def _is_figure(text: str) -> bool:
    return bool(text) and all(sign.isdigit() or sign in "−+–-.,%" for sign in text)
