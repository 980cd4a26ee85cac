"""Decree 233/2026 on public employees: 30 + 70 points, the 70 divided by the weights each unit decides."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kpi.law.check import check_points
from kpi.law.columns import RANKS, Numbers, floats, named, texts
from kpi.law.errors import InputErrors
from kpi.law.formula import Amounts, Figures, Standing, Sums, capped, line_amounts, ratio
from kpi.law.grouping import Positions, group
from kpi.law.inputs import Inputs, counts_of, fractions
from kpi.law.missing import UNIT_RANK, missing_among
from kpi.law.rates import Rates
from kpi.law.rules import Rules
from kpi.law.scoring import Scores, line_table, person_table, rank_codes, work_of
from kpi.law.thresholds import settled_by

WEIGHTS = ("w_quantity", "w_quality", "w_progress")


@dataclass(frozen=True)
class Weights:
    """How a person's unit divides the 70 points, one element a person; NaN where it has not decided."""

    quantity: Numbers
    quality: Numbers
    progress: Numbers

    def exactly(self, chosen: Positions) -> "Weights":
        """Those of some people, as fractions of the decimals written."""
        return Weights(*(fractions(part[chosen]) for part in (self.quantity, self.quality, self.progress)))


def score_nd233(lines: pd.DataFrame, people: pd.DataFrame, rules: Rules) -> Scores:
    """Score public employees.

    lines: as `kpi.law.score` takes them. people: person, role, general (0-30), w_quantity, w_quality, w_progress (the
    unit's weights in points; together 70, else refused), unit_rank (of the unit a head leads), disqualified. Without
    weights nobody is scored: they are never assumed equal. reason is "score", "unit_rank", "disqualified" or
    "insufficient". Raises InputErrors with every bad cell.
    """
    task_max = rules.number("task_max")
    most = {"general": rules.number("general_max"), **dict.fromkeys(WEIGHTS, task_max)}
    if errors := check_points(lines, people, most):
        raise InputErrors(errors)
    grouping = group(lines["person"], people["person"])
    weights = _weights(people, task_max)
    none = np.zeros(len(people))
    standing = Standing(np.zeros(len(people), dtype=bool), floats(people, "general"), none, none, none)
    inputs = Inputs(counts_of(lines, grouping), grouping, standing)
    rates = _rates(rules)
    amounts = line_amounts(inputs.counts, rates)
    work = work_of(amounts, grouping)
    unled = _unit_unranked(people, rules)
    absent = {"general": np.isnan(standing.general), "weights": np.isnan(weights.quantity), UNIT_RANK: unled}
    missing = missing_among(inputs, work, absent)
    made = missing.hide(_figures(work, standing.general, weights, rates))
    points = missing.hide_lines(_line_points(amounts, work, made, weights, grouping.counts), grouping)
    marks = [rates.excellent_from, rates.good_from, rates.completed_from]
    made, ranks = settled_by(
        made,
        lambda total, exact: rank_codes(total, rates.exact() if exact else rates),
        marks,
        lambda near: _again(inputs.exactly(near), weights.exactly(near), rates.exact()),
    )
    table = _waiting(person_table(people, work, made, ranks, missing), unled)
    return Scores(line_table(lines, amounts, points, grouping), _below_the_unit(table), rules)


def heads_with_unit(heads: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """The second step of a closing: heads scored already, now that the rank of the unit each leads is known.

    heads: rank (by score and grounds), unit_rank (missing: the unit has none). Returns status, missing and rank. The
    unit's rating follows from points, tasks and deadlines, never from a head's rank, so that the two do not circle.
    """
    own, unit = (pd.Index(RANKS).get_indexer(pd.Index(heads[name].astype(object))) for name in ("rank", "unit_rank"))
    waits = (unit < 0) & (rules["unit_rank_missing"] == "insufficient")
    codes = np.where(waits, -1, np.where((unit >= 0) & (own < unit), unit, own))
    found = {
        "status": np.where(waits, "insufficient", "scored"),
        "missing": pd.Series(UNIT_RANK, heads.index).where(waits, None),
        "rank": named(codes, RANKS).astype(object),
    }
    return pd.DataFrame(found, index=heads.index).astype(object)


def _weights(people: pd.DataFrame, task_max: float) -> Weights:
    """The weights where all three are given and add up to the 70; otherwise the unit has not decided."""
    columns = [floats(people, name) for name in WEIGHTS]
    whole = np.abs(np.sum(columns, axis=0) - task_max) < 1e-9
    return Weights(*(np.where(whole, column, np.nan) for column in columns))


def _rates(rules: Rules) -> Rates:
    return Rates(
        per_line=False,
        deduction=rules.number("deduction_rate"),
        floor=0.0,
        cap=rules.number("ratio_cap"),
        task_max=rules.number("task_max"),
        excellent_from=rules.number("excellent_from"),
        good_from=rules.number("good_from"),
        completed_from=rules.number("completed_from"),
    )


def _figures(work: Sums, general: Numbers, weights: Weights, rates: Rates) -> Figures:
    """Three shares, each times its weight; never (a + b + c) ÷ 3."""
    raw = [ratio(part, work.assigned) for part in (work.quantity, work.quality, work.timeliness)]
    a, b, c = (capped(share, rates) for share in raw)
    task = a * weights.quantity + b * weights.quality + c * weights.progress
    return Figures(raw[0], raw[1], raw[2], a, b, c, task, general, general + task)


def _line_points(amounts: Amounts, work: Sums, made: Figures, weights: Weights, lines: Numbers) -> Numbers:
    """Task points each line brings; a person's lines add up to their task points."""
    parts = (
        (amounts.quantity, work.quantity, made.a, weights.quantity),
        (amounts.quality, work.quality, made.b, weights.quality),
        (amounts.timeliness, work.timeliness, made.c, weights.progress),
    )
    total: Numbers = sum(line * np.repeat(ratio(share, whole) * weight, lines) for line, whole, share, weight in parts)
    return total


def _again(exact: Inputs, weights: Weights, rates: Rates) -> Figures:
    work = work_of(line_amounts(exact.counts, rates), exact.grouping)
    return _figures(work, exact.standing.general, weights, rates)


def _heads(people: pd.DataFrame) -> Numbers:
    heads: Numbers = (people["role"].astype(object) == "head").to_numpy(dtype=bool)
    return heads


def _unit_codes(people: pd.DataFrame) -> Numbers:
    """The unit's rank of each person as a code; -1 where it has none."""
    if "unit_rank" not in people.columns:
        return np.full(len(people), -1)
    return pd.Index(RANKS).get_indexer(pd.Index(people["unit_rank"].astype(object)))


def _unit_unranked(people: pd.DataFrame, rules: Rules) -> Numbers:
    """Heads who wait for their unit's rank (local decision `unit_rank_missing`); whom a ground overrules does not."""
    waits = rules["unit_rank_missing"] == "insufficient"
    grounds = texts(people, "disqualified")
    free = np.ones(len(people), dtype=bool) if grounds is None else pd.isna(grounds)
    unranked: Numbers = _heads(people) & (_unit_codes(people) < 0) & free & waits
    return unranked


def _waiting(table: pd.DataFrame, unled: Numbers) -> pd.DataFrame:
    """Heads who wait for their unit keep their figures and the rank by score; they have no rank yet."""
    if not unled.any():
        return table
    status = np.where(unled, "insufficient", table["status"].astype(object))
    reason = np.where(unled, "insufficient", table["reason"].astype(object))
    rank = np.where(unled, -1, table["rank"].cat.codes.to_numpy())
    return table.assign(
        status=pd.Categorical(status, table["status"].cat.categories),
        reason=pd.Categorical(reason, table["reason"].cat.categories),
        rank=named(rank, RANKS),
    )


def _below_the_unit(table: pd.DataFrame) -> pd.DataFrame:
    """A head's rank is not above the unit's."""
    unit, own = _unit_codes(table), table["rank"].cat.codes.to_numpy()
    lowered = _heads(table) & (unit >= 0) & (own >= 0) & (own < unit)
    lowered = lowered & (table["reason"] == "score").to_numpy(dtype=bool)
    reasons = np.where(lowered, "unit_rank", table["reason"].astype(object))
    return table.assign(rank=named(np.where(lowered, unit, own), RANKS), reason=pd.Categorical(reasons))
