from dataclasses import replace

import pytest

from scripts.calibrate_gate import Remembered
from tests.collectors.gate.healthy import AT, DAY, HOUR, of, quotes, settlements, sifted, whys


def days(closes, asset="XRP", end=AT - AT.hour * HOUR - AT.minute * HOUR / 60):
    """A venue's daily bars, the last one of yesterday."""
    bar = next(r for r in of("kraken", asset="BTC") if getattr(r, "interval", "") == "1d")
    last = len(closes) - 1
    return [
        replace(bar, asset=asset, observed_at=end - (last - place) * DAY, open_usd=close, high_usd=close, low_usd=close,
                close_usd=close)
        for place, close in enumerate(closes)
    ]  # fmt: skip


def after(stored, new):
    """What falls of new bars after stored ones."""
    bars = days([*stored, *new])
    past = Remembered()
    past.take(bars[: len(stored)])
    return sifted(bars[len(stored) :], before=past)


@pytest.mark.parametrize(
    ("closes", "reasons"),
    [
        pytest.param([15.9], [], id="a small coin may go eightfold"),
        pytest.param([16.1], ["8.1 times its own reading 24 hours before"], id="no further"),
        pytest.param([0.26], [], id="or fall to an eighth"),
        pytest.param([0.02], ["1/100 of its own reading 24 hours before"], id="cents for dollars"),
        pytest.param([2000.0], ["1,000 times its own reading 24 hours before"], id="a thousand"),
    ],
)
def test_jump(closes, reasons):
    """XRP closed at 2.00 on each of three days."""
    assert whys(after([2.0, 2.0, 2.0], closes)) == reasons


@pytest.mark.parametrize(("close", "falls"), [(1.99e5, False), (2.01e5, True), (5.02e4, False), (4.9e4, True)])
def test_bitcoin_does_not_double_in_a_day(close, falls):
    """Its largest day was minus 40%."""
    bars = days([100_000.0, 100_000.0, close], asset="BTC")
    past = Remembered()
    past.take(bars[:2])
    assert bool(sifted(bars[2:], before=past).aside) is falls


def test_one_bad_reading_of_the_past_spoils_nothing():
    """If a slip came in yesterday, today's reading is like the two before it, and passes."""
    assert not after([2.0, 2.0, 200.0], [2.0]).aside


def test_a_step_that_was_let_in_is_the_new_past():
    """After a split that an editor released, the next reading is like the last one."""
    assert not after([2.0, 2.0, 0.002], [0.002]).aside


def test_a_slip_in_the_middle_of_a_list():
    """A single bar in cents falls; those after it are held against those before it."""
    result = sifted(days([2.0, 2.1, 2.0, 210.0, 2.1, 2.2]))
    assert [bar.close_usd for item in result.aside for bar in item.records] == [210.0]


def test_a_slip_at_the_start_of_a_list():
    """Where nothing is stored, a list's first reading is held against the middle of its first five."""
    result = sifted(days([200.0, 2.1, 2.0, 2.2, 2.1, 2.2]))
    assert [bar.close_usd for item in result.aside for bar in item.records] == [200.0]


def test_after_a_long_silence_only_the_unit_shows():
    """A coin may be twenty times dearer after forty days; it is not a hundred times dearer."""
    for close, falls in ((40.0, False), (200.0, True)):
        old = [replace(bar, observed_at=bar.observed_at - 40 * DAY) for bar in days([2.0, 2.0, 2.0])]
        past = Remembered()
        past.take(old)
        assert bool(sifted(days([close]), before=past).aside) is falls


def test_open_interest_that_vanished():
    """Nothing after 80,000 coins is a missing number written as zero."""
    now = next(r for r in quotes(AT) if "futures.open_interest" in str(getattr(r, "series", "")))
    past = Remembered()
    past.take([replace(now, observed_at=now.observed_at - DAY, value=now.value + 1)])
    assert "0 after " in whys(sifted([replace(now, value=0.0)], before=past))[0]
    assert not sifted([now], before=past).aside


def test_contracts_for_coins():
    """Open interest of a contract that comes in contracts of a hundredth coin is a hundred times what it was."""
    quote = next(r for r in quotes(AT) if getattr(r, "instrument", "") == "BTCUSDT" and r.venue == "okx")
    past = Remembered()
    past.take([replace(quote, observed_at=quote.observed_at - DAY, open_interest_coin=19_000.0)])
    in_contracts = replace(quote, open_interest_coin=1_900_000.0)
    assert whys(sifted([in_contracts], before=past)) == ["100 times its own reading 24 hours before"]
    assert not sifted([replace(quote, open_interest_coin=100_000.0)], before=past).aside


def test_a_dated_contract_grows_from_nothing():
    """What is open in a contract of its first week may be a thousand times what it was."""
    quote = next(r for r in quotes(AT) if getattr(r, "instrument", "") == "BTC-25SEP26")
    past = Remembered()
    past.take([replace(quote, observed_at=quote.observed_at - DAY, open_interest_coin=1.0)])
    assert not sifted([replace(quote, open_interest_coin=1_000.0)], before=past).aside


def test_a_quote_falls_once():
    """A mark in cents with its amount in contracts is set aside once, for the first reason."""
    quote = next(r for r in quotes(AT) if getattr(r, "instrument", "") == "ETHUSDT" and r.venue == "okx")
    past = Remembered()
    past.take([replace(quote, observed_at=quote.observed_at - DAY)])
    held = quote.open_interest_coin / 100
    broken = replace(quote, price_usd=quote.price_usd * 100, index_usd=None, open_interest_coin=held)
    assert [item.records for item in sifted([broken], before=past).aside] == [(broken,)]


@pytest.mark.parametrize(
    ("factor", "falls"),
    [(100, True), (0.01, True), (1000, True), (0.001, True), (20, False), (0.05, False), (-1, False)],
)
def test_rates_of_another_unit(factor, falls):
    """Rates hover near zero, and change sign; a day of them in percent is of another size than the ten days before."""
    rates = [r for r in settlements(AT) if (r.venue, r.asset) == ("hyperliquid", "BTC")]
    newest = max(r.observed_at for r in rates)
    past = Remembered()
    past.take([r for r in rates if r.observed_at <= newest - DAY])
    new = [replace(r, rate=r.rate * factor) for r in rates if r.observed_at > newest - DAY]
    assert bool(sifted(new, before=past).aside) is falls
