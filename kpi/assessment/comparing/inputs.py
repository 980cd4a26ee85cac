"""A month's people and lines as every rule set takes them, within what the actor may compare."""

from collections.abc import Iterable

import pandas as pd
from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.assessment.standing.facts import disqualified_in
from kpi.assessment.standing.gathering import accepted_lines
from kpi.assessment.standing.other_inputs import with_inputs
from kpi.law import Rules
from kpi.storage.tables import Month, MonthScore, Period, Person, Unit

COLUMNS = [
    *("person", "person_id", "name", "code", "unit_id", "unit", "path", "title", "role", "state", "party_member"),
    *("kind", "general", "d", "dd", "e"),
]


def people_of(session: Session, actor: Actor, period: Period, path: str, rules: Iterable[Rules]) -> pd.DataFrame:
    """Everybody with a month in the period, one row a month (`person` is its id), with the points it was given."""
    query = (
        select(
            Month.id, Person.id, Person.full_name, Person.code, Unit.id, Unit.name, Unit.path, Month.title, Month.role,
            Month.state, Person.party_member, Person.kind, MonthScore.general_points, MonthScore.d, MonthScore.dd,
            MonthScore.e,
        )
        .join(Person, Person.id == Month.person_id)
        .join(Unit, Unit.id == Month.unit_id)
        .outerjoin(MonthScore, and_(MonthScore.month_id == Month.id, MonthScore.stage == "reviewed"))
        .where(
            Month.period_id == period.id, actor.rows(Action.COMPARE_RULES), Unit.path.startswith(path, autoescape=True)
        )
        .order_by(Unit.path, Person.full_name, Month.id)
    )  # fmt: skip
    rows = [tuple(row) for row in session.execute(query)]
    people = pd.DataFrame(rows, columns=COLUMNS).astype(dict.fromkeys(("general", "d", "dd", "e"), "float64"))
    grounds = people["person_id"].map(disqualified_in(session, period)).astype(object)
    people = people.assign(disqualified=grounds.where(grounds.notna(), None))
    return with_inputs(session, period, people, rules, unit_ranks=True)


def lines_of(session: Session, period: Period, path: str, people: pd.DataFrame) -> pd.DataFrame:
    """The accepted lines of those people as they count now."""
    lines = accepted_lines(session, period, path)
    return lines[lines["person"].isin(people["person"])].reset_index(drop=True)
