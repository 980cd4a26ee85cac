"""Time of a rerun of the two busiest pages against a bare Streamlit page of the same elements, and their SQL.

python benchmarks/pages.py [reruns]

The bare page makes the very Streamlit calls the real one made, with the data it was given, and asks no database,
checks no permission and scores nothing. Both are run in turn by Streamlit's own script runner; the processor's time
of the script's thread counts, the embedded database's work within it. Builds the small demonstration in a temporary
database (half a minute).
"""

import json
import logging
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import Engine, event, func, select
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.testing.v1 import AppTest

from benchmarks.bare.page import PAGES, Page, Recorder, recording
from kpi.access.sign_in import digest
from kpi.installation.demo import build
from kpi.storage.engine import database_url, engine_for
from kpi.storage.tables import Account, Month, Period, Session, WorkLine
from kpi.storage.unit_of_work import UnitOfWork, reading
from kpi.ui import browser, signed_in

PAGE_FILES = Path(__file__).parents[1] / "pages"
RATER, LINES = "chutich", 10
BARE = "from benchmarks.bare.page import PAGES\nPAGES[{name!r}].draw()\n"
SPENT: list[float] = []
STATEMENTS: list[str] = []


def watch(engine: Engine) -> None:
    """Note every script run's milliseconds of processor and every statement but the marks of a transaction.

    A script is compiled once, as by the server: a tester of Streamlit's own would compile it at every run.
    """
    run, compiled = ScriptRunner._run_script, ScriptCache()

    def timed(runner: ScriptRunner, *args: Any, **kwargs: Any) -> None:
        runner._script_cache = compiled
        begun = time.thread_time()
        run(runner, *args, **kwargs)
        SPENT.append((time.thread_time() - begun) * 1000)

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            STATEMENTS.append(statement)

    ScriptRunner._run_script = timed  # type: ignore
    event.listen(engine, "before_cursor_execute", note)


def recorder_of_work(engine: Engine) -> str:
    """The account whose month still being recorded has the number of lines nearest to ten."""
    size = func.abs(func.count(WorkLine.id) - LINES)
    newest = select(func.max(Period.code)).where(Period.derived.is_(False)).scalar_subquery()
    query = (
        select(Account.name)
        .join(Month, Month.person_id == Account.person_id)
        .join(Period, Period.id == Month.period_id)
        .join(WorkLine, WorkLine.month_id == Month.id)
        .where(Month.state == "draft", Period.code == newest)
    )
    with reading(engine) as session:
        return session.scalars(query.group_by(Account.name, Month.id).order_by(size, Account.name).limit(1)).one()


def sign_in(engine: Engine, name: str) -> str:
    """A session of that account; returns its cookie."""
    now, token = datetime.now(UTC), f"benchmark of {name}"
    with UnitOfWork(engine) as work:
        account = work.session.scalars(select(Account).where(Account.name == name)).one()
        work.session.add(
            Session(
                token_hash=digest(token),
                account_id=account.id,
                password_version=account.password_version,
                started_at=now,
                expires_at=now + timedelta(hours=1),
                address="127.0.0.1",
                agent="benchmark",
            )
        )
        work.commit()
    return token


@contextmanager
def presenting(engine: Engine, name: str) -> Iterator[None]:
    """What the browser presents in here is a session of that account."""
    token, before = sign_in(engine, name), browser.cookie
    browser.cookie = lambda: token
    yield
    browser.cookie = before


def opened(page: str, who: str, engine: Engine) -> AppTest:
    """The page as it stands when work begins: of the newest period, and with everybody the rater rates."""
    app = AppTest.from_file(str(PAGE_FILES / f"{page}.py"), default_timeout=60)
    with reading(engine) as session:
        app.query_params["period"] = session.scalars(
            select(func.max(Period.code)).where(Period.derived.is_(False))
        ).one()
        app.session_state[signed_in.OWNER] = session.scalars(select(Account.id).where(Account.name == who)).one()
    app.run()
    if page == "approvals":
        app.button_group(key="queue_mine").set_value("all").run()
    return app


def run(app: AppTest) -> float:
    """Milliseconds of the scripts of one rerun. Raises when the page fails."""
    SPENT.clear()
    STATEMENTS.clear()
    app.run()
    if app.exception:
        raise RuntimeError(app.exception[0].message)
    return sum(SPENT)


def bare(page: str, app: AppTest) -> AppTest:
    """The same elements without what is behind them."""
    recorder = Recorder()
    with recording(recorder):
        run(app)
    PAGES[page] = Page(recorder.calls)
    twin = AppTest.from_string(BARE.format(name=page), default_timeout=60)
    run(twin)
    if kinds(app) != kinds(twin):
        raise RuntimeError("The bare page does not draw what the real one draws.")
    return twin


def kinds(app: AppTest) -> list[str]:
    """The kind of every container and element on the screen, in order."""
    return [found.type for found in app]


def save_a_cell(app: AppTest, text: str) -> int:
    """Type into the first cell of the grid's notes; the number of statements that took. Raises if none was saved."""
    grid = next(found for found in app.get("dataframe") if found.proto.editing_mode)
    STATEMENTS.clear()
    edits = {"edited_rows": {"0": {"note": text}}, "added_rows": [], "deleted_rows": []}
    states = app._tree.get_widget_states()
    states.widgets.append(WidgetState(id=grid.proto.id, string_value=json.dumps(edits)))
    app._run(states)
    if app.exception or not any("UPDATE work_line" in statement for statement in STATEMENTS):
        raise RuntimeError(
            f"The cell was not saved. {STATEMENTS} {app.error} {app.warning} {app._tree.get_widget_states()}"
        )
    return len(STATEMENTS)


def measure(page: str, who: str, engine: Engine, times: int) -> str:
    """One line of the table."""
    with presenting(engine, who):
        app = opened(page, who, engine)
        twin = bare(page, app)
        taken = [(run(app), len(STATEMENTS), run(twin)) for _ in range(times)]
        real, least = statistics.median(row[0] for row in taken), statistics.median(row[2] for row in taken)
        saving = save_a_cell(app, "Measured") if page == "my_month" else "–"
    elements = len(kinds(twin))
    return f"{page:<10} {elements:>8} {real:>8.1f} {least:>8.1f} {real / least:>6.2f} {taken[-1][1]:>4} {saving:>10}"


def main() -> None:
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").disabled = True
    times = int(sys.argv[1]) if len(sys.argv) == 2 else 41
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/pages.db"
        engine = engine_for(database_url())
        build(engine)
        watch(engine)
        print(f"{'page':<10} {'elements':>8} {'ms':>8} {'bare ms':>8} {'ratio':>6} {'SQL':>4} {'SQL saving':>10}")
        print(measure("my_month", recorder_of_work(engine), engine, times))
        print(measure("approvals", RATER, engine, times))
        engine.dispose()


if __name__ == "__main__":
    main()
