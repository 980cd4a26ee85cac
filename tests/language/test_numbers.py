"""Numbers and dates as Vietnamese and English readers write them; what is missing is never shown as a figure."""

from datetime import UTC, date, datetime

import pytest

from kpi.language.message import Message, say
from kpi.language.numbers import format_amount, format_date, format_number, format_percent, format_time


@pytest.mark.parametrize(
    ("value", "places", "vietnamese", "english"),
    [
        (1234.5, 1, "1.234,5", "1,234.5"),
        (1234567.891, 2, "1.234.567,89", "1,234,567.89"),
        (90.0, 2, "90,00", "90.00"),
        (89.999, 2, "90,00", "90.00"),
        (0.0, 0, "0", "0"),
        (-3.25, 2, "-3,25", "-3.25"),
    ],
)
def test_a_number_has_exactly_the_decimals_asked_for(value, places, vietnamese, english):
    assert format_number(value, places, "vi") == vietnamese
    assert format_number(value, places, "en") == english


@pytest.mark.parametrize(("value", "shown"), [(3.0, "3"), (2.5, "2,5"), (1234.0, "1.234"), (1.333333, "1,333333")])
def test_an_amount_has_only_the_decimals_it_needs(value, shown):
    assert format_amount(value, "vi") == shown


def test_a_share_is_shown_as_a_percentage():
    assert format_percent(0.875, "vi") == "87,50%"
    assert format_percent(0.875, "en") == "87.50%"


@pytest.mark.parametrize("missing", [None, float("nan")])
def test_what_is_missing_is_a_dash_and_never_nought(missing):
    assert format_number(missing, 2) == format_amount(missing) == format_percent(missing) == "–"


def test_a_date_is_day_month_year():
    assert format_date(date(2026, 3, 31)) == "31/03/2026"
    assert format_date(None) == "–"


def test_a_moment_is_told_in_the_provinces_time():
    assert format_time(datetime(2026, 3, 31, 17, 30, tzinfo=UTC)) == "00:30 01/04/2026"


def test_a_figure_inside_a_sentence_is_written_as_its_reader_writes_it():
    sentence = say("{points} of {most}", points=1234.5, most=2000.0)
    assert sentence.in_("en") == "1,234.5 of 2,000"
    assert Message("{points} / {most}", sentence.values).in_("vi") == "1.234,5 / 2.000"


def test_a_sentence_inside_a_sentence_is_translated_too():
    inner = say("There is no language “{name}”.", name="fr")
    outer = Message("{inner}", {"inner": inner})
    assert outer.in_("en") == "There is no language “fr”."
    assert outer.in_("vi") == inner.in_("vi") != inner.in_("en")


def test_the_largest_number_there_is_can_be_written():
    assert format_amount(1e300, "vi") == "1" + ".000" * 100
    assert format_number(1e300, 2, "en") == "1" + ",000" * 100 + ".00"
