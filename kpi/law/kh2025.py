"""Khánh Hòa's own scale, from 01/04/2025 until Decree 335 took over: 20 + 10 + 70 points."""

from fractions import Fraction

import numpy as np
import pandas as pd

from kpi.law.check import check_points
from kpi.law.columns import RANKS, Numbers, floats, named
from kpi.law.errors import InputErrors
from kpi.law.formula import Figures, Standing, figures, line_amounts, line_points
from kpi.law.grouping import group
from kpi.law.inputs import Inputs, counts_of
from kpi.law.missing import missing_among
from kpi.law.rates import Rates
from kpi.law.rules import Rules
from kpi.law.scoring import Scores, line_table, person_table, work_of
from kpi.law.thresholds import Rank, settled_by


def score_kh2025(lines: pd.DataFrame, people: pd.DataFrame, rules: Rules) -> Scores:
    """Score people under the scale of March 2025.

    lines: as `kpi.law.score` takes them. people: person, role, and common (0-20) with reform_it (0-10) or, where the
    rules say `general_source=form01`, general (0-30); report_late (true: reported after the 25th); disqualified.
    reason is "score", "late_report", "disqualified" or "insufficient". Raises InputErrors with every bad cell.
    """
    if errors := check_points(lines, people, _most(rules)):
        raise InputErrors(errors)
    grouping = group(lines["person"], people["person"])
    general, absent = _general(people, rules)
    none = np.zeros(len(people))
    standing = Standing(np.zeros(len(people), dtype=bool), general, none, none, none)
    inputs = Inputs(counts_of(lines, grouping), grouping, standing)
    rates = _rates(rules)
    amounts = line_amounts(inputs.counts, rates)
    work = work_of(amounts, grouping)
    missing = missing_among(inputs, work, absent)
    made = figures(work, standing, rates)
    points = line_points(amounts, work, made, standing, grouping.counts, rates)
    codes = _ranking(rules)
    marks = [rates.excellent_from, rates.good_from, rates.completed_from]
    made, ranks = settled_by(missing.hide(made), codes, marks, lambda near: _again(inputs.exactly(near), rates.exact()))
    table = person_table(people, work, made, ranks, missing)
    line_points_shown = missing.hide_lines(points, grouping)
    return Scores(line_table(lines, amounts, line_points_shown, grouping), _late_reports(table, rules), rules)


def _most(rules: Rules) -> dict[str, float]:
    if rules["general_source"] == "form01":
        return {"general": rules.number("common_max") + rules.number("reform_max")}
    return {"common": rules.number("common_max"), "reform_it": rules.number("reform_max")}


def _general(people: pd.DataFrame, rules: Rules) -> tuple[Numbers, dict[str, Numbers]]:
    """The 30 points besides results, and whose are missing."""
    columns = {name: floats(people, name) for name in _most(rules)}
    together = np.round(np.sum(list(columns.values()), axis=0), 6)
    return together, {name: np.isnan(values) for name, values in columns.items()}


def _rates(rules: Rules) -> Rates:
    return Rates(
        per_line=False,
        deduction=rules.number("deduction_rate"),
        floor=0.0,
        cap=1.0,
        task_max=rules.number("task_max"),
        excellent_from=rules.number("excellent_from"),
        good_from=rules.number("good_above"),
        completed_from=rules.number("completed_from"),
    )


def _ranking(rules: Rules) -> Rank:
    """From 90 excellent; above 80 good; above 50 (and, as decided, exactly 50) completed; else not completed."""

    def codes(total: Numbers, exact: bool) -> Numbers:
        excellent, good, completed = (
            _as(rules.number(name), exact) for name in ("excellent_from", "good_above", "completed_from")
        )
        reaches = total >= completed if rules["exactly_completed"] == "completed" else total > completed
        found = np.full(len(total), 3, dtype=np.int8)
        for code, met in ((2, reaches), (1, total > good), (0, total >= excellent)):
            found[np.asarray(met, dtype=bool)] = code
        return found

    return codes


def _as(number: float, exact: bool) -> float | Fraction:
    return Fraction(repr(number)) if exact else number


def _again(exact: Inputs, rates: Rates) -> Figures:
    return figures(work_of(line_amounts(exact.counts, rates), exact.grouping), exact.standing, rates)


def _late_reports(table: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """A month reported after the 25th is not completed, whatever the score; the total stays."""
    if "report_late" not in table.columns or rules["late_report_when"] == "not_applied":
        return table
    late = (table["report_late"].astype(object) == True).to_numpy(dtype=bool)  # noqa: E712 - missing is not late
    late = late & (table["reason"] == "score").to_numpy(dtype=bool)
    ranks = np.where(late, 3, table["rank"].cat.codes.to_numpy())
    reasons = np.where(late, "late_report", table["reason"].astype(object))
    return table.assign(rank=named(ranks, RANKS), reason=pd.Categorical(reasons))
