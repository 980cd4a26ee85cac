"""Time of a unit's papers: Form 01 of 60 people in Excel and Word, other papers, workbooks and reading them back.

python benchmarks/forms.py [people] [lines each]
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from kpi.access.execute import execute
from kpi.assessment.assign import AssignWork
from kpi.assessment.new_lines import Work
from kpi.exchange.forms import form01_many
from kpi.exchange.month_book import month_book
from kpi.exchange.month_book_reading import read_month_book
from kpi.exchange.papers.excel import workbook
from kpi.exchange.papers.form01_word import form01_document
from kpi.exchange.papers.issue import DOCX, SUMMARY, XLSX, Asked, issue
from kpi.exchange.papers.lists import work_list
from kpi.exchange.unit_book import unit_book
from kpi.exchange.unit_book_lists import assignment_lists
from kpi.exchange.unit_book_reading import read_assignment_book
from kpi.storage.engine import engine_for
from kpi.storage.migrate import upgrade
from kpi.storage.unit_of_work import reading
from tests.exchange import scene


def timed(what: str, run: Callable[[], Any]) -> Any:
    """Run once, print the seconds, return the result."""
    begun = time.perf_counter()
    result = run()
    print(f"{what}: {time.perf_counter() - begun:.2f} s")
    return result


def main() -> None:
    people, each = (int(sys.argv[1]), int(sys.argv[2])) if len(sys.argv) == 3 else (60, 10)
    with tempfile.TemporaryDirectory() as folder:
        engine = engine_for(f"sqlite:///{folder}/forms.db")
        upgrade(engine)
        scene.build(engine, people)
        work = tuple(Work(place % 3 + 1, place + 1, f"Việc {place}", date(2026, 3, 20)) for place in range(each))
        numbers = tuple(range(3, 3 + people))
        timed(f"assign {people} people {each} lines", lambda: execute(AssignWork(1, numbers, work), scene.HEAD, engine))
        views = [scene.view(engine, number) for number in numbers]
        data = timed(f"Form 01 of {people} people", lambda: form01_many(views))
        print(f"  {len(data) // 1024} KB")
        data = timed(f"Form 01 of {people} people as Word", lambda: form01_document(views))
        print(f"  {len(data) // 1024} KB")
        timed(f"lists of work of {people} people", lambda: workbook(work_list(view) for view in views))
        with reading(engine) as session:
            for form in (XLSX, DOCX):
                asked = Asked(SUMMARY, form, scene.PERIOD, 3)
                timed(f"summary table of {people} people ({form})", partial(issue, session, scene.HEAD, asked))
        book = timed("one month's workbook", lambda: month_book(views[0]))
        timed("reading it back", lambda: read_month_book(book, views[0]))
        with reading(engine) as session:
            lists = timed("lists of the unit", lambda: assignment_lists(session, scene.HEAD, scene.PERIOD))
        unit = timed("the unit's workbook", lambda: unit_book(views, lists))
        timed("reading it back", lambda: read_assignment_book(unit, lists))
        engine.dispose()


if __name__ == "__main__":
    main()
