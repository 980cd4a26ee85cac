"""A sentence for a person, kept apart from its language until somebody reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kpi.language.catalogue import translate
from kpi.language.numbers import format_amount


def N_(text: str) -> str:  # noqa: N802 - the name Babel's extractor looks for
    """Mark `text` for the translation catalogue without translating it yet."""
    return text


@dataclass(frozen=True)
class Message:
    """A catalogue entry (its English text, with {named} places) and the values that fill it.

    Values that are themselves messages are translated too; floats are written in the reader's number format.
    """

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def in_(self, language: str) -> str:
        """The sentence in `language` ("vi" or "en")."""
        filled = {name: _shown(value, language) for name, value in self.values.items()}
        return translate(self.text, language).format_map(filled)

    def __str__(self) -> str:
        return self.in_("vi")


def say(text: str, **values: Any) -> Message:
    """A message from its English text and values; Babel's extractor collects the text."""
    return Message(text, values)


def _shown(value: Any, language: str) -> Any:
    if isinstance(value, Message):
        return value.in_(language)
    if isinstance(value, float):
        return format_amount(value, language, 4)
    return value
