"""Form 01 of a month, one click away from every screen that shows the month."""

from kpi.access.actor import Actor
from kpi.assessment.views import MonthView, month_by_id
from kpi.exchange.forms import form01, form01_name
from kpi.storage.unit_of_work import reading
from kpi.ui.database import engine
from kpi.ui.downloads import offer
from kpi.ui.words import _


def form_button(view: MonthView) -> None:
    """Download Form 01 as it stands at the click."""
    offer(
        _("Form 01 (Excel)"),
        lambda who: _form(who, view.id),
        form01_name(view),
        icon=":material/description:",
        key=f"form-{view.id}",
    )


def _form(actor: Actor, month_id: int) -> bytes:
    with reading(engine()) as session:
        return form01(month_by_id(session, actor, month_id))
