"""One thing a person should do next."""

from dataclasses import dataclass, field
from datetime import date

from kpi.language.message import Message


@dataclass(frozen=True)
class NextStep:
    """One thing to do: where (a page's address), what, by when, and whether it is late."""

    page: str
    message: Message
    due: date | None = None
    urgent: bool = False
    detail: Message | None = None
    query: dict[str, str] = field(default_factory=dict)
