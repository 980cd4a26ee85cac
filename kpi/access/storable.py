"""Text a database cannot keep: it is refused before anything is begun."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any


def holds_unstorable_text(value: Any) -> bool:
    """Whether a text anywhere in a command holds a NUL or half a character, which PostgreSQL refuses to store."""
    if isinstance(value, str):
        return "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value)
    if is_dataclass(value) and not isinstance(value, type):
        return any(holds_unstorable_text(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, Mapping):
        return any(holds_unstorable_text(part) for part in value.values())
    return isinstance(value, tuple | list) and any(map(holds_unstorable_text, value))
