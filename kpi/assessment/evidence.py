"""Files that show the work was done: attached to a line, opened by those who may read the month."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import PurePath

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused
from kpi.access.execute import handles
from kpi.access.permissions import Action
from kpi.assessment.months import month_for, subject_of, touch
from kpi.assessment.new_lines import line_of
from kpi.assessment.record import of_month
from kpi.assessment.states import Step, require
from kpi.language.message import say
from kpi.storage.tables import Evidence, WorkLine

MOST_BYTES = 5_000_000
MOST_FILES = 5
OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".docx": f"{OFFICE}.wordprocessingml.document",
    ".xlsx": f"{OFFICE}.spreadsheetml.sheet",
}
STARTS = {  # how an honest file of that kind begins
    ".pdf": b"%PDF",
    ".png": b"\x89PNG",
    ".jpg": b"\xff\xd8",
    ".jpeg": b"\xff\xd8",
    ".docx": b"PK",
    ".xlsx": b"PK",
}


@dataclass(frozen=True)
class AttachEvidence:
    """A person attaches a file to a line of their month."""

    month_id: int
    line_id: int
    name: str
    media_type: str
    content: bytes = field(repr=False)

    @property
    def about(self) -> str:
        """The line, for the audit."""
        return f"month {self.month_id} line {self.line_id}"


@dataclass(frozen=True)
class RemoveEvidence:
    """A person takes a file away again."""

    month_id: int
    evidence_id: int

    @property
    def about(self) -> str:
        """The file, for the audit."""
        return f"month {self.month_id} evidence {self.evidence_id}"


@handles(AttachEvidence, Action.RECORD_WORK, of_month)
def attach_evidence(command: AttachEvidence, actor: Actor, session: Session) -> int:
    """Refused for other kinds of file, too large ones, and too many. Returns the file's id."""
    at = month_for(session, command.month_id)
    require(Step.RECORD, at.standing, actor)
    line = line_of(session, at, command.line_id)
    name = PurePath(command.name.replace("\\", "/")).name[:200]
    _check(session, line, name, command.content)
    evidence = Evidence(
        line_id=line.id,
        name=name,
        media_type=MEDIA_TYPES[PurePath(name).suffix.lower()],
        size=len(command.content),
        sha256=hashlib.sha256(command.content).hexdigest(),
        content=command.content,
        added_at=datetime.now(UTC),
    )
    session.add(evidence)
    touch(at.month)
    session.flush()
    return evidence.id


def _check(session: Session, line: WorkLine, name: str, content: bytes) -> None:
    start = STARTS.get(PurePath(name).suffix.lower())
    if start is None or not content.startswith(start):
        raise Refused(say("“{name}” is not a PDF, PNG, JPG, Word or Excel file. Attach one of these.", name=name))
    if len(content) > MOST_BYTES:
        raise Refused(say("“{name}” is larger than 5 MB. Make it smaller, or give a link instead.", name=name))
    present = session.scalar(select(func.count()).where(Evidence.line_id == line.id)) or 0
    if present >= MOST_FILES:
        raise Refused(say("“{title}” has {count} files already. Remove one first.", title=line.title, count=present))


@handles(RemoveEvidence, Action.RECORD_WORK, of_month)
def remove_evidence(command: RemoveEvidence, actor: Actor, session: Session) -> None:
    """The audit keeps the file's name and SHA-256."""
    at = month_for(session, command.month_id)
    require(Step.RECORD, at.standing, actor)
    evidence = session.get(Evidence, command.evidence_id)
    if evidence is None:
        raise Refused(say("This file is no longer there. Reload the page."))
    line_of(session, at, evidence.line_id)
    session.delete(evidence)
    touch(at.month)


def read_evidence(session: Session, actor: Actor, evidence_id: int) -> tuple[str, str, bytes]:
    """Name, media type and content of a file, for whoever may read its month. Refused for others."""
    query = (
        select(Evidence.name, Evidence.media_type, Evidence.content, WorkLine.month_id)
        .join(WorkLine, WorkLine.id == Evidence.line_id)
        .where(Evidence.id == evidence_id)
    )
    row = session.execute(query).one_or_none()
    actor.require(Action.READ_MONTH, subject_of(session, row.month_id) if row else None)
    if row is None:
        raise Refused(say("This file is no longer there. Reload the page."))
    return row.name, row.media_type, row.content
