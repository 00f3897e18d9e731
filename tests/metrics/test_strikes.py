"""Strikes of one snapshot: where most is open, and where the gamma lies."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.metrics.strikes import gamma_notional

_AS_OF = "2026-02-10T12:00:00Z"
_NAME = "BTC/options.{}@deribit"


@pytest.fixture
def chain(make):
    """Calls and puts of Friday and of March; a giant at 75,000 that expires tomorrow morning."""
    options = [
        ("2026-02-11", 75_000, "C", 900), ("2026-02-13", 60_000, "P", 40), ("2026-02-13", 65_000, "P", 25),
        ("2026-02-13", 65_000, "C", 90), ("2026-02-13", 75_000, "C", 30), ("2026-03-27", 65_000, "P", 20),
        ("2026-03-27", 75_000, "C", 30), ("2026-03-27", 80_000, "C", 50), ("2026-03-27", 75_000, "P", 70),
    ]  # fmt: skip
    return [
        make.option("BTC", "2026-02-10T10:00", day, 1.0 * strike, right, 0.5, forward=7e4, open_interest=1.0 * held)
        for day, strike, right, held in options
    ]


@pytest.fixture
def price(make):
    """Bitcoin at 68,000 an hour before noon."""
    return [make.hour_bar("BTC", "2026-02-10T10:00", 68_000.0)]


def test_the_strikes_that_hold_most_by_hand(facts, chain, price):
    """135 options of both kinds at 65,000; above the price 60 calls at 75,000, below it 45 puts at 65,000.

    What expires tomorrow does not count, nor do calls below the price or puts above it.
    """
    found = facts([*chain, *price], _AS_OF)
    for metric, strike, held in (
        ("top_strike", 65_000, 135), ("top_call_strike", 75_000, 60), ("top_put_strike", 65_000, 45),
    ):  # fmt: skip
        level = found[_NAME.format(metric)]
        amount, distance = found[f"{level.id}~open_interest"], found[f"{level.id}~distance"]
        assert (level.value, level.unit) == (strike, "USD")
        assert (amount.value, amount.unit) == (held, "coin")
        assert (distance.value, distance.than) == (pytest.approx(strike / 68_000 - 1), "BTC/spot.price@binance")


def test_of_two_strikes_that_hold_as_much_the_lower_one_is_told(facts, price, make):
    """Ten calls each at 80,000 and at 90,000."""
    pair = [
        make.option("BTC", "2026-02-10T10:00", "2026-03-27", strike, "C", 0.5, forward=7e4, open_interest=10.0)
        for strike in (90_000.0, 80_000.0)
    ]
    assert facts([*pair, *price], _AS_OF)[_NAME.format("top_call_strike")].value == 80_000


def test_without_a_price_there_is_no_side_of_it(facts, chain):
    """The strike that holds most is told, but not what lies above and below."""
    found = facts(chain, _AS_OF)
    assert _NAME.format("top_strike") in found
    assert _NAME.format("top_call_strike") not in found
    assert _NAME.format("top_put_strike") not in found


def test_gamma_by_hand(facts, price, make):
    """Forward and strike 70,000, 50%, 36.5 days: the deviation is a tenth of sqrt(10), 0.158; d1 half of it.

    The density there is 0.39770; gamma 0.39770 / (70,000 x 0.158114); ten coins, 1% of the forward squared.
    """
    at_the_money = make.option("BTC", "2026-02-10T20:00", "2026-03-19", 7e4, "C", 0.5, forward=7e4, open_interest=10.0)
    found = facts([at_the_money, *price], "2026-02-10T21:00:00Z")
    amount = found[_NAME.format("gamma_notional")]
    assert amount.value == pytest.approx(0.39770 / (70_000 * 0.158114) * 10 * 70_000**2 * 0.01, rel=1e-4)
    assert (amount.unit, amount.n, amount.total) == ("USD", 1, 1)
    strike = found[_NAME.format("gamma_strike")]
    assert strike.value == 70_000
    assert found[f"{strike.id}~gamma"].value == pytest.approx(amount.value)
    assert found[f"{strike.id}~distance"].value == pytest.approx(70 / 68 - 1)


def test_gamma_counts_only_options_with_a_volatility_and_says_so(facts, chain, price, make):
    """One without a mark volatility is left out: seven of eight."""
    blind = [make.option("BTC", "2026-02-10T10:00", "2026-03-27", 7e4, "C", math.nan, forward=7e4, open_interest=500.0)]
    before, after = (facts([*chain, *more, *price], _AS_OF)[_NAME.format("gamma_notional")] for more in ([], blind))
    assert after.value == pytest.approx(before.value)
    assert (after.n, after.total) == (8, 9)


def test_gamma_is_alike_for_calls_and_puts(facts, price, make):
    """Nobody sees who has sold: both add up, and neither has a sign."""
    sides = [
        facts(
            [make.option("BTC", "2026-02-10T10:00", "2026-03-27", 8e4, right, 0.5, forward=7e4), *price], _AS_OF
        )[_NAME.format("gamma_notional")].value
        for right in "CP"
    ]  # fmt: skip
    assert sides[0] == sides[1] > 0


@settings(deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.floats(0.5, 2.0), st.floats(0.1, 2.0), st.floats(0.005, 2.0), st.floats(0.1, 1e4)),
        min_size=1, max_size=20,
    ),
    scale=st.floats(1e-3, 1e3),
)  # fmt: skip
def test_gamma_is_never_negative_adds_up_and_scales_with_the_coins_price(rows, scale):
    """Twice the coins have twice of it; forward and strike in other money have as much in that money."""
    strike, iv, years, held = (np.array(each) for each in zip(*rows, strict=True))
    one = np.ones(len(rows))
    amount = gamma_notional(one, strike, iv, years, held)
    assert (amount >= 0).all()
    np.testing.assert_allclose(gamma_notional(one, strike, iv, years, 2 * held), 2 * amount, atol=1e-290)
    scaled = gamma_notional(scale * one, scale * strike, iv, years, held)
    np.testing.assert_allclose(scaled, scale * amount, rtol=1e-6, atol=1e-290)


@pytest.mark.parametrize(
    ("metric", "strike"),
    [("top_strike", 90_000), ("top_call_strike", 100_000), ("top_put_strike", 65_000), ("gamma_strike", 70_000)],
)
def test_the_strikes_of_the_tenth_of_february(facts, sample, metric, strike):
    """As the recorded chain has them, counted by grouping its rows, with bitcoin at 69,151."""
    found = facts(sample, "2026-02-10T10:00:00Z")
    level = found[_NAME.format(metric)]
    assert level.value == strike
    if metric != "gamma_strike":
        assert found[f"{level.id}~open_interest"].value == pytest.approx(_counted(sample, found, metric, strike))


def _counted(sample, found, metric, strike):
    chain = sample.before("2026-02-10T10:00:00Z").option_quotes("BTC")
    chain = chain[chain["observed_at"] == chain["observed_at"].max()]
    chain = chain[(chain["expires_at"] - chain["observed_at"]).dt.total_seconds() >= 36 * 3600]
    price = found["BTC/spot.price@binance"].value
    side = {"top_strike": chain["strike"] > 0, "top_call_strike": (chain["right"] == "C") & (chain["strike"] > price)}
    side["top_put_strike"] = (chain["right"] == "P") & (chain["strike"] < price)
    sums = chain[side[metric]].groupby("strike")["open_interest"].sum()
    assert sums.idxmax() == strike
    return sums.max()
