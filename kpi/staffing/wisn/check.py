"""What need cannot be computed from: every impossible value of the four tables, each with its row, unit and value."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kpi.language.message import N_, Message
from kpi.staffing.wisn.available import available_hours
from kpi.staffing.wisn.columns import BASES, LEAVES
from kpi.staffing.wisn.faults import InputFault, InputFaults
from kpi.staffing.wisn.keys import (
    Mask,
    Numbers,
    Pairs,
    Places,
    codes,
    filled,
    floats,
    is_text,
    repeated,
    shown,
    sound,
)
from kpi.staffing.wisn.support import shares

NEEDED = {
    "families": ("unit", "family", "existing"),
    "activities": ("unit", "family", "activity", "volume"),
    "support": ("unit", "family", "activity", "amount", "basis"),
    "individual": ("unit", "family", "duty", "staff", "hours_per_year"),
}
NAMED = {"activities": "activity", "support": "activity", "individual": "duty"}
YEAR_DAYS, YEAR_HOURS, DAY_HOURS = 366, 8784, 24
MOST_STAFF = 1e9
MOST = {"existing": 1_000_000, "awt_hours": YEAR_HOURS, "working_days": YEAR_DAYS, "hours_per_day": DAY_HOURS}
WHOLE = 1 - 1e-12  # of the working time, noise of binary floats aside


@dataclass(frozen=True)
class Checked:
    """Tables need can be computed from: the position of each row's unit and family in `families`.

    awt: available hours of each pair. share: of each row of `support`, the share of the time it takes.
    """

    pairs: Pairs
    activities: Places
    support: Places
    individual: Places
    awt: Numbers
    share: Numbers


def checked(
    families: pd.DataFrame, activities: pd.DataFrame, support: pd.DataFrame, individual: pd.DataFrame
) -> Checked:
    """The tables' joins. Raises InputFaults with everything that is wrong."""
    tables = {"families": families, "activities": activities, "support": support, "individual": individual}
    if absent := list(_absent(tables)):
        raise InputFaults(absent)
    with np.errstate(all="ignore"):
        return _checked(tables)


def _checked(tables: dict[str, pd.DataFrame]) -> Checked:
    families, activities, support, individual = tables.values()
    pairs = Pairs.of(families)
    places = {name: pairs.places(tables[name]) for name in NAMED}
    found = [*_family_faults(families, pairs), *_activity_faults(activities), *_support_faults(support)]
    found += _individual_faults(individual)
    for name, column in NAMED.items():
        found += _row_faults(name, tables[name], column, places[name])
    awt = available_hours(families)
    share = shares(families, support, places["support"], awt)
    found += _too_much_support(support, places["support"], awt, share)
    if found:
        raise InputFaults(sorted(found, key=lambda fault: (list(tables).index(fault.table), fault.row)))
    return Checked(pairs, **places, awt=awt, share=share)


def _absent(tables: dict[str, pd.DataFrame]) -> Iterator[InputFault]:
    for name, table in tables.items():
        for column in NEEDED[name]:
            if column not in table.columns:
                yield InputFault(name, -1, "", "", column, None, Message(ABSENT))
    if not len(tables["families"]):
        yield InputFault("families", -1, "", "", "unit", None, Message(NO_FAMILIES))


def faults_at(name: str, table: pd.DataFrame, column: str, wrong: Mask, text: str | Message) -> Iterator[InputFault]:
    """A fault for each row marked in `wrong`."""
    if not wrong.any():
        return
    message = text if isinstance(text, Message) else Message(text)
    for row in np.flatnonzero(wrong).tolist():
        unit, family = (str(shown(table, row, part) or "") for part in ("unit", "family"))
        yield InputFault(name, row, unit, family, column, shown(table, row, column), message)


def _numbers(name: str, table: pd.DataFrame, column: str, *, above_zero: bool = False) -> Iterator[InputFault]:
    """Cells that are no number, below zero (or at it), or infinite."""
    if column not in table.columns:
        return
    values = floats(table, column)
    if sound(values, above_zero=above_zero):
        return
    low = values <= 0 if above_zero else values < 0
    yield from faults_at(name, table, column, is_text(table, column), NOT_A_NUMBER)
    yield from faults_at(name, table, column, low & ~np.isinf(values), NOT_ABOVE_ZERO if above_zero else NEGATIVE)
    yield from faults_at(name, table, column, np.isinf(values), INFINITE)


def _unfilled(name: str, table: pd.DataFrame, *columns: str) -> Iterator[InputFault]:
    for column in columns:
        if not filled(table[column]):
            yield from faults_at(name, table, column, table[column].isna().to_numpy(), UNFILLED)


def _family_faults(families: pd.DataFrame, pairs: Pairs) -> Iterator[InputFault]:
    name = "families"
    yield from _unfilled(name, families, "unit", "family", "existing")
    if not pairs.dense:
        same = families.duplicated(["unit", "family"]).to_numpy() & families[["unit", "family"]].notna().all(axis=1)
        yield from faults_at(name, families, "family", np.asarray(same), PAIR_TWICE)
    for column in ("existing", *LEAVES):
        yield from _numbers(name, families, column)
    for column in ("awt_hours", "working_days", "hours_per_day"):
        yield from _numbers(name, families, column, above_zero=True)
    yield from _time_faults(families)


def _time_faults(families: pd.DataFrame) -> Iterator[InputFault]:
    name = "families"
    given, days, hours = (floats(families, c) for c in ("awt_hours", "working_days", "hours_per_day"))
    if "working_days" not in families.columns and sound(given, above_zero=True):
        yield from _too_large(families)
        return
    neither = np.isnan(given) & np.isnan(days) & ~is_text(families, "awt_hours") & ~is_text(families, "working_days")
    yield from faults_at(name, families, "awt_hours", neither, NO_TIME_GIVEN)
    usable = (days > 0) & ~np.isinf(days) & (np.isnan(hours) | ((hours > 0) & (hours <= DAY_HOURS)))
    computed = available_hours(families.assign(awt_hours=np.nan))
    left = Message(NOTHING_LEFT)
    yield from faults_at(name, families, "working_days", usable & (days <= YEAR_DAYS) & (computed <= 0), left)
    both = usable & (given > 0) & (np.abs(given - computed) > 1e-6 * np.abs(computed)) & (computed > 0)
    yield from faults_at(name, families, "awt_hours", both, TWO_TIMES)
    yield from _too_large(families)


def _too_large(families: pd.DataFrame) -> Iterator[InputFault]:
    for column, most in MOST.items():
        if column in families.columns:
            values = floats(families, column)
            too_much = (values > most) & ~np.isinf(values)
            yield from faults_at("families", families, column, too_much, Message(BEYOND, {"most": str(most)}))


def _activity_faults(activities: pd.DataFrame) -> Iterator[InputFault]:
    name = "activities"
    yield from _unfilled(name, activities, "volume")
    yield from _numbers(name, activities, "volume")
    for column in ("rate_per_hour", "unit_time_minutes"):
        yield from _numbers(name, activities, column, above_zero=True)
    yield from _standard_faults(activities)


def _standard_faults(activities: pd.DataFrame) -> Iterator[InputFault]:
    """Rows with neither a rate nor a unit time, or with both."""
    name, columns = "activities", ("rate_per_hour", "unit_time_minutes")
    given = [column for column in columns if column in activities.columns]
    if len(given) == 1 and sound(floats(activities, given[0])):
        return
    rate, minutes = (~np.isnan(floats(activities, column)) for column in columns)
    neither = ~rate & ~minutes & ~is_text(activities, columns[0]) & ~is_text(activities, columns[1])
    yield from faults_at(name, activities, "unit_time_minutes", neither, NO_STANDARD)
    yield from faults_at(name, activities, "unit_time_minutes", rate & minutes, TWO_STANDARDS)


def _support_faults(support: pd.DataFrame) -> Iterator[InputFault]:
    name = "support"
    yield from _unfilled(name, support, "amount", "basis")
    yield from _numbers(name, support, "amount")
    code, bases = codes(support["basis"])
    unknown = np.append([basis not in BASES for basis in bases], False)[code]  # the last answers code -1
    yield from faults_at(name, support, "basis", unknown, Message(NO_BASIS, {"known": ", ".join(BASES)}))


def _individual_faults(individual: pd.DataFrame) -> Iterator[InputFault]:
    yield from _unfilled("individual", individual, "staff", "hours_per_year")
    for column in ("staff", "hours_per_year"):
        yield from _numbers("individual", individual, column)


def _row_faults(name: str, table: pd.DataFrame, column: str, places: Places) -> Iterator[InputFault]:
    """Rows without a name, of a family that is not listed, or standing twice."""
    yield from _unfilled(name, table, "unit", "family", column)
    if len(table):
        if (places < 0).any():
            unlisted = (places < 0) & table[["unit", "family"]].notna().all(axis=1).to_numpy()
            yield from faults_at(name, table, "family", unlisted, UNLISTED)
        yield from faults_at(name, table, column, repeated(places, table[column]), TWICE)


def _too_much_support(support: pd.DataFrame, places: Places, awt: Numbers, shares_: Numbers) -> Iterator[InputFault]:
    """ΣCAS at or over 100% leaves no time for the work itself; the row is the one that reaches it."""
    usable = np.flatnonzero((places >= 0) & (awt[places] > 0)) if len(support) else np.zeros(0, dtype=np.int64)
    share = np.nan_to_num(np.abs(shares_[usable]))
    total = np.bincount(places[usable], weights=share, minlength=len(awt))
    if not (total >= WHOLE).any():
        return
    so_far = pd.Series(share).groupby(places[usable]).cumsum().to_numpy()
    for place in np.flatnonzero((so_far >= WHOLE) & (so_far - share < WHOLE)).tolist():
        mine = np.arange(len(support)) == usable[place]
        told = Message(ALL_SUPPORT, {"total": round(float(total[places[usable[place]]]) * 100, 2)})
        yield from faults_at("support", support, "amount", mine, told)


def refuse_beyond_counting(families: pd.DataFrame, required: Numbers) -> None:
    """Raise InputFaults where the figures together give a need nobody can count."""
    beyond = ~(required <= MOST_STAFF)
    if beyond.any():
        raise InputFaults(list(faults_at("families", families, "family", beyond, UNCOUNTABLE)))


ABSENT = N_("The column is missing. Add it.")
NO_FAMILIES = N_("There is no row. Each unit and job family needs one.")
UNFILLED = N_("The cell is empty. Fill it in.")
NOT_A_NUMBER = N_("This is not a number. Write only the number, for example 2,5.")
NEGATIVE = N_("A number below zero is not possible here. Correct it.")
NOT_ABOVE_ZERO = N_("This must be a number above zero. Correct it.")
INFINITE = N_("The number is too large. Correct it.")
BEYOND = N_("At most {most} is possible. Correct the number.")
PAIR_TWICE = N_("This unit and family stand in an earlier row too. Keep one of them.")
TWICE = N_("This stands in an earlier row of the same unit and family. Keep one, or add the two together.")
UNLISTED = N_("The table families has no row for this unit and family. Add it there, or correct the names.")
NO_TIME_GIVEN = N_("There is no working time. Fill in awt_hours, or working_days with hours_per_day and leave.")
NOTHING_LEFT = N_("Public holidays and leave take all working days, so no working time is left. Correct the days.")
TWO_TIMES = N_("The days and leave of this row give another working time. Keep awt_hours or the days, not both.")
NO_STANDARD = N_("Neither rate_per_hour nor unit_time_minutes is filled in. Fill in one of them.")
TWO_STANDARDS = N_("rate_per_hour and unit_time_minutes are both filled in. Keep one of them.")
NO_BASIS = N_("Unknown basis. Use one of: {known}.")
ALL_SUPPORT = N_("Support activities take {total}% of the working time; below 100% is needed. Correct the amounts.")
UNCOUNTABLE = N_("The figures give a need beyond counting. Check volumes, unit times, rates and working time.")
