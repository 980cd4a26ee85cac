"""The six fields of administrative reform, who assigns tasks, and where a task stands, in words.

The fields are those of the national programme 2021–2030 (Government resolution 76/NQ-CP of 15/07/2021).
"""

from dataclasses import dataclass
from enum import StrEnum

from kpi.language.message import N_, Message


class Field(StrEnum):
    """A field of administrative reform."""

    INSTITUTIONS = "institutions"
    PROCEDURES = "procedures"
    APPARATUS = "apparatus"
    CIVIL_SERVICE = "civil_service"
    FINANCE = "finance"
    DIGITAL = "digital"


class Assigner(StrEnum):
    """Who gave a task to the province."""

    PROVINCE = "province"
    GOVERNMENT = "government"
    PRIME_MINISTER = "prime_minister"


class Standing(StrEnum):
    """Where a task stands on a day; always computed from dates, never typed."""

    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    RUNNING = "running"
    NOT_BEGUN = "not_begun"
    DONE_LATE = "done_late"
    DONE_ON_TIME = "done_on_time"


FIELD_NAMES = {
    Field.INSTITUTIONS: N_("Institutions"),
    Field.PROCEDURES: N_("Administrative procedures"),
    Field.APPARATUS: N_("Organisation of the apparatus"),
    Field.CIVIL_SERVICE: N_("Civil service"),
    Field.FINANCE: N_("Public finance"),
    Field.DIGITAL: N_("Digital government"),
}
ASSIGNER_NAMES = {
    Assigner.PROVINCE: N_("the province"),
    Assigner.GOVERNMENT: N_("the Government"),
    Assigner.PRIME_MINISTER: N_("the Prime Minister"),
}
STANDING_NAMES = {
    Standing.OVERDUE: N_("overdue"),
    Standing.DUE_SOON: N_("due soon"),
    Standing.RUNNING: N_("under way"),
    Standing.NOT_BEGUN: N_("not yet begun"),
    Standing.DONE_LATE: N_("done, late"),
    Standing.DONE_ON_TIME: N_("done on time"),
}
DONE = (Standing.DONE_ON_TIME, Standing.DONE_LATE)
SOON_DAYS = 7


@dataclass(frozen=True)
class Named(Message):
    """A name kept as data in both languages."""

    vi: str = ""
    en: str = ""

    def in_(self, language: str) -> str:
        """The name in "vi" or "en"."""
        return self.vi if language == "vi" else self.en


def both(vi: str, en: str) -> Message:
    """A name kept as data in both languages, for a place in a message."""
    return Named("", {}, vi, en)
