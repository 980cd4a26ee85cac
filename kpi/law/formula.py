"""The arithmetic of Decree 335/2025, Articles 12 to 17, written once.

Every function takes arrays of float64 (fast) or of fractions.Fraction (exact) and works the same on both.
Counts are in products; amounts in converted units (products × K, Art. 13); points out of 100.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kpi.law.columns import Numbers
from kpi.law.rates import Rates


@dataclass(frozen=True)
class Counts:
    """Task lines, one element a line, none missing."""

    coefficient: Numbers
    assigned: Numbers
    done: Numbers
    quality_ok: Numbers
    failed: Numbers
    failed_excused: Numbers
    late: Numbers
    late_excused: Numbers


@dataclass(frozen=True)
class Amounts:
    """What each line counts for: net counts in times, the rest in converted units."""

    net_failed: Numbers
    net_late: Numbers
    assigned: Numbers
    quantity: Numbers
    quality: Numbers
    timeliness: Numbers


@dataclass(frozen=True)
class Sums:
    """Converted units of each person's (or each person-month's) lines together."""

    assigned: Numbers
    quantity: Numbers
    quality: Numbers
    timeliness: Numbers


@dataclass(frozen=True)
class Standing:
    """What does not come from lines, one element a person (or person-month).

    leader: True where d, dd and e count. general: points 0-30. d, dd, e: shares; zero where they do not count.
    """

    leader: Numbers
    general: Numbers
    d: Numbers
    dd: Numbers
    e: Numbers


@dataclass(frozen=True)
class Figures:
    """Everything Form 01 states in its section II: ratios as shares of one, then points."""

    a_uncapped: Numbers
    b_uncapped: Numbers
    c_uncapped: Numbers
    a: Numbers
    b: Numbers
    c: Numbers
    task_points: Numbers
    general_points: Numbers
    total: Numbers


def line_amounts(line: Counts, rates: Rates) -> Amounts:
    """Art. 14.2: each line in converted units, deductions for failures and lateness without an objective cause."""
    net_failed = line.failed - line.failed_excused
    net_late = line.late - line.late_excused
    return Amounts(
        net_failed,
        net_late,
        assigned=line.assigned * line.coefficient,
        quantity=line.done * line.coefficient,  # 14.2.a
        quality=after_deductions(line.quality_ok, net_failed, rates) * line.coefficient,  # 14.2.b
        timeliness=after_deductions(line.done, net_late, rates) * line.coefficient,  # 14.2.c
    )


def after_deductions(products: Numbers, times: Numbers, rates: Rates) -> Numbers:
    """Art. 14.2.b and c: a quarter off per time, from one unit of the product or (local decision) the whole line."""
    left: Numbers = times * rates.deduction
    if rates.per_line:
        np.subtract(rates.one, left, out=left)
        np.maximum(left, rates.floor, out=left)
        left *= products
        return left
    np.subtract(products, left, out=left)
    np.maximum(left, rates.floor * products if rates.floor else rates.floor, out=left)
    return left


def sums(amounts: Amounts, starts: NDArray[np.intp]) -> Sums:
    """Add up lines group by group; `starts` are the positions where each group begins, none empty."""
    return Sums(
        np.add.reduceat(amounts.assigned, starts),
        np.add.reduceat(amounts.quantity, starts),
        np.add.reduceat(amounts.quality, starts),
        np.add.reduceat(amounts.timeliness, starts),
    )


def figures(work: Sums, standing: Standing, rates: Rates) -> Figures:
    """Art. 14 to 17: ratios, their mean with the leader's criteria, task points and the total.

    Where nothing was assigned the three ratios are zero; whether such a person is scored at all is decided elsewhere.
    """
    a_uncapped = ratio(work.quantity, work.assigned)
    b_uncapped = ratio(work.quality, work.assigned)  # over what was assigned, not what was done
    c_uncapped = ratio(work.timeliness, work.assigned)
    a, b, c = (capped(value, rates) for value in (a_uncapped, b_uncapped, c_uncapped))
    met = a + b + c + np.where(standing.leader, standing.d + standing.dd + standing.e, a * 0)
    share = met / np.where(standing.leader, 6, 3)  # Art. 16
    task_points = np.minimum(share * rates.task_max, rates.task_max)  # Art. 17, within the 70 of Art. 12
    total = standing.general + task_points  # Art. 12
    return Figures(a_uncapped, b_uncapped, c_uncapped, a, b, c, task_points, standing.general, total)


def ratio(part: Numbers, assigned: Numbers) -> Numbers:
    """`part` over `assigned`, zero where nothing was assigned."""
    nothing = assigned == 0
    divisor = np.where(nothing, assigned + 1, assigned) if nothing.any() else assigned
    shares: Numbers = part / divisor
    return np.where(nothing, shares * 0, shares) if nothing.any() else shares


def capped(value: Numbers, rates: Rates) -> Numbers:
    """Local decision `ratio_cap`: more done than assigned in one thing does not make up for another."""
    return value if rates.cap is None else np.minimum(value, rates.cap)


def line_points(
    amounts: Amounts, work: Sums, made: Figures, standing: Standing, lines: Numbers, rates: Rates
) -> Numbers:
    """Task points each line brings; a person's lines add up to what a, b and c bring together.

    `lines` is how many lines each person has, in the order of `amounts`.
    """
    parts = np.where(standing.leader, 6, 3)
    leading = np.where(standing.leader, standing.d + standing.dd + standing.e, 0)
    counted = made.a + made.b + made.c
    full = rates.task_max * counted / parts
    kept = made.task_points - rates.task_max * leading / parts
    unit = rates.task_max / parts * ratio(kept, full)
    cut = (made.a < made.a_uncapped) | (made.b < made.b_uncapped) | (made.c < made.c_uncapped)
    points: Numbers
    if not cut.any():
        points = amounts.quantity + amounts.quality
        points += amounts.timeliness
        points *= np.repeat(ratio(unit, work.assigned), lines)
    else:
        points = (
            amounts.quantity * np.repeat(unit * ratio(made.a, work.quantity), lines)
            + amounts.quality * np.repeat(unit * ratio(made.b, work.quality), lines)
            + amounts.timeliness * np.repeat(unit * ratio(made.c, work.timeliness), lines)
        )
    return points
