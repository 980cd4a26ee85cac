"""How long people wait at a number of counters: M/M/n (Erlang C) and M/M/n+M (Erlang A), by stable recursions."""

from dataclasses import dataclass
from itertools import count
from math import exp, inf

from scipy.special import betainc


@dataclass(frozen=True)
class Counter:
    """What comes to a counter. load: erlangs, arrivals × service time. service: minutes a customer takes.

    patience: mean minutes after which a waiting person leaves; None: nobody leaves.
    Raises ValueError for a negative load, or a service time or patience not above zero.
    """

    load: float
    service: float
    patience: float | None = None

    def __post_init__(self) -> None:
        patience = inf if self.patience is None else self.patience
        if not (0 <= self.load < inf and 0 < self.service < inf and patience > 0):
            raise ValueError(self)


@dataclass(frozen=True)
class Waiting:
    """What people meet at n counters.

    p_wait: share that has to wait. served_within: share served within the wait asked for. mean_wait: minutes, over
    everybody. queue: people waiting on average. occupancy: share of time a counter is busy. left: share that leaves
    unserved (0 without impatience). Without impatience and with too few counters everything waits for ever.
    """

    counters: int
    p_wait: float
    served_within: float
    mean_wait: float
    queue: float
    occupancy: float
    left: float = 0.0


def blocked(load: float, counters: int) -> float:
    """Erlang B: 1/B(n) = 1 + n/a · 1/B(n−1), the recursion that neither overflows nor loses digits."""
    share = 1.0
    for n in range(1, counters + 1):
        share = load * share / (n + load * share)
    return share


def waiting(counter: Counter, counters: int, within: float) -> Waiting:
    """What people meet at so many counters; `within` in minutes. Raises ValueError for less than one counter."""
    if counters < 1:
        raise ValueError(counters)
    if counter.load == 0:
        return Waiting(counters, 0.0, 1.0, 0.0, 0.0, 0.0)
    if counter.patience is None:
        return _everybody_waits(counter, counters, within)
    return _some_leave(counter, counters, within, counter.patience)


def _everybody_waits(counter: Counter, counters: int, within: float) -> Waiting:
    """Erlang C = n·B ÷ (n − a·(1 − B)); waits beyond t: C·exp(−(n − a)·t ÷ service)."""
    load, spare = counter.load, counters - counter.load
    if spare <= 0:
        return Waiting(counters, 1.0, 0.0, inf, inf, 1.0)
    b = blocked(load, counters)
    wait = counters * b / (counters - load * (1 - b))
    late = wait * exp(-spare * within / counter.service)
    return Waiting(counters, wait, 1 - late, wait * counter.service / spare, wait * load / spare, load / counters)


def _some_leave(counter: Counter, counters: int, within: float, patience: float) -> Waiting:
    """Erlang A from the stationary queue lengths; each waiting person leaves at rate 1 ÷ patience.

    Relative weights w(k) of k people waiting, w(0) = 1 at exactly n people: w(k) = w(k−1) · λ ÷ (nμ + kθ).
    """
    arrive, serve, leave = counter.load / counter.service, counters / counter.service, 1 / patience
    weights, so_far = [1.0], 1.0
    for k in count(1):
        weights.append(weights[-1] * arrive / (serve + k * leave))
        so_far += weights[-1]
        if weights[-1] < 1e-18 * so_far and k * leave + serve > arrive:
            break
    total = 1 / blocked(counter.load, counters) - 1 + sum(weights)
    full = sum(weights) / total
    queue = sum(k * w for k, w in enumerate(weights)) / total
    left = leave * queue / arrive
    kept = sum(w * _served_in_time(k, serve, leave, within) for k, w in enumerate(weights)) / total
    busy = counter.load * (1 - left) / counters
    return Waiting(counters, full, 1 - full + kept, queue / arrive, queue, busy, left)


def _served_in_time(ahead: int, serve: float, leave: float, within: float) -> float:
    """The chance that somebody who finds `ahead` people waiting at full counters is served within the time.

    Whoever stands before them goes by service or by leaving, one after the other, and they themselves must not leave
    first: with r = serve ÷ leave the chance to be served at all is r ÷ (r + ahead + 1). Given that, the time is a sum
    of exponentials with rates leave · (r + 1 + j), j = 0 … ahead, whose distribution is a regularised incomplete beta.
    """
    r = serve / leave
    at_all = r / (r + ahead + 1)
    return at_all * float(betainc(ahead + 1, r + 1, 1 - exp(-leave * within)))
