"""Model sets to start from, one for each of the three kinds. Local: no text fixes the weights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kpi.language.message import N_

KINDS = ("agency", "unit", "locality")
KIND_NAMES = {
    "agency": N_("provincial agency"),
    "unit": N_("unit under an agency"),
    "locality": N_("commune, ward or special zone"),
}
MOST_TASKS = 5
FULL = 100.0
INDICATORS: Mapping[str, Mapping[str, float]] = {
    "agency": {
        "tthc.on_time": 20, "online.share": 15, "payment.share": 10, "digitised.dossiers": 15,
        "satisfaction.procedures": 10,
    },
    "unit": {"tthc.on_time": 30, "satisfaction.procedures": 20, "digitised.dossiers": 20},
    "locality": {
        "tthc.on_time": 20, "online.share": 15, "payment.share": 10, "digitised.dossiers": 15, "digitised.results": 10,
        "satisfaction.procedures": 10,
    },
}  # fmt: skip
WITHOUT_TASKS = "766.total"


@dataclass(frozen=True)
class Item:
    """An item of a set: an indicator by its code or a plan task by its id, with its weight and, perhaps, a target."""

    weight: float
    code: str | None = None
    task_id: int | None = None
    target: float | None = None


def template(kind: str, task_ids: Sequence[int] = ()) -> list[Item]:
    """The model set of a kind; what its indicators leave of 100 goes to the tasks, or to the Decision 766 total."""
    items = [Item(weight, code) for code, weight in INDICATORS[kind].items()]
    left = FULL - sum(item.weight for item in items)
    tasks = list(task_ids)[:MOST_TASKS]
    if not tasks:
        return [*items, Item(left, WITHOUT_TASKS)]
    share = round(left / len(tasks), 2)
    last = round(left - share * (len(tasks) - 1), 2)
    return [*items, *(Item(share, task_id=task) for task in tasks[:-1]), Item(last, task_id=tasks[-1])]
