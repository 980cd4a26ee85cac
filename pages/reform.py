"""The province at a glance: are we on plan, where not, who must act; then each unit, and back."""

import streamlit as st

from kpi.access.actor import Actor
from kpi.language.message import N_
from kpi.language.numbers import today
from kpi.organisation.kinds import COMMUNE_LEVEL, UnitKind
from kpi.reform.glance.view import Glance, months_with_figures
from kpi.storage.unit_of_work import reading
from kpi.ui import signed_in
from kpi.ui.database import engine
from kpi.ui.reform_forecast import show_indicator_forecasts, show_method, show_plan_forecast
from kpi.ui.reform_headline import show_answer, show_figures, show_progress
from kpi.ui.reform_heat import show_heat
from kpi.ui.reform_published import show_published
from kpi.ui.reform_ranking import show_ranking
from kpi.ui.reform_reports import offer_reports
from kpi.ui.reform_unit import show_unit
from kpi.ui.reform_urgent import show_duties, show_urgent
from kpi.ui.reform_values import show_values
from kpi.ui.reform_view import glance_of
from kpi.ui.words import _, day, named

KINDS: dict[str, tuple[list[str], str]] = {
    "communes": ([str(kind) for kind in COMMUNE_LEVEL], N_("Communes, wards, special zone")),
    "agencies": ([str(UnitKind.AGENCY)], N_("Provincial agencies")),
}
KIND_NAMES = {key: name for key, (_kinds, name) in KINDS.items()}


def choose_month(actor: Actor) -> str | None:
    """The month the page runs up to; the address keeps it."""
    with reading(engine()) as session:
        codes, first = months_with_figures(session, actor, today())
    if not codes:
        st.info(_("No period has been opened yet. Home Affairs opens the first one."), icon=":material/event_busy:")
        return None
    asked = st.query_params.get("period")
    start = codes.index(asked) if asked in codes else codes.index(first or codes[0])
    code = st.selectbox(_("Up to month"), codes, index=start, key="reform_month", label_visibility="collapsed",
                        format_func=lambda code: _("Up to month {month}", month=f"{code[5:]}/{code[:4]}"))  # fmt: skip
    st.query_params["period"] = code
    return str(code)


def chosen_unit(glance: Glance) -> int | None:
    """The unit of the address, where it is one of those shown."""
    asked = st.query_params.get("unit", "")
    known = set(glance.course.units["unit_id"])
    return int(asked) if asked.isdigit() and int(asked) in known and int(asked) != glance.course.province_id else None


@signed_in.fragment
def units(code: str) -> None:
    """Where targets are missed, and the ranking, of communes or of agencies."""
    glance = glance_of(signed_in.actor(), code)
    st.subheader(_("Where targets are missed"), anchor="don-vi")
    which = st.segmented_control(
        _("Units"),
        list(KINDS),
        default="communes",
        required=True,
        key="reform_kinds",
        format_func=lambda key: named(KIND_NAMES, key),
        label_visibility="collapsed",
    )
    kinds = KINDS[which or "communes"][0]
    show_heat(glance.course, kinds, glance.stamp)
    st.subheader(_("Ranking, and how sure it is"), anchor="thu-tu")
    show_ranking(glance.course, kinds, glance.stamp)


@signed_in.fragment
def forecast(code: str) -> None:
    """Where the year will end."""
    glance = glance_of(signed_in.actor(), code)
    st.subheader(_("Forecast to the end of the year"), anchor="du-bao")
    show_plan_forecast(glance.forecast)
    show_indicator_forecasts(glance.course, glance.outlook, "province", glance.stamp)
    show_method()


def look_into(glance: Glance) -> None:
    """A unit by its name."""
    names = glance.course.units.iloc[1:].set_index("unit_id")["name"].to_dict()
    unit = st.selectbox(_("Look into a unit"), list(names), index=None, format_func=names.__getitem__,
                        placeholder=_("Look into a unit"), key="reform_unit", label_visibility="collapsed")  # fmt: skip
    if unit is not None:
        st.query_params["unit"] = str(unit)
        st.session_state.pop("reform_unit", None)
        st.rerun()


def show_ways() -> None:
    """Links to the parts of the page, for it is long."""
    parts = {
        "den-han": _("Overdue and due soon"),
        "viec": _("Who must act"),
        "tien-do": _("Progress against time"),
        "chi-so": _("Indicators of the province"),
        "don-vi": _("Where targets are missed"),
        "thu-tu": _("Ranking"),
        "du-bao": _("Forecast"),
        "bao-cao": _("Report of the month"),
    }
    st.markdown(" · ".join(f"[{name}](#{anchor})" for anchor, name in parts.items()))


def province(glance: Glance, actor: Actor) -> None:
    """The answer, what is urgent, who must act, then the details."""
    show_answer(glance)
    show_figures(glance)
    show_ways()
    show_urgent(glance, glance.tasks, "tinh")
    show_duties(glance)
    look_into(glance)
    show_progress(glance)
    show_values(glance, glance.course.province_id, "tinh")
    show_published(glance, actor)
    units(glance.code)
    forecast(glance.code)
    offer_reports(glance)


def main(actor: Actor) -> None:
    """The province, or the unit of the address."""
    title, choice = st.columns([3, 1], vertical_alignment="bottom")
    title.title(_("Reform at a glance"))
    with choice:
        code = choose_month(actor)
    if code is None:
        return
    glance = glance_of(actor, code)
    st.caption(_("Confirmed figures up to the month chosen; the plan as of {day}.", day=day(glance.day)))
    if glance.generated:
        st.caption(_("The tasks shown are generated for the demonstration."))
    unit = chosen_unit(glance)
    if unit is None:
        province(glance, actor)
    else:
        show_unit(glance, actor, unit)


main(signed_in.actor())
