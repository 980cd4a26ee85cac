"""The four staffing tables, from a folder of files or one workbook, with every error named by row, unit and value."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
from openpyxl import load_workbook

from kpi.exchange.rows import UnreadableTableError, xlsx_rows
from kpi.exchange.tables import CellError, Column, Table, read_table
from kpi.language.message import N_, Message
from kpi.staffing.wisn import InputFault, InputFaults, Need, need
from kpi.staffing.wisn.columns import LEAVES

PAIR = (Column("unit", required=True, filled=True), Column("family", required=True, filled=True))
SHAPES: dict[str, tuple[Column, ...]] = {
    "families": (
        *PAIR,
        Column("existing", "number", required=True, filled=True),
        *(Column(name, "number") for name in ("awt_hours", "working_days", "hours_per_day", *LEAVES)),
    ),
    "activities": (
        *PAIR,
        Column("activity", required=True, filled=True),
        Column("volume", "number", required=True, filled=True),
        Column("rate_per_hour", "number"),
        Column("unit_time_minutes", "number"),
    ),
    "support": (
        *PAIR,
        Column("activity", required=True, filled=True),
        Column("amount", "number", required=True, filled=True),
        Column("basis", required=True, filled=True),
    ),
    "individual": (
        *PAIR,
        Column("duty", required=True, filled=True),
        Column("staff", "number", required=True, filled=True),
        Column("hours_per_year", "number", required=True, filled=True),
    ),
}
OPTIONAL = ("support", "individual")
TOGETHER = ({"rate_per_hour", "unit_time_minutes"}, {"awt_hours", "working_days", "hours_per_day", *LEAVES})
SECOND_NAMES = ("unit", "family")


@dataclass(frozen=True)
class StaffingTables:
    """The tables as read, by name; the optional ones may be absent. Errors come in table and row order."""

    tables: dict[str, Table]
    errors: list[CellError]
    notices: list[Message]

    def frame(self, name: str) -> pd.DataFrame | None:
        """One table; None where it was not given."""
        return self.tables[name].frame if name in self.tables else None


def read_staffing_tables(source: Path) -> StaffingTables:
    """Read a folder with families.csv, activities.csv … (or .xlsx), or one workbook with those sheets. Never raises."""
    try:
        found = _from_folder(source) if source.is_dir() else _from_workbook(source)
    except UnreadableTableError as unreadable:
        return StaffingTables({}, [CellError(source.name, None, "", None, unreadable.message)], [])
    tables = {name: _with_owners(table) for name, table in found.items()}
    missing = [
        CellError(source.name, None, "", None, Message(NO_TABLE, {"table": name}))
        for name in SHAPES
        if name not in tables and name not in OPTIONAL
    ]
    errors = [*missing, *(error for table in tables.values() for error in table.errors)]
    return StaffingTables(tables, errors, [notice for table in tables.values() for notice in table.notices])


def need_of(read: StaffingTables) -> tuple[Need | None, list[CellError]]:
    """The need, or every error: what could not be read and what no need can be computed from."""
    frames = {name: _complete(read, name) for name in SHAPES}
    errors = list(read.errors)
    result = None
    if all(frame is not None for frame in frames.values()):
        try:
            result = need(*(frames[name] for name in SHAPES))  # type: ignore[arg-type]
        except InputFaults as faults:
            errors += _new(faults.faults, read, errors)
    order = {table.name: place for place, table in enumerate(read.tables.values())}
    errors.sort(key=lambda error: (order.get(error.file, -1), error.row or 0))
    return (None if errors else result), errors


def _from_folder(folder: Path) -> dict[str, Table]:
    found = {}
    for name, columns in SHAPES.items():
        files = [path for path in sorted(folder.iterdir()) if path.name.lower() in (f"{name}.csv", f"{name}.xlsx")]
        if len(files) > 1:
            raise UnreadableTableError(Message(TWO_FILES, {"files": ", ".join(path.name for path in files)}))
        if files:
            found[name] = read_table(files[0], files[0].name, columns)
    return found


def _from_workbook(path: Path) -> dict[str, Table]:
    if path.suffix.lower() != ".xlsx":
        raise UnreadableTableError(Message(NEITHER))
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableTableError(Message(NOT_OPENED)) from error
    xlsx_rows(data)  # says what is wrong with a damaged or outsized workbook
    book = load_workbook(path, read_only=True)
    titles = {title.strip().lower(): title for title in book.sheetnames}
    book.close()
    found = {}
    for name, columns in SHAPES.items():
        if name in titles:
            found[name] = _renamed(read_table(data, path.name, columns, titles[name]), f"{path.name}, {titles[name]}")
    return found


def _renamed(table: Table, name: str) -> Table:
    """The table under a name that says which sheet it is."""
    return replace(table, name=name, errors=[replace(error, file=name) for error in table.errors])


def _with_owners(table: Table) -> Table:
    """The table's errors with the unit and family whose row it is."""
    if not set(SECOND_NAMES) <= set(table.frame.columns):
        return table
    places = {row: place for place, row in enumerate(table.rows)}
    return replace(table, errors=[_owned(error, table.frame, places.get(error.row or 0)) for error in table.errors])


def _owned(error: CellError, frame: pd.DataFrame, place: int | None) -> CellError:
    if place is None or place >= len(frame):
        return error
    unit, family = (str(frame[name].iloc[place] or "") for name in SECOND_NAMES)
    told = InputFault("", place, unit, family, error.column, error.value, error.message).told
    return replace(error, message=told)


def _complete(read: StaffingTables, name: str) -> pd.DataFrame | None:
    """A table with all its required columns; an empty one where an optional table is not given."""
    columns = SHAPES[name]
    table = read.tables.get(name)
    if table is None:
        return pd.DataFrame(columns=[column.name for column in columns]) if name in OPTIONAL else None
    required = {column.name for column in columns if column.required}
    return table.frame if required <= set(table.frame.columns) else None


def _new(faults: list[InputFault], read: StaffingTables, known: list[CellError]) -> Iterator[CellError]:
    """Faults not already told as an unreadable cell of the same row."""
    told = {(error.file, error.row, column) for error in known for column in _touched(error.column)}
    for fault in faults:
        table = read.tables[fault.table]
        error = table.at(fault.row, fault.column, fault.value, fault.told)
        if (error.file, error.row, error.column) not in told:
            yield error


def _touched(column: str) -> set[str]:
    """The columns an unreadable cell leaves in doubt."""
    return next((group for group in TOGETHER if column in group), {column})


NO_TABLE = N_("The table {table} is missing. Add a file {table}.csv to the folder, or a sheet {table} to the workbook.")
TWO_FILES = N_("{files}: keep one of these files.")
NEITHER = N_(
    "This is neither a folder nor a workbook. Give a folder with families.csv and activities.csv, or an .xlsx."
)
NOT_OPENED = N_("There is no such file or folder, or it cannot be opened.")
