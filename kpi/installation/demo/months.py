"""One person's generated month: its lines, marks, steps and where it stands."""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from kpi.assessment.states import State
from kpi.installation.demo import words
from kpi.installation.demo.exemplary import exemplary
from kpi.installation.demo.lines import assigned_lines, record, review
from kpi.installation.demo.marks import review_marks, self_marks
from kpi.installation.demo.moments import Moments, moments
from kpi.installation.demo.people import SEED
from kpi.organisation.leadership import Raters
from kpi.storage.tables import Period, Person, Post, Product

Row = dict[str, Any]
RECORDED = (State.SUBMITTED, State.REVIEWED, State.RETURNED, State.APPROVED)
FLAWLESS, USUAL = 0.15, 0.92  # a month in which everything succeeds is rare; any other is a little below one's best
LOOKED_AT = (State.SUBMITTED, State.REVIEWED, State.APPROVED)


@dataclass(frozen=True)
class Worker:
    """Whose month it is: the person and post, who rates them, and what they usually work on."""

    person: Person
    post: Post
    raters: Raters
    products: list[Product]
    skill: float


@dataclass(frozen=True)
class Setting:
    """What every month of a period shares: the period, how far it has run (0 to 1), criteria, names, the present."""

    period: Period
    progress: float
    maxima: dict[str, float]
    names: dict[int, str]
    until: datetime


@dataclass
class Made:
    """The rows of one month; lines, marks and events still without ids."""

    month: Row
    lines: list[Row]
    marks: list[Row]
    events: list[Row] = field(default_factory=list)


def made_month(worker: Worker, state: State, setting: Setting) -> Made:
    """A month in `state`, with a history that leads there."""
    period, post = setting.period, worker.post
    chance = Random(f"{SEED} {worker.person.id} {period.code}")
    flawless = chance.random() < FLAWLESS * worker.skill or exemplary(post.unit_id, period.code)
    skill = 1.0 if flawless else worker.skill * USUAL
    lines = assigned_lines(chance, worker.products, period.starts, period.ends)
    marks = self_marks(chance, setting.maxima, post.role, skill)
    times = moments(chance, period, setting.until)
    made = Made(_header(worker, state, period), lines, marks)
    _propose(chance, made, worker, state, times)
    if state == State.DRAFT:
        _half_done(chance, made, skill, setting)
    else:
        for place, line in enumerate(lines):
            record(chance, line, skill, f"{worker.person.id}-{period.code}-{place}")
        _submitted(chance, made, state, times)
    _review(chance, made, state)
    _tell(chance, made, worker, state, setting, times)
    made.month["revision"] = 1 + len(made.events) + sum(line["done"] is not None for line in lines)
    return made


def _header(worker: Worker, state: State, period: Period) -> Row:
    post = worker.post
    return {
        "person_id": worker.person.id, "period_id": period.id, "unit_id": post.unit_id, "role": post.role,
        "title": post.title, "duty_group": post.duty_group, "state": state.value, "revision": 1,
        "reviewer_id": worker.raters.reviewer_id, "approver_id": worker.raters.approver_id,
        "strengths": None, "shortcomings": None, "opinion": None,
        "submitted_at": None, "reviewed_at": None, "approved_at": None,
    }  # fmt: skip


def _propose(chance: Random, made: Made, worker: Worker, state: State, times: Moments) -> None:
    """Now and then the person proposed a line: accepted where the month went on, perhaps still waiting in a draft."""
    if chance.random() > 0.18:
        return
    line = made.lines[-1]
    line["origin"] = "proposed"
    made.events.append(_event(times.proposed, worker.person.full_name, "proposed", line["title"]))
    if state == State.DRAFT and len(made.lines) > 1 and chance.random() < 0.7:
        line["state"] = "proposed"
        line["note"] = words.PROPOSED


def _half_done(chance: Random, made: Made, skill: float, setting: Setting) -> None:
    """A month being recorded: what was done so far, and perhaps the first marks."""
    for place, line in enumerate(made.lines):
        if line["state"] == "accepted" and chance.random() < 0.15 + 0.7 * setting.progress:
            record(chance, line, skill, f"{made.month['person_id']}-{setting.period.code}-{place}")
    kept = chance.choice((0, 0, 2, 5, len(made.marks)))
    del made.marks[kept:]


def _submitted(chance: Random, made: Made, state: State, times: Moments) -> None:
    month = made.month
    month["strengths"] = chance.choice(words.STRENGTHS)
    month["shortcomings"] = chance.choice(words.SHORTCOMINGS)
    month["submitted_at"] = times.submitted
    if state in (State.REVIEWED, State.APPROVED):
        month["reviewed_at"] = times.reviewed
        month["opinion"] = chance.choice(words.REVIEWED)
    if state == State.APPROVED:
        month["approved_at"] = times.approved


def _review(chance: Random, made: Made, state: State) -> None:
    """Everything is decided in a reviewed month; a rater may have begun with one just handed in."""
    if state in (State.REVIEWED, State.APPROVED):
        for line in made.lines:
            review(chance, line)
        review_marks(chance, made.marks)
    elif state == State.SUBMITTED and chance.random() < 0.3:
        review(chance, made.lines[0])


def _tell(chance: Random, made: Made, worker: Worker, state: State, setting: Setting, times: Moments) -> None:
    own = worker.person.full_name
    manager, head = (setting.names[i] for i in (worker.raters.reviewer_id or 0, worker.raters.approver_id or 0))
    events = [_event(times.assigned, manager, "assigned"), *made.events]
    if made.events and made.lines[-1]["state"] == "accepted":
        events.append(_event(times.proposed, manager, "proposal_accepted", made.lines[-1]["title"]))
    if state in RECORDED:
        events += _handing_in(chance, state, own, manager, times)
    for line in made.lines:
        if line["cause_decision"]:
            events.append(_event(times.decided, manager, f"cause_{line['cause_decision']}", line["review_reason"]))
    if made.month["reviewed_at"] and manager != head:
        events.append(_event(times.reviewed, manager, "reviewed", made.month["opinion"]))
    if state == State.APPROVED:
        events.append(_event(times.approved, head, "approved", chance.choice(words.APPROVED)))
    made.events = events


def _handing_in(chance: Random, state: State, own: str, manager: str, times: Moments) -> list[Row]:
    if state == State.RETURNED:
        reason = chance.choice(words.RETURNED)
        return [_event(times.submitted, own, "submitted"), _event(times.decided, manager, "returned", reason)]
    if chance.random() < 0.07:
        place = chance.randrange(len(words.RETURNED))
        return [
            _event(times.first_submitted, own, "submitted"),
            _event(times.returned, manager, "returned", words.RETURNED[place]),
            _event(times.submitted, own, "submitted", words.ANSWERS[place]),
        ]
    return [_event(times.submitted, own, "submitted")]


def _event(at: datetime, actor_name: str, step: str, reason: str | None = None) -> Row:
    return {"at": at, "actor_name": actor_name, "step": step, "reason": reason}
