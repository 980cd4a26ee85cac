"""What it would take to reach a rank: more of the assigned work finished, on time and with quality."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kpi.language.message import N_, Message
from kpi.law.columns import floats
from kpi.law.explain import THRESHOLDS
from kpi.law.rules import Rules
from kpi.law.scoring import score

MOST_STEPS = 200


@dataclass(frozen=True, eq=False)
class Way:
    """One way to a rank, or why there is none.

    line: index label of the line to finish more of; None when every line is finished. extra: products more.
    total: the score reached (NaN when something needed is missing). reachable: whether that is the rank or better.
    """

    rank: str
    line: Any
    extra: float
    total: float
    reachable: bool
    message: Message


def reach(
    lines: pd.DataFrame, person: Mapping[str, Any], rules: Rules, ranks: tuple[str, ...] = ("good", "excellent")
) -> list[Way]:
    """Ways to each of `ranks` for one person, shortest first; none for a rank already held.

    lines: the person's task lines as `score` takes them; a line without `done` counts as not begun.
    person: role, general and for leaders d, dd, e; a ground of Art. 20.4 rules every way out.
    Work already late or failed stays so. All possibilities are scored in one call of `score`.
    """
    if _written(person.get("disqualified")):
        return [Way(rank, None, 0, math.nan, False, Message(NO_RANK)) for rank in ranks]
    begun = lines.assign(done=np.nan_to_num(floats(lines, "done")))
    candidates = _candidates(begun)
    totals, reached = _scored(begun, person, candidates, rules)
    return [way for rank in ranks for way in _ways(rank, begun, candidates, totals, reached, rules)]


def _candidates(lines: pd.DataFrame) -> pd.DataFrame:
    """As things stand, each line a number of products further, and everything finished: (line position, extra)."""
    left = np.maximum(np.nan_to_num(floats(lines, "assigned") - floats(lines, "done")), 0)
    rows: list[tuple[int, float]] = [(-1, 0.0)]
    for place, most in enumerate(left):
        rows += [(place, extra) for extra in _steps(float(most))]
    rows.append((len(lines), float(left.sum())))
    return pd.DataFrame(rows, columns=["place", "extra"])


def _steps(most: float) -> list[float]:
    """1, 2, 3 … up to what is left of the line; in longer strides where that is more than 200 steps."""
    stride = math.ceil(most / MOST_STEPS) or 1
    return [*(float(step) for step in range(stride, math.ceil(most), stride)), *([most] if most > 0 else [])]


def _scored(
    lines: pd.DataFrame, person: Mapping[str, Any], candidates: pd.DataFrame, rules: Rules
) -> tuple[NDArray[np.float64], NDArray[np.object_]]:
    """Total and rank of every candidate, each scored as if it were a person of its own."""
    count, width = len(candidates), len(lines)
    many = lines.iloc[np.tile(np.arange(width), count)].reset_index(drop=True)
    many["person"] = np.repeat(np.arange(count), width)
    added = _added(lines, candidates).ravel()
    if "quality_ok" in many.columns:
        many["quality_ok"] = floats(many, "quality_ok") + added
    many["done"] = floats(many, "done") + added
    fields = {name: [person.get(name)] * count for name in ("role", "general", "d", "dd", "e")}
    people = pd.DataFrame({"person": np.arange(count), **fields})
    scored = score(many, people, rules).people
    return scored["total"].to_numpy(), scored["rank"].astype(object).to_numpy()


def _added(lines: pd.DataFrame, candidates: pd.DataFrame) -> NDArray[np.float64]:
    """Products added to each line by each candidate, candidates × lines."""
    place, extra = candidates["place"].to_numpy(), candidates["extra"].to_numpy()
    added = np.where(place[:, None] == np.arange(len(lines)), extra[:, None], 0.0)
    added[-1] = np.maximum(np.nan_to_num(floats(lines, "assigned") - floats(lines, "done")), 0)
    return added


def _ways(
    rank: str,
    lines: pd.DataFrame,
    candidates: pd.DataFrame,
    totals: NDArray[np.float64],
    reached: NDArray[np.object_],
    rules: Rules,
) -> list[Way]:
    if math.isnan(totals[-1]):
        return [Way(rank, None, 0, math.nan, False, Message(NOT_YET))]
    enough = np.isin(reached, list(THRESHOLDS)[: list(THRESHOLDS).index(rank) + 1])
    if enough[0]:
        return []
    if not enough[-1]:
        return [
            Way(rank, None, float(candidates["extra"].iloc[-1]), totals[-1], False, _short(rank, totals[-1], rules))
        ]
    found = []
    for place in range(len(lines)):
        first = np.flatnonzero(enough & (candidates["place"] == place).to_numpy())
        if len(first):
            found.append(_one_line(rank, lines, candidates.iloc[first[0]], totals[first[0]], reached[first[0]]))
    everything = Message(ALL, {"rank": Message(RANKS[reached[-1]]), "total": _below(totals[-1])})
    found.sort(key=lambda way: way.extra)
    return [*found, Way(rank, None, float(candidates["extra"].iloc[-1]), totals[-1], True, everything)]


def _one_line(rank: str, lines: pd.DataFrame, candidate: pd.Series, total: float, reached: str) -> Way:
    label = lines.index[int(candidate["place"])]
    product = lines["product"].loc[label] if "product" in lines.columns else label
    values = {
        "extra": float(candidate["extra"]),
        "product": str(product),
        "total": _below(total),
        "rank": Message(RANKS[reached]),
    }
    return Way(rank, label, float(candidate["extra"]), total, True, Message(ONE_LINE, values))


def _below(total: float) -> float:
    """A total cut to two decimals, so that it never looks like a threshold it does not reach."""
    return math.floor(round(total * 100, 6)) / 100


def _short(rank: str, most: float, rules: Rules) -> Message:
    """How many general points are missing after everything is finished, rounded up."""
    missing = math.ceil(round((rules.number(THRESHOLDS[rank]) - most) * 100, 9)) / 100
    return Message(SHORT, {"rank": Message(RANKS[rank]), "most": _below(most), "missing": missing})


def _written(ground: Any) -> bool:
    return isinstance(ground, str) and bool(ground.strip())


RANKS = {"excellent": N_("excellent"), "good": N_("good"), "completed": N_("completed")}
ONE_LINE = N_("Finishing {extra} more of {product} on time and with quality gives {total} points: {rank}.")
ALL = N_("Finishing everything assigned on time and with quality gives {total} points: {rank}.")
SHORT = N_(
    "Finishing work alone does not reach {rank}: everything finished gives {most} points, {missing} points short."
)
NOT_YET = N_("This cannot be worked out yet: work, general points or the leader's criteria are missing.")
NO_RANK = N_("A ground of Article 20.4 holds, so the rank is not completed whatever the score.")
