"""Time of closing a month of a province: 40,000 people with 10 task lines each, read, scored, tested and written.

python benchmarks/closing.py [people] [lines each]

On SQLite, and on PostgreSQL where a server is found. Prints the ratio to a bare SELECT of the same rows into memory by
the database's own driver, in the same run; the closing is everything `ClosePeriod` does, audit entry included.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import numpy as np
from sqlalchemy import Engine, delete, insert, select, text, update

sys.path.insert(0, str(Path(__file__).parents[1]))

from kpi.access.actor import Actor, Holding
from kpi.access.execute import execute
from kpi.access.permissions import Role
from kpi.assessment.calendar import deadlines_of
from kpi.assessment.closing.close import ClosePeriod
from kpi.law import general_criteria
from kpi.storage.engine import engine_for
from kpi.storage.migrate import upgrade
from kpi.storage.tables import (
    Closing,
    LeaderCriterion,
    Mark,
    Month,
    Period,
    PeriodResult,
    Person,
    Post,
    Product,
    Unit,
    UnitResult,
    WorkLine,
)

CODE, STARTS, ENDS = "2026-03", date(2026, 3, 1), date(2026, 3, 31)
HOME_AFFAIRS = Actor(None, "benchmark", "Benchmark", None, (Holding(Role.HOME_AFFAIRS, "/"),))
A_UNIT, A_DIVISION, TIMES = 100, 12, 5
GROUPS = ("Chuyên viên", "Chuyên viên chính", "Cán sự")


def fill(engine: Engine, people: int, each: int) -> None:
    """Communes of a hundred people in divisions of twelve, each with a head; most work done, some failed or late."""
    random = np.random.default_rng(335)
    upgrade(engine)
    with engine.begin() as connection:
        units, posts = tree(people)
        connection.execute(insert(Unit), units)
        connection.execute(insert(Person), [person(n) for n in range(people)])
        connection.execute(insert(Post), posts)
        connection.execute(insert(Product), [PRODUCT])
        days = vars(deadlines_of(ENDS))
        period = {"id": 1, "code": CODE, "kind": "month", "starts": STARTS, "ends": ENDS, "state": "closing", **days}
        connection.execute(insert(Period), [period])
        connection.execute(insert(Month), [month(post) for post in posts])
        for start in range(0, people, 5000):
            chosen = posts[start : start + 5000]
            connection.execute(insert(WorkLine), list(lines(random, chosen, each)))
            connection.execute(insert(Mark), list(marks(random, chosen)))
        connection.execute(text("ANALYZE"))


def tree(people: int) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """The province, its communes, their divisions; everybody's post."""
    units = [unit(1, "province", None, "/1/")]
    posts: list[dict[str, object]] = []
    commune = division = 1
    for number in range(people):
        place = number % A_UNIT
        if place == 0:
            commune = len(units) + 1
            units.append(unit(commune, "commune", 1, f"/1/{commune}/"))
        if place % A_DIVISION == 1:
            division = len(units) + 1
            units.append(unit(division, "division", commune, f"/1/{commune}/{division}/"))
        role = "head" if place == 0 or place % A_DIVISION == 1 else "staff"
        posts.append(
            {"id": number + 1, "person_id": number + 1, "unit_id": commune if place == 0 else division, "role": role,
             "title": role, "job_position": "-", "duty_group": GROUPS[number % 3], "valid_from": date(2025, 7, 1)}
        )  # fmt: skip
    return units, posts


def unit(number: int, kind: str, parent: int | None, path: str) -> dict[str, object]:
    return {"id": number, "code": f"U{number}", "name": f"Unit {number}", "kind": kind, "parent_id": parent,
            "path": path, "valid_from": date(2025, 7, 1)}  # fmt: skip


def person(number: int) -> dict[str, object]:
    return {"id": number + 1, "code": f"P{number:06}", "full_name": f"Person {number}", "kind": "civil_servant",
            "party_member": number % 2 == 0, "generated": True}  # fmt: skip


PRODUCT = {"id": 1, "code": "A.1", "task": "-", "detail": "-", "output": "-", "task_group": "A", "scope": "province",
           "complexity": 1, "points": 100, "standard_points": 100, "coefficient": 1, "valid_from": STARTS}  # fmt: skip


def month(post: dict[str, object]) -> dict[str, object]:
    kept = {name: post[name] for name in ("id", "person_id", "unit_id", "role", "title", "duty_group")}
    return {**kept, "period_id": 1, "state": "approved", "revision": 1}


def lines(random: np.random.Generator, posts: list[dict[str, object]], each: int) -> Iterator[dict[str, object]]:
    """Some counts corrected in review, some causes excused."""
    for post in posts:
        assigned = random.integers(1, 30, each)
        done = np.minimum(assigned, np.floor(assigned * random.uniform(0.75, 1.2, each)))
        late, failed, reviewed = (random.random(each) < share for share in (0.08, 0.05, 0.1))
        for n in range(each):
            yield {
                "month_id": post["id"], "product_id": 1, "title": "Work", "coefficient": 1 + n / 5,
                "origin": "assigned",
                "state": "accepted", "assigned": float(assigned[n]), "done": float(done[n]),
                "quality_ok": float(done[n]), "failed": float(failed[n]), "late": float(late[n]), "exceeded": 0.0,
                "reviewed_done": float(max(done[n] - 1, 0)) if reviewed[n] else None,
                "late_excused": float(late[n]) if reviewed[n] else None,
            }  # fmt: skip


def marks(random: np.random.Generator, posts: list[dict[str, object]]) -> Iterator[dict[str, object]]:
    """Form 01's ten leaves, and for leaders e."""
    leaves = [leaf for group in general_criteria(STARTS) for leaf in group.criteria]
    for post in posts:
        for leaf, share in zip(leaves, random.integers(7, 11, len(leaves)), strict=True):
            value = round(leaf.maximum * float(share) / 10, 2)
            yield {"month_id": post["id"], "criterion": leaf.code, "self_value": leaf.maximum, "reviewed_value": value}
        if post["role"] != "staff":
            yield {"month_id": post["id"], "criterion": "e", "self_value": 1.0, "reviewed_value": 1.0}


def bare(engine: Engine) -> None:
    """The months, lines and marks a closing rests on, every column it needs, as the driver gives them."""
    read = (
        "SELECT id, person_id, unit_id, role, title, duty_group, state FROM month WHERE period_id = 1",
        "SELECT l.month_id, l.id, l.coefficient, l.assigned, l.done, l.quality_ok, l.failed, l.late, l.exceeded, "
        "l.failed_excused, l.late_excused, l.reviewed_done, l.reviewed_quality_ok, l.reviewed_failed, l.reviewed_late, "
        "l.reviewed_exceeded FROM work_line l JOIN month m ON m.id = l.month_id "
        "WHERE m.period_id = 1 AND m.state = 'approved' AND l.state = 'accepted'",
        "SELECT k.month_id, k.criterion, k.self_value, k.reviewed_value FROM mark k JOIN month m ON m.id = k.month_id "
        "WHERE m.period_id = 1 AND m.state = 'approved'",
    )
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        for statement in read:
            cursor.execute(statement)
            cursor.fetchall()
    finally:
        connection.close()


def close(engine: Engine) -> None:
    """The command, everything written."""
    execute(ClosePeriod(CODE, acknowledged=True), HOME_AFFAIRS, engine)


def undo(engine: Engine) -> None:
    """As before the closing; not timed."""
    with engine.begin() as connection:
        for table in (UnitResult, PeriodResult, Closing, LeaderCriterion):
            connection.execute(delete(table))
        connection.execute(update(Period).values(state="closing"))


def settle(engine: Engine) -> None:
    """Decisions on every quota that is exceeded, as competent persons would have taken them."""
    from kpi.installation.demo.closing import settle_quotas
    from kpi.storage.unit_of_work import UnitOfWork

    with UnitOfWork(engine) as work:
        settle_quotas(work.session, work.session.scalars(select(Period)).one())
        work.commit()


def measured(engine: Engine, times: int) -> tuple[float, float]:
    """Median seconds of the bare read and of the closing, taken in turn."""
    runs: list[Callable[[Engine], None]] = [bare, close]
    taken: list[list[float]] = [[], []]
    for _ in range(times):
        for run, found in zip(runs, taken, strict=True):
            begun = time.perf_counter()
            run(engine)
            found.append(time.perf_counter() - begun)
        undo(engine)
    return statistics.median(taken[0]), statistics.median(taken[1])


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """An empty database of each kind there is."""
    from tests.databases import NoPostgreSQL, cluster, server_binaries

    with tempfile.TemporaryDirectory() as folder:
        urls = {"SQLite": f"sqlite:///{folder}/closing.db"}
        try:
            server_binaries()
        except NoPostgreSQL:
            yield urls
            return
        with cluster() as running:
            yield {**urls, "PostgreSQL": running.create("closing")}


def main() -> None:
    people, each = (int(sys.argv[1]), int(sys.argv[2])) if len(sys.argv) == 3 else (40_000, 10)
    with databases() as urls:
        for name, url in urls.items():
            engine = engine_for(url)
            fill(engine, people, each)
            settle(engine)
            least, full = measured(engine, TIMES)
            print(f"{name}: {people} people x {each} lines closed in {full:.2f} s; "
                  f"bare SELECT {least:.2f} s; ratio {full / least:.2f}", flush=True)  # fmt: skip
            engine.dispose()


if __name__ == "__main__":
    main()
