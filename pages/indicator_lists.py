"""Definitions, targets, responsible officials and published figures: what the indicators stand on."""

from typing import Any

import pandas as pd
import streamlit as st

from kpi.access.actor import Actor
from kpi.language.message import N_
from kpi.language.numbers import today
from kpi.reform.indicators.lists import defined_on, officers_on, targets_on
from kpi.reform.indicators.views import published
from kpi.storage.unit_of_work import reading
from kpi.ui import signed_in
from kpi.ui.database import engine
from kpi.ui.indicator_forms import FORMULA_NAMES, REPORTER_NAMES, definition_form, figure_form, target_form
from kpi.ui.indicator_words import (
    LEVELS,
    cut_off_text,
    period_text,
    quantity_text,
    spoken,
    target_text,
    value_text,
)
from kpi.ui.plan_words import field_name
from kpi.ui.words import _, amount, day, named, percent

SECTIONS = {
    "definitions": N_("Definitions"),
    "targets": N_("Targets"),
    "officers": N_("Responsible officials"),
    "published": N_("Published figures"),
}
OTHER_FORMULAS = {"score": N_("points from other indicators"), "index": N_("published by an outside body")}
CERTAINTIES = {
    "settled": N_("settled by the text"),
    "open": N_("to be checked against the text"),
    "local": N_("decided locally"),
}


def main(actor: Actor) -> None:
    """One part at a time."""
    with reading(engine()) as session:
        definitions = defined_on(session, actor, today())
    section = st.segmented_control(_("Section"), list(SECTIONS), default="definitions", required=True,
                                   format_func=lambda key: named(SECTIONS, key), key="lists_section",
                                   label_visibility="collapsed")  # fmt: skip
    if section == "definitions":
        show_definitions(definitions)
        definition_form(definitions)
    elif section == "targets":
        show_targets(actor)
        target_form(actor, definitions)
    elif section == "officers":
        show_officers(actor)
    else:
        show_published(actor)
        figure_form(definitions)


def show_definitions(frame: pd.DataFrame) -> None:
    """Every indicator with its formula and where it comes from; the one picked in full."""
    formulas = {**FORMULA_NAMES, **OTHER_FORMULAS}
    shown = pd.DataFrame(
        {
            _("Indicator"): [spoken(names) for names in zip(frame["name_vi"], frame["name_en"], strict=True)],
            _("Field of reform"): frame["field"].map(field_name),
            _("Counted as"): [named(formulas, one) for one in frame["formula"]],
            _("Reported by"): [named(REPORTER_NAMES, one) if one != "none" else "–" for one in frame["reporters"]],
            _("Basis"): [named(CERTAINTIES, one) for one in frame["certainty"]],
            _("Reference"): frame["reference"],
        }
    )
    picked = st.dataframe(shown, hide_index=True, on_select="rerun", selection_mode="single-row", height=460,
                          key="definitions_table", width="stretch")  # fmt: skip
    rows = picked["selection"]["rows"]
    if rows and rows[0] < len(frame):
        show_definition({str(name): value for name, value in frame.iloc[rows[0]].items()})


def show_definition(row: dict[str, Any]) -> None:
    """One definition in full."""
    lines = [f"{_('Code')}: {row['code']}", spoken((row["numerator_vi"], row["numerator_en"]))]
    if row["denominator_vi"]:
        lines[1] += f" ÷ {spoken((row['denominator_vi'], row['denominator_en']))}"
    for part in row["parts"] or ():
        points = f" × {amount(part['points'])}" if "points" in part else ""
        lines.append(f"{part['indicator']}{points}")
    lines += [
        _("Higher is better") if row["higher_is_better"] else _("Lower is better"),
        f"{_('Data source')}: {row['data_source']}",
        f"{_('Reference')}: {row['reference']}",
        f"{_('Cut-off')}: {cut_off_text(row['period_kind'], row['cutoff_day'], row['formula'])}",
        _("In force from {day}", day=day(row["valid_from"])),
    ]
    if row["baseline"] == row["baseline"] and row["baseline"] is not None:
        lines.append(_("Baseline {value} ({period})", value=amount(row["baseline"]), period=row["baseline_of"]))
    with st.container(border=True):
        st.markdown(f"**{spoken((row['name_vi'], row['name_en']))}**\n" + "\n".join(f"- {line}" for line in lines))


def show_targets(actor: Actor) -> None:
    """Every target, newest period first."""
    with reading(engine()) as session:
        frame = targets_on(session, actor)
    rows = [
        {
            _("Period covered"): period_text(row["period"]),
            _("Indicator"): spoken((row["name_vi"], row["name_en"])),
            _("Unit (and those below it)"): row["unit"],
            _("Target"): target_text(row["value"], str(row["measure"])),
            _("Decision"): row["decision"],
        }
        for row in frame.to_dict("records")
    ]
    st.dataframe(rows, hide_index=True, width="stretch", height=min(36 * len(rows) + 40, 480))


def show_officers(actor: Actor) -> None:
    """Who answers for each unit; units without anybody first."""
    with reading(engine()) as session:
        frame = officers_on(session, actor, today())
    nobody = int(frame["person"].isna().sum())
    if nobody:
        st.warning(_("{count} units have nobody to enter their quantities.", count=nobody), icon=":material/warning:")
    rows = [
        {
            _("Unit"): row["unit"],
            _("Responsible"): row["person"] if row["person"] == row["person"] and row["person"] else "–",
            _("Since"): day(row["valid_from"]) if row["person"] == row["person"] and row["person"] else "–",
        }
        for row in frame.to_dict("records")
    ]
    st.dataframe(rows, hide_index=True, width="stretch", height=480)
    st.caption(_("An official is named on the page “Indicators” of the unit, by its head or by Home Affairs."))


def show_published(actor: Actor) -> None:
    """Published figures with their source; rates without quantities stay apart from every sum."""
    with reading(engine()) as session:
        frame = published(session, actor)
    rows = [_figure(row) for row in frame.to_dict("records")]
    st.dataframe(
        rows, hide_index=True, width="stretch", height=min(36 * len(rows) + 40, 560),
        column_config={
            _("Quantities"): st.column_config.TextColumn(width=130), _("Note"): st.column_config.TextColumn(width=200),
            _("Address"): st.column_config.LinkColumn(display_text=_("open the source")),
        },
    )  # fmt: skip
    st.caption(_("A published rate without its quantities is shown as published and never enters a sum."))


def _figure(row: dict[Any, Any]) -> dict[str, Any]:
    is_ratio = row["formula"] == "ratio"
    return {
        _("Period covered"): period_text(row["period"]),
        _("Indicator"): spoken((row["name_vi"], row["name_en"])),
        _("Part"): named(LEVELS, row["level"]),
        _("Value"): _value(row),
        _("Quantities"): quantity_text(row["numerator"], row["denominator"]) if is_ratio else "",
        _("Kind"): _("computed") if row["computed"] == row["computed"] else _("as published"),
        _("Ranking"): f"{amount(row['rank'])}/{amount(row['of'])}" if row["rank"] == row["rank"] else "",
        _("Note"): row["note"] or "",
        _("Source"): row["source"],
        _("Address"): row["url"],
    }


def _value(row: dict[Any, Any]) -> str:
    """Computed from quantities where they were published, else as published."""
    found = next((row[name] for name in ("computed", "rate", "value", "numerator") if row[name] == row[name]), None)
    shown = percent(found) if row["computed"] == row["computed"] else value_text(found, str(row["measure"]))
    return f"{_('about')} {shown}" if row["approximate"] else shown


person = signed_in.actor()
st.title(_("Definitions and targets"))
main(person)
