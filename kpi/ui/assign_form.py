"""Giving the chosen people one product or several, with quantity and due date."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

import streamlit as st

from kpi.access.actor import Actor
from kpi.assessment.assign import AssignWork
from kpi.assessment.new_lines import Work
from kpi.assessment.people import products_for
from kpi.language.numbers import today
from kpi.reform.plan.links import open_tasks
from kpi.storage.unit_of_work import reading
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.plan_task_choice import choose_task
from kpi.ui.propose_form import product_title
from kpi.ui.toasts import toast
from kpi.ui.words import _, amount

BASKET = "assign_basket"


def show_assign(actor: Actor, period: dict[str, Any], chosen: Sequence[dict[str, Any]]) -> None:
    """Products are put in a basket first; one button gives all of it to everybody chosen, or nothing to anybody."""
    path = str(chosen[0]["path"]) if chosen else actor.home
    with reading(engine()) as session:
        products = {row["id"]: row for row in products_for(session, path, period["starts"])}
        tasks = open_tasks(session, actor, path, today())
    basket: list[Work] = st.session_state.setdefault(BASKET, [])
    _add(products, tasks, basket, period["ends"])
    for place, work in enumerate(list(basket)):
        _basket_row(place, work, products, basket)
    label = _("Assign {lines} products to {people} people", lines=len(basket), people=len(chosen))
    pressed = st.button(label, type="primary", disabled=not (basket and chosen), icon=":material/assignment_turned_in:")
    command = AssignWork(int(period["id"]), tuple(int(person["id"]) for person in chosen), tuple(basket))
    if pressed and (done := do(command)):
        basket.clear()
        toast(_("{count} lines assigned.", count=done.result))
        st.rerun(scope="fragment")
    if not chosen:
        st.caption(_("Choose at least one person above."))


def _add(products: dict[int, dict[str, Any]], tasks: dict[int, str], basket: list[Work], ends: date) -> None:
    with st.form("assign", border=True, clear_on_submit=True):
        product = st.selectbox(
            _("Product"),
            list(products),
            index=None,
            placeholder=_("choose from the catalogue"),
            format_func=lambda key: product_title(products[key]),
        )
        first, second, third = st.columns([3, 1, 1])
        title = first.text_input(_("In your own words (optional)"), max_chars=300)
        quantity = second.number_input(_("Quantity"), min_value=1.0, value=1.0, step=1.0, format="%g")
        due = third.date_input(_("Due"), value=ends, format="DD/MM/YYYY")
        task = choose_task(tasks)
        added = st.form_submit_button(_("Add to the list"), icon=":material/add:")
    if added and product is None:
        st.error(_("Choose a product first."))
    elif added and product is not None:
        basket.append(Work(product, quantity, title, cast(date | None, due), task))
        st.rerun(scope="fragment")


def _basket_row(place: int, work: Work, products: dict[int, dict[str, Any]], basket: list[Work]) -> None:
    product = products.get(work.product_id)
    with st.container(horizontal=True, vertical_alignment="center"):
        name = work.title or (product["detail"] if product else str(work.product_id))
        st.markdown(f"**{amount(work.quantity)}** × {name}")
        if st.button("", icon=":material/close:", key=f"basket-{place}", help=_("Take away")):
            basket.pop(place)
            st.rerun(scope="fragment")
