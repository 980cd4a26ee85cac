"""What came of computing a closing again, in sentences."""

from kpi.assessment.closing.recompute import Recomputation
from kpi.language.message import Message, say

MOST = 200  # differences named one by one


def sentences(found: Recomputation) -> list[Message]:
    """What was compared and everything that differs, at most MOST of them by name."""
    told = [
        say("{person} ({code}), {unit}, {field}: kept {kept}, now {again}.", person=one.person, code=one.person_code,
            unit=one.unit, field=one.field, kept=_value(one.kept), again=_value(one.again))
        for one in found.differences[:MOST]
    ]  # fmt: skip
    if found.stopped:
        told.append(found.stopped)
    if len(found.differences) > MOST:
        told.append(say("And {count} differences more.", count=len(found.differences) - MOST))
    if found.reopened:
        told.append(say("The period was opened again since: its months may have been changed on purpose."))
    told.append(
        say("The digest {digest} of closing {number} holds.", digest=found.digest, number=found.number)
        if found.digest_holds
        else say("The results of closing {number} were altered: their digest is not {digest} any more.",
                 digest=found.digest, number=found.number)
    )  # fmt: skip
    return [*told, _sum(found)]


def _sum(found: Recomputation) -> Message:
    counts = {"people": found.people, "figures": found.figures}
    if found.differences:
        return say("{count} of {figures} figures of {people} results differ.", count=len(found.differences), **counts)
    if found.stopped:
        return say("The {people} results could not be computed again.", people=found.people)
    return say("{people} results computed again: all {figures} figures are equal to the last digit.", **counts)


def _value(value: object) -> str:
    return "–" if value is None else repr(value) if isinstance(value, float) else str(value)
