"""Coinbase Exchange: daily and hourly candles in dollars.

API: https://docs.cdp.coinbase.com/exchange/reference/exchangerestapi_getproductcandles.
Terms: public market data; https://www.coinbase.com/legal/market_data.
Quirks: a row is time in seconds, low, high, open, close, volume, in that order and the newest first; at most 300
rows a question; the newest bar is still running, and an hour without a trade has no bar. A refusal is an object
with ``message``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated, Final

from pydantic import Field, TypeAdapter

from generator.collectors.bars import LENGTH, Bar, Interval, candles
from generator.collectors.pages import seconds, windows
from generator.collectors.refusal import not_refused
from generator.collectors.source import Ask, Limit, Scope, Source
from generator.collectors.wire import Seconds, leading, read
from generator.model.names import Names
from generator.model.observation import Provenance
from generator.model.quotes import Candle
from generator.model.reply import Reply

VENUE: Final = "coinbase"
_SECOND: Final = timedelta(seconds=1)
_PAGE: Final = 300
#: Time, low, high, open, close, volume in coins.
_Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
_Row = Annotated[tuple[Seconds, _Number, _Number, _Number, _Number, _Number], leading(6)]
_FORM: Final = TypeAdapter(tuple[_Row, ...])


def _ask(asset: str, interval: Interval, *window: tuple[str, str]) -> Ask:
    product = f"{asset}-USD"
    return Ask(
        kind=f"candles-{interval}", subject=product, path=f"/products/{product}/candles",
        query=(("granularity", str(LENGTH[interval] // _SECOND)), *window), feeds=("spot.price",),
    )  # fmt: skip


def _asks(scope: Scope) -> Iterator[Ask]:
    for asset in scope.assets:
        yield _ask(asset, "1d")
        yield _ask(asset, "1h")


def _history(scope: Scope, since: datetime) -> Iterator[Ask]:
    for asset in scope.assets:
        for start, end in windows(since, scope.now, LENGTH["1d"] * _PAGE):
            yield _ask(asset, "1d", ("start", seconds(start)), ("end", seconds(end - _SECOND)))


def parse_daily(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Candle]:
    """Yield daily bars that had ended when the reply came."""
    yield from _bars(reply, "1d", origin, names)


def parse_hourly(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Candle]:
    """Yield hourly bars that had ended when the reply came."""
    yield from _bars(reply, "1h", origin, names)


def _bars(reply: Reply, interval: Interval, origin: Provenance, names: Names) -> Iterator[Candle]:
    not_refused(reply, "message")
    asset, _ = names.resolve(VENUE, reply.subject.removesuffix("-USD"))
    bars = (Bar(at, first, high, low, last, volume) for at, low, high, first, last, volume in read(_FORM, reply))
    yield from candles(bars, reply, asset=asset, publisher=origin.source, interval=interval, quote="USD")


SOURCE: Final = Source(
    id="coinbase",
    publisher=VENUE,
    base_url="https://api.exchange.coinbase.com",
    limit=Limit(10, 1.0),
    asks=_asks,
    history=_history,
    parsers={"candles-1d": parse_daily, "candles-1h": parse_hourly},
)
