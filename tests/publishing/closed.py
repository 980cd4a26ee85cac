"""A closed and a published month of the small province, its results written as rows from the approved scores."""

from datetime import UTC, datetime

from sqlalchemy import select

from kpi.assessment.publishing.publish import PublishResults
from kpi.storage.tables import Closing, Period, PeriodResult
from kpi.storage.unit_of_work import UnitOfWork
from tests.assessment.scene import MARCH, Scene

FIGURES = (
    *("status", "missing", "a", "b", "c", "d", "dd", "e"),
    *("task_points", "general_points", "total", "rank", "rank_366"),
)


def closed(scene: Scene, *owners: str, code: str = MARCH, number: int = 1, **columns: object) -> None:
    """The approved months of `owners` have results; `columns` overwrite what follows from the scores."""
    with UnitOfWork(scene.engine) as work:
        period = work.session.scalars(select(Period).where(Period.code == code)).one()
        period.state = "closed"
        scores = {owner: scene.score(owner, code=code) for owner in owners}
        rules = {"nd335": next(iter(scores.values())).rules} if scores else {}
        closing = Closing(
            period_id=period.id, number=number, at=datetime.now(UTC), closed_by="home-affairs", rules=rules, behind=[],
            people=len(owners), digest="0" * 64,
        )  # fmt: skip
        work.session.add(closing)
        work.session.flush()
        for owner, score in scores.items():
            month = scene.month(owner, code)
            values = {
                **{name: getattr(score, name) for name in FIGURES},
                **{name: getattr(month, name) for name in ("role", "title", "duty_group")},
                **columns,
            }
            work.session.add(
                PeriodResult(
                    closing_id=closing.id, person_id=month.person_id, unit_id=month.unit_id, month_id=month.id,
                    rule_set="nd335", worked=1.0, **values,
                )
            )  # fmt: skip
        work.commit()


def published(scene: Scene, *owners: str, code: str = MARCH, **columns: object) -> None:
    """As `closed`, and Home Affairs has published it."""
    closed(scene, *owners, code=code, **columns)
    scene.do("home-affairs", PublishResults(code))


def result(scene: Scene, owner: str, version: int | None = None) -> PeriodResult:
    """A person's newest result, or one version of it."""
    query = select(PeriodResult).where(PeriodResult.person_id == scene.person(owner))
    if version is not None:
        query = query.where(PeriodResult.version == version)
    return scene.all(query.order_by(PeriodResult.id))[-1]
