"""Reading what a person typed into a data editor, without trusting it.

The browser sends edits by row position. Positions are turned into line ids by the list the server itself drew, and
only cells not yet handled are taken, each with the value the person saw before typing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import streamlit as st

from kpi.assessment.record import Cell, Problem, Recorded


@dataclass
class Grid:
    """What the server remembers of a grid between reruns."""

    name: str
    lines: tuple[int, ...] = ()
    turn: int = 0
    begun: bool = False
    shown: dict[tuple[int, str], Any] = field(default_factory=dict)
    handled: dict[tuple[int, str], Any] = field(default_factory=dict)
    problems: dict[tuple[int, str], Problem] = field(default_factory=dict)
    notices: list[Problem] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The widget's key: new when lines come or go, or when the screen must be drawn afresh."""
        return f"{self.name}-{len(self.lines)}-{sum(self.lines) % 100_003}-{self.turn}"


def grid_called(name: str) -> Grid:
    """The grid of that name in this browser tab."""
    grid: Grid = st.session_state.setdefault(f"grid:{name}", Grid(name))
    return grid


def typed(grid: Grid) -> tuple[Cell, ...]:
    """Cells typed and not handled yet, with those refused before on the same lines: together they may now be right.

    Rows added or deleted, and positions the server did not draw, are not looked at.
    """
    edits = _edits(grid)
    if edits and not grid.begun:
        _take_up(grid, edits)
    fresh = {cell for cell, value in edits.items() if cell not in grid.handled or grid.handled[cell] != value}
    lines = {line for line, _ in fresh}
    again = {cell for cell in grid.problems if cell[0] in lines and cell in edits}
    return tuple(Cell(*cell, edits[cell], grid.shown.get(cell)) for cell in edits if cell in fresh | again)


def _take_up(grid: Grid, edits: Mapping[tuple[int, str], Any]) -> None:
    """The browser came back to a session that is new, after a restart or a long break, with what it still holds.

    What was saved before and what was typed meanwhile cannot be told apart, nor what the person saw: so an empty cell
    is filled, and one that holds another value is left as it is and the person told.
    """
    grid.begun = True
    grid.shown.update(dict.fromkeys(edits))
    st.rerun()


def _edits(grid: Grid) -> dict[tuple[int, str], Any]:
    state: Mapping[str, Any] = st.session_state.get(grid.key) or {}
    rows = {int(position): row for position, row in (state.get("edited_rows") or {}).items()}
    known = {place: row for place, row in rows.items() if 0 <= place < len(grid.lines)}
    return {(grid.lines[place], str(name)): value for place, row in known.items() for name, value in row.items()}


def save(grid: Grid, record: Callable[[tuple[Cell, ...]], Recorded | None]) -> bool:
    """Hand what was typed to `record`; True when something was saved."""
    grid.begun = bool(grid.lines)
    cells = typed(grid)
    if not cells:
        return False
    grid.notices.clear()
    recorded = record(cells)
    if recorded is None:  # refused as a whole
        _draw_afresh(grid)
        return False
    for cell in cells:
        grid.handled[(cell.line_id, cell.field)] = cell.value
        grid.problems.pop((cell.line_id, cell.field), None)
    for problem in recorded.problems:
        _keep(grid, problem)
    if any(problem.overtaken for problem in recorded.problems):
        _draw_afresh(grid)
    return bool(recorded.saved)


def _keep(grid: Grid, problem: Problem) -> None:
    if problem.overtaken:
        grid.notices.append(problem)
    else:
        grid.problems[(problem.cell.line_id, problem.cell.field)] = problem


def _draw_afresh(grid: Grid) -> None:
    """Forget the browser's edits and show what the database holds; what could not be saved stays in the notices."""
    grid.notices.extend(grid.problems.values())
    grid.problems.clear()
    grid.handled.clear()
    grid.turn += 1


def cells_of(frame: pd.DataFrame, editable: Sequence[str]) -> dict[tuple[int, str], Any]:
    """What each editable cell of a frame shows; an empty cell is None."""
    return {
        (int(line), name): _plain(value)
        for name in editable
        for line, value in zip(frame.index, frame[name].tolist(), strict=True)
    }


def drawn(grid: Grid, lines: tuple[int, ...], now: Mapping[tuple[int, str], Any]) -> None:
    """Remember what the grid is about to show; draw it afresh where the database moved on without this tab."""
    moved = any(
        cell in now and cell not in grid.problems and now[cell] != _plain(value) for cell, value in grid.handled.items()
    )
    if moved or (grid.lines and lines != grid.lines):
        _draw_afresh(grid)
    grid.lines, grid.shown = lines, dict(now)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip() or None
    return None if value is None or value != value or value == "" else value
