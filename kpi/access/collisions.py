"""Two people doing the same at the same moment: the database stops one of them, who is told so in words."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from kpi.access.actor import Refused
from kpi.language.message import say

# PostgreSQL: serialization failure, deadlock, unique violation
STATES = ("40001", "40P01", "23505")
# SQLite says the same in words
WORDS = ("database is locked", "UNIQUE constraint failed")


@contextmanager
def saying_collisions() -> Iterator[None]:
    """Turn such an error of the database into `Refused`; every other error passes as it is."""
    try:
        yield
    except DBAPIError as error:
        if not is_collision(error):
            raise
        raise Refused(
            say("Somebody changed the same thing at the same moment, so nothing was saved. Look again, then try again.")
        ) from error


def is_collision(error: DBAPIError) -> bool:
    """Whether the database refused because of what somebody else did at the same moment."""
    return getattr(error.orig, "sqlstate", None) in STATES or any(word in str(error.orig) for word in WORDS)
