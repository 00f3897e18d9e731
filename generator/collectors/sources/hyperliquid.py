"""Hyperliquid: open interest and settled funding of the perpetuals.

API: https://hyperliquid.gitbook.io/hyperliquid-docs (info endpoint: metaAndAssetCtxs, fundingHistory).
Terms: public market data; https://app.hyperliquid.xyz/terms.
Quirks: every question is posted to one address. Contexts belong to the coins of ``universe`` by their place.
Funding is settled every hour and given for that hour; before June 2023 every eight hours. Open interest is in
coins; whether it counts one side or both is told differently by different vendors, so it is compared with
itself only. A coin that was taken off the list stays in it as ``isDelisted``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated, Final

from pydantic import TypeAdapter

from generator.collectors.interest import interest
from generator.collectors.pages import millis, windows
from generator.collectors.settled import settled
from generator.collectors.source import Ask, Limit, Scope, Source
from generator.collectors.wire import Millis, NumberText, Wire, leading, read
from generator.errors import PayloadError
from generator.model.names import Names
from generator.model.observation import Observation, Provenance
from generator.model.quotes import FundingSettlement
from generator.model.reply import Reply

VENUE: Final = "hyperliquid"
#: A page of settlements holds 500 rows, one an hour.
_PAGE: Final = timedelta(hours=480)
_HOUR: Final = timedelta(hours=1)


class _Coin(Wire):
    name: str


class _Universe(Wire):
    universe: list[_Coin]


class _Context(Wire):
    openInterest: NumberText
    markPx: NumberText


class _Settlement(Wire):
    coin: str
    fundingRate: NumberText
    time: Millis


_CONTEXTS: Final = TypeAdapter(Annotated[tuple[_Universe, list[_Context]], leading(2)])
_SETTLED: Final = TypeAdapter(tuple[_Settlement, ...])


def _post(question: dict[str, object]) -> str:
    return json.dumps(question, separators=(",", ":"))


def _funding(asset: str, start: datetime, end: datetime) -> Ask:
    times = {"startTime": int(millis(start)), "endTime": int(millis(end))}
    return Ask(
        kind="funding", subject=asset, path="/info", post=_post({"type": "fundingHistory", "coin": asset, **times}),
        feeds=("perp.funding_rate",),
    )  # fmt: skip


def _asks(scope: Scope) -> Iterator[Ask]:
    yield Ask(
        kind="contexts", subject=" ".join(scope.assets), path="/info", post=_post({"type": "metaAndAssetCtxs"}),
        feeds=("futures.open_interest", "futures.open_interest_usd"),
    )  # fmt: skip
    now = scope.now.replace(minute=0, second=0, microsecond=0) + _HOUR
    for asset in scope.assets:
        yield _funding(asset, now - timedelta(days=8), now)


def _history(scope: Scope, since: datetime) -> Iterator[Ask]:
    for asset in scope.assets:
        # Pages overlap by an hour, since the first settlement of each only dates the next.
        for start, end in windows(since, scope.now, _PAGE):
            yield _funding(asset, start - _HOUR, end)


def parse_contexts(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield open interest of the coins that were asked about, in coins and in dollars at the mark beside it.

    Raises:
        PayloadError: Coins and contexts are not as many, or a coin that was asked about is not there.
    """
    listed, contexts = read(_CONTEXTS, reply)
    if len(listed.universe) != len(contexts):
        raise PayloadError(f"{reply.name}: universe: {len(listed.universe)} coins and {len(contexts)} contexts")
    wanted = set(reply.subject.split())
    for coin, context in zip(listed.universe, contexts, strict=True):
        asset, multiplier = names.resolve(VENUE, coin.name)
        if coin.name in wanted:
            wanted.remove(coin.name)
            coins = context.openInterest * multiplier
            dollars = context.openInterest * context.markPx
            yield from interest(asset, VENUE, reply.fetched_at, coin=coins, usd=dollars, origin=origin)
    if wanted:
        raise PayloadError(f"{reply.name}: universe: lacks {', '.join(sorted(wanted))}; ask again later")


def parse_funding(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[FundingSettlement]:
    """Yield settled rates, each for its own interval. [fraction an interval; positive: longs paid shorts]

    Raises:
        PayloadError: The list is empty, or of another coin.
    """
    rows = read(_SETTLED, reply)
    coins = {row.coin for row in rows}
    if coins != {reply.subject}:
        found = ", ".join(sorted(coins))[:60] or "nothing"
        raise PayloadError(f"{reply.name}: coin: holds {found}; ask again later")
    asset, _ = names.resolve(VENUE, reply.subject)
    yield from settled(
        ((row.time, row.fundingRate) for row in rows), asset=asset, venue=VENUE, instrument=reply.subject,
        origin=origin,
    )  # fmt: skip


SOURCE: Final = Source(
    id="hyperliquid",
    publisher=VENUE,
    base_url="https://api.hyperliquid.xyz",
    # 1,200 weights a minute; each of our questions weighs 20.
    limit=Limit(50, 60.0),
    asks=_asks,
    history=_history,
    parsers={"contexts": parse_contexts, "funding": parse_funding},
)
