"""Short words for closing: months written as they were approved, and the commands of Home Affairs."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from kpi.assessment.closing.close import ClosePeriod
from kpi.assessment.periods import BeginClosing
from kpi.law import general_criteria
from kpi.storage.tables import Mark, Month, Period, PeriodResult, Person, Post, WorkLine
from kpi.storage.unit_of_work import UnitOfWork, reading
from tests.assessment.scene import BOSSES, MARCH, Scene, period

LEAVES = [leaf for group in general_criteria(date(2026, 1, 1)) for leaf in group.criteria]
DONE: dict[str, float] = {"assigned": 10, "done": 10}
EVERYBODY = tuple(BOSSES)
RATED_ABOVE = "governor"


def open_month(scene: Scene, code: str) -> None:
    """One more month, if it is not there yet."""
    if not scene.all(select(Period.id).where(Period.code == code)):
        scene.write(period(code))


def approved(
    scene: Scene, who: str, code: str = MARCH, *, lines: Sequence[Mapping[str, float | None]] = (DONE,),
    general: float = 15, state: str = "approved", unit: str | None = None, **leading: float,
) -> int:  # fmt: skip
    """A month with these lines (85 points, good), approved unless said otherwise, past the commands; returns its id.

    A line is what was counted: K, assigned, done and the rest. d, dd and e are the rater's, with a reason.
    """
    open_month(scene, code)
    with UnitOfWork(scene.engine) as work:
        session = work.session
        held = select(Post).where(Post.person_id == scene.person(who)).order_by(Post.id)
        post = session.scalars(held.where(Post.unit_id == scene.unit(unit).id) if unit else held).first()
        assert post is not None
        of_period = session.scalars(select(Period).where(Period.code == code)).one()
        month = Month(
            person_id=post.person_id, period_id=of_period.id,
            unit_id=post.unit_id, role=post.role, title=post.title,
            duty_group=post.duty_group, state=state, revision=1,
        )  # fmt: skip
        session.add(month)
        session.flush()
        for line in lines:
            session.add(_line(scene, month.id, dict(line)))
        for leaf in LEAVES:
            points = round(leaf.maximum * general / 30, 6)
            session.add(Mark(month_id=month.id, criterion=leaf.code, self_value=leaf.maximum, reviewed_value=points))
        for name, value in leading.items():
            session.add(Mark(month_id=month.id, criterion=name, reviewed_value=value, review_reason="Known"))
        work.commit()
        return month.id


def _line(scene: Scene, month_id: int, counts: dict[str, Any]) -> WorkLine:
    return WorkLine(
        month_id=month_id, product_id=scene.product("report"), title="Report", origin="assigned", state="accepted",
        coefficient=counts.pop("K", 1.0), **counts,
    )  # fmt: skip


def everybody_approved(scene: Scene, code: str = MARCH, **month: Any) -> None:
    """Everybody rated here has an approved month; leaders with d, đ and e at 100%."""
    for who in EVERYBODY:
        leader = who not in ("an", "binh", "chi", "dung")
        approved(scene, who, code, **month, **(dict.fromkeys(("d", "dd", "e"), 1.0) if leader else {}))


def close(scene: Scene, code: str = MARCH, reason: str | None = None) -> int:
    """Begin and carry out a closing, knowing who is missing; returns its number."""
    if scene.one(select(Period.state).where(Period.code == code)) in ("open", "reopened"):
        scene.do("home-affairs", BeginClosing(code))
    return int(scene.do("home-affairs", ClosePeriod(code, reason, acknowledged=True)))


def results(scene: Scene, code: str = MARCH) -> dict[str, PeriodResult]:
    """The results of the latest closing by the person's short name (the last unit's where there are two)."""
    from kpi.assessment.closing.views import latest_closing

    with reading(scene.engine) as session:
        closing = latest_closing(session, code)
        assert closing is not None
        query = select(Person.full_name, PeriodResult).join(Person, Person.id == PeriodResult.person_id)
        rows = session.execute(query.where(PeriodResult.closing_id == closing.id).order_by(PeriodResult.id)).all()
        session.expunge_all()
        return {name.removeprefix("Person "): result for name, result in rows if result.status != "transferred"}
