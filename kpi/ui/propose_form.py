"""Proposing work of one's own from the catalogue."""

from typing import Any

import streamlit as st

from kpi.access.actor import Actor
from kpi.assessment.new_lines import Work
from kpi.assessment.people import products_for
from kpi.assessment.proposals import ProposeWork
from kpi.assessment.views import MonthView
from kpi.language.numbers import today
from kpi.storage.unit_of_work import reading
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.words import _, amount


def product_title(product: dict[str, Any]) -> str:
    """A product in a list: code, what is done, its coefficient."""
    return f"{product['code']} · {product['detail']} · K {amount(product['coefficient'])}"


def show_propose(view: MonthView | None, actor: Actor, period_id: int) -> None:
    """A product, how many, in the person's own words."""
    with reading(engine()) as session:
        products = {row["id"]: row for row in products_for(session, actor.home, view.starts if view else today())}
    st.caption(_("Proposed work counts once your head accepts it. You can record on it meanwhile."))
    with st.form("propose", border=False, clear_on_submit=True):
        product = st.selectbox(
            _("Product"),
            list(products),
            index=None,
            placeholder=_("choose from the catalogue"),
            format_func=lambda key: product_title(products[key]),
        )
        title = st.text_input(_("In your own words (optional)"), max_chars=300)
        quantity = st.number_input(_("Quantity"), min_value=1.0, value=1.0, step=1.0, format="%g")
        due = st.date_input(_("Due"), value=None, format="DD/MM/YYYY")
        sent = st.form_submit_button(_("Propose"), type="primary")
    if sent and product is None:
        st.error(_("Choose a product first."))
    elif sent and product is not None:
        work = Work(product, quantity, title, due)
        if do(ProposeWork(period_id, actor.person_id or 0, work), done=_("Proposed. Your head will decide.")):
            st.rerun()
