"""Pulling the plug: a process killed while many people save loses nothing it acknowledged."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from kpi.audit.verify import verify
from kpi.storage.engine import engine_for
from kpi.storage.migrate import upgrade
from kpi.storage.tables import WorkLine
from kpi.storage.unit_of_work import reading
from tests.storage.saving import save
from tests.storage.world import desks, furnish

ROOT = Path(__file__).parents[2]
PEOPLE, LINES = 8, 3


def acknowledged_before_death(url: str, after: int) -> dict[int, int]:
    """Start the saving process, kill it after so many acknowledged saves; the newest value of each line it told of."""
    command = [sys.executable, "-m", "tests.storage.saving", url]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        told = [process.stdout.readline() for _ in range(after)]
        process.send_signal(signal.SIGKILL)
        told += process.stdout.read().splitlines(keepends=True)
        errors = process.stderr.read()
    assert process.returncode == -signal.SIGKILL, errors
    newest: dict[int, int] = {}
    for line in told:
        if line.endswith("\n"):  # a last line cut off in the middle was not acknowledged
            line_id, value = line.split()
            newest[int(line_id)] = int(value)
    return newest


def stored(engine):
    with reading(engine) as session:
        return dict(session.execute(select(WorkLine.id, WorkLine.done)).all())


@pytest.mark.parametrize("after", [5, 60])
def test_killing_the_process_loses_no_acknowledged_save_and_leaves_the_chain_whole(blank_url, after):
    engine = engine_for(blank_url)
    upgrade(engine)
    furnish(engine, PEOPLE, LINES)
    engine.dispose()

    acknowledged = acknowledged_before_death(blank_url, after)

    assert sum(acknowledged.values()) >= after  # each value of a line is one save of it
    found = stored(engine)
    lost = {line: value for line, value in acknowledged.items() if (found[line] or 0) < value}
    assert lost == {}
    proof = verify(engine)
    assert proof.intact, proof.alterations
    assert proof.entries >= after


def test_work_goes_on_after_the_kill(blank_url):
    engine = engine_for(blank_url)
    upgrade(engine)
    furnish(engine, PEOPLE, LINES)
    engine.dispose()
    acknowledged_before_death(blank_url, 20)
    desk = desks(engine)[0]
    line = desk.line_ids[0]

    save(engine, desk, line, 777.0, stored(engine)[line])

    assert stored(engine)[line] == 777.0
    assert verify(engine).intact
