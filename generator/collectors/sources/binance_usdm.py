"""Binance USD-M futures: marks of every contract, settled funding, open interest.

What: perpetual and dated contracts against USDT, each mark with its index; funding as it was settled;
open interest of the coin's USDT perpetual.
API: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api.
Terms: public market data; https://www.binance.com/en/terms.
Quirks: numbers are text, times milliseconds. A rate is for its contract's own interval of 4 or 8 hours, and
is stamped some milliseconds after the hour; of a dated contract it is an empty text. Contracts that were
taken off the exchange stay in the list with an old time. Open interest of the past reaches back 30 days;
coins and dollars of a row are of one instant. 1000PEPE is a thousand PEPE.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from pydantic import TypeAdapter

from generator.collectors.interest import interest
from generator.collectors.pages import millis, windows
from generator.collectors.refusal import only_asked
from generator.collectors.settled import settled
from generator.collectors.source import Ask, Limit, Scope, Source
from generator.collectors.sources.binance import (
    LEFT_BEHIND,
    PUBLISHER,
    MarkText,
    expiry,
    not_refused,
    pair,
    snapshot_at,
    ticker,
)
from generator.collectors.wire import AmountText, Millis, RateText, Wire, read
from generator.errors import PayloadError
from generator.model.names import Names
from generator.model.observation import Observation, Provenance
from generator.model.quotes import FundingSettlement, FutureQuote
from generator.model.reply import Reply

_DATED: Final = re.compile(r"(?P<pair>[A-Z0-9]+USDT)_(?P<day>\d{6})", re.ASCII)
_PERPETUAL: Final = re.compile(r"[A-Z0-9]+USDT", re.ASCII)
_SETTLEMENTS: Final = 100
#: Dated contracts make the basis; perpetual ones the breadth of a large field, and the baskets.
_MARKED: Final = ("futures.basis", "market.breadth", "market.median_return", "market.basket_return")
_PAGE: Final = 1000
#: A row every two hours for 30 days, which is as far as the source reaches back.
_INTEREST: Final = (("period", "2h"), ("limit", "360"))


class _Mark(Wire):
    symbol: str
    markPrice: MarkText
    indexPrice: MarkText
    time: Millis


class _Settlement(Wire):
    symbol: str
    fundingTime: Millis
    fundingRate: RateText


class _Interest(Wire):
    symbol: str
    sumOpenInterest: AmountText
    sumOpenInterestValue: AmountText
    timestamp: Millis


_MARKS: Final = TypeAdapter(tuple[_Mark, ...])
_SETTLED: Final = TypeAdapter(tuple[_Settlement, ...])
_INTERESTS: Final = TypeAdapter(tuple[_Interest, ...])


def _perpetual(scope: Scope, asset: str) -> str:
    return pair(scope.names.symbol(PUBLISHER, asset))


def _funding(symbol: str, *query: tuple[str, str]) -> Ask:
    return Ask(
        kind="funding", subject=symbol, path="/fapi/v1/fundingRate", query=(("symbol", symbol), *query),
        feeds=("perp.funding_rate",),
    )  # fmt: skip


def _asks(scope: Scope) -> Iterator[Ask]:
    yield Ask(kind="marks", path="/fapi/v1/premiumIndex", feeds=_MARKED)
    for asset in scope.assets:
        symbol = _perpetual(scope, asset)
        yield _funding(symbol, ("limit", str(_SETTLEMENTS)))
        yield Ask(
            kind="interest", subject=symbol, path="/futures/data/openInterestHist",
            query=(("symbol", symbol), *_INTEREST),
            feeds=("futures.open_interest", "futures.open_interest_usd"),
        )  # fmt: skip


def _history(scope: Scope, since: datetime) -> Iterator[Ask]:
    for asset in scope.assets:
        # Pages overlap by an interval, since the first settlement of each only dates the next.
        for start, end in windows(since, scope.now, timedelta(hours=4) * (_PAGE - 3)):
            window = (("startTime", millis(start - timedelta(hours=8))), ("endTime", millis(end)))
            yield _funding(_perpetual(scope, asset), *window, ("limit", str(_PAGE)))


def parse_marks(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[FutureQuote]:
    """Yield the marks of all contracts against USDT that are traded, as one snapshot. [USD a coin]

    Raises:
        PayloadError: There is none.
    """
    not_refused(reply)
    rows = read(_MARKS, reply)
    if not rows:
        raise PayloadError(f"{reply.name}: the list is empty; ask again later")
    at = snapshot_at([row.time for row in rows], reply)
    for row in rows:
        dated = _DATED.fullmatch(row.symbol)
        if at - row.time > LEFT_BEHIND or not (dated or _PERPETUAL.fullmatch(row.symbol)):
            continue
        asset, multiplier = ticker(dated["pair"] if dated else row.symbol, names)
        if row.markPrice > 0 and row.indexPrice > 0:  # a contract that is not traded yet has none
            yield FutureQuote(
                asset=asset, venue=PUBLISHER, instrument=row.symbol,
                expires_at=expiry(reply, dated["day"]) if dated else None, observed_at=max(at, row.time),
                price_usd=row.markPrice / multiplier, basis="mark", index_usd=row.indexPrice / multiplier,
                open_interest_coin=None, volume_24h_coin=None, origin=origin,
            )  # fmt: skip


def parse_funding(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[FundingSettlement]:
    """Yield settled rates, each for its own interval. [fraction an interval; positive: longs paid shorts]"""
    not_refused(reply)
    rows = read(_SETTLED, reply)
    only_asked(reply, "symbol", {row.symbol for row in rows})
    yield from settled(
        ((row.fundingTime, row.fundingRate) for row in rows), asset=ticker(reply.subject, names)[0],
        venue=PUBLISHER, instrument=reply.subject, origin=origin,
    )  # fmt: skip


def parse_interest(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield open interest of the USDT perpetual, one-sided, in coins and dollars of one instant."""
    not_refused(reply)
    rows = read(_INTERESTS, reply)
    only_asked(reply, "symbol", {row.symbol for row in rows})
    asset, multiplier = ticker(reply.subject, names)
    for row in rows:
        coins = row.sumOpenInterest * multiplier
        yield from interest(asset, PUBLISHER, row.timestamp, coin=coins, usd=row.sumOpenInterestValue, origin=origin)


SOURCE: Final = Source(
    id="binance-usdm",
    publisher=PUBLISHER,
    base_url="https://fapi.binance.com",
    # 2,400 weights a minute; 500 fundings in five minutes are the narrowest of its limits.
    limit=Limit(100, 60.0),
    asks=_asks,
    history=_history,
    parsers={"marks": parse_marks, "funding": parse_funding, "interest": parse_interest},
)
