"""The sheets and columns of a month's workbook: what they are called, and what may be typed into them."""

from collections.abc import Mapping
from dataclasses import dataclass

from kpi.assessment.cells import DECLARED
from kpi.language.message import N_, Message

VERSION = 1
META = "_meta"
SHARES = "$G$1:$G$2"  # on the hidden sheet: the choices for a leader's d, đ, e
WORK_SHEET, MARK_SHEET, GUIDE_SHEET = N_("Work"), N_("General criteria"), N_("How to fill in")


@dataclass(frozen=True)
class Column:
    """A column: its key, its English title (the catalogue's key), its width, whether it is hidden."""

    key: str
    title: str
    width: float
    hidden: bool = False

    def in_(self, language: str) -> str:
        """The title in a language."""
        return Message(self.title).in_(language)


WORK_LOCKED = (
    Column("id", N_("Line number"), 10, hidden=True),
    Column("order", N_("Order"), 5),
    Column("code", N_("Product code"), 12),
    Column("title", N_("Name of the work"), 44),
    Column("state", N_("Status"), 13),
    Column("coefficient", N_("Coefficient K"), 9),
    Column("assigned", N_("Assigned"), 9),
    Column("due", N_("Due"), 12),
)
TYPED_WIDTHS = {"link": 30.0, "cause": 34.0, "note": 34.0}
WORK_TYPED = tuple(Column(key, field.label, TYPED_WIDTHS.get(key, 11.0)) for key, field in DECLARED.items())
WORK = (*WORK_LOCKED, *WORK_TYPED)

MARK_LOCKED = (
    Column("key", N_("Criterion key"), 8, hidden=True),
    Column("code", N_("Code"), 8),
    Column("criterion", N_("Criterion"), 70),
    Column("most", N_("Maximum"), 10),
)
MARK_TYPED = (Column("value", N_("Own mark"), 12), Column("reason", N_("Reason"), 60))
MARKS = (*MARK_LOCKED, *MARK_TYPED)

STATES = {"accepted": N_("Assigned"), "proposed": N_("Proposed")}
LEADER_WORDS = {
    "d": N_("d: all civil servants managed are ranked “completed” or above (100%, otherwise 50%)"),
    "dd": N_(
        "đ: the unit completes everything on plan, on time, with quality, and has an initiative (100%, otherwise 50%)"
    ),
    "e": N_("e: gathers and unites the staff (100% or 50%)"),
}


def titles(columns: tuple[Column, ...], written: Mapping[str, str]) -> dict[str, list[str]]:
    """What each column may be called: as it was written at the download, and in both languages now."""
    return {
        column.key: [
            *([written[column.key]] if column.key in written else []),
            column.in_("vi"),
            column.in_("en"),
        ]
        for column in columns
    }
