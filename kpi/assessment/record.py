"""Recording: the cells a person or a rater types, saved one by one as they are typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused, Subject
from kpi.access.execute import handles
from kpi.access.permissions import Action
from kpi.assessment.cells import DECLARED, REVIEWED, Field, contradiction, parsed, reopened
from kpi.assessment.months import OfMonth, OpenMonth, as_row, keep_score, lines_of, month_for, subject_of, touch
from kpi.assessment.petitions.reopened import corrections_standing, stands
from kpi.assessment.scoring import REVIEWED as REVIEWED_STAGE
from kpi.assessment.states import Step, require
from kpi.language.message import Message, say
from kpi.storage.tables import WorkLine


@dataclass(frozen=True)
class Cell:
    """One typed value: what the person saw before typing, and what they typed."""

    line_id: int
    field: str
    value: float | str | None
    seen: float | str | None


@dataclass(frozen=True)
class Problem:
    """A cell that was not saved, and why. `overtaken`: somebody else wrote it since the person looked."""

    cell: Cell
    message: Message
    overtaken: bool = False


@dataclass(frozen=True)
class Recorded:
    """What became of the cells: those saved, those not, and the month's revision now."""

    revision: int
    saved: tuple[Cell, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class RecordWork(OfMonth):
    """A person records their own work."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class RecordReview(OfMonth):
    """A rater adjusts lines beside what the person declared."""

    cells: tuple[Cell, ...]


def of_month(command: Any, session: Session) -> Subject:
    """The subject of every command that names a month."""
    return subject_of(session, command.month_id)


@handles(RecordWork, Action.RECORD_WORK, of_month)
def record_work(command: RecordWork, actor: Actor, session: Session) -> Recorded:
    """Save what can be saved, tell of the rest. A foreign line or a locked column refuses everything."""
    at = month_for(session, command.month_id)
    require(Step.RECORD, at.standing, actor)
    return save_cells(session, at, command.cells, DECLARED)


@handles(RecordReview, Action.REVIEW_MONTH, of_month)
def record_review(command: RecordReview, actor: Actor, session: Session) -> Recorded:
    """As `RecordWork`, for the reviewed columns; the reviewed score follows at once."""
    at = month_for(session, command.month_id)
    require(Step.REVIEW, at.standing, actor)
    made = corrections_standing(session, at.month, at.period)
    settled = [cell for cell in command.cells if (cell.line_id, cell.field) in made.lines]
    recorded = save_cells(session, at, [cell for cell in command.cells if cell not in settled], REVIEWED)
    if recorded.saved:
        keep_score(session, at, REVIEWED_STAGE)
    return replace(recorded, problems=(*recorded.problems, *_settled(session, at, settled)))


def _settled(session: Session, at: OpenMonth, cells: Sequence[Cell]) -> list[Problem]:
    """Figures a decision on a petition has corrected: the period was opened again, the decision still stands."""
    titles = {line.id: line.title for line in lines_of(session, at.month.id)} if cells else {}
    return [Problem(cell, stands(titles[cell.line_id])) for cell in cells]


def save_cells(session: Session, at: OpenMonth, cells: Sequence[Cell], fields: Mapping[str, Field]) -> Recorded:
    """Check every cell and every line as a whole, and save line by line."""
    lines = {line.id: line for line in lines_of(session, at.month.id)}
    _refuse_forged(cells, lines, fields)
    saved: list[Cell] = []
    problems: list[Problem] = []
    for line_id in dict.fromkeys(cell.line_id for cell in cells):
        mine = [cell for cell in cells if cell.line_id == line_id]
        _save_line(lines[line_id], mine, fields, saved, problems)
    if any(session.is_modified(line) for line in lines.values()):
        touch(at.month)
    return Recorded(at.month.revision, tuple(saved), tuple(problems))


def _refuse_forged(cells: Sequence[Cell], lines: Mapping[int, WorkLine], fields: Mapping[str, Field]) -> None:
    """No honest screen sends these, so nothing at all is saved."""
    for cell in cells:
        if cell.line_id not in lines:
            raise Refused(
                say("Line {line} is not part of this month. Reload the page; nothing was saved.", line=cell.line_id)
            )
        if cell.field not in fields:
            raise Refused(say("The column “{column}” cannot be changed here. Nothing was saved.", column=cell.field))
        if lines[cell.line_id].state == "refused":
            title = lines[cell.line_id].title
            raise Refused(say("“{title}” was refused, so nothing can be recorded on it.", title=title))


def _save_line(
    line: WorkLine, cells: Sequence[Cell], fields: Mapping[str, Field], saved: list[Cell], problems: list[Problem]
) -> None:
    values: dict[str, Any] = {}
    good: list[Cell] = []
    for cell in cells:
        value = parsed(fields[cell.field], cell.value)
        if isinstance(value, Message):
            problems.append(Problem(cell, value))
            continue
        if overtaken := _overtaken(line, cell, value, fields[cell.field]):
            problems.append(Problem(cell, overtaken, overtaken=True))
            continue
        values[cell.field] = value
        good.append(cell)
    anew = reopened(as_row(line), values) if fields is DECLARED else {}
    against = contradiction(as_row(line) | values | anew)
    if against is not None and values:
        problems.extend(Problem(cell, against) for cell in good)
        return
    values |= anew
    for name, value in values.items():
        setattr(line, name, value)
    saved.extend(good)


def _overtaken(line: WorkLine, cell: Cell, value: float | str | None, field: Field) -> Message | None:
    """A value somebody else wrote since the person looked is not overwritten unseen."""
    now = getattr(line, cell.field)
    if now in (cell.seen, value):
        return None
    return say(
        "{column}: while you were typing, “{seen}” became “{now}”. Yours, “{value}”, was not saved; "
        "type it again to replace it.",
        column=Message(field.label),
        seen=_told(cell.seen),
        now=_told(now),
        value=_told(value),
    )


def _told(value: float | str | None) -> Any:
    return "–" if value is None else value
