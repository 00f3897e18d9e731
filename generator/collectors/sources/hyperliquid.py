"""Hyperliquid: marks, open interest and settled funding of the perpetuals.

What: mark, oracle price and open interest of the desk's coins at this moment; each hour's funding.
API: https://hyperliquid.gitbook.io/hyperliquid-docs (info endpoint: metaAndAssetCtxs, fundingHistory).
Terms: public market data; https://app.hyperliquid.xyz/terms.
Quirks: every question is posted to one address; contexts have no time of their own. They belong to the coins of
``universe`` by their place, coins that were taken off the exchange among them. Funding is settled every hour and
given for that hour; until 8 June 2023 it was every eight hours. Open interest is in coins; vendors disagree
whether it counts one side or both, so it is told as this venue's own and added to nothing. One kPEPE is 1,000 PEPE.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

from pydantic import Field, TypeAdapter

from generator.collectors.interest import interest
from generator.collectors.pages import millis, windows
from generator.collectors.settled import settled
from generator.collectors.source import Ask, Limit, Scope, Source
from generator.collectors.wire import (
    MaybeNumberText,
    Millis,
    NumberText,
    Wire,
    leading,
    read,
    stated_amount,
    stated_price,
)
from generator.errors import PayloadError
from generator.model.names import Names
from generator.model.observation import Observation, Provenance
from generator.model.quotes import FundingSettlement, FutureQuote
from generator.model.reply import Reply

VENUE: Final = "hyperliquid"
_HOUR: Final = timedelta(hours=1)
_RECENT: Final = timedelta(days=8)
#: A page of settlements holds 500 rows.
_PAGE: Final = timedelta(hours=480)
#: The last settlement for eight hours; from then on each is for one.
_HOURLY_AFTER: Final = datetime(2023, 6, 8, 0, 30, tzinfo=UTC)


class _Coin(Wire):
    name: str


class _Universe(Wire):
    universe: list[_Coin]


class _Context(Wire):
    openInterest: MaybeNumberText = None  # coins
    markPx: MaybeNumberText = None
    oraclePx: MaybeNumberText = None


class _Settlement(Wire):
    coin: str
    fundingRate: Annotated[NumberText, Field(gt=-1, lt=1)]
    time: Millis


_CONTEXTS: Final = TypeAdapter(Annotated[tuple[_Universe, list[_Context]], leading(2)])
_SETTLED: Final = TypeAdapter(tuple[_Settlement, ...])


def _ask(kind: str, subject: str, question: dict[str, object], *feeds: str) -> Ask:
    return Ask(kind=kind, subject=subject, path="/info", post=json.dumps(question, separators=(",", ":")), feeds=feeds)


def _funding(coin: str, start: datetime, end: datetime) -> Ask:
    window = {"startTime": int(millis(start)), "endTime": int(millis(end))}
    return _ask("funding", coin, {"type": "fundingHistory", "coin": coin, **window}, "perp.funding_rate")


def _coins(scope: Scope) -> list[str]:
    return [scope.names.symbol(VENUE, asset) for asset in scope.assets]


def _asks(scope: Scope) -> Iterator[Ask]:
    coins = _coins(scope)
    question: dict[str, object] = {"type": "metaAndAssetCtxs"}
    yield _ask("contexts", " ".join(coins), question, "futures.open_interest", "futures.open_interest_usd")
    # Whole hours, so that a run of the same hour asks the same question.
    until = scope.now.replace(minute=0, second=0, microsecond=0) + _HOUR
    for coin in coins:
        yield _funding(coin, until - _RECENT, until)


def _history(scope: Scope, since: datetime) -> Iterator[Ask]:
    for coin in _coins(scope):
        for start, end in windows(since, scope.now, _PAGE):
            yield _funding(coin, start, end)


def parse_contexts(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[FutureQuote | Observation]:
    """Yield mark and open interest of each coin that was asked about, in dollars by the mark beside it.

    Raises:
        PayloadError: Coins and contexts are not as many, or a coin that was asked about is not there.
    """
    listed, contexts = read(_CONTEXTS, reply)
    if len(listed.universe) != len(contexts):
        raise PayloadError(
            f"{reply.name}: 0.universe: has {len(listed.universe)} coins for {len(contexts)} contexts; ask again later"
        )
    places = {coin.name: place for place, coin in enumerate(listed.universe)}
    for coin in reply.subject.split():
        if coin not in places:
            raise PayloadError(f"{reply.name}: 0.universe: {coin} is not there; ask again later")
        context, where = contexts[places[coin]], f"{reply.name}: 1.{places[coin]}"
        asset, multiplier = names.resolve(VENUE, coin)
        held = stated_amount(context.openInterest, f"{where}.openInterest")
        mark = stated_price(context.markPx, f"{where}.markPx")
        oracle = stated_price(context.oraclePx, f"{where}.oraclePx")
        yield FutureQuote(
            asset=asset, venue=VENUE, instrument=coin, expires_at=None, observed_at=reply.fetched_at,
            price_usd=mark / multiplier, basis="mark", index_usd=oracle / multiplier,
            open_interest_coin=held * multiplier, volume_24h_coin=None, origin=origin,
        )  # fmt: skip
        yield from interest(asset, VENUE, reply.fetched_at, coin=held * multiplier, usd=held * mark, origin=origin)


def parse_funding(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[FundingSettlement]:
    """Yield settled rates, each for its own interval. [fraction an interval; positive: longs paid shorts]

    Raises:
        PayloadError: The list is empty, or of another coin.
    """
    rows = read(_SETTLED, reply)
    for place, row in enumerate(rows):
        if row.coin != reply.subject:
            raise PayloadError(f"{reply.name}: {place}.coin: is {row.coin[:20]!r}; ask again later")
    if not rows:
        raise PayloadError(f"{reply.name}: the list is empty; ask again later")
    asset, _ = names.resolve(VENUE, reply.subject)
    # A settlement that is not there is a hole, and one that came late is late: each is for the interval of its time.
    for hours, part in (
        (8, [row for row in rows if row.time < _HOURLY_AFTER]),
        (1, [row for row in rows if row.time >= _HOURLY_AFTER]),
    ):
        yield from settled(
            ((row.time, row.fundingRate) for row in part), asset=asset, venue=VENUE, instrument=reply.subject,
            origin=origin, interval_hours=hours,
        )  # fmt: skip


SOURCE: Final = Source(
    id="hyperliquid",
    publisher=VENUE,
    base_url="https://api.hyperliquid.xyz",
    # 1,200 weights a minute: a question weighs 20, and a full page of settlements 25 more.
    limit=Limit(26, 60.0),
    asks=_asks,
    history=_history,
    parsers={"contexts": parse_contexts, "funding": parse_funding},
)
