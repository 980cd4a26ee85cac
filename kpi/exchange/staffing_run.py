"""One run of the `staffing` verb: tables in, need out, stopping before anything is written when a cell is wrong."""

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import pandas as pd

from kpi.exchange.results import write_table
from kpi.exchange.staffing_tables import SHAPES, StaffingTables, need_of, read_staffing_tables
from kpi.language.message import N_, Message
from kpi.staffing.wisn import Need, pooled
from kpi.staffing.wisn.columns import LEAVES, USUAL_DAY


class Sentence(Protocol):
    """Anything that can be said in a language."""

    def in_(self, language: str) -> str: ...


class StaffingRefusedError(Exception):
    """The run stopped and wrote nothing; `.sentences` say why, one line each."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        super().__init__(sentences)
        self.sentences = sentences


def run(source: Path, out: Path) -> tuple[list[Message], list[Message]]:
    """Compute the need of `source` into `out`. Returns what to tell and what to warn about.

    Raises StaffingRefusedError; then nothing was written.
    """
    _check_paths(source, out)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # openpyxl's remarks about formatting it leaves aside
        read = read_staffing_tables(source)
    result, errors = need_of(read)
    if result is None:
        raise StaffingRefusedError([*errors, Message(STOPPED, {"count": str(len(errors))})])
    try:
        write_table(_as_written(result), out)
    except OSError as error:
        values = {"file": str(out), "error": error.strerror or str(error)}
        raise StaffingRefusedError([Message(NOT_WRITTEN, values)]) from error
    return [_summary(result, out)], [*read.notices, *_assumptions(read, result)]


def _check_paths(source: Path, out: Path) -> None:
    if out.suffix.lower() not in (".csv", ".xlsx"):
        raise StaffingRefusedError([Message(WRONG_ENDING, {"file": str(out)})])
    if out.is_dir() or not out.parent.is_dir():
        raise StaffingRefusedError([Message(NO_FOLDER, {"file": str(out)})])
    read = {source.resolve()}
    if source.is_dir():
        read |= {path.resolve() for path in source.iterdir() if path.stem.lower() in SHAPES}
    if out.resolve() in read:
        raise StaffingRefusedError([Message(READ_ALREADY, {"file": str(out)})])


def _as_written(result: Need) -> pd.DataFrame:
    return result.table.assign(rounded=result.table["rounded"].astype("int64"))


def _summary(result: Need, out: Path) -> Message:
    whole = pooled(result.table).iloc[0]
    text = N_(
        "{count} units and families: {existing} existing, {required} required; results in {file}. "
        "Pooled ratio (Σ existing ÷ Σ required): {ratio}."
    )
    values = {"count": str(len(result.table)), "file": str(out), "ratio": float(round(whole["ratio"], 2))}
    return Message(text, values | {"existing": float(whole["existing"]), "required": float(whole["required"])})


def _assumptions(read: StaffingTables, result: Need) -> list[Message]:
    """What was assumed where cells were empty, and what looks forgotten."""
    families = read.tables["families"].frame.reindex(
        columns=["unit", "family", "awt_hours", "working_days", "hours_per_day", *LEAVES]
    )
    told = []
    days = families["working_days"].notna() & families["awt_hours"].isna()
    by_day = read.frame("support")
    weekly = by_day is not None and bool(by_day["basis"].isin(["min_per_day", "hours_per_week"]).any())
    if (families["hours_per_day"].isna() & (days | weekly)).any():
        told.append(Message(USUAL_DAY_TAKEN, {"hours": USUAL_DAY}))
    empty = [name for name in LEAVES if families.loc[days, name].isna().any()]
    if empty:
        told.append(Message(LEAVE_EMPTY, {"columns": ", ".join(empty)}))
    idle = int(np.count_nonzero(result.table["a"].to_numpy() == 0))
    if idle:
        told.append(Message(NO_WORK, {"count": str(idle)}))
    return told


STOPPED = N_("Errors: {count}. Nothing was written. Correct the cells and run again.")
NOT_WRITTEN = N_("{file} cannot be written ({error}). Close it elsewhere or choose another place.")
WRONG_ENDING = N_("{file}: results are written as .csv or .xlsx. Choose one of these.")
NO_FOLDER = N_("{file} cannot be written: its folder does not exist.")
READ_ALREADY = N_("{file} is read and cannot be written over. Choose another file.")
USUAL_DAY_TAKEN = N_("hours_per_day is empty somewhere: {hours} hours a day were taken (Decision 188/1999/QĐ-TTg).")
LEAVE_EMPTY = N_("Empty cells of {columns} were counted as no days.")
NO_WORK = N_("{count} units and families have no recorded workload (A = 0); their need comes from individual duties.")
