"""Which year's volumes and which band a staffing page is about, and the picture that follows."""

from collections.abc import Mapping

import streamlit as st
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.language.numbers import today
from kpi.staffing.criteria.contents import Contents
from kpi.staffing.today import Inputs, Picture, inputs_of, picture
from kpi.staffing.volumes.sources import years_known
from kpi.storage.unit_of_work import reading
from kpi.ui.database import engine
from kpi.ui.kept import moves, once_large, read_once
from kpi.ui.words import _, day, percent

BANDS = (0.1, 0.2, 0.3, 0.4)


def choose_year() -> int:
    """A year with volumes; the newest first."""
    this_year = today().year
    with reading(engine()) as session:
        years = years_known(session) or [this_year]
    asked = st.query_params.get("year", "")
    start = years.index(int(asked)) if asked.isdigit() and int(asked) in years else 0
    return st.selectbox(_("Volumes of the year"), years, index=start, key="staffing_year")


def choose_one(label: str, kind: str, names: Mapping[int, str], usual: int | None = None) -> int:
    """One of several by number: the one just made, else the address's, else the usual or first; the address keeps it.

    kind: its name in the address, for instance "scenario"; what was just made waits in the session as `<kind>_new`.
    """
    numbers = list(names)
    asked = str(st.session_state.pop(f"{kind}_new", None) or st.query_params.get(kind, ""))
    start = int(asked) if asked.isdigit() and int(asked) in names else usual or numbers[0]
    chosen: int = st.selectbox(label, numbers, index=numbers.index(start), format_func=names.__getitem__,
                               key=f"{kind}_{len(numbers)}_{numbers[0]}")  # fmt: skip
    st.query_params[kind] = str(chosen)
    return chosen


def choose_band(usual: float) -> float:
    """How far unit times may be off."""
    bands = sorted({*BANDS, usual})
    return st.selectbox(
        _("Unit times may be off by"),
        bands,
        index=bands.index(usual),
        format_func=lambda band: f"± {percent(band, 0)}",
        key="staffing_band",
    )


def picture_of(who: Actor, year: int, band: float | None = None, criteria_id: int | None = None) -> Picture:
    """Today's picture of what the person may see; worked out once for a state of the record."""
    inputs = inputs_now(who, year, criteria_id)
    return once_large(
        moves().approved, "staffing picture", lambda: picture(inputs, band), who, year, criteria_id, today(), band
    )


def inputs_now(who: Actor, year: int, criteria_id: int | None = None) -> Inputs:
    """Today's inputs of what the person may see. They are shared: change nothing in them."""
    return read_once(moves().approved, Action.READ_STAFFING, _inputs, who, year, criteria_id)


def _inputs(session: Session, who: Actor, year: int, criteria_id: int | None) -> Inputs:
    return inputs_of(session, who, year, today(), criteria_id)


def criteria_line(criteria: Contents) -> str:
    """Which criteria the figures follow."""
    if criteria.state == "approved":
        return _("Criteria “{title}”, in force since {day}.", title=criteria.title, day=day(criteria.effective_from))
    if criteria.id == 0:
        return _("No criteria have been approved yet: the figures follow the starting values, which are not law.")
    return _("Criteria “{title}”, not approved.", title=criteria.title)
