"""How declared hours are checked, and the figures the province has decided for it."""

from datetime import date

from kpi.access.actor import Actor
from kpi.assessment.hours.flags import SETTINGS
from kpi.ui.local_figures import show_figures
from kpi.ui.words import _


def show_hours_rules(actor: Actor, period: str) -> None:
    """The figures behind the checks of a month."""
    show_figures(actor, SETTINGS, date(int(period[:4]), int(period[5:7]) if period[5:7].isdigit() else 1, 1),
                 _("How hours are checked"))  # fmt: skip
