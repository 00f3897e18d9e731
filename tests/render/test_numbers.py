"""A number becomes words in one place."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.render import numbers


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [
        pytest.param(0.0811, 1, "8.1%", id="one decimal"),
        pytest.param(0.0225, 1, "2.3%", id="half goes up, where binary floats would round down"),
        pytest.param(-0.0004, 1, "0.0%", id="no negative zero"),
        pytest.param(-0.07, 1, "-7.0%", id="a minus sign"),
        pytest.param(0.12, 0, "12%", id="whole, for headlines"),
    ],
)
def test_percent(value, places, printed):
    """A fraction is printed as a percentage, rounded half up."""
    assert numbers.percent(value, places) == printed


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (68_841.2, "$68,841"),
        (0.3936, "$0.3936"),
        (2.5, "$2.50"),
        (8.0, "$8"),
        (110.003, "$110"),
        (0.00000815, "$0.00000815"),
    ],
)
def test_dollars(value, printed):
    """A price has as many digits as its size calls for."""
    assert numbers.dollars(value) == printed


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (15.9e9, "$15.9 billion"),
        (4.65e9, "$4.65 billion"),
        (290e6, "$290 million"),
        (999.95e6, "$1 billion"),
        (999.4e6, "$999 million"),
        (960.5e6, "$961 million"),
        (999.941e9, "$999.9 billion"),
        (999.95e9, "$1 trillion"),
        (136.3e6, "$136 million"),
        (44_300_000_000, "$44.3 billion"),
        (500.0, "$500"),
    ],
)
def test_big_dollars(value, printed):
    """A sum takes its scale word, and the next one when rounding reaches it."""
    assert numbers.big_dollars(value) == printed


@pytest.mark.parametrize(
    ("value", "printed"),
    [(71_500, "$71.5K"), (999_949, "$999.9K"), (999_950, "$1M"), (960_500, "$960.5K"), (950.0, "$950")],
)
def test_short_dollars(value, printed):
    """In a headline a price takes its letter, and the next one only when rounding reaches it."""
    assert numbers.short_dollars(value) == printed


def test_a_rough_price_has_three_digits():
    """After "near" a price is told to three digits."""
    assert numbers.rough_dollars(90_628) == "$90,600"


def test_an_edge_has_no_needless_zeros():
    """A threshold prints exactly."""
    assert [numbers.edge(value) for value in (0.05, 0.1095, 0.2)] == ["5%", "10.95%", "20%"]


@pytest.mark.parametrize(("n", "printed"), [(3, "third"), (11, "11th"), (21, "21st"), (34, "34th"), (112, "112th")])
def test_ordinals(n, printed):
    """First to ninth are words, from ten on figures."""
    assert numbers.ordinal(n) == printed


def test_counts_below_ten_are_words():
    """AP style: one to nine spelled out."""
    assert (numbers.count(4), numbers.count(11), numbers.count(1_200)) == ("four", "11", "1,200")


def test_days_take_the_year_where_it_is_another():
    """A reader must not take November of last year for this one's."""
    today = date(2026, 2, 9)
    assert numbers.day(date(2026, 2, 6), near=today) == "Feb. 6"
    assert numbers.day(date(2025, 11, 21), near=today) == "Nov. 21, 2025"
    assert numbers.month(date(2025, 10, 6), near=today) == "October"
    assert numbers.month(date(2024, 10, 6), near=today) == "October 2024"


@pytest.mark.parametrize(
    ("instant", "printed"),
    [
        (datetime(2026, 2, 10, 21, 42, 24, tzinfo=UTC), "21:42 UTC"),
        (datetime(2026, 2, 10, 9, 59, 59, 999_000, tzinfo=UTC), "10:00 UTC"),
    ],
)
def test_a_bars_last_instant_is_told_as_its_end(instant, printed):
    """The bar that covers the hour to 09:59:59.999 ended at 10:00."""
    assert numbers.clock(instant) == printed


def test_spans():
    """A window is told in the unit a reader thinks in."""
    assert [numbers.span(each) for each in ("1d", "7d", "30d", "1y")] == [
        "24 hours",
        "seven days",
        "30 days",
        "12 months",
    ]
    assert [numbers.span_adjective(each) for each in ("7d", "30d", "90d")] == ["one-week", "30-day", "three-month"]


@given(st.decimals(min_value=-10_000, max_value=10_000, places=6), st.integers(0, 4))
def test_what_is_printed_is_never_further_off_than_half_a_digit(value, places):
    """The printed number, read again, is the value within its rounding."""
    printed = Decimal(numbers.fixed(Decimal(value), places).replace(",", ""))
    assert abs(printed - value) <= Decimal(1).scaleb(-places) / 2
