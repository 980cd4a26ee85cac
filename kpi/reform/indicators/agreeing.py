"""A quantity that several indicators share is typed once: what one row says, the others of the same name follow."""

from collections.abc import Iterable, Iterator, Mapping

from kpi.access.actor import Refused
from kpi.language.message import say
from kpi.reform.words import both
from kpi.storage.tables import Indicator

Pair = tuple[float | None, float | None]


def agreed(
    typed: Mapping[str, Pair], stored: Mapping[str, Pair], indicators: Mapping[str, Indicator]
) -> dict[str, Pair]:
    """Numerator and denominator of every indicator that was typed or that shares a quantity with one that was.

    None stands for what was not typed. A row that was not typed and stays incomplete is left out. Refused where two
    rows give one quantity two values.
    """
    said = _said(typed, indicators)
    known = {**_known(stored, indicators), **said}
    found: dict[str, Pair] = {}
    for code, indicator in indicators.items():
        own, before = typed.get(code, (None, None)), stored.get(code, (None, None))
        names = (indicator.numerator_vi, indicator.denominator_vi)
        pair = tuple(_first(own[i], said.get(names[i] or ""), before[i], known.get(names[i] or "")) for i in (0, 1))
        complete = pair[0] is not None and (indicator.formula != "ratio" or pair[1] is not None)
        if code in typed or (complete and pair != before and before[0] is not None):
            found[code] = (pair[0], pair[1])
    return found


def _first(*values: float | None) -> float | None:
    return next((value for value in values if value is not None), None)


def _said(typed: Mapping[str, Pair], indicators: Mapping[str, Indicator]) -> dict[str, float]:
    said: dict[str, float] = {}
    for vi, en, value in _named(typed, indicators):
        if said.setdefault(vi, value) != value and value == value:  # what is no number is told of later
            raise Refused(
                say(
                    "“{part}” is typed as {first} in one row and as {second} in another. Correct one of them.",
                    part=both(vi, en),
                    first=float(said[vi]),
                    second=float(value),
                )
            )
    return said


def _known(stored: Mapping[str, Pair], indicators: Mapping[str, Indicator]) -> dict[str, float]:
    return {vi: value for vi, _, value in _named(stored, indicators)}


def _named(rows: Mapping[str, Pair], indicators: Mapping[str, Indicator]) -> Iterator[tuple[str, str, float]]:
    for code, pair in rows.items():
        if code in indicators:
            yield from _parts(indicators[code], pair)


def _parts(indicator: Indicator, pair: Pair) -> Iterable[tuple[str, str, float]]:
    if pair[0] is not None:
        yield indicator.numerator_vi, indicator.numerator_en, pair[0]
    if pair[1] is not None and indicator.denominator_vi:
        yield indicator.denominator_vi, indicator.denominator_en or "", pair[1]
