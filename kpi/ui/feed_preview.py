"""What a file would change, what is wrong with it, and which of its names must be settled first."""

import pandas as pd
import streamlit as st

from kpi.access.actor import Actor
from kpi.exchange.feeds.planned import OUTCOME_NAMES, Line, Outcome, Planned
from kpi.language.numbers import today
from kpi.reform.feeds.commands import SettleFeedNames
from kpi.reform.feeds.views import Source, choices, mappable
from kpi.storage.unit_of_work import reading
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.words import _, amount, day, language, moment, named, percent, told

SHOWN = 400
LEAVE_OUT = "\x00"


def show_planned(planned: Planned, source: Source, actor: Actor) -> None:
    """Counts, notices, errors, then what would change."""
    with st.container(horizontal=True):
        for outcome in Outcome:
            st.metric(
                named(OUTCOME_NAMES, outcome).capitalize(), amount(planned.counted(outcome)), border=True, width=150
            )
    for notice in planned.notices:
        st.caption(told(notice))
    if planned.errors:
        show_errors(planned)
    if planned.before is not None:
        at, who = planned.before
        st.info(_("This very file was imported at {at} by {who}. Importing it again changes nothing.", at=moment(at),
                  who=who), icon=":material/history:")  # fmt: skip
        return
    show_changes(planned, source, actor)


def show_errors(planned: Planned) -> None:
    """Every error with its place."""
    st.error(_("{count} errors. Correct them in the file and choose it again; nothing was saved.",
               count=amount(len(planned.errors))), icon=":material/error:")  # fmt: skip
    rows = [
        {
            _("Row"): str(error.row or "–"),
            _("Column"): error.column or "–",
            _("Value"): "" if error.value is None else str(error.value),
            _("What is wrong"): told(error.message),
        }
        for error in planned.errors[:SHOWN]
    ]
    st.dataframe(rows, hide_index=True, column_config={_("What is wrong"): st.column_config.TextColumn(width="large")})


def show_changes(planned: Planned, source: Source, actor: Actor) -> None:
    """What would be written; unusual figures and those that go back to their head say so."""
    changes = planned.changes
    if not changes:
        if planned.lines and not planned.errors and not planned.unknown:
            st.success(_("Everything in the file is already on record. There is nothing to save."))
        return
    names = indicator_names(actor) if source.kind == "statistics" else None
    rows = [task_row(line) if names is None else quantities_row(line, names) for line in changes[:SHOWN]]
    st.dataframe(pd.DataFrame(rows), hide_index=True)
    if len(changes) > SHOWN:
        st.caption(_("The first {shown} of {count} changes are shown.", shown=SHOWN, count=amount(len(changes))))
    back = sum(line.confirmed for line in changes)
    if back:
        st.warning(_("{count} figures were confirmed. Changed, they go back to their heads to confirm again.",
                     count=amount(back)), icon=":material/undo:")  # fmt: skip
    doubts = sum(line.doubt is not None for line in changes)
    if doubts:
        st.warning(_("{count} figures are unusual for their unit. Look at them before saving; the heads see it too.",
                     count=amount(doubts)), icon=":material/help:")  # fmt: skip


def indicator_names(actor: Actor) -> dict[str, str]:
    """Names by code, in the person's language."""
    with reading(engine()) as session:
        found = mappable(session, actor, today())
    return {one.code: one.name_vi if language() == "vi" else one.name_en for one in found}


def quantities_row(line: Line, names: dict[str, str]) -> dict[str, str]:
    """A unit's figure before and after."""
    return {
        _("Row"): str(line.row),
        _("Outcome"): named(OUTCOME_NAMES, line.outcome),
        _("Unit"): line.target,
        _("Indicator"): names.get(line.code, line.code),
        _("Before"): pair(line.before),
        _("After"): pair(line.after),
        _("Remark"): told(line.doubt) if line.doubt else "",
    }


def task_row(line: Line) -> dict[str, str]:
    """A task's progress before and after."""
    return {
        _("Row"): str(line.row),
        _("Outcome"): named(OUTCOME_NAMES, line.outcome),
        _("Task"): f"{line.code} · {line.target}",
        _("Before"): progress(line.before),
        _("After"): progress(line.after),
    }


def pair(values: tuple[object, ...] | None) -> str:
    """95 / 100, or a count."""
    if values is None:
        return "–"
    return " / ".join(amount(value) for value in values if isinstance(value, int | float))


def progress(values: tuple[object, ...] | None) -> str:
    """60%, or 100% · 15/03/2026."""
    if values is None:
        return "–"
    done, on = values
    return percent(done, 0) + (f" · {day(on)}" if on else "")  # type: ignore[arg-type]


def settle(planned: Planned, source: Source, actor: Actor) -> None:
    """Each unknown name beside what it may mean; all are settled in one go."""
    if not planned.unknown:
        return
    st.subheader(_("Names to settle"))
    st.caption(_("Nobody has said what these names mean here. Choose once; the tool remembers it for this source."))
    with reading(engine()) as session:
        known = choices(session, actor, source, today())
    names = {"": _("choose …"), LEAVE_OUT: _("nothing here: leave its rows out"), **known}
    with st.form("feed_names", border=True):
        chosen = {}
        for one in planned.unknown[:60]:
            options = list(dict.fromkeys(["", *one.near, LEAVE_OUT, *known]))
            label = _("“{name}” (row {rows})", name=one.name, rows=", ".join(map(str, one.rows[:5])))
            chosen[one.name] = st.selectbox(label, options, format_func=names.__getitem__, key=f"feed_name_{one.name}")
        sent = st.form_submit_button(_("Settle these names"), type="primary")
    meanings = {name: None if code == LEAVE_OUT else code for name, code in chosen.items() if code}
    if sent and not meanings:
        st.error(_("Choose what at least one name means."), icon=":material/block:")
    elif sent and do(SettleFeedNames(source.name, meanings), _("The names are settled.")):
        st.rerun()
