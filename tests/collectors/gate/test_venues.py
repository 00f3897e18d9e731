from dataclasses import replace

import pytest

from generator.collectors.gate.readings import venue_of
from generator.model.quotes import Candle
from tests.collectors.gate.healthy import AT, DAY, HOUR, healthy, of, quotes, scaled, sifted, whys


def hourly(venue, close, *, asset="XRP", back=0):
    """A venue's bar of an hour: it opened and closed at one price, within a percent."""
    bar = next(r for r in of("kraken", asset="BTC") if getattr(r, "interval", "") == "1h")
    at = max(r.observed_at for r in of("kraken", asset="BTC") if getattr(r, "interval", "") == "1h") - back * HOUR
    return replace(
        bar, venue=venue, asset=asset, observed_at=at, open_usd=close, high_usd=close * 1.01, low_usd=close * 0.99,
        close_usd=close, origin=replace(bar.origin, source=venue, raw_sha256=venue),
    )  # fmt: skip


def venues_aside(result):
    return sorted({venue_of(record) for item in result.aside for record in item.records})


def test_one_far_from_the_others():
    """Three say 2.00 to 2.02 and one says 2.20, where 5% are tolerated: that one falls."""
    result = sifted([hourly(v, c) for v, c in (("binance", 2.0), ("kraken", 2.02), ("okx", 2.01), ("coinbase", 2.2))])
    assert venues_aside(result) == ["coinbase"]
    assert whys(result) == ["9.5% above the median of 3 other venues"]


def test_one_within_the_tolerance():
    """At 2.10 against a median of 2.01 it is 4.5% off, and passes."""
    assert not sifted(
        [hourly(v, c) for v, c in (("binance", 2.0), ("kraken", 2.02), ("okx", 2.01), ("coinbase", 2.1))]
    ).aside


@pytest.mark.parametrize("factor", [100, 1000, 0.01, 0.001, 1.5, 0.5])
def test_the_farthest_falls_first(factor):
    """Of three venues the broken one falls, though it drags the others' medians along."""
    result = sifted([hourly("binance", 2.0), hourly("kraken", 2.0 * factor), hourly("okx", 2.01)])
    assert venues_aside(result) == ["kraken"]


def test_two_broken_venues_of_five():
    """Two in cents and three in dollars: the two fall, one after the other."""
    told = (("binance", 2.0), ("kraken", 200.0), ("okx", 2.01), ("coinbase", 1.99), ("bybit", 201.0))
    assert venues_aside(sifted([hourly(v, c) for v, c in told])) == ["bybit", "kraken"]


def test_what_rests_on_a_broken_price_falls_with_it():
    """A venue's bars of the same day, its marks and its open interest fall; older bars do not."""
    bars = [hourly(v, 2.0, back=back) for v in ("binance", "kraken", "okx") for back in range(30)]
    broken = [hourly("bybit", 2.0 if back else 2.5, back=back) for back in range(30)]
    mark = next(r for r in quotes(AT) if getattr(r, "instrument", "") == "BTCUSDT" and r.venue == "bybit")
    mark = replace(mark, asset="XRP", instrument="XRPUSDT", price_usd=2.0, index_usd=2.0)
    interest = [r for r in of("bybit", asset="BTC") if "open_interest" in str(getattr(r, "series", ""))]
    coins, dollars = (
        replace(r, series=replace(r.series, asset="XRP"), value=value)
        for r, value in zip(interest, (1e6, 2e6), strict=True)
    )
    result = sifted([*bars, *broken, mark, coins, dollars], current=False)
    passed = [r for r in result.passed if venue_of(r) == "bybit"]
    assert venues_aside(result) == ["bybit"]
    assert coins not in passed
    assert dollars not in passed
    assert mark not in passed
    assert len([r for r in passed if isinstance(r, Candle)]) == 5


def test_two_that_differ():
    """Binance says 2.00 and Kraken 2.12, and there is no third: neither passes."""
    result = sifted([hourly("binance", 2.0), hourly("kraken", 2.12)])
    assert not result.passed
    assert sorted(whys(result)) == [
        "5.7% below the only other venue's, and there is no third",
        "6.0% above the only other venue's, and there is no third",
    ]
    assert [(pair.told, pair.other, pair.beyond, pair.holds) for pair in result.compared] == [
        ("binance", "kraken", True, "sentence")
    ]


def test_two_that_agree():
    """At 2.09, 4.5% apart, both pass."""
    assert not sifted([hourly("binance", 2.0), hourly("kraken", 2.09)]).aside


def test_two_that_differ_on_bitcoin_hold_the_article():
    """Bitcoin's price carries the article: both pass, and the difference of 1.5% is reported as beyond."""
    result = sifted([hourly("binance", 68_000.0, asset="BTC"), hourly("kraken", 69_020.0, asset="BTC")])
    assert not result.aside
    (pair,) = result.compared
    assert pair.beyond
    assert pair.holds == "article"
    assert pair.apart == pytest.approx(0.015)


def test_prices_of_other_minutes_may_differ_more():
    """A mark of twenty minutes later may be five times the tolerance off, and no more."""
    mark = next(r for r in quotes(AT) if getattr(r, "instrument", "") == "BTCUSDT" and r.venue == "bybit")
    bars = [hourly(venue, 68_000.0, asset="BTC") for venue in ("binance", "kraken")]
    later = bars[0].observed_at.replace(minute=20, hour=21, second=0, microsecond=0)
    near = replace(mark, observed_at=later, price_usd=68_000 * 1.049, index_usd=None)
    far = replace(near, price_usd=68_000 * 1.051)
    assert not sifted([*bars, near]).aside
    assert venues_aside(sifted([*bars, far])) == ["bybit"]


def test_prices_of_another_hour_only_show_the_unit():
    """Of a bar six hours older than the others' nothing is said but that it is in cents."""
    bars = [hourly(venue, 2.0) for venue in ("binance", "kraken")]
    assert not sifted([*bars, hourly("okx", 3.0, back=6)], current=False).aside
    assert venues_aside(sifted([*bars, hourly("okx", 200.0, back=6)], current=False)) == ["okx"]


def test_a_dated_future_is_no_spot_price():
    """A contract of September stands 12% above the index, and says nothing of the index."""
    dated = [r for r in of("deribit") if getattr(r, "instrument", "") == "BTC-25SEP26"]
    raised = [replace(r, price_usd=r.index_usd * 1.12) for r in dated]
    rest = [r for r in healthy() if r not in dated]
    assert not sifted([*rest, *raised]).aside


def test_a_broken_day_of_the_past_is_found_in_history():
    """In a page of history, the day on which one venue slipped falls with its neighbours, and the rest passes."""
    days = [r for r in healthy() if isinstance(r, Candle) and (r.interval, r.asset) == ("1d", "ETH")]
    slip = sorted((r for r in days if r.venue == "kraken"), key=lambda r: r.observed_at)[10]
    result = sifted([*(r for r in days if r is not slip), scaled(slip, 1.3)], current=False)
    fallen = [r for item in result.aside for r in item.records]
    assert {r.venue for r in fallen} == {"kraken"}
    assert {abs(r.observed_at - slip.observed_at) for r in fallen} == {0 * DAY, DAY}
