"""Entering a local decision on what the law leaves open."""

from datetime import date

import streamlit as st

from kpi.assessment.rule_choices import ChooseRule
from kpi.assessment.rule_views import RuleLine, RulePage, choice_words
from kpi.ui.acting import do
from kpi.ui.words import _, language


def form(page: RulePage, on: date) -> None:
    """Choose the rule, then its value, the day and the decision behind it."""
    lines = {line.parameter.name: line for line in page.lines if line.choosable}
    with st.expander(_("Enter a decision of the province"), icon=":material/gavel:"):
        name = st.selectbox(
            _("Which rule"), list(lines), format_func=lambda one: lines[one].parameter.description[language()],
            key="decision_rule",
        )  # fmt: skip
        with st.form(f"decision_{name}", border=False):
            value = _value(page, lines[name], on)
            valid_from = st.date_input(_("From day"), value=_next_month(on), format="DD/MM/YYYY")
            st.caption(_("Months that begin from this day on follow it. Results already approved stay as they are."))
            decision = st.text_input(
                _("Number and date of the decision"), max_chars=200,
                placeholder=_("For example: Decision 12/QĐ-UBND of 15/02/2026"),
            )  # fmt: skip
            sent = st.form_submit_button(_("Enter the decision"), type="primary")
        command = ChooseRule(page.id, name, value, valid_from, decision)
        if sent and do(command, _("The decision has been entered.")):
            st.rerun()


def _value(page: RulePage, line: RuleLine, on: date) -> str:
    parameter, current = line.parameter, page.rules[line.parameter.name]
    if parameter.choices:
        words = {str(one): choice_words(page.id, parameter.name, one, on)[language()] for one in parameter.choices}
        chosen = st.radio(_("Value"), list(words), format_func=words.__getitem__, index=list(words).index(str(current)))
        return str(chosen)
    least, most = parameter.range
    share = parameter.unit == "share"
    given = st.number_input(
        _value_label(parameter.unit), min_value=float(least),
        max_value=float(most), value=float(current), step=0.05 if share else 1.0, format="%.2f" if share else "%.0f",
    )  # fmt: skip
    return f"{given:g}"


def _value_label(unit: str) -> str:
    if unit == "share":
        return _("Value (a share between 0 and 1)")
    return _("Value (points)") if unit == "point" else _("Value (working days)")


def _next_month(on: date) -> date:
    return date(on.year + on.month // 12, on.month % 12 + 1, 1)
