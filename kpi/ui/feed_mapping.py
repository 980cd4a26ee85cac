"""Setting up how a source's files are read, with one of them at hand: where the table stands, which column is what."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from kpi.access.actor import Actor
from kpi.exchange.feeds.looking import Look, likely, look
from kpi.language.numbers import today
from kpi.reform.feeds.commands import SaveFeedMapping
from kpi.reform.feeds.mapping import DATE_NAMES, KIND_NAMES, NUMBER_NAMES, Dates, Kind, Numbers
from kpi.reform.feeds.views import Mappable, mappable, plan_codes
from kpi.storage.unit_of_work import reading
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.words import _, language, named, told


@dataclass(frozen=True)
class Sample:
    """A file to map by."""

    name: str
    data: bytes


def set_up(actor: Actor, sample: Sample, name: str, kind: str, kept: dict[str, Any]) -> None:
    """The steps of a mapping; `kept` is what was saved before."""
    seen, layout = choose_layout(sample, name, kept.get("layout", {}))
    if seen.wrong is not None:
        st.error(told(seen.wrong), icon=":material/block:")
        return
    if not seen.titles:
        st.warning(_("There are no titles in that row. Choose another."), icon=":material/warning:")
        return
    show_rows(seen)
    st.markdown("**2. " + _("Which column is what") + "**")
    ask = statistics if kind == Kind.STATISTICS else tasks
    mapping = {"layout": layout, **ask(actor, seen, name, kept)}
    if st.button(_("Save the mapping"), type="primary", icon=":material/save:") and do(
        SaveFeedMapping(name, kind, mapping), _("The mapping has been saved.")
    ):
        st.session_state.pop("feed_change", None)
        st.session_state["feed_wanted"] = name
        st.rerun()


def choose_layout(sample: Sample, name: str, kept: dict[str, Any]) -> tuple[Look, dict[str, Any]]:
    """Sheet, header rows, number and date format."""
    st.markdown("**1. " + _("Where the table stands, and how it writes figures") + "**")
    first = look(sample.name, sample.data)
    boxes = st.columns(5, vertical_alignment="bottom")
    sheets, formats, orders = ["", *first.sheets], list(Numbers), list(Dates)
    sheet = boxes[0].selectbox(_("Sheet"), sheets, key=f"feed_sheet_{name}", index=_at(sheets, kept.get("sheet")),
                               format_func=lambda title: title or _("the first"))  # fmt: skip
    guess = look(sample.name, sample.data, sheet or "")
    top, deep = int(kept.get("header_row", guess.header_row)), int(kept.get("header_rows", guess.header_rows))
    row = boxes[1].number_input(_("Header in row"), 1, 200, top, key=f"feed_row_{name}")
    rows = boxes[2].number_input(_("over rows"), 1, 3, deep, key=f"feed_rows_{name}")
    numbers = boxes[3].selectbox(_("Numbers"), formats, index=_at(formats, kept.get("numbers")),
                                 key=f"feed_numbers_{name}",
                                 format_func=lambda one: named(NUMBER_NAMES, one))  # fmt: skip
    dates = boxes[4].selectbox(_("Dates"), orders, index=_at(orders, kept.get("dates")), key=f"feed_dates_{name}",
                               format_func=lambda one: named(DATE_NAMES, one))  # fmt: skip
    seen = look(sample.name, sample.data, sheet or "", (int(row), int(rows)))
    layout = {"header_row": int(row), "header_rows": int(rows), "sheet": sheet or "", "numbers": str(numbers)}
    return seen, {**layout, "dates": str(dates)}


def show_rows(seen: Look) -> None:
    """The first rows, so that one sees whether the header is right."""
    width = len(seen.titles)
    rows = [dict(zip(seen.titles, [*row, *[""] * width], strict=False)) for row in seen.rows]
    st.dataframe(rows or [dict.fromkeys(seen.titles, "")], hide_index=True, height="content")


def statistics(actor: Actor, seen: Look, name: str, kept: dict[str, Any]) -> dict[str, Any]:
    """The unit's column, the month's, and for each indicator the columns of its quantities."""
    with reading(engine()) as session:
        indicators = mappable(session, actor, today())
    boxes = st.columns(2)
    unit = column(
        boxes[0], _("Names the unit"), seen, f"feed_unit_{name}", kept.get("unit") or likely("Đơn vị", seen.titles)
    )
    period = column(boxes[1], _("Says the month (leave empty where the whole file is of one)"), seen,
                    f"feed_period_{name}", kept.get("period"))  # fmt: skip
    st.caption(_("Choose the columns of the indicators the file brings; leave the others empty."))
    grid = pd.DataFrame(
        [_suggested(one, seen, kept) for one in indicators],
        index=pd.Index([one.code for one in indicators], name="code"),
    )
    options = ["", *seen.titles]
    config = {
        "indicator": st.column_config.TextColumn(_("Indicator"), disabled=True, width="medium"),
        "numerator": st.column_config.SelectboxColumn(_("Column of the numerator or count"), options=options),
        "denominator": st.column_config.SelectboxColumn(_("Column of the denominator"), options=options),
    }
    key = f"feed_grid_{name}_{hash((seen.titles, seen.header_row)) & 0xFFFFFF}"
    edited = st.data_editor(grid, column_config=config, hide_index=True, key=key, num_rows="fixed")
    return {"unit": unit, "period": period, "quantities": quantities(edited, indicators)}


def quantities(edited: pd.DataFrame, indicators: list[Mappable]) -> list[dict[str, str]]:
    """What was chosen, for known indicators only; a count keeps no denominator."""
    chosen = []
    for one in indicators:
        if one.code not in edited.index:
            continue
        numerator, denominator = (_text(edited.loc[one.code, name]) for name in ("numerator", "denominator"))
        if numerator or (denominator and one.is_ratio):
            chosen.append({"indicator": one.code, "numerator": numerator,
                           "denominator": denominator if one.is_ratio else ""})  # fmt: skip
    return chosen


def tasks(actor: Actor, seen: Look, name: str, kept: dict[str, Any]) -> dict[str, Any]:
    """The plan, and the columns of a task list."""
    with reading(engine()) as session:
        plans = plan_codes(session, actor)
    found: dict[str, Any] = {}
    plan = st.selectbox(_("Plan"), list(plans), index=_at(list(plans), kept.get("plan")), key=f"feed_plan_{name}",
                        format_func=lambda code: f"{code} · {plans[code]}")  # fmt: skip
    labels = {
        "task": (_("Names the task, by code or name"), "Mã nhiệm vụ"),
        "progress": (_("Progress"), "Tiến độ"),
        "done_on": (_("Day it was done"), "Ngày hoàn thành"),
        "note": (_("Note"), "Ghi chú"),
        "link": (_("Link to the evidence"), "Minh chứng"),
    }
    boxes = st.columns(3)
    for place, (field, (label, usual)) in enumerate(labels.items()):
        before = kept.get(field) if kept else likely(usual, seen.titles)
        found[field] = column(boxes[place % 3], label, seen, f"feed_{field}_{name}", before)
    return {"plan": plan or "", **found}


def column(box: Any, label: str, seen: Look, key: str, before: str | None) -> str:
    """One column, or none."""
    options = ["", *seen.titles]
    chosen = box.selectbox(label, options, index=_at(options, before), key=key, format_func=lambda one: one or "–")
    return str(chosen or "")


def kind_name(kind: str) -> str:
    """What a source holds, in words."""
    return named(KIND_NAMES, kind)


def _suggested(one: Mappable, seen: Look, kept: dict[str, Any]) -> dict[str, str]:
    saved = {each["indicator"]: each for each in kept.get("quantities", [])}
    name = one.name_vi if language() == "vi" else one.name_en
    if kept:
        own = saved.get(one.code, {})
        pair = str(own.get("numerator") or ""), str(own.get("denominator") or "")
    else:
        denominator = likely(one.denominator_vi, seen.titles) if one.is_ratio else ""
        numerator = likely(one.numerator_vi, seen.titles)
        both = bool(numerator) and (bool(denominator) or not one.is_ratio)
        pair = (numerator, denominator) if both else ("", "")
    return {"indicator": name, "numerator": pair[0], "denominator": pair[1]}


def _at(options: list[Any], wanted: Any) -> int:
    return options.index(wanted) if wanted in options else 0


def _text(cell: Any) -> str:
    return "" if cell is None or cell != cell else str(cell)
