"""Forms of everybody shown, in one file; within what the person may see, whatever the address says."""

import streamlit as st

from kpi.access.actor import Actor
from kpi.assessment.results import unit_results
from kpi.assessment.views import months_by_ids
from kpi.exchange.forms import form01_many
from kpi.storage.unit_of_work import reading
from kpi.ui.database import engine
from kpi.ui.downloads import offer
from kpi.ui.words import _

MOST = 200


def show_downloads(code: str, unit_id: int | None, total: int) -> None:
    """Form 01 of everybody, where they are few enough for one workbook."""
    if total > MOST:
        st.caption(_("Choose a unit with at most {most} people to print its forms together.", most=MOST))
        return
    offer(
        _("Form 01 of {count} people (Excel)", count=total),
        lambda who: _forms(who, code, unit_id),
        f"Mau-01_{code}.xlsx",
        icon=":material/description:",
        key="unit-forms",
    )


def _forms(actor: Actor, code: str, unit_id: int | None) -> bytes:
    with reading(engine()) as session:
        rows = [row for page in range(MOST // 100) for row in unit_results(session, actor, code, unit_id, "", page)[0]]
        return form01_many(months_by_ids(session, actor, [int(row["id"]) for row in rows]))
