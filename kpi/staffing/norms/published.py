"""Published figures on the province's staff, each with its day and source."""

from dataclasses import dataclass
from datetime import date

from kpi.staffing.norms.source import document


@dataclass(frozen=True)
class Published:
    """A figure others published."""

    code: str
    value: float
    day: date
    name: str
    name_en: str
    source: str

    def named(self, language: str) -> str:
        """What it counts."""
        return self.name if language == "vi" else self.name_en


def published() -> list[Published]:
    """Every published figure."""
    return [Published(**entry) for entry in document()["published"]]
