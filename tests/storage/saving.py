"""Many officials saving at once, as a process of its own that can be killed: `python -m tests.storage.saving URL`.

Each line printed, “line value”, is a save the application has acknowledged.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import count

from sqlalchemy import Engine

from kpi.access.execute import execute
from kpi.assessment.record import Cell, RecordWork
from kpi.storage.engine import engine_for
from tests.storage.world import Desk, desks


def save(engine: Engine, desk: Desk, line_id: int, value: float, seen: float | None) -> None:
    """One cell typed and saved; an error where it was not."""
    recorded = execute(RecordWork(desk.month_id, (Cell(line_id, "done", value, seen),)), desk.actor, engine)
    assert not recorded.problems, recorded.problems


def keep_saving(engine: Engine, desk: Desk) -> None:
    """Save growing values into each line in turn, for ever, telling each once it is acknowledged."""
    for value in count(1):
        for line_id in desk.line_ids:
            save(engine, desk, line_id, float(value), float(value - 1) if value > 1 else None)
            sys.stdout.write(f"{line_id} {value}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    opened = engine_for(sys.argv[1])
    busy = desks(opened)
    with ThreadPoolExecutor(len(busy)) as pool:
        for stopped in [pool.submit(keep_saving, opened, desk) for desk in busy]:
            stopped.result()
