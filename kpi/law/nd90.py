"""Decree 90/2020 as amended by Decree 48/2023: four ranks by conditions, without points."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kpi.law.check import check_points
from kpi.law.columns import RANKS, Numbers, floats, is_leader, named, texts
from kpi.law.errors import InputErrors
from kpi.law.formula import line_amounts
from kpi.law.grouping import Grouping, group
from kpi.law.inputs import Inputs, counts_of, standing_of
from kpi.law.missing import Missing, missing_among
from kpi.law.party import on_time_with_quality
from kpi.law.rates import Rates
from kpi.law.rules import Rules
from kpi.law.scoring import Scores, line_table, work_of

Mask = NDArray[np.bool_]
NO_DEDUCTION = Rates(False, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0)
GENERAL_MAX = 30.0


@dataclass(frozen=True)
class Tasks:
    """How many tasks each person has, and of how many each thing is true."""

    tasks: Numbers
    well: Numbers
    finished: Numbers
    exceeded: Numbers
    recorded: Mask


def score_nd90(lines: pd.DataFrame, people: pd.DataFrame, rules: Rules) -> Scores:
    """Rank people by the conditions of the decree; a task is a line, and no points are given.

    lines: as `kpi.law.score` takes them. people: person, role, general_met (true or false) or general (0-30, taken as
    met from the local share `general_met_share`), months_absent (missing: none), disqualified. Added to people: tasks,
    well, finished, exceeded_tasks, missed (numbers of tasks), well_share, general_counts (met), general_by_points,
    exceeded_recorded.
    reason is "conditions", "missed", "absence", "disqualified" or "insufficient". Raises InputErrors.
    """
    if errors := check_points(lines, people, {"general": GENERAL_MAX}):
        raise InputErrors(errors)
    grouping = group(lines["person"], people["person"])
    inputs = Inputs(counts_of(lines, grouping), grouping, standing_of(people.assign(role="staff")))
    amounts = line_amounts(inputs.counts, NO_DEDUCTION)
    table = line_table(lines, amounts, np.full(len(lines), np.nan), grouping)
    tasks = _tasks(table, grouping)
    met, unknown, by_points = _general_met(people, rules)
    absent = _absent(people)
    too_long = absent >= rules.number("absence_below")
    missing = missing_among(inputs, work_of(amounts, grouping), {"general": unknown, "not assessed": too_long})
    by_conditions, why = _ranks(tasks, met, is_leader(people), rules)
    ranks, reasons = _capped(by_conditions, why, absent, people, rules)
    result = _person_table(people, tasks, by_conditions, ranks, reasons, missing)
    return Scores(table, result.assign(general_counts=met, general_by_points=by_points, months_absent=absent), rules)


def _tasks(lines: pd.DataFrame, grouping: Grouping) -> Tasks:
    """Counted line by line: done in full, on time, with quality; exceeded; and whether exceeding was recorded."""
    done, assigned, exceeded = (floats(lines, name) for name in ("done", "assigned", "exceeded"))
    one = np.ones(len(lines))
    columns = (one, on_time_with_quality(lines), done >= assigned, exceeded > 0, ~np.isnan(exceeded))
    counts = [_count(column, grouping) for column in columns]
    return Tasks(counts[0], counts[1], counts[2], counts[3], counts[4] == counts[0])


def _count(column: Numbers, grouping: Grouping) -> Numbers:
    if len(grouping.starts) == 0:
        return np.zeros(len(grouping.counts), dtype=np.int64)
    summed = np.add.reduceat(grouping.gather(np.asarray(column, dtype=np.int64)), grouping.starts)
    return grouping.spread(summed, 0)


def _general_met(people: pd.DataFrame, rules: Rules) -> tuple[Mask, Mask, Mask]:
    """Whether the general criteria are met, whose are unknown, and whose were taken from points."""
    known = people["general_met"].astype(object) if "general_met" in people.columns else pd.Series(None, people.index)
    said = known.notna().to_numpy(dtype=bool)
    points = floats(people, "general")
    enough = points >= rules.number("general_met_share") * GENERAL_MAX
    met = np.where(said, (known == True).to_numpy(dtype=bool), enough)  # noqa: E712 - missing is answered by points
    return met, ~said & np.isnan(points), ~said & ~np.isnan(points)


def _absent(people: pd.DataFrame) -> Numbers:
    months = floats(people, "months_absent")
    return np.where(np.isnan(months), 0.0, months)


def _ranks(tasks: Tasks, met: Mask, leader: Mask, rules: Rules) -> tuple[Numbers, Numbers]:
    """Rank codes by the conditions; shares are compared in whole numbers, so that exactly half is half."""
    every = tasks.well == tasks.tasks
    targets = (tasks.finished == tasks.tasks) & _reaches(tasks.well, tasks.tasks, rules.number("leader_share"))
    good = met & np.where(leader, every | targets, every)
    exceeded = _reaches(tasks.exceeded, tasks.tasks, rules.number("exceeded_share"))
    excellent = met & every & exceeded
    missed = ~_reaches(tasks.well, tasks.tasks, 1 - rules.number("missed_share"))
    codes = np.select([missed, excellent, good], [3, 0, 1], 2)
    return codes, np.where(missed, "missed", "conditions").astype(object)


def _reaches(part: Numbers, whole: Numbers, share: float) -> Mask:
    least = Fraction(repr(round(share, 9)))
    return np.asarray(part * least.denominator >= whole * least.numerator, dtype=bool)


def _capped(
    codes: Numbers, reasons: Numbers, absent: Numbers, people: pd.DataFrame, rules: Rules
) -> tuple[Numbers, Numbers]:
    """Decree 48/2023: absent 3 to under 6 months, not above completed. Grounds: not completed."""
    long = (absent >= rules.number("absence_from")) & (codes < 2)
    codes, reasons = np.where(long, 2, codes), np.where(long, "absence", reasons)
    grounds = texts(people, "disqualified")
    if grounds is None:
        return codes, reasons
    overruled = ~pd.isna(grounds)
    return np.where(overruled, 3, codes), np.where(overruled, "disqualified", reasons)


def _person_table(
    people: pd.DataFrame, tasks: Tasks, first: Numbers, codes: Numbers, reasons: Numbers, missing: Missing
) -> pd.DataFrame:
    lacking = missing.bits != 0
    share = np.where(tasks.tasks == 0, np.nan, tasks.well / np.maximum(tasks.tasks, 1))
    nothing = dict.fromkeys(("a", "b", "c", "task_points", "general_points", "total"), np.nan)
    return people.assign(
        status=named(lacking.astype(np.int8), ["scored", "insufficient"]),
        missing=missing.names(),
        **nothing,
        tasks=tasks.tasks,
        well=tasks.well,
        well_share=share,
        finished=tasks.finished,
        missed=tasks.tasks - tasks.well,
        exceeded_tasks=tasks.exceeded,
        exceeded_recorded=tasks.recorded,
        rank_by_score=named(np.where(lacking, -1, first), RANKS),
        rank=named(np.where(lacking, -1, codes), RANKS),
        reason=pd.Categorical(np.where(lacking, "insufficient", reasons)),
    )
