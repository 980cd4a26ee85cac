"""Staff against workload, for the meeting: which units are short or over, in what, and how sure that is."""

from collections.abc import Sequence

import streamlit as st

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.organisation.kinds import COMMUNE_LEVEL, KIND_NAMES, UnitKind
from kpi.staffing.families import family_name
from kpi.staffing.norms import published
from kpi.staffing.today import Picture, suspects
from kpi.staffing.today.sentences import VERDICT_NAMES, spread
from kpi.staffing.today.tiles import tiles
from kpi.staffing.wisn import Verdict
from kpi.ui import signed_in, staffing_charts, staffing_norms, staffing_tables
from kpi.ui.navigation import entry_of
from kpi.ui.staffing_choice import choose_band, choose_year, criteria_line, picture_of
from kpi.ui.staffing_downloads import offer_report
from kpi.ui.words import _, amount, day, language, named, number, percent, told

EVERYTHING = ""
FEW = 6  # suspects that stand without scrolling


def main(who: Actor) -> None:
    """Title and year; the rest is one fragment."""
    title, choice = st.columns([3, 1], vertical_alignment="bottom")
    title.title(_("Staff against workload"))
    with choice:
        year = choose_year()
    meeting(year)


@signed_in.fragment
def meeting(year: int) -> None:
    """Headline, suspects, chart, map, families, figures."""
    who = signed_in.actor()
    shown = picture_of(who, year)
    if not len(shown.units):
        st.info(_("There is no commune-level unit you may see here."), icon=":material/inbox:")
        return
    controls = st.columns([2, 2, 1.4]) if len(shown.units) > 1 else [st.container()] * 3
    shown = narrowed(shown, controls[0])
    family = choose_family(shown, controls[1])
    with controls[2]:
        band = choose_band(shown.inputs.criteria.number("band"))
    if band != shown.inputs.criteria.number("band"):
        shown = picture_of(who, year, band).only(set(shown.units["unit"]))
    headline(shown, band)
    show_suspects(shown)
    if len(shown.units) > 1:
        show_views(shown, family)
    show_figures(shown)
    show_sources(shown)
    offer_report(year, band)


def narrowed(shown: Picture, box: st.delta_generator.DeltaGenerator) -> Picture:
    """All units, those of a former province, or those of a kind."""
    provinces = sorted({name for name in shown.units["former_province"] if name})
    kinds = [str(kind) for kind in COMMUNE_LEVEL if (shown.units["kind"] == kind).any()]
    if len(shown.units) == 1:
        return shown
    chosen = box.selectbox(
        _("Units"), [EVERYTHING, *provinces, *kinds], key="staffing_where",
        format_func=lambda one: scope_name(one, kinds),
    )  # fmt: skip
    if not chosen:
        return shown
    column = "kind" if chosen in kinds else "former_province"
    return shown.only(set(shown.units.loc[shown.units[column] == chosen, "unit"]))


def scope_name(one: str, kinds: Sequence[str]) -> str:
    """Which units are shown, in words."""
    if one in kinds:
        return _("only the units of kind {kind}", kind=named(KIND_NAMES, UnitKind(one)))
    return _("former {province}", province=one) if one else _("all units")


def choose_family(shown: Picture, box: st.delta_generator.DeltaGenerator) -> str:
    """Everything together, or one job family."""
    if len(shown.units) == 1:
        return EVERYTHING
    codes = list(dict.fromkeys(shown.families["family"]))
    chosen: str = box.selectbox(
        _("Job family"), [EVERYTHING, *codes], key="staffing_family",
        format_func=lambda code: family_name(code, language()) if code else _("all families together"),
    )  # fmt: skip
    return chosen


def headline(shown: Picture, band: float) -> None:
    """The answer in one sentence, then the three figures side by side."""
    st.markdown(unit_answer(shown, band) if len(shown.units) == 1 else answer(shown, band))
    whole = shown.province
    boxes = st.columns(4)
    boxes[0].metric(_("Existing staff"), number(whole["existing"], 0), border=True, delta_description=_("posts filled"))
    told = _("Dispatch 09/CV-BCĐ; units whose posts are set by hand are not counted until they are set.")
    boxes[1].metric(
        _("Administrative norm"), number(whole["norm"], 0), border=True, help=told, delta_description="09/CV-BCĐ"
    )
    boxes[2].metric(_("Workload need"), number(whole["needed"], 0), border=True,
                    delta_description=f"{number(whole['low'], 0)}–{number(whole['high'], 0)}")  # fmt: skip
    pooled = _("Pooled: Σ existing ÷ Σ need. It is no mean of the units' ratios.")
    boxes[3].metric(_("Existing ÷ need"), number(whole["ratio"]), border=True, help=pooled,
                    delta_description=_("pooled"))  # fmt: skip
    st.caption(criteria_line(shown.inputs.criteria))
    st.caption(
        _("Existing staff, norm and need are three figures; none replaces another, and none of them decides anything.")
    )


def answer(shown: Picture, band: float) -> str:
    """How many units are short, over, or neither."""
    counts = shown.units["verdict"].value_counts()
    return _(
        "**{short} units are short, {over} are over; for {equal} no difference is shown**, because their existing "
        "staff lies within the need at unit times ± {band}.",
        short=amount(int(counts.get(Verdict.SHORT, 0))), over=amount(int(counts.get(Verdict.OVER, 0))),
        equal=amount(int(counts.get(Verdict.NO_DIFFERENCE, 0))), band=percent(band, 0),
    )  # fmt: skip


def unit_answer(shown: Picture, band: float) -> str:
    """The answer for one unit."""
    row = shown.units.iloc[0].to_dict()
    interval = spread(row["low"], row["high"], language())
    return _(
        "**{result}**: {existing} existing against a need of {interval} (unit times ± {band}).",
        result=named(VERDICT_NAMES, Verdict(row["verdict"])).capitalize(), existing=amount(row["existing"]),
        interval=interval, band=percent(band, 0),
    )  # fmt: skip


def show_suspects(shown: Picture) -> None:
    """What to check before trusting the figures stands first."""
    found = suspects(shown, language())
    if not found:
        return
    with st.container(border=True):
        st.markdown(f":material/rule: **{_('{count} figures to check first', count=amount(len(found)))}**")
        with st.container(height=220 if len(found) > FEW else "content", border=False):
            st.markdown("\n".join(f"- **{one.name}** · {told(one.message)}" for one in found))


def show_views(shown: Picture, family: str) -> None:
    """From shortage to surplus, the map, and the families."""
    labels = {"ladder": _("From shortage to surplus"), "map": _("Map"), "families": _("Job families")}
    chosen = st.segmented_control(
        _("View"), list(labels), default="ladder", format_func=labels.__getitem__, required=True, key="staffing_view",
        label_visibility="collapsed",
    )  # fmt: skip
    units = staffing_tables.one_family(shown, family) if family else shown.units
    if chosen == "map":
        places = tiles(shown.inputs.lineage.parts)
        st.altair_chart(staffing_charts.tile_map(units, places), width="stretch")
        if away := [row["name"] for row in units.to_dict("records") if row["unit"] not in set(places["unit"])]:
            st.caption(_("Not on the map yet, because their place among the others is not known: {units}.",
                         units=", ".join(away)))  # fmt: skip
        st.caption(_("Each tile is a unit at its place among its neighbours, north above south; the map is no survey."))
    elif chosen == "families":
        st.altair_chart(staffing_charts.ladder(staffing_tables.families_of(shown), "name"), width="stretch")
        table = staffing_tables.families_table(shown)
        st.dataframe(
            table,
            hide_index=True,
            placeholder="–",
            column_config={**staffing_tables.column_widths(), _("Job family"): st.column_config.TextColumn(width=260)},
        )
        st.caption(_("The dispatch sets posts for a whole unit; a family has a norm only where the criteria set one."))
    else:
        st.caption(_("Circle: existing staff. Diamond: need, with its interval as a bar. Black line: norm."))
        st.altair_chart(staffing_charts.ladder(units, "name"), width="stretch")


def show_figures(shown: Picture) -> None:
    """Every unit's figures; one may be opened to its inputs."""
    st.subheader(_("Figures of the units"))
    table = staffing_tables.units_table(shown)
    st.caption(_("Choose a unit to open its need to the inputs."))
    picked = st.dataframe(
        table, hide_index=True, on_select="rerun", selection_mode="single-row", key="staffing_units",
        height=min(36 * len(table) + 40, 430), placeholder="–", column_config=staffing_tables.column_widths(),
    )  # fmt: skip
    rows = picked["selection"]["rows"]
    unit = table.index[rows[0]] if rows and rows[0] < len(table) else table.index[0] if len(table) == 1 else None
    workload = entry_of("workload")
    if unit is not None:
        label = _("Open the need of {unit}", unit=str(table.loc[unit, _("Unit")]))
        st.page_link(workload.location, label=label, icon=workload.icon, query_params={"unit": str(unit)})


def show_sources(shown: Picture) -> None:
    """Norms and published figures with their sources."""
    norms = shown.inputs.criteria.norms
    with st.expander(_("Norms and published figures, with their sources"), icon=":material/menu_book:"):
        staffing_norms.show(norms)
        for figure in published():
            name, source = figure.named(language()), figure.source
            st.caption(f"{name}: **{amount(figure.value)}** ({day(figure.day)}). {source}.")


person = signed_in.actor()
if person.may(Action.READ_STAFFING):
    main(person)
else:
    st.error(_("This page does not open for you."))
