"""A real installation: the province's units and catalogue, the month's period, and one administrator."""

from datetime import date

from sqlalchemy import Engine

from kpi.access.passwords import hash_password, one_time_password
from kpi.access.permissions import Role
from kpi.audit.chain import Deed, append
from kpi.installation.exclusive import alone, refuse_installed
from kpi.installation.structure import Progress, catch_up_numbering, lay, month_code, month_period, silent
from kpi.language.message import Message, say
from kpi.storage.migrate import upgrade
from kpi.storage.tables import Account, Grant
from kpi.storage.unit_of_work import UnitOfWork

ADMINISTRATOR = "admin"


def install_real(engine: Engine, today: date, progress: Progress = silent) -> str:
    """Set an empty database up and return the administrator's one-time password, which is kept nowhere.

    Whole or not at all. Raises Refused where the database was set up before, DataFaults where a data file is wrong.
    """
    upgrade(engine)
    with alone(engine) as work:
        refuse_installed(work.session)
        password = fill_real(work, today, progress)
        work.commit()
    return password


def fill_real(work: UnitOfWork, today: date, progress: Progress = silent) -> str:
    """The rows of a real installation and their audit entry, inside the caller's transaction.

    Returns the one-time password.
    """
    session = work.session
    progress(say("Laying out the units and the catalogue …"))
    root = lay(session, "real").units[0]
    session.add(month_period(month_code(today), "open"))
    password = one_time_password()
    account = Account(name=ADMINISTRATOR, password_hash=hash_password(password), must_change_password=True)
    session.add(account)
    session.flush()
    session.add(Grant(account_id=account.id, role=Role.ADMINISTRATOR, unit_id=root.id))
    session.flush()
    catch_up_numbering(session)
    append(session, Deed("system", "Hệ thống", "InstallProvince", "installation 1"), work.changes)
    return password


def administrator_password(password: str) -> Message:
    """The one sentence that tells the one-time password."""
    return say(
        "Administrator account: {account}. One-time password, shown only now: {password}. "
        "It must be changed at the first sign-in.",
        account=ADMINISTRATOR,
        password=password,
    )
