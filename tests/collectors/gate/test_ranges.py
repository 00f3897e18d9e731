from dataclasses import replace
from datetime import timedelta

import pytest

from generator.model.instants import parse_instant
from tests.collectors.gate.healthy import AT, of, quotes, settlements, sifted, whys


def reading(metric, value, asset="BTC"):
    """A value of a metric, as a list from the past would bring it."""
    some = of("alternative.me")[0]
    return replace(some, series=replace(some.series, asset=asset, metric=metric), value=value)


def fallen(record):
    return whys(sifted([record], current=False))


@pytest.mark.parametrize(
    ("metric", "asset", "inside", "outside"),
    [
        ("spot.price", "BTC", 1_000, 999.9),
        ("spot.price", "ETH", 500_000, 500_001),
        ("spot.price", "PEPE", 1e-12, 0),
        ("spot.market_cap", "BTC", 1.3e12, 1.3e15),
        ("market.dominance", "BTC", 0.567, 56.7),
        ("market.dominance", "BTC", 0.567, -0.01),
        ("futures.open_interest", "BTC", 1_100_000, 110_000_000),
        ("futures.open_interest", "BTC", 0, -1),
        ("options.dvol", "BTC", 0.5, 50),
        ("sentiment.fear_greed", "CRYPTO", 100, 101),
        ("sentiment.fear_greed", "CRYPTO", 0, -1),
        ("stablecoins.supply", "CRYPTO", 3.1e11, 3.1e8),
        ("macro.yield", "macro:US10Y", 0.042, 4.2),
        ("macro.level", "macro:VIX", 82.7, 0.177),
        ("spot.price", "BTC", 70_000, float("nan")),
    ],
)
def test_range(metric, asset, inside, outside):
    """The catalogue says what is possible: the edge passes, what lies beyond it does not."""
    assert fallen(reading(metric, inside, asset)) == []
    assert len(fallen(reading(metric, outside, asset))) == 1


def test_a_reason_names_the_quantity_and_its_range():
    """The editor reads what is wrong with it."""
    assert fallen(reading("market.dominance", 56.7)) == ["a share of market value of 56.7 is not between 0.0001 and 1"]


def test_a_metric_without_a_range_passes():
    """Where the catalogue says nothing, nothing is held against a reading."""
    assert fallen(reading("options.max_pain", 1e9)) == []


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"low_usd": 101.0}, "open, high, low and close of 100, 110, 101, 105 are no bar"),
        ({"high_usd": 104.0}, "open, high, low and close of 100, 104, 90, 105 are no bar"),
        ({"low_usd": 0.0}, "open, high, low and close of 100, 110, 0, 105 are no bar"),
        ({"low_usd": -1.0}, "open, high, low and close of 100, 110, -1, 105 are no bar"),
        ({"high_usd": 839.0}, None),
        ({"high_usd": 1_050.0}, "a high 10 times what the bar opened and closed at"),
        ({"low_usd": 12.6}, None),
        ({"low_usd": 1.0}, "a low 1/100 of what the bar opened and closed at"),
        ({"observed_at": parse_instant("2026-02-10T03:00:00Z")}, None),
        ({"observed_at": parse_instant("2026-02-10T02:59:59.999Z")}, None),
        ({"observed_at": parse_instant("2026-02-10T02:30:00Z")}, "a bar of 1 hour that ends at 02:30:00"),
    ],
)
def test_bar(changes, reason):
    """A bar from 100 to 105, between 90 and 110; a small coin may move eightfold within it."""
    some = next(r for r in of("kraken") if getattr(r, "interval", "") == "1h")
    parts = {"open_usd": 100.0, "high_usd": 110.0, "low_usd": 90.0, "close_usd": 105.0, **changes}
    bar = replace(some, asset="XRP", **parts)
    assert fallen(bar) == ([] if reason is None else [reason])


def test_a_daily_bar_ends_with_the_day():
    """A venue whose days end at 16:00 UTC has other days than we speak of."""
    some = next(r for r in of("kraken") if getattr(r, "interval", "") == "1d")
    assert fallen(some) == []
    assert fallen(replace(some, observed_at=some.observed_at - timedelta(hours=8))) == [
        "a bar of 24 hours that ends at 15:59:59"
    ]


def future(**changes):
    return replace(next(r for r in quotes(AT) if getattr(r, "instrument", "") == "BTC-27MAR26"), **changes)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        # 44.4 days to expiry: 12% above the index are 99% a year, 13% are 107%.
        ({"price_usd": 112_000.0, "index_usd": 100_000.0}, None),
        ({"price_usd": 113_000.0, "index_usd": 100_000.0}, "a basis of 107% a year is not between -100% and 100%"),
        ({"expires_at": None, "price_usd": 149_000.0, "index_usd": 100_000.0}, None),
        ({"expires_at": None, "price_usd": 151_000.0, "index_usd": 100_000.0}, "51.0% above its own index"),
        ({"expires_at": None, "price_usd": 10_000.0, "index_usd": 1_000_000.0}, "1/100 of its own index"),
        ({"index_usd": 0.0}, "an index of 0 is none"),
        ({"expires_at": AT - timedelta(hours=20)}, None),
        ({"expires_at": AT - timedelta(hours=25)}, "observed after the contract expired"),
    ],
)
def test_future(changes, reason):
    """A dated future keeps to its index by the year, a perpetual one by itself, and both end."""
    changed = {"price_usd": 100_100.0, "index_usd": 100_000.0, **changes}
    assert fallen(future(**changed)) == ([] if reason is None else [reason])


def test_funding_of_a_thousand_percent():
    """0.4% for eight hours is 438% a year and has been; 1.2% is not believed of bitcoin."""
    rate = next(r for r in settlements(AT) if (r.venue, r.asset) == ("binance", "BTC"))
    assert fallen(replace(rate, rate=0.004)) == []
    assert len(fallen(replace(rate, rate=0.012))) == 1


def test_settlements_are_on_their_grid():
    """Eight hours end at 0, 8 and 16 o'clock; one settled at 19:00 has another clock."""
    rate = next(r for r in settlements(AT) if r.venue == "binance")
    assert fallen(rate) == []
    assert fallen(replace(rate, observed_at=rate.observed_at.replace(hour=19))) == [
        "settled at 19:00, where 8 hours do not end"
    ]
