"""A statistics export against what is on record: every unit's quantities as new, changed, unchanged or refused."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.exchange.cells import BadCellError
from kpi.exchange.feeds.names import Meanings, meanings, unknown_names
from kpi.exchange.feeds.planned import Line, Outcome, Planned
from kpi.exchange.feeds.reading import Row, read_rows, said
from kpi.exchange.feeds.values import month_in, number_in
from kpi.exchange.tables import CellError
from kpi.language.message import N_, Message, say
from kpi.reform.feeds.mapping import Quantity, StatisticsMapping
from kpi.reform.feeds.names import LEFT_OUT, settled_names
from kpi.reform.indicators.entry import MEMORY, counted, indicators_of
from kpi.reform.indicators.plausible import impossible, unusual
from kpi.reform.indicators.tree import reporting_units
from kpi.reform.period_codes import period_of, span
from kpi.storage.tables import FeedSource, Indicator, IndicatorValue

Pair = tuple[float, float | None]


@dataclass(frozen=True)
class OnRecord:
    """On record by unit and indicator code: this period's quantities with their state, earlier ones newest first."""

    now: Mapping[tuple[int, str], tuple[Pair, str]]
    earlier: Mapping[tuple[int, str], list[Pair]]


@dataclass
class Judged:
    """One file under judgement."""

    file: str
    period: str
    mapping: StatisticsMapping
    units: Mapping[int, tuple[str, str, str]]  # code, name, kind
    known: Mapping[str, Mapping[str, Indicator]]  # by kind of unit, then code
    record: OnRecord
    lines: list[Line]
    errors: list[CellError]


def plan_statistics(session: Session, source: FeedSource, mapping: StatisticsMapping, period: str, name: str,
                    data: bytes) -> Planned:  # fmt: skip
    """What a statistics file would change in a month; nothing is saved. Never raises for what the file holds."""
    wanted = list(dict.fromkeys(t for q in mapping.quantities for t in (q.numerator, q.denominator) if t))
    read = read_rows(name, data, mapping, mapping.unit, wanted)
    if not read.rows:
        return Planned(errors=read.errors, notices=read.notices)
    frame = reporting_units(session, span(period).ends)
    units = {
        int(row[0]): (str(row[1]), str(row[2]), str(row[3]))
        for row in frame[["unit_id", "code", "name", "kind"]].to_numpy().tolist()
    }
    known = {kind: indicators_of(session, period, kind) for kind in {kind for _, _, kind in units.values()}}
    told = list(read.notices)
    judged = Judged(name, period, mapping, units, known, _on_record(session, period), [], list(read.errors))
    rows = _of_period(read.rows, judged, told)
    names = meanings("unit", [(key, code, title) for key, (code, title, _) in units.items()],
                     settled_names(session, source.id, "unit"))  # fmt: skip
    codes = {key: code for key, (code, _, _) in units.items()}
    unknown = unknown_names([(row.number, row.name) for row in rows], names, codes)
    told += _not_due(judged)
    for row, unit_id in _once(rows, names, judged):
        _judge(judged, row, unit_id)
    said_once = {error.in_("en"): error for error in judged.errors}  # a quantity of two indicators is wrong once
    errors = tuple(sorted(said_once.values(), key=lambda error: error.row or 0))
    return Planned(tuple(judged.lines), errors, tuple(unknown), tuple(told))


def _of_period(rows: tuple[Row, ...], judged: Judged, told: list[Message]) -> list[Row]:
    """The rows of the month imported, where a column says of which month each is."""
    title = judged.mapping.period
    if not title:
        return list(rows)
    kept, others = [], 0
    for row in rows:
        try:
            month = month_in(row.cells[title], judged.mapping.layout)
            if month is None:
                raise BadCellError(NO_MONTH)
            others += month != judged.period
            kept += [row] if month == judged.period else []
        except BadCellError as bad:
            judged.errors.append(CellError(judged.file, row.number, title, said(row.cells[title]), bad.message))
    if others:
        told.append(say("{count} rows are of other months than {period} and are left out.", count=others,
                        period=judged.period))  # fmt: skip
    return kept


def _once(rows: list[Row], names: Meanings, judged: Judged) -> Iterator[tuple[Row, int]]:
    """Rows whose unit is known, each unit once; a second row of a unit is an error."""
    first: dict[int, int] = {}
    for row in rows:
        unit_id = names.of(row.name)
        if unit_id is None or unit_id == LEFT_OUT or unit_id not in judged.units:
            continue
        if unit_id in first:
            told = Message(DOUBLED, {"row": first[unit_id], "name": judged.units[unit_id][1]})
            judged.errors.append(CellError(judged.file, row.number, judged.mapping.unit, row.name, told))
            continue
        first[unit_id] = row.number
        yield row, unit_id


def _not_due(judged: Judged) -> list[Message]:
    """Mapped indicators nobody enters in this month: those of a quarter or a year, or no longer in force."""
    entered = {code for known in judged.known.values() for code in known}
    absent = [quantity.indicator for quantity in judged.mapping.quantities if quantity.indicator not in entered]
    if not absent:
        return []
    return [say("Not entered in {period}, so left out: {codes}.", period=judged.period, codes=", ".join(absent))]


def _judge(judged: Judged, row: Row, unit_id: int) -> None:
    _, name, kind = judged.units[unit_id]
    due = {code for known in judged.known.values() for code in known}
    for quantity in judged.mapping.quantities:
        if quantity.indicator not in due:
            continue
        pair = _pair(judged, row, quantity)
        if pair is None:
            continue
        indicator = judged.known[kind].get(quantity.indicator)
        if indicator is None:
            told = say("{unit} does not report “{code}”. Leave the cell empty, or take the unit out of the file.",
                       unit=name, code=quantity.indicator)  # fmt: skip
            judged.errors.append(_error(judged, row, quantity.numerator, told))
        else:
            _compare(judged, row, unit_id, quantity, indicator, pair)


def _pair(judged: Judged, row: Row, quantity: Quantity) -> Pair | None:
    """Numerator and denominator of a row; None where both are empty or one cannot be read."""
    values: list[float | None] = []
    for title in (quantity.numerator, quantity.denominator):
        try:
            values.append(number_in(row.cells[title], judged.mapping.layout) if title else None)
        except BadCellError as bad:
            judged.errors.append(_error(judged, row, title, bad.message))
            return None
    numerator, denominator = values
    if numerator is None and (denominator is None or not quantity.denominator):
        return None
    if numerator is None or (quantity.denominator and denominator is None):
        empty = quantity.numerator if numerator is None else quantity.denominator
        judged.errors.append(_error(judged, row, empty, Message(HALF)))
        return None
    return numerator, denominator


def _compare(judged: Judged, row: Row, unit_id: int, quantity: Quantity, indicator: Indicator, pair: Pair) -> None:
    asked = counted(indicator, *pair, judged.record.earlier.get((unit_id, indicator.code), []))
    if fault := impossible(asked):
        judged.errors.append(_error(judged, row, quantity.numerator, fault))
        return
    now = judged.record.now.get((unit_id, indicator.code))
    same = now is not None and now[0] == pair
    outcome = Outcome.NEW if now is None else Outcome.UNCHANGED if same else Outcome.CHANGED
    confirmed = now is not None and now[1] == "confirmed"
    doubt = unusual(asked) if outcome is not Outcome.UNCHANGED else None
    name = judged.units[unit_id][1]
    before = now[0] if now else None
    judged.lines.append(Line(row.number, unit_id, name, indicator.code, outcome, before, pair, confirmed, doubt))


def _error(judged: Judged, row: Row, title: str, message: Message) -> CellError:
    return CellError(judged.file, row.number, title, said(row.cells[title]), message)


def _on_record(session: Session, period: str) -> OnRecord:
    periods = {period_of(kind, period) for kind in ("month", "quarter", "year")}
    columns = (IndicatorValue.unit_id, Indicator.code, IndicatorValue.period_code, IndicatorValue.numerator,
               IndicatorValue.denominator, IndicatorValue.state)  # fmt: skip
    query = select(*columns).join(Indicator, Indicator.id == IndicatorValue.indicator_id)
    recent = f"{int(period[:4]) - 2}{period[4:]}"
    rows = session.execute(query.where(IndicatorValue.period_code >= recent)).all()
    now: dict[tuple[int, str], tuple[Pair, str]] = {}
    earlier: dict[tuple[int, str], list[Pair]] = {}
    for unit_id, code, of, numerator, denominator, state in sorted(rows, key=lambda row: row[2], reverse=True):
        if of in periods:
            now[unit_id, code] = (numerator, denominator), state
        elif of < period and state != "returned" and len(earlier.setdefault((unit_id, code), [])) < MEMORY:
            earlier[unit_id, code].append((numerator, denominator))
    return OnRecord(now, earlier)


NO_MONTH = N_("The row does not say of which month it is. Fill in the month.")
DOUBLED = N_("Row {row} already gives the figures of {name}. Keep one of the two rows.")
HALF = N_("Only one of the two quantities is filled in. Fill in both, or leave both empty.")
