"""A quarter or a year from its months: products added up, or the mean of the months (local decision `quarter_rule`)."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kpi.law.check import check
from kpi.law.columns import LEADER, Numbers
from kpi.law.errors import InputErrors
from kpi.law.formula import Counts, Figures, Standing, Sums, figures, line_amounts, line_points
from kpi.law.grouping import Grouping, group_positions
from kpi.law.inputs import Inputs, counts_of, exact_counts, exact_standing, standing_of
from kpi.law.missing import Missing, missing_in
from kpi.law.rates import Rates, rates_of
from kpi.law.rules import Rules
from kpi.law.scoring import Scores, line_table, person_table, settled, work_of


@dataclass(frozen=True)
class Month:
    """One month's tables, as `score` takes them. A person absent from `people` did not work that month (Art. 19)."""

    lines: pd.DataFrame
    people: pd.DataFrame


@dataclass(frozen=True)
class Period:
    """The months of a period together, months of one person side by side in `entries`.

    grouping: lines by person when cumulative, otherwise by entry. standing: one element an entry.
    """

    counts: Counts
    grouping: Grouping
    entries: Grouping
    standing: Standing
    cumulative: bool

    def exactly(self, persons: NDArray[np.intp]) -> "Period":
        """The part of the period that concerns some people, in fractions."""
        entries, rows = self.entries.only(persons)
        grouping, lines = self.grouping.only(persons if self.cumulative else rows)
        standing = exact_standing(self.standing, rows)
        return Period(exact_counts(self.counts, lines), grouping, entries, standing, self.cumulative)


def score_quarter(months: Sequence[Month], rules: Rules) -> Scores:
    """Score a quarter: general points are the mean of the months worked, task points follow `quarter_rule`.

    "cumulative": a, b, c over the products of all months; "mean": the mean of the months' task points.
    d, đ, e are the mean of the months. Role and grounds of Art. 20.4 are those of the last month the person appears in,
    a ground holding if any month has it. Raises InputErrors naming the tables of the first month in error.
    """
    return _score_period(months, rules, cumulative=rules["quarter_rule"] == "cumulative")


def score_year(months: Sequence[Month], rules: Rules) -> Scores:
    """Score a year: the mean of the months worked (Art. 19, local decision `year_rule`)."""
    return _score_period(months, rules, cumulative=False)


def _score_period(months: Sequence[Month], rules: Rules, cumulative: bool) -> Scores:
    for month in months:
        errors = check(month.lines, month.people, rules)
        if errors:
            raise InputErrors(errors)
    entered = pd.concat([month.people for month in months], ignore_index=True)
    owner, names = pd.factorize(entered["person"])
    entries = group_positions(owner, len(names))
    ordered = entered.iloc[np.argsort(owner, kind="stable")].reset_index(drop=True)
    lines = pd.concat([month.lines for month in months], ignore_index=True)
    lines_of = group_positions(
        _line_owner(months, owner, entries, cumulative), len(names) if cumulative else len(entered)
    )
    own = replace(entries, order=None)
    period = Period(counts_of(lines, lines_of), lines_of, own, standing_of(ordered), cumulative)
    return _scores(period, lines, _last_month(ordered, own), rates_of(rules), rules)


def _line_owner(
    months: Sequence[Month], owner: NDArray[np.intp], entries: Grouping, cumulative: bool
) -> NDArray[np.intp]:
    """Whom each line belongs to: the person, or the person's entry for that month."""
    place = np.empty(len(owner), dtype=np.intp)
    place[np.argsort(owner, kind="stable")] = np.arange(len(owner))
    found, first = [], 0
    for month in months:
        entry = first + pd.Index(month.people["person"]).get_indexer(pd.Index(month.lines["person"]))
        found.append(owner[entry] if cumulative else place[entry])
        first += len(month.people)
    return np.concatenate(found).astype(np.intp)


def _scores(period: Period, lines: pd.DataFrame, people: pd.DataFrame, rates: Rates, rules: Rules) -> Scores:
    amounts = line_amounts(period.counts, rates)
    work, standing, made = _worked_out(period, rates)
    points = line_points(amounts, work, made, standing, period.grouping.counts, rates)
    missing = _missing(period, standing, work, rules)
    if not period.cumulative:
        points = points / np.repeat(np.repeat(period.entries.counts, period.entries.counts), period.grouping.counts)
        work = Sums(*(_total(getattr(work, f.name), period.entries) for f in fields(work)))
    together = missing.hide(_together(period, made))
    settled_figures, ranks = settled(together, rates, lambda near: _exact(period.exactly(near), rates.exact()))
    table = person_table(people, work, settled_figures, ranks, missing)
    return Scores(line_table(lines, amounts, points, period.grouping), table, rules, not period.cumulative)


def _exact(period: Period, rates: Rates) -> Figures:
    return _together(period, _worked_out(period, rates)[2])


def _worked_out(period: Period, rates: Rates) -> tuple[Sums, Standing, Figures]:
    """Figures of each person (cumulative) or of each entry (mean), with what they rest on."""
    standing = period.standing
    if period.cumulative:
        standing = _mean_standing(standing, period.entries)
    work = work_of(line_amounts(period.counts, rates), period.grouping)
    return work, standing, figures(work, standing, rates)


def _together(period: Period, made: Figures) -> Figures:
    """Each person's figures: as they are, or the mean of their months."""
    if period.cumulative:
        return made
    return Figures(*(_mean(getattr(made, f.name), period.entries) for f in fields(made)))


def _mean_standing(standing: Standing, entries: Grouping) -> Standing:
    """Mean of the months worked; d, đ, e over the months as a leader. The last month's role counts."""
    last = entries.starts + entries.counts - 1
    leading = _total(standing.leader.astype(int), entries)
    shares = (_total(getattr(standing, name), entries) / np.maximum(leading, 1) for name in LEADER)
    return Standing(standing.leader[last], _mean(standing.general, entries), *shares)


def _missing(period: Period, standing: Standing, work: Sums, rules: Rules) -> Missing:
    """What a person lacks in any month worked. Adding up, work assigned in one month is enough."""
    gaps = missing_in(Inputs(period.counts, period.grouping, standing), work, rules)
    return gaps if period.cumulative else Missing(np.bitwise_or.reduceat(gaps.bits, period.entries.starts))


def _last_month(ordered: pd.DataFrame, entries: Grouping) -> pd.DataFrame:
    """Each person as of the last month worked; a ground of Art. 20.4 in any month stays."""
    last = ordered.iloc[entries.starts + entries.counts - 1].reset_index(drop=True)
    if "disqualified" in ordered.columns:
        owner = np.repeat(np.arange(len(entries.counts)), entries.counts)
        last["disqualified"] = ordered["disqualified"].groupby(owner).last()
    return last


def _total(values: Numbers, entries: Grouping) -> Numbers:
    return np.add.reduceat(values, entries.starts)


def _mean(values: Numbers, entries: Grouping) -> Numbers:
    mean: Numbers = _total(values, entries) / entries.counts
    return mean
