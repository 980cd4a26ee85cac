"""Why a unit is rated as it is: every figure from its people, tasks and deadlines up to the rank, in sentences."""

from collections.abc import Iterator, Mapping
from typing import Any

from kpi.language.message import N_, Message, say

MISSING_NAMES = {
    "general": N_("the decision on the general criteria"),
    "people": N_("results of everybody in the unit"),
    "kpi": N_("the unit's KPI set"),
    "deadlines": N_("months to judge the deadlines by"),
    "tasks": N_("tasks with their numbers recorded"),
    "weights": N_("weights of the task points"),
}
RANK_TEXTS = {
    "excellent": N_("Excellent completion"),
    "good": N_("Good completion"),
    "completed": N_("Completed"),
    "not_completed": N_("Not completed"),
}


def missing_message(missing: str | None) -> Message | None:
    """What is missing, in words; None where nothing is."""
    names = [name for name in (missing or "").split(",") if name]
    if not names:
        return None
    joined = Message(", ".join("{" + name + "}" for name in names),
                     {name: Message(MISSING_NAMES.get(name, name)) for name in names})  # fmt: skip
    return say("Still missing: {what}.", what=joined)


def explained(basis: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
    """Each step: which part it is about (general, people, kpi, deadlines, tasks, total, rank) and its sentence."""
    figures, values = basis["figures"], basis["settings"]["values"]
    yield from _general(basis, figures)
    yield from _parts(figures, values)
    yield from _tasks(figures, values)
    yield from _total(figures, values)


def _general(basis: Mapping[str, Any], figures: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
    if figures["general"] is not None:
        yield "general", say("General criteria: {points} of 30 points as decided.", points=float(figures["general"]))
        return
    waiting = [leaf["code"] for leaf in basis["criteria"] if leaf["decided"] is None]
    yield "general", say("General criteria not decided yet: {codes}.", codes=", ".join(waiting))


def _parts(figures: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
    if figures["people"] is not None:
        yield "people", say("People: {known} of {all} have a result; together they reach {share}% of their task points "
                            "(weight {weight}).", known=int(figures["known"]), all=int(figures["assessed"]),
                            share=_percent(figures["people"]), weight=float(values["weight_people"]))  # fmt: skip
    else:
        yield "people", say("People: only {known} of {all} have a result, so this part is not computed.",
                            known=int(figures["known"]), all=int(figures["assessed"]))  # fmt: skip
    if figures["kpi_needed"]:
        yield "kpi", _kpi(figures, values)
    if figures["deadlines"] is not None:
        yield "deadlines", say(
            "Deadlines: of {months} months {handed} were handed in and {approved} approved on time: {share}% "
            "(weight {weight}).", months=int(figures["months"]), handed=int(figures["handed_in"]),
            approved=int(figures["approved"]), share=_percent(figures["deadlines"]),
            weight=float(values["weight_deadlines"]),
        )  # fmt: skip


def _kpi(figures: Mapping[str, Any], values: Mapping[str, Any]) -> Message:
    if figures["kpi"] is not None:
        return say("KPI set: {total} of 100 points (weight {weight}).", total=round(float(figures["kpi"]) * 100, 2),
                   weight=float(values["weight_kpi"]))  # fmt: skip
    if figures["kpi_missing"]:
        return say("KPI set: without data for {items}, so it is not scored.", items=figures["kpi_missing"])
    return say("KPI set: none has been given to this unit for this period.")


def _tasks(figures: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
    by_plan = values["gate_tasks"] == "plan"
    if not figures["tasks"] and by_plan:
        yield "tasks", say(
            "Plan tasks: the unit leads none that was due by the end of this period, so the gates have nothing to "
            "judge."
        )  # fmt: skip
    elif not figures["tasks"]:
        yield "tasks", say("Tasks: nothing is approved, so the gates cannot be judged.")
    elif figures["done"] is None:
        yield "tasks", say("Tasks: {count} of {all} have no number recorded, so the gates cannot be judged.",
                           count=int(figures["unrecorded"]), all=int(figures["tasks"]))  # fmt: skip
    elif by_plan:
        yield "tasks", say("Plan tasks due: of {all}, {done} are done, {on_time} of them on time.",
                           all=int(figures["tasks"]), done=int(figures["done"]), on_time=int(figures["on_time"])
                           )  # fmt: skip
    else:
        yield "tasks", say("Lines of work: of {all}, {done} are done in full, {on_time} on time and {good} with "
                           "quality.", all=int(figures["tasks"]), done=int(figures["done"]),
                           on_time=int(figures["on_time"]), good=int(figures["good"]))  # fmt: skip


def _total(figures: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
    if figures["task_points"] is not None:
        yield "total", say("Task points: {share}% × 70 = {points}.", share=_percent(figures["task_share"]),
                           points=round(float(figures["task_points"]), 2))  # fmt: skip
    if figures["total"] is None:
        if (message := missing_message(figures["missing"])) is not None:
            yield "rank", message
        return
    yield "total", say("Total: {total} points.", total=round(float(figures["total"]), 2))
    rank, by_score = figures["rank"], figures["by_score"]
    if rank == by_score:
        yield "rank", say("The points and the gates give: {rank}.", rank=Message(RANK_TEXTS[rank]))
    else:
        yield "rank", say(
            "The points alone would give “{by_score}”, but excellent and good need every task done on time and with "
            "quality, and completed every task done with at most {late}% late: {rank}.",
            by_score=Message(RANK_TEXTS[by_score]), rank=Message(RANK_TEXTS[rank]),
            late=_percent(values["late_most"]),
        )  # fmt: skip


def _percent(share: float) -> float:
    return round(float(share) * 100, 2)
