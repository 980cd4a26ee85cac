"""Plan tasks in words: standing, deadline, progress and where it comes from."""

from kpi.language.message import N_
from kpi.reform.words import ASSIGNER_NAMES, FIELD_NAMES, STANDING_NAMES, Assigner, Field, Standing
from kpi.ui.words import _, amount, named, percent

COLOURS = {
    Standing.OVERDUE: "red",
    Standing.DUE_SOON: "orange",
    Standing.RUNNING: "blue",
    Standing.NOT_BEGUN: "gray",
    Standing.DONE_LATE: "violet",
    Standing.DONE_ON_TIME: "green",
}
SOURCES = {
    "work": N_("from approved work"),
    "report": N_("as the lead unit reported"),
    "none": N_("nothing reported yet"),
}


def standing_badge(standing: str) -> str:
    """Where a task stands, as coloured text for markdown."""
    one = Standing(standing)
    return f":{COLOURS[one]}-badge[{named(STANDING_NAMES, one)}]"


def standing_name(standing: str) -> str:
    """Where a task stands."""
    return named(STANDING_NAMES, Standing(standing))


def field_name(field: str) -> str:
    """A field of reform."""
    return named(FIELD_NAMES, Field(field))


def assigner_name(assigner: str) -> str:
    """Who assigned a task."""
    return named(ASSIGNER_NAMES, Assigner(assigner))


def left_text(left: int, standing: str) -> str:
    """Days to the deadline or over it; nothing for what is done."""
    if standing in (Standing.DONE_LATE, Standing.DONE_ON_TIME):
        return ""
    if left < 0:
        return _("{days} days over", days=amount(-left))
    return _("due today") if left == 0 else _("{days} days left", days=amount(left))


def progress_text(progress: float) -> str:
    """Progress in whole percent."""
    return percent(progress, 0)
