"""People by the dozen: each with an approved month whose total follows from two numbers."""

from collections.abc import Iterable
from datetime import date

import pandas as pd
from sqlalchemy import select

from kpi.assessment.closing.computed import computed
from kpi.assessment.periods import BeginClosing
from kpi.assessment.ranking.open_quota import OpenQuota, quota_open
from kpi.assessment.ranking.views import QuotaStanding, quota_of
from kpi.law import general_criteria
from kpi.storage.tables import Mark, Month, MonthScore, Period, Person, Post, Unit, WorkLine
from kpi.storage.unit_of_work import UnitOfWork, reading
from tests.assessment.scene import LONG_AGO, MARCH, Scene

EXCELLENT, GOOD, COMPLETED = 95.0, 80.0, 60.0
LEAVES = {leaf.code: leaf.maximum for group in general_criteria(date(2026, 1, 1)) for leaf in group.criteria}


def crowd(scene: Scene, totals: Iterable[float], unit: str = "culture", group: str = "experts") -> list[int]:
    """Staff of a unit with approved months of these totals (50 to 100); returns their ids in that order."""
    ids = []
    with UnitOfWork(scene.engine) as work:
        session = work.session
        place = session.scalars(select(Unit).where(Unit.code == unit)).one()
        period = session.scalars(select(Period).where(Period.code == MARCH)).one()
        for total in totals:
            number = session.query(Person).count()
            person = Person(code=f"X{number:03}", full_name=f"Person {number:03}")
            session.add(person)
            session.flush()
            words = {"title": "specialist", "duty_group": group, "role": "staff", "unit_id": place.id}
            session.add(Post(person_id=person.id, job_position="-", valid_from=LONG_AGO, **words))
            month = Month(person_id=person.id, period_id=period.id, state="approved", revision=1, **words)
            session.add(month)
            session.flush()
            session.add_all(_work(month.id, total, scene.product("report")))
            ids.append(person.id)
        work.commit()
    return ids


def _work(month_id: int, total: float, product_id: int) -> list[object]:
    """General criteria in full and 10 products assigned: 30 + 70 × done ÷ 10."""
    done = round((total - 30) / 7, 9)
    rank = "excellent" if total >= 90 else "good" if total >= 70 else "completed"
    score = MonthScore(
        month_id=month_id, stage="reviewed", status="scored", total=total, rank=rank, general_points=30.0,
        task_points=total - 30, rules={"rule_set": "nd335"},
    )  # fmt: skip
    line = WorkLine(
        month_id=month_id, product_id=product_id, title="Report", coefficient=1.0, assigned=10.0, done=done,
    )  # fmt: skip
    return [score, line, *(Mark(month_id=month_id, criterion=code, self_value=most) for code, most in LEAVES.items())]


def closing(scene: Scene) -> None:
    """Home Affairs begins to close March."""
    scene.do("home-affairs", BeginClosing(MARCH))


def standing(scene: Scene, who: str, agency: str = "dien-khanh") -> QuotaStanding:
    """Where the agency stands, as `who` sees it."""
    with reading(scene.engine) as session:
        return quota_of(session, scene.actor(who), MARCH, scene.unit(agency).id)


def open_groups(scene: Scene, results: pd.DataFrame | None = None) -> list[OpenQuota]:
    """What the closing would be refused for."""
    with reading(scene.engine) as session:
        period = session.scalars(select(Period).where(Period.code == MARCH)).one()
        return quota_open(session, period, computed(session, period) if results is None else results)
