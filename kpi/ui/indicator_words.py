"""Indicators in words: names in the reader's language, values in their measure, states with one colour each."""

from kpi.language.message import N_
from kpi.reform.period_codes import spoken as spoken_period
from kpi.ui.words import _, amount, language, named, number, percent, told

STATES = {
    "missing": N_("not entered"),
    "entered": N_("waiting to be confirmed"),
    "returned": N_("returned"),
    "confirmed": N_("confirmed"),
}
STATE_COLOURS = {"missing": "gray", "entered": "blue", "returned": "orange", "confirmed": "green"}
STATE_SIGNS = {"missing": "○", "entered": "◔", "returned": "↩", "confirmed": "✓"}
STEPS = {"entered": N_("entered"), "confirmed": N_("confirmed"), "returned": N_("returned")}
LEVELS = {"whole": N_("whole province"), "provincial": N_("provincial agencies"), "commune": N_("communes")}
GENERATED = ":gray-badge[:material/science: {label}]"


def spoken(names: tuple[str, str] | None) -> str:
    """The Vietnamese or the English one of two names."""
    return "" if names is None else names[0] if language() == "vi" else names[1]


def value_text(value: float | None, measure: str) -> str:
    """A value in its measure: 95,19%, 87,71 (points), 0,7071; counts with thousands separated."""
    if measure == "percent":
        return percent(value)
    if measure == "points":
        return number(value)
    return number(value, 4) if measure == "index" else amount(value)


def target_text(target: float | None, measure: str) -> str:
    """A target with only the decimals it has: 95%, 87, 0,82."""
    if target is None or target != target:
        return "–"
    return f"{amount(round(target * 100, 6))}%" if measure == "percent" else amount(target)


def signs_told() -> str:
    """What the signs before the names mean."""
    return " · ".join(state_text(state) for state in STATES)


def quantity_text(numerator: float | None, denominator: float | None) -> str:
    """The quantities behind a value: 1.234 / 1.300; an en dash where there are none."""
    if numerator is None or numerator != numerator:
        return "–"
    if denominator is None or denominator != denominator:
        return amount(numerator)
    return f"{amount(numerator)} / {amount(denominator)}"


def state_text(state: str) -> str:
    """The state of a quantity with a sign that needs no colour."""
    return f"{STATE_SIGNS[state]} {named(STATES, state)}"


def generated_badge() -> str:
    """A mark for what was generated for a demonstration."""
    return GENERATED.format(label=_("demonstration data"))


def period_text(code: str) -> str:
    """A month, quarter, half or year as people say it."""
    return told(spoken_period(code))


def cut_off_text(period_kind: str, day: float | None, formula: str) -> str:
    """By when a quantity is entered, counted from the end of its period; nothing where nobody enters it."""
    if formula not in ("ratio", "count") or day is None or day != day:
        return "–"
    after = {"month": _("day {day} of the next month", day=amount(day)),
             "quarter": _("day {day} after the quarter", day=amount(day)),
             "year": _("day {day} after the year", day=amount(day))}  # fmt: skip
    return after[period_kind]
