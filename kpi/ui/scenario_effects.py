"""What comes of scenarios: figures against today, side by side, by family, unit by unit."""

from collections.abc import Mapping

import altair as alt
import pandas as pd
import streamlit as st

from kpi.language.message import N_
from kpi.staffing.families import family_name
from kpi.staffing.scenarios.compare import DECIMALS, MEASURES, compared, families_compared
from kpi.staffing.scenarios.outcome import Outcome
from kpi.ui.table_download import offer_table
from kpi.ui.words import _, language, number

COLOURS = ["#7A808A", "#9B1C1C", "#0F4C81", "#C0782A", "#4F7942", "#6B4C8A"]


def headline(today: Outcome, then: Outcome) -> None:
    """Four figures with their change against today."""
    boxes = st.columns(4)
    for box, (label, column, inverse) in zip(boxes, FIGURES, strict=True):
        before, after = MEASURES[column][1](today), MEASURES[column][1](then)
        places = DECIMALS.get(column, 0)
        change = after - before
        sign = "+" if change > 0 else "-" if change < 0 else "±"  # the metric knows a loss by the plain hyphen
        delta = f"{sign}{number(abs(change), places)}"
        colour = "off" if abs(change) < 0.05 or inverse is None else "inverse" if inverse else "normal"
        box.metric(_(label), number(after, places), delta=delta, delta_color=colour, border=True,  # type: ignore[arg-type]
                   delta_arrow="auto" if change else "off")  # fmt: skip


FIGURES: tuple[tuple[str, str, bool | None], ...] = (
    (N_("Units"), "units", None),
    (N_("Workload need"), "needed", None),
    (N_("People missing"), "shortage", True),
    (N_("Way to a receiving point (km)"), "mean_km", True),
)


def side_by_side(outcomes: Mapping[str, Outcome]) -> None:
    """Every measure, a column for each."""
    table = compared(outcomes)
    shown = pd.DataFrame({_("Measure"): [_(MEASURES[key][0]) for key in table.index]})
    for name in table.columns:
        shown[name] = [number(value, DECIMALS.get(str(key), 0)) for key, value in table[name].items()]
    st.dataframe(shown, hide_index=True, height=35 * len(shown) + 38, width="stretch",
                 column_config={_("Measure"): st.column_config.TextColumn(width=330)})  # fmt: skip
    st.caption(
        _("Ways are straight: between neighbouring units both radii √(area ÷ π) together, further along neighbours; "
          "within a unit two thirds of its radius. Receiving points that stay open are staffed apart at their busiest "
          "hour. The tool assumes no saving of its own.")
    )  # fmt: skip
    offer_table(shown, _("Scenarios side by side"), "scenarios")


def families_chart(outcomes: Mapping[str, Outcome]) -> None:
    """People missing by family, a bar for each scenario."""
    table = families_compared(outcomes).assign(family=lambda t: [family_name(f, language()) for f in t["family"]])
    order = list(outcomes)
    tips = [alt.Tooltip("family:N", title=_("Job family")), alt.Tooltip("name:N", title=_("Scenario")),
            alt.Tooltip("existing:Q", title=_("Existing"), format=".0f"),
            alt.Tooltip("posts:Q", title=_("Need"), format=".0f"),
            alt.Tooltip("shortage:Q", title=_("People missing"), format=".0f"),
            alt.Tooltip("surplus:Q", title=_("People over"), format=".0f")]  # fmt: skip
    chart = (
        alt.Chart(table)
        .mark_bar(height=alt.RelativeBandSize(0.8))
        .encode(
            y=alt.Y("family:N", sort=None, title=None, axis=alt.Axis(labelLimit=200, labelFlush=False)),
            x=alt.X("shortage:Q", title=_("People missing")),
            yOffset=alt.YOffset("name:N", sort=order),
            color=alt.Color("name:N", sort=order, title=None, scale=alt.Scale(range=COLOURS),
                            legend=alt.Legend(orient="top", columns=1, labelLimit=320)),
            tooltip=tips,
        )
        .properties(height=alt.Step(13))
    )  # fmt: skip
    st.altair_chart(chart, width="stretch")


def units_table(then: Outcome) -> None:
    """Every unit of the scenario against the standards."""
    units = then.units
    sums = then.table.groupby("unit", sort=False)[["shortage", "surplus"]].sum()
    joined = units.merge(sums, left_on="unit", right_index=True, how="left")
    shown = pd.DataFrame(
        {
            _("Unit"): joined["name"],
            _("Population"): joined["population"].astype(float),
            _("Area (km²)"): joined["area_km2"].astype(float),
            _("Resolution 76/2025"): [_meets(meets, exempt) for meets, exempt in zip(joined["meets"], joined["exempt"],
                                                                                    strict=True)],
            _("Class (draft points)"): joined["classes"].map(lambda one: one or "–"),
            _("Existing"): joined["existing"].astype(float),
            _("Norm"): joined["norm"].astype(float),
            _("Need"): joined["needed"].round(1),
            _("People missing"): joined["shortage"],
            _("People over"): joined["surplus"],
            _("People per post"): joined["people_per_post"].round(0),
        }
    )  # fmt: skip
    figures = {str(name): st.column_config.NumberColumn(format="localized") for name in shown.select_dtypes("number")}
    st.dataframe(shown, hide_index=True, height=min(36 * len(shown) + 40, 430), placeholder="–",
                 column_config=figures)  # fmt: skip
    st.caption(
        _("Standards of area and population: Resolution 76/2025/UBTVQH15. Class: points of population and area are "
          "known only from the draft of Decree 307/2025, so the lowest and highest class are shown; nothing is known "
          "of wards.")
    )  # fmt: skip
    offer_table(shown, _("Units of the scenario"), "scenario-units")


def _meets(meets: bool, exempt: bool) -> str:
    if exempt:
        return _("exempt (three or more merged)")
    return _("met") if meets else _("not met")
