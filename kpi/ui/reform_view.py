"""The glance at the province for a screen: computed once for a state of the record, then shared by everybody.

It holds figures of units, which everybody may read, and nothing of persons, so whoever may see it at all sees the same.
"""

from dataclasses import replace

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.language.numbers import today
from kpi.reform.glance.view import Glance, glance
from kpi.storage.unit_of_work import reading
from kpi.ui.database import engine
from kpi.ui.kept import moves, once_large


def glance_of(actor: Actor, code: str) -> Glance:
    """The glance as the database is now; its stamp names the state for what is drawn from it. Change nothing in it."""
    actor.require(Action.READ_REFORM)
    day, state = today(), moves().approved

    def made() -> Glance:
        with reading(engine()) as session:
            return replace(glance(session, actor, code, day), stamp=f"{state} {code} {day}")

    return once_large(state, "glance", made, code, day)
