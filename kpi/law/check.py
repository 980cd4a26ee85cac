"""What cannot be scored as it stands: every bad cell of the two tables, in words for whoever has to correct it."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kpi.language.message import N_, Message
from kpi.law.columns import COUNTS, LEADER, ROLES, floats
from kpi.law.errors import InputError
from kpi.law.rules import Rules

Mask = NDArray[np.bool_]
NEEDED = {"lines": ("person", "coefficient", "assigned", "done"), "people": ("person", "role", "general")}


def check(lines: pd.DataFrame, people: pd.DataFrame, rules: Rules) -> list[InputError]:
    """Every error in the two tables, in table and row order; an empty list when they can be scored. Never raises."""
    absent = [*_absent("lines", lines), *_absent("people", people)]
    if absent:
        return absent
    found = [*_people_errors(people, rules), *_count_errors(lines), *_pair_errors(lines), *_owner_errors(lines, people)]
    return sorted(found, key=lambda error: (error.table, error.row))


def check_points(lines: pd.DataFrame, people: pd.DataFrame, most: Mapping[str, float]) -> list[InputError]:
    """As `check` for a rule set without d, đ, e: `most` gives the greatest value of each column of points."""
    absent = [*_absent("lines", lines), *(error for error in _absent("people", people) if error.column != "general")]
    if absent:
        return absent
    found = [*_who_errors(people), *_count_errors(lines), *_pair_errors(lines), *_owner_errors(lines, people)]
    for column, greatest in most.items():
        found += _point_errors(people, column, greatest)
    return sorted(found, key=lambda error: (error.table, error.row))


def _absent(name: str, table: pd.DataFrame) -> Iterator[InputError]:
    for column in NEEDED[name]:
        if column not in table.columns:
            yield InputError(name, -1, column, None, Message(N_("The column is missing. Add it.")))


def _people_errors(people: pd.DataFrame, rules: Rules) -> Iterator[InputError]:
    yield from _point_errors(people, "general", rules.number("general_max"))
    half, full = rules.number("leader_half"), rules.number("leader_full")
    for column in LEADER:
        share = floats(people, column)
        wrong = ~((share == half) | (share == full) | np.isnan(share)) | _text_in(people, column)
        yield from _errors("people", people, column, wrong, HALF_OR_FULL)
    yield from _who_errors(people)


def _point_errors(people: pd.DataFrame, column: str, most: float) -> Iterator[InputError]:
    points = floats(people, column)
    outside = (points < 0) | (points > most)
    text = N_("General criteria give from 0 to {most} points. Correct the number.")
    yield from _errors("people", people, column, outside, Message(text, {"most": f"{most:g}"}))
    yield from _errors("people", people, column, _text_in(people, column), NOT_A_NUMBER)


def _who_errors(people: pd.DataFrame) -> Iterator[InputError]:
    yield from _errors(
        "people", people, "role", _unknown_role(people), Message(UNKNOWN_ROLE, {"known": ", ".join(ROLES)})
    )
    yield from _errors("people", people, "person", people["person"].isna().to_numpy(), NO_PERSON)
    yield from _errors("people", people, "person", _repeated(people["person"]), TWICE)


def _count_errors(lines: pd.DataFrame) -> Iterator[InputError]:
    for column in COUNTS:
        values = floats(lines, column)
        if not _all_within(values):
            yield from _errors("lines", lines, column, values < 0, NEGATIVE)
            yield from _errors("lines", lines, column, np.isposinf(values), INFINITE)
            yield from _errors("lines", lines, column, _text_in(lines, column), NOT_A_NUMBER)
    coefficient = floats(lines, "coefficient")
    if not _all_within(coefficient) or not coefficient.all():
        yield from _errors("lines", lines, "coefficient", coefficient <= 0, NOT_ABOVE_ZERO)
        yield from _errors("lines", lines, "coefficient", np.isposinf(coefficient), INFINITE)
        yield from _errors("lines", lines, "coefficient", _text_in(lines, "coefficient"), NOT_A_NUMBER)


def _pair_errors(lines: pd.DataFrame) -> Iterator[InputError]:
    """Art. 14.2.b: only what is done can meet quality; no more times are excused than counted."""
    for column, limit, text in PAIRS:
        if column not in lines.columns:
            continue
        values, most = floats(lines, column), floats(lines, limit)
        above = values > (most if limit == "done" else np.where(np.isnan(most), 0, most))
        for row in np.flatnonzero(above):
            shown = {"value": f"{values[row]:g}", "most": f"{np.nan_to_num(most[row]):g}"}
            yield InputError("lines", int(row), column, lines[column].iloc[row], Message(text, shown))


def _owner_errors(lines: pd.DataFrame, people: pd.DataFrame) -> Iterator[InputError]:
    names, known = lines["person"], people["person"]
    if len(names) and pd.api.types.is_integer_dtype(names.dtype) and pd.api.types.is_integer_dtype(known.dtype):
        changes = np.flatnonzero(np.diff(names.to_numpy())) + 1
        if np.isin(names.to_numpy()[np.append(0, changes)], known.to_numpy()).all():
            return
    yield from _errors(
        "lines", lines, "person", ~names.isin(known).to_numpy() & names.notna().to_numpy(), UNKNOWN_PERSON
    )
    yield from _errors("lines", lines, "person", names.isna().to_numpy(), NO_PERSON)


def _errors(table: str, frame: pd.DataFrame, column: str, wrong: Mask, message: Message) -> Iterator[InputError]:
    for row in np.flatnonzero(wrong):
        yield InputError(table, int(row), column, frame[column].iloc[row], message)


def _all_within(values: NDArray[np.float64]) -> bool:
    """No value missing, negative or infinite: then nothing needs a closer look."""
    return len(values) == 0 or bool(values.min() >= 0 and values.max() < np.inf)


def _text_in(table: pd.DataFrame, column: str) -> Mask:
    """True where something is written that is no number."""
    if column not in table.columns or pd.api.types.is_numeric_dtype(table[column].dtype):
        return np.zeros(len(table), dtype=bool)
    return table[column].notna().to_numpy() & np.isnan(floats(table, column))


def _unknown_role(people: pd.DataFrame) -> Mask:
    role = people["role"]
    if isinstance(role.dtype, pd.CategoricalDtype):
        unknown = np.append(~np.asarray(role.cat.categories.isin(ROLES)), True)
        return unknown[role.cat.codes.to_numpy()]
    return ~role.isin(ROLES).to_numpy(dtype=bool)


def _repeated(person: pd.Series) -> Mask:
    if pd.api.types.is_integer_dtype(person.dtype) and (np.diff(person.to_numpy()) > 0).all():
        return np.zeros(len(person), dtype=bool)
    return (person.duplicated() & person.notna()).to_numpy()


NOT_A_NUMBER = Message(N_("This is not a number. Write a number, or leave the cell empty if it is not known."))
NEGATIVE = Message(N_("A count cannot be below zero. Correct the number."))
INFINITE = Message(N_("The number is too large to be a count. Correct the number."))
NOT_ABOVE_ZERO = Message(N_("A conversion coefficient K must be above zero. Take it from the agency's catalogue."))
HALF_OR_FULL = Message(N_("The value is 1 (met) or 0.5 (not met). Correct it, or leave it empty if it is not decided."))
UNKNOWN_ROLE = N_("The role is one of: {known}. Correct it.")
NO_PERSON = Message(N_("The person is not named. Fill in the cell."))
TWICE = Message(N_("This person is listed more than once. Keep one row for each person."))
UNKNOWN_PERSON = Message(N_("This person is not in the list of people. Add them there, or correct the name."))
PAIRS = (
    ("quality_ok", "done", N_("{value} products meet quality but only {most} are done. Correct one of the two.")),
    (
        "failed_excused",
        "failed",
        N_("{value} failures are excused but only {most} are counted. Correct one of the two."),
    ),
    ("late_excused", "late", N_("{value} late times are excused but only {most} are counted. Correct one of the two.")),
)
