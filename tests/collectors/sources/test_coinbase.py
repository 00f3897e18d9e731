"""Coinbase: low before high before open, the newest first, seconds."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from generator.collectors.source import Scope
from generator.collectors.sources import coinbase
from generator.errors import PayloadError
from tests.collectors.sources.replies import NAMES, capture, put, told

BARS = json.loads(capture("coinbase/candles-btc-usd-1h-2024-04-04.json"))
NOW = datetime(2024, 4, 4, 2, 30, tzinfo=UTC)


def bars(body, at=NOW, kind="candles-1h"):
    return told(coinbase.SOURCE, kind, body, subject="BTC-USD", at=at)


def test_a_row_is_low_high_open_close():
    """The hour from 01:00 opened at 66,312.40, fell to 66,055.14 and closed at 66,181.60."""
    runs = [
        BARS[0][0] + 3600,
        *BARS[0][1:],
    ]  # the capture ends with the hour from 01:00: this one shows that it is over
    candle = bars([runs, *BARS])[0]
    assert (candle.open_usd, candle.high_usd, candle.low_usd, candle.close_usd) == (
        66312.4,
        66331.99,
        66055.14,
        66181.6,
    )
    assert (candle.volume_coin, candle.asset, candle.venue, candle.quote) == (None, "BTC", "coinbase", "USD")
    assert candle.observed_at == datetime(2024, 4, 4, 1, 59, 59, 999000, tzinfo=UTC)


def test_every_bar_has_its_low_at_the_bottom_and_its_high_on_top():
    """What the captured order of a row would not give if it were read as open, high, low, close."""
    for candle in bars(BARS):
        assert candle.low_usd <= min(candle.open_usd, candle.close_usd)
        assert candle.high_usd >= max(candle.open_usd, candle.close_usd)


def test_the_newest_bar_still_runs():
    """It stands first; at 01:30 only the hour before has ended."""
    assert [each.observed_at.hour for each in bars(BARS, NOW - timedelta(hours=1))] == [0]


@pytest.mark.parametrize("at", [1712192400000, 1712192401, "1712192400", 1712192400.5])
def test_seconds_are_no_milliseconds_at_coinbase(at):
    """Another unit, a second past the hour, a text, half a second."""
    with pytest.raises(PayloadError, match=r"^coinbase candles-1h BTC-USD: "):
        bars(put(BARS, (0, 0), at))


def test_an_hour_is_no_day():
    """A reply to the other question begins at an hour that no day begins at."""
    with pytest.raises(PayloadError, match="a bar begins at 2024-04-04 01:00:00 UTC"):
        bars(BARS, kind="candles-1d")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"message": "NotFound"}, 'in its words: "NotFound"'),
        ([], "the list of bars is empty"),
        (put(BARS, (1, 4), "66314.48"), "1.4: Input should be a valid number"),
        (put(BARS, (1, 4), None), "1.4: Input should be a valid number"),
        (put(BARS, (1, 4), 0), "1.4: Input should be greater than"),
        (put(BARS, (1,), [1712188800, 65857.35]), "1.2: Field required"),
        (b"[[1712192400, 66055.14, NaN, 66312.4, 66181.6, 355.8]]", "0.2: "),
    ],
)
def test_bars_of_another_form_are_refused(body, said):
    """A refusal, nothing, a text, a null, a nought, a row cut short, no number."""
    with pytest.raises(PayloadError, match=r"^coinbase candles-1h BTC-USD: ") as caught:
        bars(body)
    assert said in str(caught.value)


def test_no_question_is_for_more_than_300_bars():
    """Days of years, hours of a month, in windows of 300 that stay the same."""
    asks = list(coinbase.SOURCE.history(Scope(("BTC",), NAMES, NOW), NOW - timedelta(days=400)))
    for ask in asks:
        asked = dict(ask.query)
        span = datetime.fromisoformat(asked["end"]) - datetime.fromisoformat(asked["start"])
        assert span // timedelta(seconds=int(asked["granularity"])) < 300
    starts = {ask.kind: dict(ask.query)["start"] for ask in reversed(asks)}
    assert datetime.fromisoformat(starts["candles-1d"]) <= NOW - timedelta(days=400)
    assert NOW - timedelta(days=50) < datetime.fromisoformat(starts["candles-1h"]) <= NOW - timedelta(days=35)
