"""Numbers and dates as Vietnamese (1.234,5 · 31/03/2026) and English readers write them."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import localcontext
from functools import cache

from babel.numbers import NumberPattern, parse_pattern

LOCALES = {"vi": "vi_VN", "en": "en_GB"}
EXACT = 400  # digits: more than any float has before the point, and the decimals shown
HANOI = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")


@cache
def _pattern(smallest: int, most: int) -> NumberPattern:
    return parse_pattern("#,##0." + "0" * smallest + "#" * (most - smallest) if most else "#,##0")


def _written(value: float, pattern: NumberPattern, language: str) -> str:
    """Babel rounds decimals at the precision of the moment, which is too small for the largest floats."""
    with localcontext(prec=EXACT):
        return str(pattern.apply(value, LOCALES[language]))


def format_number(value: float | None, places: int, language: str = "vi") -> str:
    """`value` rounded to exactly `places` decimals for display; a missing value is an en dash, never 0."""
    if value is None or value != value:
        return "–"
    return _written(value, _pattern(places, places), language)


def format_amount(value: float | None, language: str = "vi", most: int = 6) -> str:
    """A count or coefficient with only the decimals it has: 3 → 3, 2.5 → 2,5."""
    if value is None or value != value:
        return "–"
    return _written(value, _pattern(0, most), language)


def format_percent(share: float | None, language: str = "vi", places: int = 2) -> str:
    """A share of one as a percentage: 0.875 → 87,50%."""
    return "–" if share is None or share != share else format_number(share * 100, places, language) + "%"


def format_date(day: date | None) -> str:
    """Day/month/year, the order both languages use here."""
    return "–" if day is None else f"{day:%d/%m/%Y}"


def format_time(moment: datetime | None) -> str:
    """A stored UTC moment in the province's time."""
    if moment is None:
        return "–"
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return f"{aware.astimezone(HANOI):%H:%M %d/%m/%Y}"


def today() -> date:
    """Today in the province, wherever the server stands."""
    return datetime.now(HANOI).date()
