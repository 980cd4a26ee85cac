"""The words of a reminder, in the language of the person's account."""

from dataclasses import dataclass

from kpi.assessment.period_names import period_name
from kpi.assessment.reminders.due import ANSWER, APPROVE, REPORT, REVIEW, SUBMIT, Due
from kpi.language.message import Message, say
from kpi.language.numbers import format_date


@dataclass(frozen=True)
class Letter:
    """Subject and text of an e-mail."""

    subject: str
    text: str


def letter_for(due: Due, site: str = "") -> Letter:
    """What the reminder says; `site`, where known, is the tool's address."""
    period, day = period_name(due.period), format_date(due.day)
    subject = say("{period}: {what} by {day}", period=period, what=_what(due), day=day)
    parts = [
        say("Dear {person},", person=due.person),
        _sentence(due),
        say("The last day is {day}.", day=day),
        *([say("Open the tool: {site}", site=site)] if site else []),
        say("This reminder was sent by the tool; please do not answer it."),
    ]
    return Letter(
        " ".join(subject.in_(due.language).split()), "\n\n".join(part.in_(due.language) for part in parts) + "\n"
    )


def _what(due: Due) -> Message:
    return {
        SUBMIT: say("hand in"),
        REVIEW: say("review"),
        APPROVE: say("approve"),
        REPORT: say("report"),
        ANSWER: say("answer a petition"),
    }[due.deadline.partition("-")[0]]


def _sentence(due: Due) -> Message:
    period = period_name(due.period)
    kind = due.deadline.partition("-")[0]
    if kind == SUBMIT:
        return say("{period}: your work has not been handed in yet. Record it, mark yourself and hand it in.",
                   period=period)  # fmt: skip
    if kind == REVIEW:
        return say("{period}: waiting for your review: {number}.", period=period, number=due.number)
    if kind == APPROVE:
        return say("{period}: waiting for your approval: {number}.", period=period, number=due.number)
    if kind == REPORT:
        return say("{period}: the province’s report is due.", period=period)
    return say("{period}: a petition against a result waits for your answer.", period=period)
