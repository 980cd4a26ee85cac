"""Least shortage and the fairest share by maximum flow, where a model is a plain transport problem.

Whatever units can be given at least so much each can also be given it in a largest flow: an augmenting path never takes
anything from a sink. So the fairest share is found among flows alone, exactly and in whole people.
"""

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from kpi.staffing.reallocation.model import Model
from kpi.staffing.reallocation.problem import Ints


def is_plain(model: Model) -> bool:
    """Whether nothing but surplus and shortage limits the moves, and one missing person counts like another."""
    at = model.problem
    extra = at.floors or at.caps or at.teams or at.fixed or at.most_moves is not None
    return not extra and len({at.priority.get(family, 1) for family in at.families}) == 1


class Network:
    """From a source over surpluses, shortages and their units to a sink; only the units' capacity changes."""

    def __init__(self, model: Model) -> None:
        arcs, width = model.arcs, len(model.problem.families)
        count, sinks = len(arcs.sources), len(arcs.sinks)
        self.present, unit = np.unique(arcs.sinks // width, return_inverse=True)
        self.missing = np.bincount(unit, weights=arcs.short, minlength=len(self.present)).astype(np.int64)
        first_sink, first_unit = 1 + count, 1 + count + sinks
        self.last = first_unit + len(self.present)
        numbers = np.arange(sinks)
        self.tail = np.concatenate([np.zeros(count, np.int64), 1 + arcs.source, first_sink + numbers,
                                    first_unit + np.arange(len(self.present))])  # fmt: skip
        self.head = np.concatenate([1 + np.arange(count), first_sink + arcs.sink, first_unit + unit,
                                    np.full(len(self.present), self.last)])  # fmt: skip
        self.capacity = np.concatenate([arcs.spare, model.most[: len(arcs.source)].astype(np.int64), arcs.short])

    def most(self, wanted: Ints) -> int:
        """The largest flow where each unit takes at most `wanted`."""
        capacity = np.concatenate([self.capacity, wanted]).astype(np.int32)
        size = self.last + 1
        graph = csr_array((capacity, (self.tail, self.head)), shape=(size, size))
        return int(maximum_flow(graph, 0, self.last).flow_value)


def least_shortage(model: Model) -> tuple[int, Ints]:
    """How many stay missing at least, and how many each unit (of those that lack anybody) may lack at most."""
    network = Network(model)
    target = np.maximum(model.problem.target[network.present].sum(axis=1), 1)
    filled = network.most(network.missing)
    whole = [np.arange(int(missing) + 1) / size for missing, size in zip(network.missing, target, strict=True)]
    shares = np.unique(np.concatenate(whole).round(12)) if whole else np.zeros(1)
    low, high = 0, len(shares) - 1
    while low < high:
        middle = (low + high) // 2
        lacking = np.floor(shares[middle] * target + 1e-6).astype(np.int64)
        wanted = np.maximum(network.missing - lacking, 0)
        if network.most(wanted) == wanted.sum():
            high = middle
        else:
            low = middle + 1
    most = np.floor(shares[low] * target + 1e-6).astype(np.int64)
    return int(network.missing.sum()) - filled, most
