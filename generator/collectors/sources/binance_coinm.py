"""Binance COIN-M futures: marks of dated contracts that are settled in the coin.

What: dated contracts of bitcoin and ether against the dollar, each mark with its index.
API: https://developers.binance.com/docs/derivatives/coin-margined-futures/market-data/rest-api.
Terms: public market data; https://www.binance.com/en/terms.
Quirks: they are another market than the contracts against USDT, with a premium of their own, so they are a
venue of their own: ``binance-coinm``. Open interest is in contracts of 100 dollars (bitcoin) or 10 dollars
(others) and is left out. Funding of a dated contract is an empty text. Contracts that were taken off the
exchange stay in the list with an old time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pydantic import TypeAdapter

from generator.collectors.source import Ask, Limit, Scope, Source
from generator.collectors.sources.binance import (
    LEFT_BEHIND,
    PUBLISHER,
    MarkText,
    expiry,
    not_refused,
    snapshot_at,
)
from generator.collectors.wire import Millis, Wire, read
from generator.errors import PayloadError
from generator.model.names import Names
from generator.model.observation import Provenance
from generator.model.quotes import FutureQuote
from generator.model.reply import Reply

VENUE: Final = "binance-coinm"
_DATED: Final = re.compile(r"(?P<coin>[A-Z0-9]+)USD_(?P<day>\d{6})", re.ASCII)


class _Mark(Wire):
    symbol: str
    pair: str
    markPrice: MarkText
    indexPrice: MarkText
    time: Millis


_MARKS: Final = TypeAdapter(tuple[_Mark, ...])


def _asks(scope: Scope) -> Iterator[Ask]:
    for asset in scope.assets:
        yield Ask(
            kind="marks", subject=f"{asset}USD", path="/dapi/v1/premiumIndex", query=(("pair", f"{asset}USD"),),
            feeds=("futures.basis",),
        )  # fmt: skip


def parse_marks(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[FutureQuote]:
    """Yield the marks of one pair's dated contracts as one snapshot. [USD a coin]

    Raises:
        PayloadError: There is no contract of the pair.
    """
    not_refused(reply)
    rows = [row for row in read(_MARKS, reply) if row.pair == reply.subject]
    if not rows:
        raise PayloadError(f"{reply.name}: pair: there is no contract of {reply.subject}; ask again later")
    at = snapshot_at([row.time for row in rows], reply)
    for row in rows:
        dated = _DATED.fullmatch(row.symbol)
        if dated is not None and at - row.time <= LEFT_BEHIND and row.markPrice > 0 and row.indexPrice > 0:
            asset, _ = names.resolve(PUBLISHER, dated["coin"])
            yield FutureQuote(
                asset=asset, venue=VENUE, instrument=row.symbol, expires_at=expiry(reply, dated["day"]),
                observed_at=max(at, row.time), price_usd=row.markPrice, basis="mark", index_usd=row.indexPrice,
                open_interest_coin=None, volume_24h_coin=None, origin=origin,
            )  # fmt: skip


SOURCE: Final = Source(
    id="binance-coinm",
    publisher=PUBLISHER,
    base_url="https://dapi.binance.com",
    # 2,400 weights a minute, and a pair's marks weigh 10.
    limit=Limit(100, 60.0),
    asks=_asks,
    parsers={"marks": parse_marks},
)
