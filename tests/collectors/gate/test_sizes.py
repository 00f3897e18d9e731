from dataclasses import replace

import pytest

from generator.collectors.gate.readings import venue_of
from generator.model.quotes import FundingSettlement
from tests.collectors.gate.healthy import AT, DAY, quotes, settlements, sifted, whys

RATES = [r for r in settlements(AT) if r.asset == "BTC"]


def with_rates(venue, change):
    return sifted([change(r) if r.venue == venue else r for r in RATES])


def fallen(result):
    return {venue_of(record) for item in result.aside for record in item.records}


@pytest.mark.parametrize("venue", ["binance", "bybit", "okx", "hyperliquid"])
@pytest.mark.parametrize("factor", [100, 1000, 0.01, 0.001])
def test_rates_in_percent(venue, factor):
    """Without any past, one venue's rates in another unit show beside the others'."""
    assert fallen(with_rates(venue, lambda r: replace(r, rate=r.rate * factor))) == {venue}


def test_a_rate_of_the_last_day():
    """A venue of which only the last day's rates are known is judged by these."""
    newest = max(r.observed_at for r in RATES)
    last = [r for r in RATES if r.venue != "hyperliquid" or newest - r.observed_at < DAY]
    result = sifted([replace(r, rate=0.0009) if r.venue == "hyperliquid" else r for r in last])
    assert fallen(result) == {"hyperliquid"}
    assert "a year, where other venues' middle is" in whys(result)[0]


def test_rates_may_differ():
    """On 11 October 2025 two venues were 230% a year apart, and both were right."""
    assert not with_rates("bybit", lambda r: replace(r, rate=r.rate - 2.3 / 1095)).aside


def test_two_venues_rates_are_not_judged():
    """Funding is each venue's own: of two that differ both may be right."""
    two = [r for r in RATES if r.venue in ("binance", "bybit")]
    assert not sifted([replace(r, rate=r.rate - 4 / 1095) if r.venue == "bybit" else r for r in two]).aside


def open_interest(venue="okx"):
    some = [r for r in quotes(AT) if venue_of(r) == venue and not isinstance(r, FundingSettlement)]
    rows = [r for r in some if "open_interest" in str(getattr(r, "series", "")) and r.series.asset == "BTC"]
    marks = [r for r in some if getattr(r, "instrument", "") == "BTCUSDT"]
    return rows[0], rows[1], marks[0]


@pytest.mark.parametrize(("factor", "falls"), [(1, False), (1.04, False), (1.07, True), (10, True), (0.01, True)])
def test_coins_times_price_are_dollars(factor, falls):
    """Contracts of a tenth of a coin that are taken for coins are ten times the dollars."""
    coins, dollars, mark = open_interest()
    result = sifted([replace(coins, value=coins.value * factor), dollars, mark])
    assert bool(result.aside) is falls
    if falls:
        assert set(result.aside[0].records) == {replace(coins, value=coins.value * factor), dollars}
        assert "the coins times the price" in whys(result)[0]


def test_without_a_price_nothing_is_said():
    """Coins and dollars cannot be set against each other without a price."""
    coins, dollars, _ = open_interest()
    assert not sifted([replace(coins, value=coins.value * 9), dollars]).aside
