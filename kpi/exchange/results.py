"""Writing a table to a file, whole or not at all."""

import csv
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as .csv (UTF-8, comma, full precision) or .xlsx; missing values are empty cells.

    The file appears complete or not at all. In a workbook, text is always text, also where it begins like a formula.
    Raises OSError when the folder cannot be written to.
    """
    rows = [[_value(cell) for cell in row] for row in table.astype(object).itertuples(index=False, name=None)]
    handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix)
    os.close(handle)
    try:
        write = _write_xlsx if path.suffix.lower() == ".xlsx" else _write_csv
        write(Path(unfinished), list(map(str, table.columns)), rows)
        os.chmod(unfinished, 0o644)
        os.replace(unfinished, path)
    except BaseException:
        os.unlink(unfinished)
        raise


def _value(cell: Any) -> Any:
    return None if pd.isna(cell) else cell


def _write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([repr(cell) if isinstance(cell, float) else cell for cell in row] for row in rows)


def _write_xlsx(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("results")
    sheet.append(list(columns))
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    book.save(path)


def _cell(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str) or value[:1] not in ("=", "+", "-", "@"):
        return value
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell
