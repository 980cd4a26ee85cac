"""When the steps of a generated month were taken: in order, at office hours, never in the future."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from kpi.language.numbers import HANOI
from kpi.storage.tables import Period

APART = timedelta(minutes=10)
STEPS = 8


@dataclass(frozen=True)
class Moments:
    """One moment for each step a month can take, each later than the one before."""

    assigned: datetime
    proposed: datetime
    first_submitted: datetime
    returned: datetime
    submitted: datetime
    decided: datetime
    reviewed: datetime
    approved: datetime


def latest(today: date) -> datetime:
    """The end of that working day, or now where that is earlier."""
    return min(datetime.now(UTC), datetime.combine(today, time(17, 0), HANOI).astimezone(UTC))


def moments(chance: Random, period: Period, until: datetime) -> Moments:
    """Handed in around the end of the period (lately, where it has not ended), then reviewed and approved."""
    end = min(datetime.combine(period.ends, time(8), HANOI), until - timedelta(days=2))
    days = [
        datetime.combine(period.starts, time(8), HANOI),
        end - timedelta(days=chance.randint(4, 9)),
        end - timedelta(days=chance.randint(1, 3)),
        end,
        end + timedelta(days=chance.randint(1, 3)),
        end + timedelta(days=4),
        end + timedelta(days=4, hours=1),
        end + timedelta(days=chance.randint(5, 8)),
    ]
    at: list[datetime] = []
    for place, day in enumerate(days):
        wished = day + timedelta(minutes=chance.randint(0, 500))
        at.append(min(max([wished, *(moment + APART for moment in at[-1:])]), until - APART * (STEPS - place)))
    return Moments(*at)
