"""Existing staff of each family: as counted and entered, else by the posts held."""

from collections.abc import Mapping
from datetime import date

import pandas as pd
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from kpi.staffing.families import family_of
from kpi.staffing.volumes.sources import owners
from kpi.storage.tables import ExistingStaff, Post, Unit

COLUMNS = ["unit_id", "family", "existing", "source", "note"]


def counted_staff(session: Session, on: date, units: Mapping[int, str]) -> pd.DataFrame:
    """unit_id, family, existing, source, note of the units' (id → path) newest counts up to a day."""
    rows = select(ExistingStaff).where(ExistingStaff.unit_id.in_(units), ExistingStaff.counted_on <= on)
    found = pd.DataFrame(
        [(r.unit_id, r.family, r.staff, r.source, r.note, r.counted_on) for r in session.scalars(rows)],
        columns=[*COLUMNS, "counted_on"],
    )
    newest = found.groupby("unit_id")["counted_on"].transform("max")
    return found[found["counted_on"] == newest][COLUMNS].reset_index(drop=True)


def held_staff(session: Session, on: date, units: Mapping[int, str]) -> pd.DataFrame:
    """The same by the posts held in the units and below on a day."""
    in_office = (Post.valid_from <= on) & or_(Post.valid_to.is_(None), Post.valid_to >= on)
    words = (Post.role, Post.job_position, Post.duty_group)
    query = select(Unit.path, *words, func.count(func.distinct(Post.person_id)))
    query = query.join(Unit, Unit.id == Post.unit_id).where(in_office).group_by(Unit.path, *words)
    rows = session.execute(query).all()
    owner = owners([row[0] for row in rows], units)
    held = [
        (owner[path], family_of(role, position, group), float(count), "posts", None)
        for path, role, position, group, count in rows
        if path in owner
    ]
    found = pd.DataFrame(held, columns=COLUMNS)
    keys = ["unit_id", "family", "source"]
    return (
        found.groupby(keys, sort=False).agg(existing=("existing", "sum"), note=("note", "first")).reset_index()[COLUMNS]
    )
