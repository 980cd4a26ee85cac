"""What a source's names were settled to mean."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.storage.tables import FeedAlias

LEFT_OUT = -1


def settled_names(session: Session, source_id: int, kind: str) -> dict[str, int]:
    """Unit or plan-task ids by name; `LEFT_OUT` where the name was settled to mean nothing that counts here."""
    query = select(FeedAlias).where(FeedAlias.source_id == source_id, FeedAlias.kind == kind)
    found = {}
    for alias in session.scalars(query):
        meant = alias.unit_id if kind == "unit" else alias.plan_task_id
        found[alias.name] = LEFT_OUT if meant is None else meant
    return found
