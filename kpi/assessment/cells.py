"""What may be typed into a line of work, by whom, and within which limits. The browser is never asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from kpi.language.message import N_, Message, say

LONGEST = 2000
MOST_HOURS = 744.0  # a month of 31 days
MOST_TIMES_ASSIGNED = 10
LARGEST = 1_000_000_000  # beyond any count of a month


@dataclass(frozen=True)
class Field:
    """A column a person can type into: its name for people, whether a number, and how much or how long it may be."""

    label: str
    number: bool
    whole: bool = False
    most: float | None = None
    longest: int = LONGEST


DECLARED: dict[str, Field] = {
    "done": Field(N_("Done"), number=True),
    "quality_ok": Field(N_("Quality met"), number=True),
    "failed": Field(N_("Failed reviews"), number=True, whole=True, most=999),
    "late": Field(N_("Times late"), number=True, whole=True, most=999),
    "exceeded": Field(N_("Exceeded"), number=True),
    "hours": Field(N_("Hours"), number=True, most=MOST_HOURS),
    "link": Field(N_("Evidence link"), number=False, longest=500),
    "cause": Field(N_("Objective cause claimed"), number=False),
    "note": Field(N_("Note"), number=False),
}

REVIEWED: dict[str, Field] = {
    "reviewed_done": Field(N_("Done (reviewed)"), number=True),
    "reviewed_quality_ok": Field(N_("Quality met (reviewed)"), number=True),
    "reviewed_failed": Field(N_("Failed reviews (reviewed)"), number=True, whole=True, most=999),
    "reviewed_late": Field(N_("Times late (reviewed)"), number=True, whole=True, most=999),
    "reviewed_exceeded": Field(N_("Exceeded (reviewed)"), number=True),
    "failed_excused": Field(N_("Failures excused"), number=True, whole=True, most=999),
    "late_excused": Field(N_("Times late excused"), number=True, whole=True, most=999),
    "review_reason": Field(N_("Reason for the adjustment"), number=False),
}

COUNTS = ("done", "quality_ok", "failed", "late", "exceeded")


def parsed(field: Field, value: Any) -> float | str | Message | None:
    """The value as it will be stored, or the message that refuses it. Empty means missing."""
    if value is None or value is pd.NA or value == "" or value != value:
        return None
    return _number(field, value) if field.number else _text(field, value)


def _number(field: Field, value: Any) -> float | Message:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return say(
            "{column}: “{value}” is not a number. Type digits only.", column=Message(field.label), value=str(value)[:80]
        )
    if value > LARGEST:
        return say("{column}: the number is too large. Check it.", column=Message(field.label))
    if value < 0:
        return say(
            "{column}: {value} is below zero. Type 0 or more.",
            column=Message(field.label),
            value=float(max(value, -LARGEST)),
        )
    shown = {"column": Message(field.label), "value": float(value)}
    if field.most is not None and value > field.most:
        return say("{column}: {value} is more than {most}. Check the number.", **shown, most=field.most)
    if field.whole and value != int(value):
        return say("{column}: {value} is not a whole number. Count in whole times.", **shown)
    if round(value, 2) != value:
        return say("{column}: {value} has more than two decimals. Round it.", **shown)
    return float(value)


def _text(field: Field, value: Any) -> str | Message | None:
    text = str(value).strip()
    if len(text) > field.longest:
        return say(
            "{column}: the text has {length} characters; shorten it to {most}.",
            column=Message(field.label),
            length=len(text),
            most=field.longest,
        )
    if text and field.label == DECLARED["link"].label and not _is_web_address(text):
        return say(
            "{column}: “{value}” is not a web address. Start it with https://, or attach a file instead.",
            column=Message(field.label),
            value=text[:80],
        )
    return text or None


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def reopened(line: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, None]:
    """The raters' columns to be decided anew because the person changed what they rested on.

    A changed cause opens its decision; figures that can no longer stand beside the declared ones open as well.
    """
    decision = dict.fromkeys(("cause_decision", "failed_excused", "late_excused"))
    anew = decision if values.get("cause", line["cause"]) != line["cause"] else {}
    after = {**line, **values, **anew}
    if _against("", after, after) is None and _against("reviewed_", effective(after), after):
        anew = decision | dict.fromkeys(f"reviewed_{name}" for name in COUNTS)
    return anew


def contradiction(line: Mapping[str, Any]) -> Message | None:
    """Why the numbers of a whole line cannot stand together; None when they can. `line` has every column."""
    return _against("", line, line) or _against("reviewed_", effective(line), line)


def effective(line: Mapping[str, Any]) -> dict[str, Any]:
    """The counts that score: a reviewed one where there is one, else the declared one.

    Where the reviewer lowered what was done, a declared quality or excess counts up to that.
    """
    counts = {name: line[name] if line[f"reviewed_{name}"] is None else line[f"reviewed_{name}"] for name in COUNTS}
    if line["reviewed_done"] is not None:
        for name in ("quality_ok", "exceeded"):
            if line[f"reviewed_{name}"] is None and counts[name] is not None:
                counts[name] = min(counts[name], counts["done"])
    return counts | {name: line[name] for name in ("assigned", "failed_excused", "late_excused")}


def _against(which: str, counts: Mapping[str, Any], line: Mapping[str, Any]) -> Message | None:
    fields = {**DECLARED, **REVIEWED}
    done, assigned = counts["done"], line["assigned"]
    if done is not None and done > MOST_TIMES_ASSIGNED * assigned:
        return say(
            "{column}: {value} is more than ten times the {assigned} assigned. Correct the number, "
            "or ask your head to assign more.",
            column=Message(fields[which + "done"].label),
            value=float(done),
            assigned=float(assigned),
        )
    for name in ("quality_ok", "exceeded"):
        if counts[name] is not None and counts[name] > (done or 0):
            return say(
                "{column}: {value} is more than the {done} done. Correct one of the two.",
                column=Message(fields[which + name].label),
                value=float(counts[name]),
                done=float(done or 0),
            )
    return _excused(counts) if which else None


def _excused(counts: Mapping[str, Any]) -> Message | None:
    for name in ("failed", "late"):
        excused = counts[f"{name}_excused"]
        if excused is not None and excused > (counts[name] or 0):
            return say(
                "{column}: {value} is more than the {counted} counted. Excuse at most those.",
                column=Message(REVIEWED[f"{name}_excused"].label),
                value=float(excused),
                counted=float(counts[name] or 0),
            )
    return None
