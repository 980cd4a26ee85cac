"""Drafting a version of the criteria: from the one in force, from any other, or from the starting values."""

from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused
from kpi.access.execute import handles, whole_province
from kpi.access.permissions import Action
from kpi.language.message import say
from kpi.staffing.criteria.contents import EVERY_FAMILY, Contents, contents_of, rows_of, starting_values
from kpi.staffing.wisn import InputFaults, need, working_year
from kpi.storage.tables import Criteria

LONGEST_TITLE = 200


@dataclass(frozen=True)
class DraftCriteria:
    """Somebody drafts a version as a copy of another; based_on_id None: of the starting values."""

    title: str
    based_on_id: int | None = None

    @property
    def about(self) -> str:
        """The version, for the audit."""
        return f"criteria {self.title}"


@handles(DraftCriteria, Action.MANAGE_STAFFING, whole_province)
def draft_criteria(command: DraftCriteria, actor: Actor, session: Session) -> int:
    """The new version's id. Refused without a title, with one in use, or for a version that is not there."""
    title = plain_text(command.title, LONGEST_TITLE)
    if not title:
        raise Refused(say("Give the version a title."))
    if session.scalars(select(Criteria).where(Criteria.title == title, Criteria.state != "withdrawn")).first():
        raise Refused(say("There is already a version titled “{title}”. Choose another title.", title=title))
    base = _base(session, command.based_on_id)
    row = Criteria(
        title=title, state="draft", source=base.source, based_on_id=base.id or None, drafted_by=actor.name,
        drafter_id=actor.account_id, drafted_at=datetime.now(UTC), **base.parameters,
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.add_all(rows_of(base, row.id))
    return row.id


def _base(session: Session, criteria_id: int | None) -> Contents:
    if criteria_id is None:
        return starting_values()
    found = session.get(Criteria, criteria_id)
    if found is None:
        raise Refused(say("There is no such version. Reload the page."))
    return contents_of(session, found)


def draft_of(session: Session, criteria_id: int | None) -> Criteria:
    """The version, which must still be a draft."""
    row = session.get(Criteria, criteria_id) if criteria_id is not None else None
    if row is None:
        raise Refused(say("There is no such version. Reload the page."))
    if row.state != "draft":
        raise Refused(say("“{title}” is no longer a draft. Draft a new version from it.", title=row.title))
    return row


def plain_text(text: str, longest: int) -> str:
    """A line of text without needless blanks; refused where it is too long."""
    written = " ".join(text.split())
    if len(written) > longest:
        raise Refused(say("The text is longer than {most} characters. Shorten it.", most=longest))
    return written


def number_within(value: float, least: float, most: float, *, above: bool = False) -> float:
    """The number; refused outside its bounds (`above`: the least itself is outside)."""
    if not isfinite(value) or value > most or value < least or (above and value == least):
        wanted = (
            say("The number must be above {least} and at most {most}.", least=least, most=most)
            if above
            else say("The number must lie between {least} and {most}.", least=least, most=most)
        )
        raise Refused(wanted)
    return value


def refuse_impossible(session: Session, row: Criteria) -> None:
    """Refuse criteria no need can be computed by: support of 100% and more, no working time left."""
    session.flush()
    contents = contents_of(session, row)
    year = working_year(datetime.now(UTC).year)
    families = pd.DataFrame({"unit": row.title, "family": contents.families, "existing": 0.0}).assign(
        working_days=float(year.working_days), public_holidays=float(year.public_holidays),
        hours_per_day=row.hours_per_day, annual_leave=row.annual_leave, sick_leave=row.sick_leave,
        other_leave=row.other_leave,
    )  # fmt: skip
    activities = pd.DataFrame(columns=["unit", "family", "activity", "volume", "unit_time_minutes"])
    support = [
        (row.title, family, s.activity, s.amount, s.basis)
        for s in contents.support
        for family in (contents.families if s.family == EVERY_FAMILY else [s.family])
    ]
    table = pd.DataFrame(support, columns=["unit", "family", "activity", "amount", "basis"])
    try:
        need(families, activities, table[table["family"].isin(contents.families)])
    except InputFaults as faults:
        raise Refused(faults.faults[0].told) from faults
