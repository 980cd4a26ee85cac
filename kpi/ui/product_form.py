"""Forms for those who keep a list of the catalogue: add a product, change it from a day, take it out."""

from datetime import date, datetime
from typing import Any

import streamlit as st

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.assessment.catalogue import (
    FRAME,
    GROUPS,
    LONGEST,
    NAMES,
    AddProduct,
    AddUnitProduct,
    EndProduct,
    EndUnitProduct,
    ProductTerms,
    ReplaceProduct,
    ReplaceUnitProduct,
    division_text,
)
from kpi.assessment.catalogue_views import GROUP_NAMES, SCOPE_NAMES, Item, units_to_list_for
from kpi.language.numbers import HANOI
from kpi.storage.unit_of_work import reading
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.words import _, amount, day, language, named

STANDARD_POINTS = 25.0  # the province's list uses this standard


def add(who: Actor, on: date) -> None:
    """A new product in a list the person keeps."""
    lists = [scope for scope in ("province", "commune") if who.may(Action.MANAGE_CATALOGUE)]
    with reading(engine()) as session:
        units = dict(units_to_list_for(session, who, on))
    lists += ["unit"] if units else []
    if not lists:
        return
    with st.expander(_("Add a product"), icon=":material/add_circle:"):
        scope = st.segmented_control(
            _("List"), lists, format_func=lambda one: named(SCOPE_NAMES, one), default=lists[0], required=True,
            key="product_list",
        ) or lists[0]  # fmt: skip
        unit = ""
        if scope == "unit":
            unit = st.selectbox(_("Unit"), list(units), format_func=units.__getitem__, key="product_unit")
        with st.form(f"add_{scope}", border=False):
            terms = _terms(None, scope)
            valid_from = st.date_input(_("From day"), value=on, format="DD/MM/YYYY")
            sent = st.form_submit_button(_("Add the product"), type="primary")
        if sent:
            _show_division(terms)
            command: Any = (
                AddUnitProduct(unit, terms, valid_from) if scope == "unit" else AddProduct(scope, terms, valid_from)
            )
            if do(command, _("The product has been added.")):
                st.rerun()


def change(item: Item) -> None:
    """From a day on the product is another one, or no longer in the list; what held before stays."""
    with st.expander(_("Change the product"), icon=":material/edit:"):
        altered, ended = st.tabs([_("Change from a day"), _("Take out of the list")])
        with altered:
            _replace(item)
        with ended:
            _end(item)


def _replace(item: Item) -> None:
    with st.form(f"replace_{item.id}", border=False):
        terms = _terms(item, item.scope)
        valid_from = st.date_input(_("From day"), value=_next_month(), format="DD/MM/YYYY")
        st.caption(_("Until the day before it stays as it is now. Work already assigned keeps its coefficient."))
        reason = st.text_input(_("Reason"), max_chars=300)
        sent = st.form_submit_button(_("Change the product"), type="primary")
    kind = ReplaceUnitProduct if item.scope == "unit" else ReplaceProduct
    if sent and do(kind(item.id, terms, valid_from, reason), _("The product has been changed.")):
        st.rerun()


def _end(item: Item) -> None:
    with st.form(f"end_{item.id}", border=False):
        last = st.date_input(_("Last day"), value=max(_today(), item.valid_from), format="DD/MM/YYYY")
        reason = st.text_input(_("Reason"), max_chars=300)
        sent = st.form_submit_button(_("Take out of the list"))
    kind = EndUnitProduct if item.scope == "unit" else EndProduct
    done = _("The product ends on {day}.", day=day(last))
    if sent and do(kind(item.id, last, reason), done):
        st.rerun()


def _terms(item: Item | None, scope: str) -> ProductTerms:
    """The fields of a product, filled with what it says now."""
    now = item.terms if item else None
    left, right = st.columns([1, 3])
    fixed = item is not None
    code = left.text_input(_("Code"), value=now.code if now else "", max_chars=LONGEST["code"], disabled=fixed)
    task = right.text_input(_("Task"), value=now.task if now else "", max_chars=LONGEST["task"])
    detail = st.text_area(_("Work in detail"), value=now.detail if now else "", max_chars=LONGEST["detail"], height=80)
    output = st.text_input(_("Product"), value=now.output if now else "", max_chars=LONGEST["output"])
    boxes = st.columns(5)
    groups = GROUPS[scope]
    group = boxes[0].selectbox(_("Group"), groups, index=groups.index(now.task_group) if now else 0,
                               format_func=lambda one: named(GROUP_NAMES, one))  # fmt: skip
    complexity = boxes[1].selectbox(_("Complexity"), range(1, 6), index=(now.complexity if now else 1) - 1,
                                    format_func=_frame_words)  # fmt: skip
    points = _number(boxes[2], _("Points"), now.points if now else 100.0, most=5 * FRAME)
    standard = _number(boxes[3], _(NAMES["standard_points"]), now.standard_points if now else STANDARD_POINTS)
    minutes = _number(boxes[4], _(NAMES["standard_minutes"]), now.standard_minutes if now else None)
    note = st.text_input(_("Note"), value=(now.note or "") if now else "", max_chars=LONGEST["note"])
    figures = (points or 0.0, standard or 0.0, minutes)
    return ProductTerms(code, task, detail, output, group, complexity, *figures, note or None)


def _number(box: Any, label: str, value: float | None, most: float | None = None) -> float | None:
    found: float | None = box.number_input(label, min_value=0.0, max_value=most, value=value, step=5.0, format="%g")
    return found


def _frame_words(complexity: int) -> str:
    return _("{level}: at most {points} points", level=complexity, points=amount(FRAME * complexity))


def _show_division(terms: ProductTerms) -> None:
    if terms.points > 0 and terms.standard_points > 0:
        st.caption("K = " + division_text(terms.points, terms.standard_points, language()))


def _today() -> date:
    return datetime.now(HANOI).date()


def _next_month() -> date:
    today = _today()
    return date(today.year + today.month // 12, today.month % 12 + 1, 1)
