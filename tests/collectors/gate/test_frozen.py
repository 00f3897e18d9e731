from dataclasses import replace

import pytest

from scripts.calibrate_gate import Remembered
from tests.collectors.gate.healthy import AT, DAY, HOUR, of, quotes, sifted, whys


def flat_hours(count, price=2.0345):
    """Hourly bars of which the last ones have one price and no range."""
    bars = sorted(
        (r for r in of("kraken", asset="BTC") if getattr(r, "interval", "") == "1h"), key=lambda r: r.observed_at
    )
    moved = [replace(b, asset="XRP", open_usd=2.0, high_usd=2.1, low_usd=1.9, close_usd=2.05) for b in bars]
    still = [replace(b, open_usd=price, high_usd=price, low_usd=price, close_usd=price) for b in moved]
    return [*moved[: len(bars) - count], *still[len(bars) - count :]]


def test_six_hours_at_one_price():
    """Six hours without a trade at another price: the feed stands still, and the six fall."""
    result = sifted(flat_hours(6))
    assert whys(result) == ["frozen: 6 hours at 2.0345 and nothing else"]
    assert len(result.aside[0].records) == 6


def test_five_quiet_hours():
    """Five may be a quiet night."""
    assert not sifted(flat_hours(5)).aside


def test_history_may_have_stood_still():
    """In a page of history they are what they were."""
    assert not sifted(flat_hours(8), current=False).aside


def mark_after(*earlier, price=68_123.45, gap=HOUR, asset="BTC"):
    quote = next(r for r in quotes(AT) if getattr(r, "instrument", "") == "BTCUSDT" and r.venue == "bybit")
    now = replace(quote, asset=asset, price_usd=price, index_usd=None)
    past = Remembered()
    past.take(
        [replace(now, observed_at=now.observed_at - (place + 1) * gap, price_usd=p) for place, p in enumerate(earlier)]
    )
    return whys(sifted([now], before=past))


@pytest.mark.parametrize(
    ("earlier", "reasons"),
    [
        pytest.param((68_123.45,), [], id="within the hour"),
        pytest.param((68_123.46, 68_123.45, 68_123.45), [], id="it moved by a cent"),
    ],
)
def test_a_mark_that_stands_still(earlier, reasons):
    """A mark ticks with every trade; the same one to the last digit is the last that a broken feed saw."""
    assert mark_after(*earlier) == reasons


def test_a_price_of_five_digits_that_stands_still():
    """Five digits may be the same twice, and not for three hours."""
    assert mark_after(*(68_123.0,) * 2, price=68_123.0, gap=2 * HOUR) == []
    assert mark_after(*(68_123.0,) * 3, price=68_123.0) == ["frozen: 68,123 to the last digit for 3 hours"]


def test_a_number_of_six_digits_an_hour_later():
    """The same six digits more than an hour later are of a cached reply."""
    assert mark_after(68_123.4, price=68_123.4, gap=1.1 * HOUR) == [
        "cached: 68,123.4 to the last digit as 1 hour before"
    ]
    assert mark_after(68_123.5, price=68_123.4, gap=1.1 * HOUR) == []


def test_one_number_of_many_may_be_the_same():
    """Of a reply of three numbers one is the same by chance; of a cached reply at least half are."""
    some = [r for r in quotes(AT) if getattr(r, "instrument", "") == "BTCUSDT"][:3]
    now = [replace(r, venue="okx", instrument=f"C{n}", origin=some[0].origin) for n, r in enumerate(some)]
    for moved, falls in ((2, False), (1, True)):
        past = Remembered()
        past.take(
            [
                replace(r, observed_at=r.observed_at - DAY, price_usd=r.price_usd + (n < moved))
                for n, r in enumerate(now)
            ]
        )
        assert len([r for item in sifted(now, before=past).aside for r in item.records]) == 3 * falls


def test_within_an_hour_it_may_be_one_reading():
    """Four runs in ten minutes may all be told of one."""
    assert mark_after(*(68_123.45,) * 3, gap=HOUR / 20) == []


def test_short_prices_may_stand():
    """A provider that prints 3.49 prints it again tomorrow."""
    assert mark_after(*(3.49,) * 3, price=3.49, asset="BGB") == []


def coin(metric, value, earlier):
    some = next(r for r in of("coingecko", asset="BTC"))
    now = replace(some, series=replace(some.series, asset="USDT", metric=metric), value=value)
    past = Remembered()
    past.take([replace(now, observed_at=now.observed_at - (n + 1) * DAY, value=v) for n, v in enumerate(earlier)])
    return whys(sifted([now], before=past))


def test_a_dollar_coin_stands_at_a_dollar():
    """What is pegged stands still when all is well."""
    assert coin("spot.price", 0.999712, [0.999712] * 3) == []
    assert coin("spot.price", 2.999712, [2.999712] * 3) == ["cached: 2.99971 to the last digit as 24 hours before"]


def test_an_index_may_stand():
    """Fear and greed may be 14 for four days; open interest may not be the same to the last coin."""
    assert coin("sentiment.fear_greed", 14.0, [14.0] * 3) == []
    assert len(coin("futures.open_interest", 80_123.5, [80_123.5] * 3)) == 1
