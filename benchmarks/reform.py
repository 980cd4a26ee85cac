"""The province's indicators: rolling 65 communes up, and a rerun of the province page, as ratios to their floors.

python benchmarks/reform.py [reruns]

The floor of the roll-up is bare NumPy on the same 93,600 rows where names are numbers already: quantities added into
numbered groups (each unit's own and the province's) and divided. The floor of the page is a bare Streamlit page of the
same elements with the same data (see benchmarks/pages.py), its Altair charts drawn as Streamlit draws them. Our page
describes a chart once and keeps the description; against a bare page that had that too stands the second ratio. Builds
the small demonstration in a temporary database.
"""

import logging
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
import pandas as pd
import streamlit as st
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from benchmarks import pages
from kpi.installation.demo import build
from kpi.reform.indicators.rollup import roll_up
from kpi.storage.engine import database_url, engine_for
from kpi.storage.tables import Account
from kpi.storage.unit_of_work import reading
from kpi.ui import kept, reform_forecast, reform_headline, reform_heat, reform_ranking, signed_in

UNITS, INDICATORS, MONTHS = 65, 40, 36
WHO = "sonoivu"


def quantities() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, np.ndarray]:
    """Values, units and expected reports as the views hand them over; and the values as an array."""
    random = np.random.default_rng(36)
    counted = random.integers(1, 2000, (2, UNITS, INDICATORS, MONTHS)).astype(float)
    codes = [f"i{number:02d}" for number in range(INDICATORS)]
    periods = [f"{2024 + number // 12}-{number % 12 + 1:02d}" for number in range(MONTHS)]
    ids = np.arange(2, UNITS + 2)
    index = pd.MultiIndex.from_product([ids, codes, periods], names=["unit_id", "code", "period"])
    values = pd.DataFrame({"numerator": counted[0].ravel(), "denominator": counted[1].ravel()}, index).reset_index()
    paths = ["/1/", *(f"/1/{number}/" for number in ids)]
    units = pd.DataFrame({"unit_id": [1, *ids], "path": paths})
    expected = pd.MultiIndex.from_product([ids, codes], names=["unit_id", "code"]).to_frame(index=False)
    return values, units, expected, counted


def milliseconds(work: Callable[[], object], times: int) -> float:
    """The median of several runs."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


def rolled_up(times: int) -> str:
    """One line: the roll-up against bare NumPy."""
    values, units, expected, counted = quantities()
    codes = expected["code"].unique().tolist()

    own = np.arange(counted[0].size)
    groups = np.concatenate([own, counted[0].size + own % (INDICATORS * MONTHS)])

    def floor() -> np.ndarray:
        sums = [np.bincount(groups, np.tile(part.ravel(), 2)) for part in counted]
        return np.asarray(sums[0] / sums[1])

    rolled = roll_up(values, units, expected, codes)
    top = rolled[rolled["unit_id"] == 1].sort_values(["code", "period"])["value"].to_numpy()
    if not np.allclose(top, (counted[0].sum(axis=0) / counted[1].sum(axis=0)).ravel()):
        raise RuntimeError("The roll-up differs from NumPy's.")
    real, least = milliseconds(lambda: roll_up(values, units, expected, codes), times), milliseconds(floor, times)
    rows = UNITS * INDICATORS * MONTHS
    return f"roll-up of {rows} quantities {real:>8.1f} ms, NumPy {least:>6.2f} ms, ratio {real / least:>6.1f}"


def page(times: int) -> str:
    """One line: a rerun of the province page against a bare page."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/reform.db"
        engine = engine_for(database_url())
        build(engine)
        pages.watch(engine)
        with pages.presenting(engine, WHO):
            app = AppTest.from_file(str(pages.PAGE_FILES / "reform.py"), default_timeout=60)
            with reading(engine) as session:
                wanted = select(Account.id).where(Account.name == WHO)
                app.session_state[signed_in.OWNER] = session.scalars(wanted).one()
            begun = time.perf_counter()
            app.run()
            first = (time.perf_counter() - begun) * 1000
            described = pages.bare("reform", app)
            with drawn_plainly():
                plain = pages.bare("plain", app)
            app.run()
            taken = [
                (pages.run(app), len(pages.STATEMENTS), pages.run(plain), pages.run(described)) for _ in range(times)
            ]
        engine.dispose()
    real, least, same = (statistics.median(row[place] for row in taken) for place in (0, 2, 3))
    return (
        f"page rerun, {len(pages.kinds(plain))} elements {real:>8.1f} ms, bare {least:>6.1f} ms, "
        f"ratio {real / least:>5.2f}, bare with charts described {same:>6.1f} ms, ratio {real / same:>5.2f}, "
        f"{taken[-1][1]} statements; first run {first:.0f} ms"
    )


@contextmanager
def drawn_plainly() -> Iterator[None]:
    """The page's charts go to Streamlit as Altair made them, as on any bare page."""
    with ExitStack() as stack:
        for module in (reform_headline, reform_heat, reform_ranking, reform_forecast):
            stack.enter_context(patch.object(module, "described", lambda chart: chart))
            stack.enter_context(patch.object(module, "draw", lambda chart, name: st.altair_chart(chart, alt=name)))
        kept.forget()
        yield
    kept.forget()


def main() -> None:
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").disabled = True
    times = int(sys.argv[1]) if len(sys.argv) == 2 else 41
    print(rolled_up(times))
    print(page(times))


if __name__ == "__main__":
    main()
