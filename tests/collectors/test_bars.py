"""Bars: stamped with their last instant, and told only when another has followed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.collectors.bars import Bar, candles
from generator.errors import PayloadError
from generator.model.reply import Reply

DAY = datetime(2026, 2, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


def read(*opens, at=DAY + timedelta(hours=10), interval="1h"):
    reply = Reply(
        source="binance-spot", kind=f"candles-{interval}", subject="BTCUSDT", url="https://api.binance.com/asked",
        status=200, asked_at=at, fetched_at=at, body=b"[]",
    )  # fmt: skip
    bars = [Bar(each, 2.0, 4.0, 1.0, 3.0, 5.0) for each in opens]
    return list(candles(bars, reply, asset="BTC", publisher="binance", interval=interval, quote="USDT"))


def test_a_bar_is_stamped_with_the_last_instant_it_covers():
    """The hour of 08:00 ends at 08:59:59.999, the day at 23:59:59.999."""
    (hour,) = read(DAY + 8 * HOUR, DAY + 9 * HOUR)
    assert hour.observed_at == datetime(2026, 2, 10, 8, 59, 59, 999_000, tzinfo=UTC)
    assert (hour.open_usd, hour.high_usd, hour.low_usd, hour.close_usd, hour.volume_coin) == (2.0, 4.0, 1.0, 3.0, 5.0)
    assert (hour.asset, hour.venue, hour.interval, hour.quote, hour.origin.source) == (
        "BTC", "binance", "1h", "USDT", "binance",
    )  # fmt: skip
    (day,) = read(DAY - 24 * HOUR, DAY, interval="1d")
    assert day.observed_at == datetime(2026, 2, 9, 23, 59, 59, 999_000, tzinfo=UTC)


def test_a_bar_that_runs_is_left_out():
    """At ten o'clock sharp the hour from nine has ended; a millisecond before it has not."""
    hours = [DAY + 8 * HOUR, DAY + 9 * HOUR, DAY + 10 * HOUR]
    assert [each.observed_at.hour for each in read(*hours)] == [8, 9]
    assert [each.observed_at.hour for each in read(*hours, at=DAY + 10 * HOUR - timedelta(milliseconds=1))] == [8]


def test_an_old_copy_does_not_pass_off_a_bar_that_was_cut_off():
    """Yesterday's reply, fetched today: its newest bar has an end in the past and still was running."""
    hours = [DAY + 8 * HOUR, DAY + 9 * HOUR]
    assert [each.observed_at.hour for each in read(*hours, at=DAY + 30 * HOUR)] == [8]
    assert [each.observed_at.hour for each in read(*reversed(hours), at=DAY + 30 * HOUR)] == [8]


def test_no_bar_at_all_is_an_error_and_none_that_has_ended_is_none():
    """A market always has bars; in its first hour it has none that is over."""
    with pytest.raises(PayloadError, match="binance-spot candles-1h BTCUSDT: the list of bars is empty"):
        read()
    assert read(DAY + 10 * HOUR) == []


@pytest.mark.parametrize(
    ("opens", "interval"),
    [(DAY + timedelta(minutes=50), "1h"), (DAY + timedelta(milliseconds=1), "1h"), (DAY - 8 * HOUR, "1d")],
    ids=["another interval", "a moment late", "a day of another zone"],
)
def test_a_bar_that_begins_elsewhere_is_refused(opens, interval):
    """Five-minute bars read as hours, or days that begin at 16:00, would be told of times that they do not cover."""
    with pytest.raises(PayloadError, match=f"binance-spot candles-{interval} BTCUSDT: a bar begins at 2026-02-"):
        read(opens, interval=interval)


@given(st.integers(0, 400), st.integers(0, 3_600_000 * 400))
def test_nothing_is_told_before_it_has_happened(opened, asked):
    """Whenever the reply came, no bar ends after it."""
    at = DAY + timedelta(milliseconds=asked)
    for each in read(DAY + opened * HOUR, at=at):
        assert each.observed_at < at
