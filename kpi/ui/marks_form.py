"""Form 01's criteria as a short form: points beside a reason, saved as they change."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from kpi.assessment.marks import MarkValue
from kpi.assessment.views import MonthView
from kpi.language.message import N_
from kpi.law import general_criteria
from kpi.ui.leader_panel import show_basis
from kpi.ui.words import _, amount, language, percent

LEADER_NAMES = {
    "d": N_("d · everybody they lead ranks at least “completed”: 100%, otherwise 50%"),
    "dd": N_("đ · the unit finishes its plan, on time, with quality, and has an initiative: 100%, otherwise 50%"),
    "e": N_("e · gathering and uniting the staff: 100% or 50%"),
}
Save = Callable[[MarkValue], Any]


def edit_marks(view: MonthView, save: Save, side: str, *, locked: bool) -> None:
    """The criteria of a month for one side ("self" or "reviewed"); `save` is called for each that changes."""
    marks = {mark["criterion"]: mark for mark in view.marks}
    for group in general_criteria(view.rules.since):
        st.markdown(f"**{group.code}. {group.text[language()]}** · {amount(group.maximum)} {_('points')}")
        for leaf in group.criteria:
            label = f"{leaf.code} {leaf.text[language()]}"
            _row(view, marks.get(leaf.code), leaf.code, label, leaf.maximum, save, side, locked)
    if view.role != "staff":
        st.markdown(f"**{_('Criteria of a leader (Art. 15)')}**")
        show_basis(view)
        for code, text in LEADER_NAMES.items():
            _leader_row(view, marks.get(code), code, _(text), save, side, locked)


def _row(
    view: MonthView,
    mark: dict[str, Any] | None,
    code: str,
    label: str,
    most: float,
    save: Save,
    side: str,
    locked: bool,
) -> None:
    words, points, reason = st.columns([5, 2, 4], vertical_alignment="center")
    words.markdown(f"{label}  \n:gray[{_other_side(mark, side, most)}]")
    key = f"mark-{view.id}-{side}-{code}"
    value = _value(mark, side)
    points.number_input(
        _("Points, at most {most}", most=amount(most)), min_value=0.0, max_value=float(most), value=value, step=0.25,
        key=key, format="%.2f", disabled=locked, placeholder=f"0 – {amount(most)}", label_visibility="collapsed",
        on_change=_saver, args=(save, code, key),
    )  # fmt: skip
    _reason(reason, mark, side, key, save, code, locked)


def _leader_row(
    view: MonthView, mark: dict[str, Any] | None, code: str, label: str, save: Save, side: str, locked: bool
) -> None:
    words, points, reason = st.columns([5, 2, 4], vertical_alignment="center")
    words.markdown(f"{label}  \n:gray[{_other_side(mark, side, 1.0, share=True)}]")
    key = f"mark-{view.id}-{side}-{code}"
    value = _value(mark, side)
    points.selectbox(
        label,
        [1.0, 0.5],
        index=None if value is None else [1.0, 0.5].index(value),
        key=key,
        format_func=lambda share: percent(share, 0),
        disabled=locked,
        placeholder=_("choose"),
        label_visibility="collapsed",
        on_change=_saver,
        args=(save, code, key),
    )
    _reason(reason, mark, side, key, save, code, locked)


def _reason(place: Any, mark: dict[str, Any] | None, side: str, key: str, save: Save, code: str, locked: bool) -> None:
    stored = (mark or {}).get("self_reason" if side == "self" else "review_reason")
    place.text_input(
        _("Reason"),
        value=stored or "",
        key=f"{key}-why",
        max_chars=2000,
        disabled=locked,
        placeholder=_("Reason"),
        label_visibility="collapsed",
        on_change=_saver,
        args=(save, code, key),
    )


def _saver(save: Save, code: str, key: str) -> None:
    save(MarkValue(code, st.session_state[key], st.session_state.get(f"{key}-why") or None))


def _value(mark: dict[str, Any] | None, side: str) -> float | None:
    if mark is None:
        return None
    value = mark["self_value"] if side == "self" else mark["reviewed_value"]
    return None if value is None else float(value)


def _other_side(mark: dict[str, Any] | None, side: str, most: float, *, share: bool = False) -> str:
    """What stands on the other side: the reviewer sees the self-score with its reason, the person the review."""
    mark = mark or {}
    theirs, why = ("self_value", "self_reason") if side == "reviewed" else ("reviewed_value", "review_reason")
    if mark.get(theirs) is None:
        return _("at most {most}", most=percent(most, 0) if share else amount(most))
    shown = percent(mark[theirs], 0) if share else amount(mark[theirs])
    title = _("Self-score {value}", value=shown) if side == "reviewed" else _("Reviewed {value}", value=shown)
    return f"{title} · {mark[why]}" if mark.get(why) else title
