"""How far each month has come: finished ones approved, the last one mostly, the present one mostly being recorded."""

from random import Random

from kpi.assessment.states import State
from kpi.organisation.leadership import Raters

PRESENT = ((0.70, State.DRAFT), (0.88, State.SUBMITTED), (0.95, State.REVIEWED), (1.0, State.RETURNED))
LAST = ((0.86, State.APPROVED), (0.92, State.REVIEWED), (0.96, State.SUBMITTED), (1.0, State.RETURNED))
QUEUE = ((0.90, State.REVIEWED), (0.97, State.SUBMITTED), (1.0, State.RETURNED))
QUEUE_AT = "22366"  # the ward whose chair has a month's whole queue waiting


def state_of(chance: Random, back: int, body_code: str, raters: Raters) -> State:
    """The state of a month `back` months before the present one."""
    if back >= 2:
        return State.APPROVED
    odds = PRESENT if back == 0 else QUEUE if body_code == QUEUE_AT else LAST
    drawn = chance.random()
    state = next(state for limit, state in odds if drawn < limit)
    if state == State.REVIEWED and raters.reviewer_id == raters.approver_id:
        return State.SUBMITTED  # one person does both: nothing waits in between
    return state
