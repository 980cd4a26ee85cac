"""The grid of a month's work: what was assigned beside what the person types, saved as they type."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from kpi.assessment.cells import DECLARED, REVIEWED
from kpi.assessment.record import Cell, Recorded
from kpi.assessment.views import MonthView
from kpi.ui.grid_edits import Grid, cells_of, drawn, grid_called, save, typed
from kpi.ui.kept import once
from kpi.ui.plan_task_choice import titled
from kpi.ui.words import _, told

GIVEN = ("title", "assigned", "due")
ORDER = [
    *("title", "assigned", "due", "done", "reviewed_done", "quality_ok", "reviewed_quality_ok", "failed"),
    *("reviewed_failed", "late", "reviewed_late", "review_reason", "points", "exceeded", "hours", "link", "cause"),
    *("note", "coefficient"),
]
WIDTHS = {
    "hours": 64,
    "done": 80,
    "quality_ok": 88,
    "failed": 124,
    "late": 100,
    "exceeded": 124,
    "link": 170,
    "review_reason": 240,
}
NUMBERS = [name for name, field in {**DECLARED, **REVIEWED}.items() if field.number]


def work_frame(lines: Sequence[Mapping[str, Any]], editable: Sequence[str], extra: Sequence[str] = ()) -> pd.DataFrame:
    """Lines as the grid shows them, indexed by line id; numbers as floats, so that an empty cell stays empty."""
    columns = sorted((*GIVEN, *extra, *editable), key=ORDER.index)
    frame = pd.DataFrame(
        [[titled(line) if name == "title" else line.get(name) for name in columns] for line in lines],
        columns=columns,
        index=pd.Index([line["id"] for line in lines], name="id"),
    )
    kinds = {
        name: "float64" if name in NUMBERS or name in ("coefficient", "assigned", "points") else "object"
        for name in columns
        if name not in ("title", "due")
    }
    frame = frame.astype(kinds)
    frame["due"] = pd.to_datetime(frame["due"])
    return frame


@dataclass(frozen=True)
class Sheet:
    """What a grid shows of one reading of a month; shared by every run until the month moves."""

    frame: pd.DataFrame
    lines: tuple[int, ...]
    cells: Mapping[tuple[int, str], Any]
    titles: Mapping[int, str]


def sheet_of(lines: Sequence[Mapping[str, Any]], editable: Sequence[str], extra: Sequence[str]) -> Sheet:
    """The lines as the grid shows them, with the values its cells hold."""
    frame = work_frame(lines, editable, extra)
    titles = {int(line["id"]): str(line["title"]) for line in lines}
    return Sheet(frame, tuple(titles), cells_of(frame, editable), titles)


def edit_work(
    name: str,
    read: Callable[[], MonthView],
    shown: Callable[[MonthView], Sequence[Mapping[str, Any]]],
    record: Callable[[tuple[Cell, ...]], Recorded | None],
    editable: tuple[str, ...],
    extra: tuple[str, ...] = (),
    *,
    locked: bool = False,
) -> MonthView:
    """Draw the grid and save what was typed through `record`. `read` gives the month as the database holds it.

    `shown` picks its lines. Returns the month as it stands after saving.
    """
    grid = grid_called(name)
    if not locked:
        save(grid, record)
    view = read()
    sheet = once(view.stamp, "sheet", lambda: sheet_of(shown(view), editable, extra), editable, extra)
    drawn(grid, sheet.lines, sheet.cells)
    st.data_editor(
        sheet.frame,
        key=grid.key,
        hide_index=True,
        num_rows="fixed",
        disabled=True if locked else [*GIVEN, *extra],
        column_config=once(None, "columns of work", lambda: columns_for(sheet.frame.columns), editable, extra),
        width="stretch",
        placeholder="",
        height=min(35 * len(sheet.lines) + 38, 620),
    )
    if not locked and typed(grid):
        st.rerun(scope="fragment")
    _tell(grid, sheet.titles)
    return view


def columns_for(names: Iterable[str]) -> dict[str, Any]:
    """Titles, widths and limits of the columns present; the server checks every limit again."""
    fixed: dict[str, Any] = {
        "title": st.column_config.TextColumn(_("Work"), width=220, pinned=True),
        "coefficient": st.column_config.NumberColumn(
            _("K"), help=_("Conversion coefficient, frozen when assigned"), width=52
        ),
        "assigned": st.column_config.NumberColumn(_("Assigned"), width=70),
        "due": st.column_config.DateColumn(_("Due"), format="DD/MM", width=70),
        "points": st.column_config.NumberColumn(
            _("Adds"), format="localized", width=70, help=_("Task points this line adds to the score")
        ),
    }
    for name, field in {**DECLARED, **REVIEWED}.items():
        title = _(field.label)
        if field.number:
            step = 1 if field.whole else None  # a step of 0.01 would show 1 as 1,00
            fixed[name] = st.column_config.NumberColumn(
                title, min_value=0, max_value=field.most, step=step, width=WIDTHS.get(name, 92), format="localized"
            )
        elif name == "link":
            fixed[name] = st.column_config.LinkColumn(title, width=WIDTHS[name])
        else:
            fixed[name] = st.column_config.TextColumn(title, max_chars=2000, width=WIDTHS.get(name, 200))
    return {name: fixed[name] for name in names if name in fixed}


def _tell(grid: Grid, titles: Mapping[int, str]) -> None:
    """What was typed and not saved, beside the grid, until it is put right."""
    for problem in (*grid.problems.values(), *grid.notices):
        title = titles.get(problem.cell.line_id, "")
        st.warning(f"**{title}** — {told(problem.message)}", icon=":material/edit_off:")
