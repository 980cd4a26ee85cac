"""The period's lock on quantities: only an open or reopened period takes them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Refused
from kpi.language.message import say
from kpi.reform.period_codes import span
from kpi.storage.tables import Period

OPEN = ("open", "reopened")


def state_of(session: Session, code: str, *, lock: bool = False) -> str | None:
    """The state of a period; one that was never opened itself has its last month's. None where neither was opened."""
    for wanted in dict.fromkeys((code, span(code).months[-1])):
        query = select(Period).where(Period.code == wanted)
        period = session.scalars(query.with_for_update(read=True) if lock else query).one_or_none()
        if period is not None:
            return period.state
    return None


def require_open(session: Session, code: str) -> None:
    """Refused unless the period is open, and not closed before the command ends."""
    try:
        state = state_of(session, code, lock=True)
    except ValueError:
        raise Refused(say("“{code}” is not a period. Write it as 2026-03, 2026-Q1 or 2026.", code=code)) from None
    if state is None:
        raise Refused(say("Period {code} has not been opened. Ask Home Affairs to open it.", code=code))
    if state not in OPEN:
        raise Refused(say("Period {code} is closed, so its quantities are read-only. "
                          "Home Affairs can reopen the period with a reason.", code=code))  # fmt: skip
