"""A reallocation proposal as a Word report and an Excel workbook; numbers by family, never names of people."""

from collections.abc import Mapping, Sequence
from typing import Any

from kpi.exchange.staffing_report_word import Paper
from kpi.exchange.workbook import Look, Writer, widths
from kpi.language.message import N_, Message
from kpi.language.numbers import format_amount, format_date, format_number, format_percent, today
from kpi.organisation.kinds import KIND_NAMES, UnitKind
from kpi.staffing.families import family_name
from kpi.staffing.proposals.views import MoveLine, Proposal
from kpi.staffing.reallocation.fairness import Spread

HEADER = Look(size=11, bold=True, across="center", boxed=True, fill="F1EDE6")
TEXT = Look(size=11, down="top", boxed=True)
FIGURE = Look(size=11, across="right", down="top", boxed=True, number="#,##0.###")
MOVES = (
    N_("From unit"),
    N_("To unit"),
    N_("Job family"),
    N_("Number of people"),
    N_("Way (km)"),
    N_("Time"),
    N_("Why"),
)
SPREADS = (N_("Units"), N_("People missing"), N_("People over"), N_("Least ratio"), N_("10th percentile"),
           N_("90th percentile"), N_("Gini"))  # fmt: skip
RECRUITS = (N_("Job family"), N_("To recruit now"), N_("When support leaves"), N_("Units"))
FIGURES = (N_("Unit"), N_("Job family"), N_("Existing"), N_("Need"), N_("Afterwards"), N_("of these lent"),
           N_("Still missing"))  # fmt: skip


def reallocation_report(shown: Proposal, language: str) -> bytes:
    """A .docx file to print for the meeting."""
    paper = Paper(language)
    paper.document.add_heading(paper.say(N_("Reallocation proposal")), 0)
    paper.paragraph(shown.line.title)
    _answer(paper, shown)
    paper.heading(paper.say(N_("Before and after")), 2)
    paper.table([paper.say(one) for one in SPREADS], spread_rows(shown, language), (6.5, 3.2, 3.2, 3.2, 3.2, 3.2, 3.2))
    paper.heading(paper.say(N_("Moves")), 2)
    rows = [tuple(str(cell) for cell in row) for row in move_rows(shown, language)]
    paper.table([paper.say(one) for one in MOVES], rows, (3.6, 3.6, 4.5, 1.6, 1.8, 2.3, 8.3))
    if shown.recruits:
        paper.heading(paper.say(N_("Recruitment")), 2)
        told = [tuple(str(cell) for cell in row) for row in recruit_rows(shown, language)]
        paper.table([paper.say(one) for one in RECRUITS], told, (6, 2.5, 4.2, 13))
    _basis(paper, shown)
    return paper.to_bytes()


def reallocation_workbook(shown: Proposal, language: str) -> bytes:
    """An .xlsx file: moves, recruitment, before and after, every figure."""
    writer = Writer()
    sheets: tuple[tuple[str, Sequence[str], Sequence[Sequence[Any]], Sequence[float]], ...] = (
        (N_("Moves"), MOVES, move_rows(shown, language, typed=True), (22, 22, 30, 9, 10, 13, 70)),
        (N_("Recruitment"), RECRUITS, recruit_rows(shown, language, typed=True), (34, 12, 24, 70)),
        (N_("Before and after"), SPREADS, spread_rows(shown, language), (26, 16, 16, 16, 16, 16, 18)),
        (N_("Figures"), FIGURES, figure_rows(shown, language), (22, 34, 10, 10, 11, 13, 13)),
    )  # fmt: skip
    for title, headers, rows, wide in sheets:
        sheet = writer.sheet(_say(title, language))
        for place, header in enumerate(headers, 1):
            writer.put(sheet, 1, place, _say(header, language), HEADER)
        for number, row in enumerate(rows, 2):
            for place, value in enumerate(row, 1):
                writer.put(sheet, number, place, value, TEXT if isinstance(value, str) else FIGURE)
        widths(sheet, wide)
        sheet.freeze_panes = "A2"
    return writer.to_bytes()


def move_rows(shown: Proposal, language: str, *, typed: bool = False) -> list[tuple[Any, ...]]:
    """One row a move; typed: figures as numbers."""
    return [
        (
            move.from_name, move.to_name, _work(move, language), move.people if typed else str(move.people),
            _km(move, language, typed), format_date(move.until) if move.until else _say(N_("lasting"), language),
            " ".join(sentence.in_(language) for sentence in move.why),
        )
        for move in shown.moves
    ]  # fmt: skip


def recruit_rows(shown: Proposal, language: str, *, typed: bool = False) -> list[tuple[Any, ...]]:
    """One row a family."""
    return [
        (
            family_name(one.family, language), one.now if typed else str(one.now),
            "; ".join(f"{people} ({format_date(on)})" for on, people in sorted(one.later.items())),
            ", ".join(f"{shown.names[unit]} {people}" for unit, people in
                      sorted(one.units.items(), key=lambda row: (-row[1], row[0]))),
        )
        for one in shown.recruits
    ]  # fmt: skip


def spread_rows(shown: Proposal, language: str) -> list[tuple[str, ...]]:
    """The whole, former provinces, kinds: each figure before → after."""
    rows = [_spread(_say(N_("the whole province"), language), shown.before_spread, shown.after_spread, language)]
    for name, pair in shown.by_former.items():
        label = Message(N_("former {province}"), {"province": name}).in_(language) if name else "–"
        rows.append(_spread(label, *pair, language))
    kinds: Mapping[str, tuple[Spread, Spread]] = shown.by_kind
    rows += [_spread(_say(KIND_NAMES[UnitKind(kind)], language), *pair, language) for kind, pair in kinds.items()]
    return rows


def figure_rows(shown: Proposal, language: str) -> list[tuple[Any, ...]]:
    """Every unit and family."""
    return [
        (shown.names[unit], family_name(family, language), int(shown.existing[u, f]), int(shown.posts[u, f]),
         int(shown.after[u, f]), int(shown.lent[u, f]), int(shown.missing[u, f]))
        for u, unit in enumerate(shown.units) for f, family in enumerate(shown.families)
    ]  # fmt: skip


def _answer(paper: Paper, shown: Proposal) -> None:
    before, after = shown.before_spread.shortage, shown.after_spread.shortage
    stands = shown.line.scenario or paper.say(N_("Today’s units"))
    paper.paragraph(
        paper.say(N_("For: {stands}. Volumes of {year}; staff as of {on}. Made on {day}."), stands=stands,
                  year=str(shown.year), on=format_date(shown.on), day=format_date(today())), small=True,
    )  # fmt: skip
    figures = {"people": shown.line.people, "lent": int(shown.lent.sum()), "before": before, "after": after,
               "recruit": int(shown.missing.sum())}  # fmt: skip
    text = N_("{people} people move and {lent} are lent; {before} missing become {after}. {recruit} posts stay to be "
              "recruited.")  # fmt: skip
    paper.paragraph(paper.say(text, **{name: format_amount(value, paper.language) for name, value in figures.items()}))
    paper.paragraph(paper.say(N_("Numbers by family only; choosing people stays with the units.")))


def _basis(paper: Paper, shown: Proposal) -> None:
    paper.heading(paper.say(N_("What the figures rest on")), 2)
    terms = shown.terms
    limit = N_("no limit") if terms.distance_limit is None else None
    way = paper.say(limit) if limit else f"{format_amount(terms.distance_limit, paper.language)} km"
    paper.paragraph(
        paper.say(
            N_("Least shortage first, then the least worst share a unit lacks, then the least disturbance by way and "
               "work. Longest way: {way}. Ways are straight along neighbours unless the planner gave others. Solved by "
               "HiGHS to a gap of {gap}."), way=way, gap=format_percent(shown.gap, paper.language, 2),
        )
    )  # fmt: skip


def _work(move: MoveLine, language: str) -> str:
    to = family_name(move.to_family, language)
    return to if move.from_family == move.to_family else f"{family_name(move.from_family, language)} → {to}"


def _km(move: MoveLine, language: str, typed: bool) -> Any:
    if move.km is None:
        return "–"
    return round(move.km, 1) if typed else format_number(move.km, 1, language)


def _spread(label: str, before: Spread, after: Spread, language: str) -> tuple[str, ...]:
    def pair(one: float, other: float, places: int) -> str:
        return f"{format_number(one, places, language)} → {format_number(other, places, language)}"

    return (
        label, pair(before.shortage, after.shortage, 0), pair(before.surplus, after.surplus, 0),
        pair(before.least, after.least, 2), pair(before.p10, after.p10, 2), pair(before.p90, after.p90, 2),
        pair(before.gini, after.gini, 3),
    )  # fmt: skip


def _say(text: str, language: str) -> str:
    return Message(text).in_(language)
