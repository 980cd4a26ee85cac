"""Many people at once: every save lands, the audit chain never forks, and a refused command leaves nothing."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from kpi.access.actor import NotPermitted, Refused
from kpi.access.execute import execute
from kpi.assessment.record import Cell, RecordWork
from kpi.audit.verify import verify
from kpi.storage.tables import AuditEntry, WorkLine
from kpi.storage.unit_of_work import reading
from tests.storage.saving import save
from tests.storage.world import desks, furnish

PEOPLE, LINES, TIMES = 8, 2, 5
FURNISHED = 1  # the entry the office was made with


def values(engine):
    with reading(engine) as session:
        return list(session.scalars(select(WorkLine.done).order_by(WorkLine.id)))


def entries(engine):
    with reading(engine) as session:
        return session.scalar(select(func.count()).select_from(AuditEntry))


def work_through(engine, desk):
    for value in range(1, TIMES + 1):
        for line_id in desk.line_ids:
            save(engine, desk, line_id, float(value), float(value - 1) if value > 1 else None)


def test_many_people_saving_at_once_keep_the_chain_whole(engine):
    furnish(engine, PEOPLE, LINES)
    with ThreadPoolExecutor(PEOPLE) as pool:
        list(pool.map(lambda desk: work_through(engine, desk), desks(engine)))
    assert values(engine) == [float(TIMES)] * PEOPLE * LINES
    assert entries(engine) == FURNISHED + PEOPLE * LINES * TIMES
    proof = verify(engine)
    assert (proof.intact, proof.entries) == (True, FURNISHED + PEOPLE * LINES * TIMES), proof.alterations


def test_of_two_saves_of_one_cell_at_once_one_is_told_of_the_other(engine):
    furnish(engine, 1, 1)
    (desk,) = desks(engine)

    def attempt(value):
        cell = Cell(desk.line_ids[0], "done", value, None)
        return execute(RecordWork(desk.month_id, (cell,)), desk.actor, engine)

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(attempt, [3.0, 4.0]))
    assert sorted(len(outcome.saved) for outcome in outcomes) == [0, 1]
    (told,) = [problem for outcome in outcomes for problem in outcome.problems]
    assert told.overtaken
    (winner,) = [cell.value for outcome in outcomes for cell in outcome.saved]
    assert values(engine) == [winner]
    assert verify(engine).intact


def test_a_forged_cell_leaves_no_row_and_no_entry(engine):
    furnish(engine, 2, 1)
    mine, theirs = desks(engine)
    honest, forged = Cell(mine.line_ids[0], "done", 1.0, None), Cell(theirs.line_ids[0], "done", 1.0, None)
    with pytest.raises(Refused):
        execute(RecordWork(mine.month_id, (honest, forged)), mine.actor, engine)
    assert values(engine) == [None, None]
    assert entries(engine) == FURNISHED


def test_a_command_that_is_not_permitted_leaves_no_row_and_no_entry(engine):
    furnish(engine, 2, 1)
    mine, theirs = desks(engine)
    with pytest.raises(NotPermitted):
        execute(
            RecordWork(theirs.month_id, (Cell(theirs.line_ids[0], "done", 1.0, None),)),
            mine.actor,
            engine,
        )
    assert values(engine) == [None, None]
    assert entries(engine) == FURNISHED


def test_an_error_while_a_command_runs_leaves_no_row_and_no_entry(engine, monkeypatch):
    furnish(engine, 1, 1)
    (desk,) = desks(engine)
    monkeypatch.setattr("kpi.access.execute.append", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        save(engine, desk, desk.line_ids[0], 1.0, None)
    assert values(engine) == [None]
    assert entries(engine) == FURNISHED
