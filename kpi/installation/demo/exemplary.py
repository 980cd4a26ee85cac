"""Units where, in a generated month, everything is done well and on time: their leaders can reach 100% in đ."""

from random import Random

from kpi.installation.demo.people import SEED

SHARE = 0.1


def exemplary(unit_id: int, period_code: str) -> bool:
    """Drawn anew for every unit and month."""
    return Random(f"{SEED} all in time {unit_id} {period_code}").random() < SHARE
