"""Reasons and refusals with units and families by name."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kpi.language.message import Message
from kpi.staffing.families import family_name
from kpi.staffing.reallocation import Broken


@dataclass(frozen=True)
class FamilyName(Message):
    """A family by its code, named in the reader's language."""

    def in_(self, language: str) -> str:
        """Its name."""
        return family_name(self.text, language)


def named(broken: Broken, names: Mapping[str, str]) -> Message:
    """The constraint that cannot hold, in words."""
    message = broken.message
    assert message is not None
    units = {key: names.get(str(value), str(value)) for key, value in message.values.items() if key in ("unit", "to")}
    families = {"family": FamilyName(str(message.values["family"]))} if "family" in message.values else {}
    return replace(message, values={**message.values, **units, **families})


def kept(message: Message) -> list[Any]:
    """A sentence as JSON keeps it: its text and plain values."""
    return [message.text, dict(message.values)]


def read(sentence: list[Any]) -> Message:
    """The sentence again."""
    return Message(str(sentence[0]), dict(sentence[1]))
