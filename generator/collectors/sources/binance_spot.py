"""Binance spot: daily and hourly candles.

What: open, high, low and close of the coins against USDT, since their listing. Volumes are not read: nothing
uses them, and nothing would notice a wrong one.
API: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/market-data-endpoints (klines).
Terms: public market data; https://www.binance.com/en/terms.
Quirks: a bar is an array; times are milliseconds; the last bar is still running. Where Binance may not
serve, it answers with status 451.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated, Final

from pydantic import TypeAdapter

from generator.collectors.bars import LENGTH, Bar, Interval, candles
from generator.collectors.pages import millis, windows
from generator.collectors.source import Ask, Limit, Scope, Source
from generator.collectors.sources.binance import PUBLISHER, not_refused, pair, ticker
from generator.collectors.wire import AmountText, Millis, PriceText, leading, read
from generator.model.names import Names
from generator.model.observation import Provenance
from generator.model.quotes import Candle
from generator.model.reply import Reply

#: Opening time, open, high, low, close, volume in coins; what follows is not used.
_Kline = Annotated[tuple[Millis, PriceText, PriceText, PriceText, PriceText, AmountText], leading(6)]
_FORM: Final = TypeAdapter(tuple[_Kline, ...])
#: Bars that a day's run brings: a desk that slept for some days wakes with nothing missing.
_DAILY: Final = 100
_HOURLY: Final = 200
_BESIDE: Final = 8
_PAGE: Final = 1000
_MILLISECOND: Final = timedelta(milliseconds=1)
_PRICED: Final = ("spot.price", "spot.return", "spot.high", "spot.low")


def _ask(asset: str, interval: Interval, *query: tuple[str, str], feeds: tuple[str, ...] = _PRICED) -> Ask:
    symbol = pair(asset)
    return Ask(
        kind=f"candles-{interval}", subject=symbol, path="/api/v3/klines",
        query=(("symbol", symbol), ("interval", interval), *query), feeds=feeds,
    )  # fmt: skip


def _asks(scope: Scope) -> Iterator[Ask]:
    for asset in scope.assets:
        yield _ask(asset, "1d", ("limit", str(_DAILY)))
        yield _ask(asset, "1h", ("limit", str(_HOURLY)))
    for asset in scope.names.baskets.get("basket:LARGE", ()):
        if asset not in scope.assets:
            yield _ask(asset, "1d", ("limit", str(_BESIDE)), feeds=("market.breadth",))


def _history(scope: Scope, since: datetime) -> Iterator[Ask]:
    for asset in scope.assets:
        for interval in ("1d", "1h"):
            # A page holds the first bar of the next one too, which shows that its last one has ended.
            length = LENGTH[interval]
            for start, end in windows(since, scope.now, length * (_PAGE - 1)):
                window = (("startTime", millis(start)), ("endTime", millis(end + length - _MILLISECOND)))
                yield _ask(asset, interval, *window, ("limit", str(_PAGE)))


def parse_daily(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Candle]:
    """Yield daily bars that had ended when the reply came."""
    yield from _candles(reply, "1d", origin, names)


def parse_hourly(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Candle]:
    """Yield hourly bars that had ended when the reply came."""
    yield from _candles(reply, "1h", origin, names)


def _candles(reply: Reply, interval: Interval, origin: Provenance, names: Names) -> Iterator[Candle]:
    not_refused(reply)
    asset, multiplier = ticker(reply.subject, names)
    bars = (
        Bar(at, first / multiplier, high / multiplier, low / multiplier, last / multiplier, None)
        for at, first, high, low, last, _ in read(_FORM, reply)
    )
    yield from candles(bars, reply, asset=asset, publisher=origin.source, interval=interval, quote="USDT")


SOURCE: Final = Source(
    id="binance-spot",
    publisher=PUBLISHER,
    base_url="https://api.binance.com",
    # 6,000 weights a minute, and a page of candles weighs 2: this leaves nine tenths to others at one address.
    limit=Limit(300, 60.0),
    asks=_asks,
    history=_history,
    parsers={"candles-1d": parse_daily, "candles-1h": parse_hourly},
)
