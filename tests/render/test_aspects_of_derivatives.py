"""How an expiry, a sum at a strike, a gap of rates and a change of a counted thing print."""

from datetime import UTC, date, datetime

import pytest

from generator.model.catalogue import load_catalogue
from generator.model.fact import Fact, Kind
from generator.model.names import load_names
from generator.render.aspects.base import Speaker, UnsayableError
from generator.render.ink import Ink
from generator.render.told import Told
from generator.render.words import load_words

NOW = datetime(2026, 2, 11, tzinfo=UTC)


def said(fact_id, value, aspect, unit="ratio", kind=Kind.LEVEL, today=date(2026, 2, 10), **more):
    """Return what an aspect prints, and the roles of its claims."""
    fact = Fact(id=fact_id, kind=kind, value=value, unit=unit, as_of=NOW, formula="", **more)
    ink = Ink()
    speaker = Speaker(ink, load_words(), load_names(), load_catalogue(), today, "seed")
    text, claims = ink.dry(getattr(Told(fact, speaker), aspect))
    return text, [claim.seed.role for claim in claims]


@pytest.mark.parametrize(
    ("tenor", "today", "printed"),
    [
        ("2026-02-13", date(2026, 2, 10), "Feb. 13"),
        ("2026-03-27", date(2026, 2, 10), "March 27"),
        ("2026-01-02", date(2025, 12, 30), "Jan. 2, 2026"),
    ],
)
def test_an_expiry_prints_its_day(tenor, today, printed):
    """With the year where it is not that of the article."""
    assert said(f"BTC/options.max_pain/{tenor}@deribit", 75_000.0, "expiry", "USD", today=today) == (
        printed,
        ["expiry"],
    )


@pytest.mark.parametrize(("value", "printed"), [(0.0224, "2.24%"), (0.01, "1%"), (0.011, "1.10%")])
def test_a_bonds_yield_has_hundredths_where_they_say_something(value, printed):
    """A yield of one percent is printed as 1%, not as 1.00%."""
    assert said("macro:JP10Y/macro.yield", value, "value") == (printed, ["value"])


def test_what_has_no_date_has_no_expiry():
    """A constant maturity does not expire."""
    with pytest.raises(UnsayableError, match="is of no expiry"):
        said("BTC/options.iv_atm/30d@deribit", 0.5, "expiry")


def test_a_strikes_gamma_is_a_sum_and_its_open_interest_a_count():
    """Of a metric that prints as a price the one is scaled, the other in coin."""
    strike = "BTC/options.gamma_strike@deribit"
    assert said(f"{strike}~gamma", 31_411_931.9, "sum", "USD") == ("$31 million", ["value"])
    assert said(strike, 70_000.0, "value", "USD") == ("$70,000", ["value"])
    put = "BTC/options.top_put_strike@deribit~open_interest"
    assert said(put, 15_438.6, "value", "coin") == ("15,439 BTC", ["value"])
    with pytest.raises(UnsayableError, match="no sum of money"):
        said(put, 15_438.6, "sum", "coin")


@pytest.mark.parametrize(
    ("value", "printed"),
    [(-0.0058, "0.6 percentage points"), (0.0104, "1.0 percentage point"), (0.012, "1.2 percentage points")],
)
def test_a_carry_prints_in_percentage_points(value, printed):
    """It is the difference of two rates a year."""
    assert said("BTC/futures.carry/90d@binance", value, "size") == (printed, ["size"])


@pytest.mark.parametrize(
    ("fact_id", "value", "printed"),
    [
        ("BTC/futures.open_interest@venues~change:7d", -0.0934, "9.3%"),
        ("ETH/spot.price_in_btc@binance~change:7d", -0.0491, "4.9%"),
        ("BTC/options.max_pain/2026-02-13@deribit~distance", 0.1044, "10.4%"),
    ],
)
def test_a_change_of_what_is_no_percentage_has_one_decimal(fact_id, value, printed):
    """The decimals of a coin, a price or a cross rate are not those of its change."""
    assert said(fact_id, value, "size", kind=Kind.CHANGE) == (printed, ["size"])


def test_a_butterfly_prints_in_points():
    """It is a difference of volatilities."""
    assert said("BTC/options.butterfly_25d/30d@deribit", 0.034, "value") == ("3.4 points", ["value"])
