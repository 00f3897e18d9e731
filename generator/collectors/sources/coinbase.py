"""Coinbase Exchange: daily and hourly candles in dollars.

What: open, high, low and close of the coins against the dollar, since their listing. Volume is left in the reply:
nothing rests on it, and nothing beside it would show that it is wrong.
API: https://docs.cdp.coinbase.com/api-reference/exchange-api/rest-api/products/get-product-candles.
Terms: public market data; https://www.coinbase.com/legal/market_data.
Quirks: a row is time in seconds, low, high, open, close, volume, in that order and the newest first; a question for
more than 300 rows is refused; the newest bar is still running, an hour without a trade has no bar, and some
rows may lie before the window that was asked for. A refusal is an object with ``message``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated, Final

from pydantic import TypeAdapter

from generator.collectors.bars import LENGTH, Bar, Interval, candles
from generator.collectors.pages import windows
from generator.collectors.refusal import not_refused
from generator.collectors.source import Ask, Limit, Scope, Source
from generator.collectors.wire import Price, Seconds, leading, read
from generator.model.instants import iso
from generator.model.names import Names
from generator.model.observation import Provenance
from generator.model.quotes import Candle
from generator.model.reply import Reply

VENUE: Final = "coinbase"
_SECOND: Final = timedelta(seconds=1)
_QUOTE: Final = "USD"
_PAGE: Final = 300
#: Hours are looked back upon for a month, days for years.
_HOURS_BACK: Final = timedelta(days=35)
_FEEDS: Final = ("spot.price", "spot.return", "spot.high", "spot.low")
#: Time, low, high, open, close.
_Row = Annotated[tuple[Seconds, Price, Price, Price, Price], leading(5)]
_FORM: Final = TypeAdapter(tuple[_Row, ...])


def _ask(asset: str, interval: Interval, *window: tuple[str, str]) -> Ask:
    product = f"{asset}-{_QUOTE}"
    return Ask(
        kind=f"candles-{interval}", subject=product, path=f"/products/{product}/candles",
        query=(("granularity", str(LENGTH[interval] // _SECOND)), *window), feeds=_FEEDS,
    )  # fmt: skip


def _asks(scope: Scope) -> Iterator[Ask]:
    for asset in scope.assets:
        yield _ask(asset, "1d")
        yield _ask(asset, "1h")


def _history(scope: Scope, since: datetime) -> Iterator[Ask]:
    first: dict[Interval, datetime] = {"1d": since, "1h": max(since, scope.now - _HOURS_BACK)}
    for asset in scope.assets:
        for interval, start_at in first.items():
            # A page holds the first bar of the next one too, which shows that its last one has ended.
            length = LENGTH[interval]
            for start, end in windows(start_at, scope.now, length * (_PAGE - 1)):
                last = (end + length - _SECOND).replace(microsecond=0)
                yield _ask(asset, interval, ("start", iso(start)), ("end", iso(last)))


def parse_daily(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Candle]:
    """Yield daily bars that had ended when the reply came."""
    yield from _bars(reply, "1d", origin, names)


def parse_hourly(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Candle]:
    """Yield hourly bars that had ended when the reply came."""
    yield from _bars(reply, "1h", origin, names)


def _bars(reply: Reply, interval: Interval, origin: Provenance, names: Names) -> Iterator[Candle]:
    not_refused(reply, "message")
    asset, _ = names.resolve(VENUE, reply.subject.removesuffix(f"-{_QUOTE}"))
    bars = (Bar(at, first, high, low, last, None) for at, low, high, first, last in read(_FORM, reply))
    yield from candles(bars, reply, asset=asset, publisher=origin.source, interval=interval, quote=_QUOTE)


SOURCE: Final = Source(
    id="coinbase",
    publisher=VENUE,
    base_url="https://api.exchange.coinbase.com",
    limit=Limit(10, 1.0),
    asks=_asks,
    history=_history,
    parsers={"candles-1d": parse_daily, "candles-1h": parse_hourly},
)
