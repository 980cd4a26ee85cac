"""Building a demonstration, small or of the whole province, in one transaction."""

from datetime import date

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from kpi.audit.chain import Deed, append
from kpi.installation.demo.accounts import add_accounts
from kpi.installation.demo.closing import close_finished
from kpi.installation.demo.history import History
from kpi.installation.demo.people import Staffed, staffed
from kpi.installation.demo.reform import add_reform
from kpi.installation.demo.sizes import SMALL, province_sizes
from kpi.installation.demo.staffing import add_staffing
from kpi.installation.exclusive import alone, refuse_installed
from kpi.installation.structure import (
    Progress,
    Structure,
    catch_up_numbering,
    gather_statistics,
    lay,
    month_code,
    silent,
)
from kpi.language.message import say
from kpi.storage.migrate import upgrade

SIZES = ("small", "province")
MONTHS_BACK = {"small": 2, "province": 13}
FIRST_MONTH = "2026-01"  # Decree 335/2025 applies from 01/01/2026; nothing is scored by it before


def build(engine: Engine, size: str = "small", today: date | None = None, progress: Progress = silent) -> None:
    """Make an empty database a demonstration, whole or not at all.

    size: "small" (150 people, the present month and two before) or "province" (5,018 people, up to thirteen before,
    so that a whole year can be closed).
    Raises Refused where the database was set up before, DataFaults where a data file is wrong.
    """
    upgrade(engine)
    with alone(engine) as work:
        refuse_installed(work.session)
        fill_demo(work.session, size, today or date.today(), progress)
        work.commit()


def fill_demo(session: Session, size: str, today: date, progress: Progress = silent) -> None:
    """The rows of a demonstration and their one audit entry, inside the caller's transaction."""
    progress(say("Laying out the units and the catalogue …"))
    structure = lay(session, "demo")
    people = _add_people(session, structure, size)
    progress(say("{count} people were generated; none of them exists.", count=len(people.people)))
    history = History(session, structure, people, today)
    for back in reversed(range(MONTHS_BACK[size] + 1)):
        if (code := month_code(today, back)) >= FIRST_MONTH:
            history.add(code, back)
            progress(say("Month {code} is ready.", code=code))
    add_reform(session, structure.units, people, today)
    add_staffing(session, structure.units, today, with_staff=size == "small")
    catch_up_numbering(session)
    gather_statistics(session)
    close_finished(session, today, progress)
    append(session, Deed("system", "Hệ thống", "GenerateDemonstration", f"demonstration {size}"), [])


def _add_people(session: Session, structure: Structure, size: str) -> Staffed:
    units = structure.units
    made = staffed(units, SMALL if size == "small" else province_sizes(units))
    for rows in (made.people, made.posts, made.fields):
        session.add_all(rows)
        session.flush()
    add_accounts(session, units, made)
    return made
