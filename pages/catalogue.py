"""The catalogue of products on a day: the columns of the official list, with forms for those who keep it."""

from datetime import datetime
from typing import Any

import streamlit as st

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.assessment.catalogue import division_text
from kpi.assessment.catalogue_views import (
    GROUP_NAMES,
    SCOPE_NAMES,
    Item,
    Wanted,
    products,
    units_with_lists,
    versions,
)
from kpi.exchange.catalogue_sheet import SHARED, catalogue_workbook
from kpi.language.numbers import HANOI
from kpi.storage.unit_of_work import reading
from kpi.ui import product_form, signed_in
from kpi.ui.database import engine
from kpi.ui.words import _, amount, day, language, named

SIZE = 25


def ask() -> Wanted:
    """Which products."""
    today = datetime.now(HANOI).date()
    text = st.text_input(_("Search"), placeholder=_("Words of the task, the work or the product"), max_chars=80,
                         icon=":material/search:", key="catalogue_text")  # fmt: skip
    with st.expander(_("Filters: group, list, unit, day"), icon=":material/filter_list:"):
        boxes = st.columns(4)
        group = boxes[0].selectbox(_("Group"), list(GROUP_NAMES), index=None, placeholder=_("All groups"),
                                   format_func=lambda one: named(GROUP_NAMES, one))  # fmt: skip
        scope = boxes[1].selectbox(_("List"), list(SCOPE_NAMES), index=None, placeholder=_("All lists"),
                                   format_func=lambda one: named(SCOPE_NAMES, one))  # fmt: skip
        on = boxes[3].date_input(_("On day"), value=today, format="DD/MM/YYYY") or today
        with reading(engine()) as session:
            units = dict(units_with_lists(session, on))
        unit = boxes[2].selectbox(_("Unit’s own list"), list(units), index=None, placeholder=_("All units"),
                                  format_func=units.__getitem__)  # fmt: skip
    return Wanted(on, group, scope, unit, text)


def row(number: int, item: Item) -> dict[str, object]:
    """A row as the official list has it."""
    terms = item.terms
    return {
        _("Item"): number,
        _("Task"): terms.task,
        _("Work in detail"): terms.detail,
        _("Product"): terms.output,
        _("Group"): terms.task_group,
        _("Frame"): item.frame,
        _("Points"): terms.points,
        _("Conversion coefficient"): item.coefficient,
        _("Note"): item.unit or named(SHARED, item.scope),
    }


def columns() -> dict[str, Any]:
    """Widths that leave the words room; figures with only the decimals they have."""
    make = st.column_config
    return {
        _("Item"): make.NumberColumn(width=50),
        _("Task"): make.TextColumn(width=165),
        _("Work in detail"): make.TextColumn(width=165),
        _("Product"): make.TextColumn(width=150),
        _("Group"): make.TextColumn(width=85),
        _("Frame"): make.NumberColumn(width=120),
        _("Points"): make.NumberColumn(width=80),
        _("Conversion coefficient"): make.NumberColumn(width=105),
        _("Note"): make.TextColumn(width=110),
    }


def show_list(who: Actor, wanted: Wanted) -> Item | None:
    """A page of products; the one picked."""
    key = f"catalogue_{hash(wanted)}"
    page = st.session_state.get(f"{key}_page", 1)
    with reading(engine()) as session:
        found, total = products(session, who, wanted, start=(page - 1) * SIZE, size=SIZE)
    if not found:
        st.info(_("No product matches. Use fewer words, or clear a filter."), icon=":material/search_off:")
        return None
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.caption(_("{count} products. Choose one to read it in full.", count=amount(total)))
        export(who, wanted)
    rows = [row(number, item) for number, item in enumerate(found, (page - 1) * SIZE + 1)]
    picked = st.dataframe(
        rows, hide_index=True, column_config=columns(), height=620, on_select="rerun", selection_mode="single-row",
        key=f"{key}_{page}",
    )  # fmt: skip
    if total > SIZE:
        st.pagination(-(-total // SIZE), key=f"{key}_page")
    chosen = picked["selection"]["rows"]
    return found[chosen[0]] if chosen and chosen[0] < len(found) else None


def export(who: Actor, wanted: Wanted) -> None:
    """Everything that matches, made when somebody asks for it."""
    chosen = language()

    def made() -> bytes:
        with reading(engine()) as session:
            return catalogue_workbook(session, who, wanted, chosen)

    st.download_button(_("Download as Excel"), data=made, file_name=f"danh-muc-{wanted.on}.xlsx", on_click="ignore",
                       icon=":material/download:")  # fmt: skip


def show_item(item: Item, who: Actor) -> None:
    """One product in full: the division behind its coefficient, and how it was before."""
    terms = item.terms
    with st.container(border=True):
        st.subheader(f"{terms.code} · {terms.task}")
        st.text(terms.detail)
        st.text(_("Product: {product}", product=terms.output))
        facts = st.columns(3)
        facts[0].metric(_("Coefficient K"), amount(item.coefficient),
                        delta_description=division_text(terms.points, terms.standard_points, language()))  # fmt: skip
        facts[1].metric(_("Points of at most {frame}", frame=amount(item.frame)), amount(terms.points))
        facts[2].metric(_("Standard time (minutes)"), amount(terms.standard_minutes))
        until = _("until {day}", day=day(item.valid_to)) if item.valid_to else _("without an end")
        owner = item.unit or named(SHARED, item.scope)
        st.caption(f"{owner} · {_('since {day}', day=day(item.valid_from))}, {until}")
        st.caption(_("K = points ÷ standard points, to six decimals (Decree 335/2025, Art. 13)."))
        if terms.note:
            st.caption(_("Note: {note}", note=terms.note))
        show_versions(item, who)
    if item.may_change:
        product_form.change(item)


def show_versions(item: Item, who: Actor) -> None:
    """How the product was before, and how it will be."""
    with reading(engine()) as session:
        found = versions(session, who, item)
    if len(found) > 1:
        st.dataframe(
            [
                {
                    _("From day"): day(one.valid_from),
                    _("Until"): day(one.valid_to),
                    _("Points"): amount(one.terms.points),
                    _("Coefficient K"): amount(one.coefficient),
                    _("Task"): one.terms.task,
                }
                for one in found
            ],
            hide_index=True,
        )


person = signed_in.actor()
st.title(_("Catalogue"))
if person.may(Action.READ_CATALOGUE):
    asked = ask()
    if chosen := show_list(person, asked):
        show_item(chosen, person)
    product_form.add(person, asked.on)
else:
    st.error(_("This page does not open for you."))
