"""Kraken spot: daily and hourly candles in dollars.

What: open, high, low and close of the coins against the dollar: 720 days and 30 days of hours, no more. Volume is
left in the reply: nothing rests on it, and nothing beside it would show that it is wrong.
API: https://docs.kraken.com/api/docs/rest-api/get-ohlc-data.
Terms: public market data; https://www.kraken.com/legal.
Quirks: bitcoin is XBT; a refusal is status 200 with words in the list ``error``; times are seconds; the last bar is
still running. Bars stand under the pair's own name, which may not be that of the question (XXBTZUSD for
XBTUSD), beside the mark of the next page; ``since`` is exclusive, and reaches no further than 720 bars.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated, Final

from pydantic import BeforeValidator, TypeAdapter

from generator.collectors.bars import LENGTH, Bar, Interval, candles
from generator.collectors.pages import seconds
from generator.collectors.refusal import not_refused
from generator.collectors.source import Ask, Limit, Scope, Source
from generator.collectors.wire import PriceText, Seconds, Wire, leading, read
from generator.errors import PayloadError
from generator.model.names import Names
from generator.model.observation import Provenance
from generator.model.quotes import Candle
from generator.model.reply import Reply

VENUE: Final = "kraken"
_QUOTE: Final = "USD"
_MINUTES: Final[dict[Interval, str]] = {"1h": "60", "1d": "1440"}
_RECENT: Final[dict[Interval, timedelta]] = {"1h": timedelta(days=9), "1d": timedelta(days=100)}
_MOST: Final = 720
_FEEDS: Final = ("spot.price", "spot.return", "spot.high", "spot.low")

#: Opening time, open, high, low, close.
_Row = Annotated[tuple[Seconds, PriceText, PriceText, PriceText, PriceText], leading(5)]


def _pair_and_rows(value: object) -> object:
    """Return the one pair of a result and its rows; what else stands beside it is no list."""
    if not isinstance(value, dict):
        return value
    pairs = [(name, rows) for name, rows in value.items() if isinstance(rows, list)]
    if len(pairs) != 1:
        raise ValueError(f"should have the bars of one pair, not of {len(pairs)}")
    return pairs[0]


class _Answer(Wire):
    error: list[str]
    result: Annotated[tuple[str, list[_Row]], BeforeValidator(_pair_and_rows)]


_ANSWER: Final = TypeAdapter(_Answer)


def _ask(scope: Scope, asset: str, interval: Interval, since: datetime) -> Ask:
    pair = f"{scope.names.symbol(VENUE, asset)}{_QUOTE}"
    return Ask(
        kind=f"candles-{interval}", subject=pair, path="/0/public/OHLC",
        query=(("pair", pair), ("interval", _MINUTES[interval]), ("since", seconds(since))), feeds=_FEEDS,
    )  # fmt: skip


def _asks(scope: Scope) -> Iterator[Ask]:
    hour = scope.now.replace(minute=0, second=0, microsecond=0)
    for asset in scope.assets:
        for interval in ("1d", "1h"):
            yield _ask(scope, asset, interval, hour - _RECENT[interval])


def _history(scope: Scope, since: datetime) -> Iterator[Ask]:
    day = scope.now.replace(hour=0, minute=0, second=0, microsecond=0)
    for asset in scope.assets:
        for interval in ("1d", "1h"):
            yield _ask(scope, asset, interval, max(since, day - LENGTH[interval] * _MOST))


def parse_daily(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Candle]:
    """Yield daily bars that had ended when the reply came."""
    yield from _bars(reply, "1d", origin, names)


def parse_hourly(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Candle]:
    """Yield hourly bars that had ended when the reply came."""
    yield from _bars(reply, "1h", origin, names)


def _bars(reply: Reply, interval: Interval, origin: Provenance, names: Names) -> Iterator[Candle]:
    not_refused(reply, "error.0")
    pair, rows = read(_ANSWER, reply).result
    coin = reply.subject.removesuffix(_QUOTE)
    if pair.replace("/", "") not in (reply.subject, f"X{coin}Z{_QUOTE}"):
        raise PayloadError(f"{reply.name}: result: has the bars of {pair[:20]!r}; ask again later")
    asset, _ = names.resolve(VENUE, coin)
    bars = (Bar(at, first, high, low, last, None) for at, first, high, low, last in rows)
    yield from candles(bars, reply, asset=asset, publisher=origin.source, interval=interval, quote=_QUOTE)


SOURCE: Final = Source(
    id="kraken-spot",
    publisher=VENUE,
    base_url="https://api.kraken.com",
    limit=Limit(1, 1.0),
    asks=_asks,
    history=_history,
    parsers={"candles-1d": parse_daily, "candles-1h": parse_hourly},
)
