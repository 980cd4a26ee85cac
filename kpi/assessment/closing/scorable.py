"""Scoring a whole province's months, and naming whoever's stored work cannot be scored."""

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Refused
from kpi.language.message import Message, say
from kpi.law import InputErrors, Rules, Scores
from kpi.law.methods import score_under
from kpi.storage.tables import Person


def scored_under(session: Session, lines: pd.DataFrame, people: pd.DataFrame, rules: Rules) -> Scores:
    """`kpi.law.methods.score_under`; refused with the name of the first person whose figures cannot stand.

    people: also person_id. The commands keep such figures out, so that they point to a change behind the record.
    """
    try:
        return score_under(lines, people, rules)
    except InputErrors as errors:
        raise Refused(_told(session, errors, lines, people)) from errors


def _told(session: Session, errors: InputErrors, lines: pd.DataFrame, people: pd.DataFrame) -> Message:
    first = errors.errors[0]
    table = lines if first.table == "lines" else people
    if first.row < 0:
        return say("The stored work cannot be scored: {what}", what=first.message)
    month = table.iloc[first.row]["person"]
    person_id = int(people.loc[people["person"] == month, "person_id"].iloc[0])
    name = session.scalars(select(Person.full_name).where(Person.id == person_id)).one()
    return say("{person}, {field} = {value}: {what} Verify the record, for no command accepts such a figure.",
               person=name, field=first.column, value=str(first.value), what=first.message)  # fmt: skip
