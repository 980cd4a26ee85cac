"""The answer in three sentences: is the plan on course, are the targets, has everybody reported."""

from dataclasses import dataclass

import pandas as pd

from kpi.language.message import Message, say
from kpi.reform.forecast.outcome import BEHIND, IMPOSSIBLE
from kpi.reform.glance.grades import Grade
from kpi.reform.glance.view import Glance

GOOD, WARNING, BAD = "good", "warning", "bad"


@dataclass(frozen=True)
class Verdict:
    """A sentence and how grave it is."""

    level: str
    text: Message


def verdicts(glance: Glance) -> list[Verdict]:
    """Plan, targets, reports."""
    return [_plan(glance), _targets(glance), _reports(glance)]


def judged_values(glance: Glance) -> pd.DataFrame:
    """The province's values that have a target, but scores that only sum other indicators up."""
    own = glance.course.of_unit(glance.course.province_id)
    scores = glance.course.indicators.index[glance.course.indicators["formula"] == "score"]
    return own[own["target"].notna() & own["value"].notna() & ~own["code"].isin(scores)]


def _plan(glance: Glance) -> Verdict:
    plan = glance.plan
    if not plan["total"]:
        return Verdict(WARNING, say("No plan task of {year} has been entered.", year=str(glance.course.year)))
    counts = {name: int(plan[name]) for name in ("total", "done", "overdue", "late")}
    if counts["overdue"]:
        return Verdict(BAD, say("Plan: {overdue} of {total} tasks are overdue; {done} are done.", **counts))
    if counts["late"]:
        return Verdict(GOOD, say("Plan: nothing is overdue; {done} of {total} tasks are done, {late} of them late.",
                                 **counts))  # fmt: skip
    return Verdict(GOOD, say("Plan: nothing is overdue; {done} of {total} tasks are done.", **counts))


def _targets(glance: Glance) -> Verdict:
    own = judged_values(glance)
    if own.empty:
        return Verdict(WARNING, say("Targets: there are no figures with a target yet."))
    met = int((own["grade"] == Grade.MET).sum())
    lost = int((glance.outlook["outcome"] == IMPOSSIBLE).sum())
    behind = int((glance.outlook["outcome"] == BEHIND).sum())
    values = {"met": met, "judged": len(own), "lost": lost, "behind": behind}
    if lost:
        return Verdict(BAD, say("Targets: {met} of {judged} are met; {lost} cannot be met any more this year, "
                                "{behind} will be missed at today's pace.", **values))  # fmt: skip
    if behind:
        return Verdict(WARNING, say("Targets: {met} of {judged} are met; {behind} will be missed at today's pace.",
                                    **values))  # fmt: skip
    return Verdict(GOOD if met == len(own) else WARNING, say("Targets: {met} of {judged} are met.", **values))


def _reports(glance: Glance) -> Verdict:
    silent, waiting = units_silent(glance), glance.waiting["unit_id"].nunique()
    month = f"{glance.course.through:02d}/{glance.course.year}"
    if not silent and not waiting:
        return Verdict(GOOD, say("Reports: every unit has reported {month}.", month=month))
    return Verdict(WARNING, say("Reports of {month}: {silent} units lack figures, {waiting} wait for their head.",
                                month=month, silent=silent, waiting=waiting))  # fmt: skip


def units_silent(glance: Glance) -> int:
    """How many units lack figures of the month, entered ones included."""
    lacking = glance.missing.merge(glance.waiting, how="left", indicator=True)
    return int(lacking.loc[lacking["_merge"] == "left_only", "unit_id"].nunique())
