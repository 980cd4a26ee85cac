"""Checks that generated months are what the commands would have let through."""

from collections.abc import Iterator

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from kpi.assessment.cells import DECLARED, REVIEWED, contradiction, parsed
from kpi.assessment.marks import maxima
from kpi.assessment.months import as_row, lines_of, marks_of, month_for
from kpi.assessment.review import undecided
from kpi.assessment.submit import missing_to_submit
from kpi.language.message import Message
from kpi.storage.tables import Month, WorkLine
from kpi.storage.unit_of_work import reading


def refused_cells(engine: Engine) -> list[str]:
    """Every cell of a line that could not have been typed."""
    found = []
    with reading(engine) as session:
        for line in session.scalars(select(WorkLine)):
            row = as_row(line)
            told = [parsed(field, row[name]) for name, field in {**DECLARED, **REVIEWED}.items()]
            told.append(contradiction(row))
            found += [f"{line.id}: {message.in_('en')}" for message in told if isinstance(message, Message)]
    return found


def unfinished(engine: Engine) -> list[str]:
    """Months handed in, reviewed or approved though something was still missing or undecided."""
    with reading(engine) as session:
        return [text for month in session.scalars(select(Month)) for text in _owed(session, month)]


def _owed(session: Session, month: Month) -> Iterator[str]:
    at = month_for(session, month.id)
    lines, marks = lines_of(session, month.id), marks_of(session, month.id)
    most = maxima(session, at)
    for mark in marks:
        for value in (mark.self_value, mark.reviewed_value):
            if value is not None and not 0 <= value <= most[mark.criterion]:
                yield f"{month.id}: {mark.criterion} is {value}"
    if month.state != "draft":
        yield from (f"{month.id}: {message.in_('en')}" for message in missing_to_submit(session, at))
    if month.state in ("reviewed", "approved"):
        yield from (f"{month.id}: {message.in_('en')}" for message in undecided(lines, marks, month.role))
