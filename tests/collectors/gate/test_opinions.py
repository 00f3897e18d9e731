from dataclasses import replace

import pytest

from generator.model.observation import Observation
from tests.collectors.gate.healthy import healthy, of, sifted, whys


def told(metric, asset="BTC", **values):
    """One quantity as several sources tell it."""
    some = next(r for r in of("coingecko") if isinstance(r, Observation))
    return [
        replace(some, series=replace(some.series, asset=asset, metric=metric, venue=venue.replace("_", ".")), value=v)
        for venue, v in values.items()
    ]


def test_a_record_high_of_another_coin():
    """Two of three sources have the record at 126,080 and 126,200; the one at 108,000 is of another market."""
    result = sifted(told("spot.all_time_high", coingecko=126_080.0, coinpaprika=108_000.0, binance=126_200.0))
    assert whys(result) == ["108,000, where the median of 2 other sources is 126,140"]


@pytest.mark.parametrize(("other", "pass_"), [(132_000.0, 2), (133_000.0, 0)])
def test_two_record_highs(other, pass_):
    """Within 5% both pass; beyond it neither does, for nobody can say which is right."""
    result = sifted(told("spot.all_time_high", coingecko=126_080.0, coinpaprika=other))
    assert len(result.passed) == pass_
    (pair,) = result.compared
    assert pair.beyond is (pass_ == 0)
    assert pair.holds == "sentence"


def test_shares_are_compared_by_their_difference():
    """56.7% and 58.7% of the market are two points apart, which three are tolerated."""
    result = sifted(told("market.dominance", coingecko=0.567, coinpaprika=0.587))
    assert [(pair.quantity, pair.told, pair.other) for pair in result.compared] == [
        ("BTC/market.dominance", "coingecko", "coinpaprika")
    ]
    assert result.compared[0].apart == pytest.approx(0.02)
    assert not result.compared[0].beyond
    assert not sifted(told("market.dominance", coingecko=0.567, coinpaprika=0.598)).passed


def test_two_indices_are_two_things():
    """Two providers' fear and greed are never set against each other, however far apart."""
    result = sifted(told("sentiment.fear_greed", asset="CRYPTO", alternative_me=9.0, coinmarketcap=48.0), current=False)
    assert not result.aside
    assert not result.compared


def test_open_interest_of_two_venues_is_two_things():
    """What is open at one venue is not what is open at another."""
    assert not sifted(told("futures.open_interest", binance=80_000.0, okx=30_000.0)).compared


def test_the_preferred_source_is_told():
    """The desk's order says whose price is told; each other is compared with it, at one moment and as it came."""
    result = sifted(healthy())
    prices = [pair for pair in result.compared if pair.quantity == "BTC/spot.price"]
    assert {pair.told for pair in prices} == {"binance"}
    assert [pair.other for pair in prices] == [
        "deribit", "bybit", "okx", "hyperliquid", "kraken", "coinbase", "coingecko", "coinpaprika",
    ]  # fmt: skip
    kraken = next(pair for pair in prices if pair.other == "kraken")
    closes = {r.venue: r.close_usd for r in healthy() if getattr(r, "interval", "") == "1h" and r.asset == "BTC"
              and r.observed_at == max(b.observed_at for b in of("kraken", asset="BTC"))}  # fmt: skip
    assert (kraken.told_value, kraken.other_value) == (closes["binance"], closes["kraken"])
    assert kraken.apart == pytest.approx(0.0004)


def test_an_old_reading_is_no_opinion():
    """A market value of two days ago is not compared with one of today."""
    now, old = told("spot.market_cap", coingecko=1.37e12, coinpaprika=1.60e12)
    old = replace(old, observed_at=old.observed_at.replace(day=8))
    result = sifted([now, old], current=False)
    assert not result.aside
    assert not result.compared


@pytest.mark.parametrize(("high", "falls"), [(71_000.0, False), (67_000.0, False), (7_100.0, True)])
def test_a_record_below_the_price(high, falls):
    """What costs 70,000 now never cost 7,100 at most; a record that is being made may lag by a little."""
    price, record = told("spot.price", coingecko=70_000.0) + told("spot.all_time_high", coingecko=high)
    result = sifted([price, record])
    assert [item.records for item in result.aside] == [(record,)] * falls
