"""The tasks an official's assigned work may point to."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.reform.plan.views import tasks_on
from kpi.reform.words import DONE
from kpi.storage.tables import TaskSupport, Unit


def open_tasks(session: Session, actor: Actor, path: str, day: date) -> dict[int, str]:
    """Task → code and name of tasks not done that the unit at `path`, one above or one below it leads or supports."""
    actor.require(Action.READ_REFORM)
    frame = tasks_on(session, day)
    frame = frame[~frame["standing"].isin([str(one) for one in DONE])]
    supporting = _supported_terms(session, path)
    return {
        task_id: f"{code} · {name}"
        for task_id, code, name, lead, terms_id in zip(
            frame["task_id"].tolist(), frame["code"], frame["name"], frame["lead_path"], frame["terms_id"], strict=True
        )
        if lead.startswith(path) or path.startswith(lead) or terms_id in supporting
    }


def _supported_terms(session: Session, path: str) -> set[int]:
    above = [int(part) for part in path.strip("/").split("/") if part]
    related = or_(Unit.path.startswith(path, autoescape=True), Unit.id.in_(above))
    query = select(TaskSupport.terms_id).join(Unit, Unit.id == TaskSupport.unit_id).where(related)
    return set(session.scalars(query))
