"""The second reading of futures, by hand: curve, carry, funding over venues, what open interest and price say."""

from datetime import UTC, datetime

import pytest

from generator.model.fact import Fact, Facts, Kind
from generator.model.signal import Stance
from generator.narrative.futures import futures
from generator.narrative.liquidations import liquidations
from generator.narrative.view import View

NOW = datetime(2026, 2, 11, tzinfo=UTC)
BASIS = "BTC/futures.basis/90d@binance"
COIN, USD = "BTC/futures.open_interest@venues", "BTC/futures.open_interest_usd@venues"


def fact(fact_id, value, unit="ratio", kind=Kind.LEVEL, **more):
    return Fact(id=fact_id, kind=kind, value=value, unit=unit, as_of=NOW, formula="", **more)


def told(*facts, asset="BTC"):
    stance = Stance(label=None, horizon="", confidence="low", families={})
    view = View(asset, NOW, Facts(facts), {}, stance)
    return {each.move: each for each in [*futures(view), *liquidations(view)]}


def interest(box, *, day=0.05, week=0.08, gap=0.0, n=5):
    """Return open interest over a set of venues, with its reading beside the price."""
    return [
        fact(COIN, 270_000.0, "coin", n=n, total=6), fact(USD, 19e9, "USD", n=n, total=6),
        fact(f"{COIN}~reconciled", gap, kind=Kind.SHARE),
        fact("BTC/spot.return/1d", day, kind=Kind.CHANGE, window="1d"),
        fact("BTC/spot.return/7d", week, kind=Kind.CHANGE, window="7d"),
        *(fact(f"{COIN}~change:{window}", -0.03, kind=Kind.CHANGE, window=window) for window in ("1d", "7d")),
        *(fact(f"{COIN}~box:{window}", None, "none", Kind.BAND, state=state) for window, state in box.items()),
    ]  # fmt: skip


@pytest.mark.parametrize(("near", "far", "trait"), [(0.02, 0.04, "up"), (0.05, 0.03, "down"), (0.03, 0.034, None)])
def test_a_curve_is_told_where_it_bends(near, far, trait):
    """Half a point a year between the ends is a shape."""
    facts = [fact("BTC/futures.basis/30d@binance", near), fact("BTC/futures.basis/180d@binance", far)]
    found = told(fact(BASIS, 0.031), *facts)
    assert ("basis-curve" in found) is (trait is not None)
    assert trait is None or trait in found["basis-curve"].traits


def test_a_curve_is_one_venues():
    """Ends from two venues would tell their difference as a slope."""
    facts = [fact("BTC/futures.basis/30d@binance", 0.02), fact("BTC/futures.basis/180d@deribit", 0.04)]
    assert "basis-curve" not in told(fact(BASIS, 0.031), *facts)


def test_the_carry_is_told_with_the_bill_that_it_was_reckoned_with():
    """Without the bill's yield among its inputs nothing is said, and a carry that turned is news."""
    bill = fact("macro:US3M/macro.yield", 0.037)
    carry = fact("BTC/futures.carry/90d@binance", -0.006, inputs=(BASIS, bill.id))
    week = fact(f"{carry.id}~past:7d", 0.01, kind=Kind.PAST)
    assert "basis-carry" not in told(fact(BASIS, 0.031), carry)
    found = told(fact(BASIS, 0.031), bill, carry)["basis-carry"]
    assert found.cast["bill"] is bill
    assert "less" in found.traits
    assert told(fact(BASIS, 0.031), bill, carry, week)["basis-carry"].salience > found.salience


@pytest.mark.parametrize(("n", "trait"), [(6, "complete"), (5, "partial")])
def test_weighted_funding_says_how_many_venues_it_rests_on(n, trait):
    """All of the set, or so many of it; against the sign of the venue that leads it is worth more."""
    rates = [fact("BTC/perp.funding_rate/1d@binance", -0.08)]
    found = told(*rates, fact("BTC/perp.funding_rate/1d@weighted", 0.01, n=n, total=6))["funding-weighted"]
    alike = told(*rates, fact("BTC/perp.funding_rate/1d@weighted", -0.01, n=n, total=6))["funding-weighted"]
    assert trait in found.traits
    assert found.salience > alike.salience


@pytest.mark.parametrize("state", ["new money", "adding against the move", "short covering", "unwinding"])
def test_open_interest_and_price_are_read_together(state):
    """Of the day where the price moved, with the state as a trait that finds its words."""
    found = told(*interest({"1d": state, "7d": "unwinding"}))["interest-box"]
    assert {state, "day"} <= found.traits


def test_a_quiet_day_leaves_the_box_to_the_week():
    """A day's move of one percent is no pattern; nor is a change of interest that is next to none."""
    assert "week" in told(*interest({"1d": "unwinding", "7d": "new money"}, day=0.01))["interest-box"].traits
    assert "week" in told(*interest({"1d": "little change", "7d": "new money"}))["interest-box"].traits
    assert "interest-box" not in told(*interest({"1d": "unwinding", "7d": "new money"}, day=0.01, week=0.01))


def test_a_week_that_does_not_add_up_is_not_read():
    """Where coin, dollars and price disagree the change of open interest is not told, and so has no meaning."""
    found = told(*interest({"7d": "new money"}, day=0.01, gap=0.06))
    assert "interest-box" not in found
    assert "interest-coin" not in found


@pytest.mark.parametrize(("n", "trait"), [(6, "complete"), (5, "partial")])
def test_a_sum_over_venues_is_told_with_its_coverage(n, trait):
    """The phrases that name the venues counted are chosen by it."""
    assert {"set", trait} <= told(*interest({}, n=n))["interest-coin"].traits


def test_a_premium_below_a_twentieth_of_a_percent_is_noise():
    """Two venues are never exactly alike."""
    price = fact("BTC/spot.price@binance", 70_000.0, "USD")
    assert "coinbase-premium" not in told(price, fact("BTC/spot.premium@coinbase", 0.0004))
    assert "coinbase-premium" in told(price, fact("BTC/spot.premium@coinbase", -0.0012))


def test_ether_is_told_in_bitcoin_once_they_part():
    """Three percent in a week, in an article on either coin."""
    held = fact("ETH/spot.price_in_btc@binance", 0.03)
    move, still = (fact(f"{held.id}~change:7d", size, kind=Kind.CHANGE, window="7d") for size in (-0.04, -0.02))
    assert "ether-in-bitcoin" in told(held, move)
    assert "ether-in-bitcoin" in told(held, move, asset="ETH")
    assert "ether-in-bitcoin" not in told(held, still)


def test_the_share_of_open_interest_is_of_the_sum_that_is_told():
    """Beside the whole market's liquidations a share of bitcoin's would be read as theirs."""
    own = fact("BTC/liquidations.total/1d@coinalyze", 290e6, "USD")
    share = fact(f"{own.id}~of_interest", 0.015, kind=Kind.SHARE, of=own.id, than=USD)
    whole = fact(USD, 19e9, "USD", n=5, total=6)
    market = fact("CRYPTO/liquidations.total/1d@coinglass", 500e6, "USD")
    found = told(own, share, whole)["liquidations-share"]
    assert "partial" in found.traits
    assert "liquidations-share" not in told(own, share, whole, market)
    dust = fact(share.id, 0.0004, kind=Kind.SHARE, of=own.id, than=USD)
    assert "liquidations-share" not in told(own, dust, whole)
