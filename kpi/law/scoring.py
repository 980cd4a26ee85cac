"""Scoring one official or forty thousand: floats for all, exact fractions for whoever stands at a threshold."""

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kpi.law.check import check
from kpi.law.columns import RANKS, Numbers, named, texts
from kpi.law.errors import InputErrors
from kpi.law.formula import Amounts, Figures, Sums, figures, line_amounts, line_points, sums
from kpi.law.grouping import Grouping, group
from kpi.law.inputs import Inputs, counts_of, standing_of
from kpi.law.missing import Missing, missing_in
from kpi.law.rates import Rates, rates_of
from kpi.law.rules import Rules

NEAR = 1e-6


@dataclass(frozen=True)
class Scores:
    """What was scored and every figure on the way.

    lines: the lines given, plus net_failed, net_late (times), quantity, quality, timeliness (converted units) and
    points (what the line adds to the person's task points).
    people: the people given, plus status ("scored" or "insufficient"), missing, assigned, quantity, quality, timeliness
    (sums in converted units), a_uncapped … c_uncapped, a, b, c (shares), task_points, general_points, total (points),
    rank_by_score, rank (both empty when insufficient) and reason ("score", "disqualified" or "insufficient").
    Figures that rest on a missing value are NaN. averaged: the figures are means of months, not of the lines together.
    """

    lines: pd.DataFrame
    people: pd.DataFrame
    rules: Rules
    averaged: bool = False


def score(lines: pd.DataFrame, people: pd.DataFrame, rules: Rules) -> Scores:
    """Score people by their task lines (Decree 335/2025, Art. 12 to 20).

    lines: person, product, coefficient, assigned, done, quality_ok, failed, failed_excused, late, late_excused,
    exceeded. people: person, role (staff, head, deputy), general, d, dd, e, disqualified (a text, or missing),
    party_member. Missing values are NaN and never become a score. Raises InputErrors with every bad cell.
    """
    errors = check(lines, people, rules)
    if errors:
        raise InputErrors(errors)
    grouping = group(lines["person"], people["person"])
    inputs = Inputs(counts_of(lines, grouping), grouping, standing_of(people))
    rates = rates_of(rules)
    amounts = line_amounts(inputs.counts, rates)
    work = work_of(amounts, grouping)
    made = figures(work, inputs.standing, rates)
    points = line_points(amounts, work, made, inputs.standing, grouping.counts, rates)
    missing = missing_in(inputs, work, rules)
    made, ranks = settled(missing.hide(made), rates, lambda near: _again(inputs.exactly(near), rates.exact()))
    return Scores(
        line_table(lines, amounts, missing.hide_lines(points, grouping), grouping),
        person_table(people, work, made, ranks, missing),
        rules,
    )


def work_of(amounts: Amounts, grouping: Grouping) -> Sums:
    """Each owner's converted units; nothing at all for an owner without lines."""
    if len(grouping.starts) == 0:
        none = np.zeros(len(grouping.counts), dtype=amounts.assigned.dtype)
        return Sums(none, none, none, none)
    added = sums(amounts, grouping.starts)
    nothing = added.assigned[0] * 0
    return Sums(*(grouping.spread(getattr(added, field.name), nothing) for field in fields(added)))


def settled(made: Figures, rates: Rates, again: Callable[[NDArray[np.intp]], Figures]) -> tuple[Figures, Numbers]:
    """Ranks decided on unrounded totals (Art. 20.1 to 20.4).

    Whoever's float total lies within a millionth of a threshold is worked out `again` in exact fractions; the rank
    follows the exact total, and the figures reported are the exact ones as floats.
    """
    ranks = rank_codes(made.total, rates)
    near = np.flatnonzero(_near_a_threshold(made.total, rates))
    if len(near) == 0:
        return made, ranks
    exact = again(near)
    ranks[near] = rank_codes(exact.total, rates.exact())
    return Figures(*(_put(getattr(made, f.name), near, getattr(exact, f.name)) for f in fields(made))), ranks


def rank_codes(total: Numbers, rates: Rates) -> Numbers:
    """Art. 20: from 90 excellent, from 70 good, from 50 completed, below not completed; -1 where there is no total."""
    codes = np.full(len(total), 3, dtype=np.int8)
    for code, least in ((2, rates.completed_from), (1, rates.good_from), (0, rates.excellent_from)):
        codes[np.asarray(total >= least, dtype=bool)] = code
    codes[np.asarray(total != total, dtype=bool)] = -1
    return codes


def line_table(lines: pd.DataFrame, amounts: Amounts, points: Numbers, grouping: Grouping) -> pd.DataFrame:
    """The lines given with what each counts for, in the order given."""
    shown = {f.name: getattr(amounts, f.name) for f in fields(amounts) if f.name != "assigned"} | {"points": points}
    return _beside(lines, {name: grouping.back(values) for name, values in shown.items()})


def person_table(people: pd.DataFrame, work: Sums, made: Figures, ranks: Numbers, missing: Missing) -> pd.DataFrame:
    """The people given with their figures and ranks. A ground of Art. 20.4 overrules the score; the total stays."""
    grounds = texts(people, "disqualified")
    overruled = np.zeros(len(people), dtype=bool) if grounds is None else ~pd.isna(grounds)
    final = np.where(overruled & (ranks >= 0), 3, ranks)  # Art. 20.4
    reason = np.where(ranks < 0, 2, overruled.astype(np.int8))
    columns = {
        "status": named((ranks < 0).astype(np.int8), ["scored", "insufficient"]),
        "missing": missing.names(),
        **{f.name: getattr(work, f.name) for f in fields(work)},
        **{f.name: getattr(made, f.name) for f in fields(made)},
        "rank_by_score": named(ranks, RANKS),
        "rank": named(final, RANKS),
        "reason": named(reason, ["score", "disqualified", "insufficient"]),
    }
    return _beside(people, columns)


def _again(exact: Inputs, rates: Rates) -> Figures:
    return figures(work_of(line_amounts(exact.counts, rates), exact.grouping), exact.standing, rates)


def _near_a_threshold(total: Numbers, rates: Rates) -> Numbers:
    near = np.zeros(len(total), dtype=bool)
    for threshold in (rates.excellent_from, rates.good_from, rates.completed_from):
        near |= np.abs(total - threshold) < NEAR
    return near


def _put(values: Numbers, where: NDArray[np.intp], exact: Numbers) -> Numbers:
    changed = np.array(values)
    changed[where] = exact.astype(np.float64)
    return changed


def _beside(table: pd.DataFrame, columns: dict[str, object]) -> pd.DataFrame:
    """`table` with columns added (or replaced), without copying either."""
    kept = {name: table[name] for name in table.columns if name not in columns}
    return pd.DataFrame(kept | columns, index=table.index, copy=False)
