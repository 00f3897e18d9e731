"""Bybit: spot candles, settled funding and open interest of the USDT perpetuals.

What candles say of volume is not read: nothing uses it, and nothing would notice a wrong one.
API: https://bybit-exchange.github.io/docs/v5/market (kline, history-fund-rate, open-interest).
Terms: public market data; https://www.bybit.com/en/help-center/article/Terms-of-Use.
Quirks: a refusal is status 200 with a ``retCode`` that is not 0; numbers and times are text, lists run newest
first. ``openInterest`` counts both sides and is twice ``singleOpenInterest``, which is the one that we take.
Machines in the United States are refused with status 403.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated, Final, Literal

from pydantic import TypeAdapter

from generator.collectors.bars import LENGTH, Bar, candles
from generator.collectors.interest import interest
from generator.collectors.pages import millis, windows
from generator.collectors.refusal import only_asked
from generator.collectors.settled import settled
from generator.collectors.source import Ask, Limit, Scope, Source
from generator.collectors.wire import AmountText, MillisText, PriceText, RateText, WholeNumber, Wire, leading, read
from generator.errors import PayloadError
from generator.model.names import Names
from generator.model.observation import Observation, Provenance
from generator.model.quotes import Candle, FundingSettlement
from generator.model.reply import Reply

VENUE: Final = "bybit"
_QUOTE: Final = "USDT"
_PAGE: Final = 200
_MOMENT: Final = timedelta(milliseconds=1)


class _Answer(Wire):
    retCode: WholeNumber
    retMsg: str


class _Settlement(Wire):
    symbol: str
    fundingRate: RateText
    fundingRateTimestamp: MillisText


class _Settlements(Wire):
    list: tuple[_Settlement, ...]


class _Interest(Wire):
    singleOpenInterest: AmountText
    timestamp: MillisText


class _Interests(Wire):
    symbol: str
    category: Literal["linear"]
    list: tuple[_Interest, ...]


#: Opening time, open, high, low, close, volume in coins and in dollars: with the last, a lost cell is seen.
_Kline = Annotated[tuple[MillisText, PriceText, PriceText, PriceText, PriceText, AmountText, AmountText], leading(7)]


class _Klines(Wire):
    symbol: str
    list: tuple[_Kline, ...]


class _FundingReply(Wire):
    result: _Settlements


class _InterestReply(Wire):
    result: _Interests


class _KlineReply(Wire):
    result: _Klines


_ANSWER: Final = TypeAdapter(_Answer)
_FUNDING: Final = TypeAdapter(_FundingReply)
_INTEREST: Final = TypeAdapter(_InterestReply)
_KLINES: Final = TypeAdapter(_KlineReply)


def _linear(kind: str, symbol: str, path: str, feeds: tuple[str, ...], *query: tuple[str, str]) -> Ask:
    whole = (("category", "linear"), ("symbol", symbol), *query, ("limit", str(_PAGE)))
    return Ask(kind=kind, subject=symbol, path=path, query=whole, feeds=feeds)


def _funding(symbol: str, *window: tuple[str, str]) -> Ask:
    return _linear("funding", symbol, "/v5/market/funding/history", ("perp.funding_rate",), *window)


def _interest(symbol: str, hours: Literal["1h", "1d"], *window: tuple[str, str]) -> Ask:
    path, feeds = "/v5/market/open-interest", ("futures.open_interest",)
    return _linear("interest", symbol, path, feeds, ("intervalTime", hours), *window)


def _perpetual(scope: Scope, asset: str) -> str:
    return f"{scope.names.symbol(VENUE, asset)}{_QUOTE}"


def _asks(scope: Scope) -> Iterator[Ask]:
    for asset in scope.assets:
        spot, symbol = f"{asset}{_QUOTE}", _perpetual(scope, asset)
        query = (("category", "spot"), ("symbol", spot), ("interval", "60"), ("limit", str(_PAGE)))
        yield Ask(kind="candles-1h", subject=spot, path="/v5/market/kline", query=query, feeds=("spot.price",))
        yield _funding(symbol)
        yield _interest(symbol, "1h")


def _history(scope: Scope, since: datetime) -> Iterator[Ask]:
    for asset in scope.assets:
        symbol = _perpetual(scope, asset)
        for start, end in windows(since, scope.now, LENGTH["1d"] * _PAGE):
            yield _interest(symbol, "1d", ("startTime", millis(start)), ("endTime", millis(end - _MOMENT)))
        # Pages overlap by an interval, since the first settlement of each only dates the next.
        for start, end in windows(since, scope.now, timedelta(hours=4) * (_PAGE - 4)):
            begins = start - timedelta(hours=8)
            yield _funding(symbol, ("startTime", millis(begins)), ("endTime", millis(end)))


def _accepted(reply: Reply) -> None:
    """Let a reply pass that is no refusal.

    Raises:
        PayloadError: Bybit refused; the text quotes its words.
    """
    answer = read(_ANSWER, reply)
    if answer.retCode != 0:
        words = " ".join(answer.retMsg.split())[:80]
        raise PayloadError(f"{reply.name}: retCode: {answer.retCode}, in the source's words: {words!r}")


def _asset(reply: Reply, names: Names) -> tuple[str, float]:
    return names.resolve(VENUE, reply.subject.removesuffix(_QUOTE))


def parse_hourly(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Candle]:
    """Yield hourly spot bars that had ended when the reply came."""
    _accepted(reply)
    found = read(_KLINES, reply).result
    only_asked(reply, "result.symbol", {found.symbol})
    asset, _ = _asset(reply, names)
    bars = (Bar(*row[:5], None) for row in found.list)
    yield from candles(bars, reply, asset=asset, publisher=origin.source, interval="1h", quote=_QUOTE)


def parse_funding(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[FundingSettlement]:
    """Yield settled rates, each for its own interval. [fraction an interval; positive: longs paid shorts]"""
    _accepted(reply)
    rows = read(_FUNDING, reply).result.list
    only_asked(reply, "result.symbol", {row.symbol for row in rows})
    yield from settled(
        ((row.fundingRateTimestamp, row.fundingRate) for row in rows), asset=_asset(reply, names)[0], venue=VENUE,
        instrument=reply.subject, origin=origin,
    )  # fmt: skip


def parse_interest(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield open interest of the USDT perpetual, counted on one side. [coins]"""
    _accepted(reply)
    found = read(_INTEREST, reply).result
    only_asked(reply, "result.symbol", {found.symbol} if found.list else set())
    asset, multiplier = _asset(reply, names)
    for row in found.list:
        coins = row.singleOpenInterest * multiplier
        yield from interest(asset, VENUE, row.timestamp, coin=coins, usd=None, origin=origin)


SOURCE: Final = Source(
    id="bybit",
    publisher=VENUE,
    base_url="https://api.bybit.com",
    # 600 in 5 seconds: this leaves most of them to others at one address.
    limit=Limit(100, 5.0),
    asks=_asks,
    history=_history,
    parsers={"candles-1h": parse_hourly, "funding": parse_funding, "interest": parse_interest},
)
