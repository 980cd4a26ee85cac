"""Words, numbers and dates in the language of the person who looks."""

from collections.abc import Mapping
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any, cast

import streamlit as st

from kpi.language import numbers
from kpi.language.catalogue import LANGUAGES, translate
from kpi.language.message import Message
from kpi.ui.this_run import this_run

DEFAULT = "vi"
CHOICE = "kpi_language"
ADDRESS_LANGUAGE = "lang"  # of the address, before anybody is signed in
_spoken: ContextVar[tuple[object, str] | None] = ContextVar("kpi_language_of_this_run", default=None)


def language() -> str:
    """ "vi" or "en": the account's, else what the address or this visit chose, else Vietnamese."""
    run, known = this_run(), _spoken.get()
    if known is not None and run is not None and known[0] is run:
        return known[1]
    chosen = st.session_state.get(CHOICE) or st.query_params.get(ADDRESS_LANGUAGE)
    spoken = cast(str, chosen) if chosen in LANGUAGES else DEFAULT
    _spoken.set((run, spoken))
    return spoken


def speak(chosen: str) -> None:
    """Speak this language from now on in this visit."""
    st.session_state[CHOICE] = chosen
    _spoken.set(None)


def _(text: str, **values: Any) -> str:
    """The catalogue's text in the person's language, its {named} places filled."""
    return Message(text, values).in_(language()) if values else translate(text, language())


def told(message: Message) -> str:
    """A message of a lower floor in the person's language."""
    return message.in_(language())


def number(value: float | None, places: int = 2) -> str:
    """With exactly `places` decimals: 1.234,50."""
    return numbers.format_number(value, places, language())


def amount(value: float | None) -> str:
    """With only the decimals it has: 2,5."""
    return numbers.format_amount(value, language())


def percent(share: float | None, places: int = 2) -> str:
    """A share of one: 87,50%."""
    return numbers.format_percent(share, language(), places)


def day(value: date | None) -> str:
    """31/03/2026."""
    return numbers.format_date(value)


def moment(value: datetime | None) -> str:
    """14:05 31/03/2026, in the province's time."""
    return numbers.format_time(value)


def named(names: Mapping[Any, str], key: Any) -> str:
    """The words of `names` for `key` in the person's language; the key itself where it has none."""
    return translate(names[key], language()) if key in names else str(key)
