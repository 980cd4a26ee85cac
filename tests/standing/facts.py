"""Short words for facts about people in the small province."""

from datetime import date
from typing import Any

from sqlalchemy import select

from kpi.assessment.standing.absences import RecordAbsence
from kpi.assessment.standing.kinds import AbsenceKind
from kpi.assessment.standing.worked import away_in, ranked_by, worked_in
from kpi.storage.tables import Period, Post
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import MARCH, Scene

WORKING_DAYS = 22  # of March 2026


def day(of_march: int) -> date:
    return date(2026, 3, of_march)


def leave(
    scene: Scene, who: str, first: int, last: int | None = None, kind: str = "sick", **more: Any
) -> RecordAbsence:
    """Days of March away."""
    ends = None if last is None else day(last)
    return RecordAbsence(scene.person(who), AbsenceKind(kind), day(first), "Form of 01/03/2026", ends, **more)


def move(scene: Scene, who: str, to: str, first: int) -> None:
    """A transfer to another unit from a day of March on."""
    post = scene.one(select(Post).where(Post.person_id == scene.person(who)))
    scene.change(Post, Post.id == post.id, valid_to=day(first - 1))
    kept = {name: getattr(post, name) for name in ("person_id", "role", "title", "job_position", "duty_group")}
    scene.write(Post(**kept, unit_id=scene.unit(to).id, valid_from=day(first)))


def worked(scene: Scene, who: str, code: str = MARCH) -> dict[str, float]:
    """Days worked in the month, by unit."""
    with reading(scene.engine) as session:
        period = session.scalars(select(Period).where(Period.code == code)).one()
        found = worked_in(session, period)
    person = scene.person(who)
    units = {scene.unit(name).id: name for name in ("economy", "culture", "office", "dien-khanh", "cam-lam")}
    return {units[unit]: round(share * WORKING_DAYS, 9) for (who_, unit), share in found.items() if who_ == person}


def ranking_unit(scene: Scene, who: str) -> int:
    with reading(scene.engine) as session:
        return ranked_by(session, session.scalars(select(Period).where(Period.code == MARCH)).one())[scene.person(who)]


def away(scene: Scene) -> set[int]:
    with reading(scene.engine) as session:
        return away_in(session, session.scalars(select(Period).where(Period.code == MARCH)).one())
