"""A person's published quarters and years, each with every month behind it and how it came about."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from kpi.access.actor import Actor
from kpi.assessment.period_names import period_name
from kpi.assessment.publishing.views import Published, published_results
from kpi.assessment.results import months_behind, rules_of_closing
from kpi.law import Rules
from kpi.law.missing import missing_words
from kpi.law.rulepage import value_text
from kpi.storage.unit_of_work import reading
from kpi.ui.database import engine
from kpi.ui.rank_words import rank_badge, rank_name
from kpi.ui.words import _, language, number, percent, told


def show(who: Actor) -> None:
    """The newest quarter or year first; nothing where none is published."""
    if who.person_id is None:
        return
    with reading(engine()) as session:
        found = [one for one in published_results(session, who, who.person_id) if one.kind != "month"]
    if not found:
        return
    st.subheader(_("Quarters and years"))
    for place, one in enumerate(found):
        title = _title(one)
        with st.expander(title, expanded=place == 0, icon=":material/calendar_view_month:"):
            _show_one(who, one)


def _title(one: Published) -> str:
    points = number(one.total) if one.total is not None else "–"
    return f"{told(period_name(one.period))} · {points} · {rank_name(one.rank)}"


def _show_one(who: Actor, one: Published) -> None:
    with reading(engine()) as session:
        months = months_behind(session, who, one.person_id, one.period)
        rules = rules_of_closing(session, one.period, one.rule_set)
    st.markdown(rank_badge(one.rank, rules))
    for sentence in _told(one, rules):
        st.text(sentence)
    st.dataframe(_table(months), hide_index=True, width="stretch")


def _told(one: Published, rules: Rules | None) -> list[str]:
    if one.status == "not_assessed":
        return [_("You were away throughout, so the period is not assessed and counts in no average.")]
    if one.total is None or rules is None:
        return [_("No result is possible; missing: {missing}.", missing=_missing(one.missing))]
    names = dict(rules.values)
    rule = "quarter_rule" if one.kind == "quarter" else "year_rule"
    said = [_("General points: the mean of the months worked = {points}.", points=number(one.general_points))]
    if rule in names:
        how = value_text(rule, rules)[language()]
        said.append(_("Task points: {how} = {points}.", how=how, points=number(one.task_points)))
    said.append(_("Total: {general} + {task} = {total}.", general=number(one.general_points),
                  task=number(one.task_points), total=number(one.total)))  # fmt: skip
    if one.system_rank and one.system_rank != one.rank:
        said.append(_("By the score: {system}. Decided by the competent authority: {rank}.",
                      system=rank_name(one.system_rank, rules), rank=rank_name(one.rank, rules)))  # fmt: skip
    return said


def _missing(names: str | None) -> str:
    if not names:
        return "–"
    if all("-" in part for part in names.split("; ")):
        return ", ".join(told(period_name(code)) for code in names.split("; "))
    return told(missing_words(names))


def _table(months: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            _("Month"): told(period_name(row["period"])),
            _("Unit"): row["unit"],
            _("Worked"): percent(row["worked"], 0),
            "a": percent(row["a"]),
            "b": percent(row["b"]),
            "c": percent(row["c"]),
            _("General"): number(row["general_points"]),
            _("Tasks"): number(row["task_points"]),
            _("Total"): number(row["total"]),
            _("Rank"): _rank(row),
        }
        for row in months
    ]


def _rank(row: dict[str, Any]) -> str:
    """The rank; for a month elsewhere or away, that instead."""
    if row["status"] == "transferred":
        return _("counts in the average; the new unit ranks")
    return _("away, not assessed") if row["status"] == "not_assessed" else rank_name(row["rank"])
