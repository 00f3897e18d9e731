"""Kraken spot: daily and hourly candles in dollars.

API: https://docs.kraken.com/api/docs/rest-api/get-ohlc-data.
Terms: public market data; https://www.kraken.com/legal.
Quirks: bitcoin is XBT; a refusal is status 200 with words in ``error``; times are seconds; a reply holds the last
720 bars, whatever is asked, and the last of them is still running. The pair's name in the reply is not that
of the question (XXBTZUSD for XBTUSD).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated, Final

from pydantic import BeforeValidator, TypeAdapter

from generator.collectors.bars import Bar, Interval, candles
from generator.collectors.pages import seconds
from generator.collectors.source import Ask, Limit, Scope, Source
from generator.collectors.wire import NumberText, Seconds, Wire, leading, read
from generator.errors import PayloadError
from generator.model.names import Names
from generator.model.observation import Provenance
from generator.model.quotes import Candle
from generator.model.reply import Reply

VENUE: Final = "kraken"
_MINUTES: Final[dict[Interval, str]] = {"1h": "60", "1d": "1440"}
_RECENT: Final[dict[Interval, timedelta]] = {"1h": timedelta(days=9), "1d": timedelta(days=100)}
#: What it calls a coin that others call otherwise.
_OWN: Final = {"BTC": "XBT", "DOGE": "XDG"}
_OURS: Final = {own: asset for asset, own in _OWN.items()}

#: Opening time, open, high, low, close, average price, volume in coins.
_Row = Annotated[
    tuple[Seconds, NumberText, NumberText, NumberText, NumberText, NumberText, NumberText], leading(7)
]  # fmt: skip


def _without_last(value: object) -> object:
    """Take out the mark for the next page, which stands among the pairs."""
    return {name: rows for name, rows in value.items() if name != "last"} if isinstance(value, dict) else value


class _Words(Wire):
    error: tuple[str, ...]


class _Answer(Wire):
    result: Annotated[dict[str, list[_Row]], BeforeValidator(_without_last)]


_WORDS: Final = TypeAdapter(_Words)
_ANSWER: Final = TypeAdapter(_Answer)


def _asks(scope: Scope) -> Iterator[Ask]:
    for asset in scope.assets:
        pair = f"{_OWN.get(asset, asset)}USD"
        for interval in ("1d", "1h"):
            since = scope.now.replace(minute=0, second=0, microsecond=0) - _RECENT[interval]
            yield Ask(
                kind=f"candles-{interval}", subject=pair, path="/0/public/OHLC",
                query=(("pair", pair), ("interval", _MINUTES[interval]), ("since", seconds(since))),
                feeds=("spot.price",),
            )  # fmt: skip


def _history(scope: Scope, since: datetime) -> Iterator[Ask]:
    for asset in scope.assets:
        pair = f"{_OWN.get(asset, asset)}USD"
        yield Ask(
            kind="candles-1d", subject=pair, path="/0/public/OHLC",
            query=(("pair", pair), ("interval", _MINUTES["1d"]), ("since", seconds(since))), feeds=("spot.price",),
        )  # fmt: skip


def parse_daily(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Candle]:
    """Yield daily bars that had ended when the reply came."""
    yield from _bars(reply, "1d", origin, names)


def parse_hourly(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Candle]:
    """Yield hourly bars that had ended when the reply came."""
    yield from _bars(reply, "1h", origin, names)


def _bars(reply: Reply, interval: Interval, origin: Provenance, names: Names) -> Iterator[Candle]:
    refusal = read(_WORDS, reply).error
    if refusal:
        words = " ".join(" ".join(refusal).split())[:80]
        raise PayloadError(f"{reply.name}: error: in the source's words: {words!r}")
    pairs = read(_ANSWER, reply).result
    if len(pairs) != 1:
        raise PayloadError(f"{reply.name}: result: holds {len(pairs)} pairs where one was asked; ask again later")
    (rows,) = pairs.values()
    coin = reply.subject.removesuffix("USD")
    asset, _ = names.resolve(VENUE, _OURS.get(coin, coin))
    bars = (Bar(at, first, high, low, last, volume) for at, first, high, low, last, _, volume in rows)
    yield from candles(bars, reply, asset=asset, publisher=origin.source, interval=interval, quote="USD")


SOURCE: Final = Source(
    id="kraken-spot",
    publisher=VENUE,
    base_url="https://api.kraken.com",
    limit=Limit(1, 1.0),
    asks=_asks,
    history=_history,
    parsers={"candles-1d": parse_daily, "candles-1h": parse_hourly},
)
