"""OKX: spot candles, settled funding and open interest of the USDT swaps.

What candles say of volume is not read: nothing uses it, and nothing would notice a wrong one.
API: https://www.okx.com/docs-v5/en (market/candles, public/funding-rate-history, public/open-interest).
Terms: public market data; https://www.okx.com/help/terms-of-service.
Quirks: a refusal is status 200 with a ``code`` that is not "0"; numbers and times are text, lists run newest
first. ``oi`` is in contracts, ``oiCcy`` in coins, ``oiUsd`` in dollars of the same instant. A settled rate is
``realizedRate``; ``fundingRate`` of the same row is what had been predicted.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated, Final, Literal

from pydantic import TypeAdapter

from generator.collectors.bars import Bar, candles
from generator.collectors.interest import interest
from generator.collectors.pages import millis, windows
from generator.collectors.refusal import only_asked
from generator.collectors.settled import settled
from generator.collectors.source import Ask, Limit, Scope, Source
from generator.collectors.wire import AmountText, MillisText, PriceText, RateText, Wire, leading, read
from generator.errors import PayloadError
from generator.model.names import Names
from generator.model.observation import Observation, Provenance
from generator.model.quotes import Candle, FundingSettlement
from generator.model.reply import Reply

VENUE: Final = "okx"
_QUOTE: Final = "USDT"
_PAGE: Final = 100
#: As far back as the source keeps settlements.
_REACH: Final = timedelta(days=92)
_MOMENT: Final = timedelta(milliseconds=1)


class _Answer(Wire):
    code: str
    msg: str


class _Settlement(Wire):
    instId: str
    realizedRate: RateText
    fundingTime: MillisText


class _Interest(Wire):
    instId: str
    oiCcy: AmountText
    oiUsd: AmountText
    ts: MillisText


#: Opening time, open, high, low, close, volume in coins, twice the volume otherwise, and whether the bar has ended.
_Kline = Annotated[
    tuple[MillisText, PriceText, PriceText, PriceText, PriceText, AmountText, str, str, Literal["0", "1"]], leading(9)
]


class _Settlements(Wire):
    data: tuple[_Settlement, ...]


class _Interests(Wire):
    data: tuple[_Interest, ...]


class _Klines(Wire):
    data: tuple[_Kline, ...]


_ANSWER: Final = TypeAdapter(_Answer)
_FUNDING: Final = TypeAdapter(_Settlements)
_INTEREST: Final = TypeAdapter(_Interests)
_KLINES: Final = TypeAdapter(_Klines)


def _swap(scope: Scope, asset: str) -> str:
    return f"{scope.names.symbol(VENUE, asset)}-{_QUOTE}-SWAP"


def _funding(swap: str, *window: tuple[str, str]) -> Ask:
    return Ask(
        kind="funding", subject=swap, path="/api/v5/public/funding-rate-history",
        query=(("instId", swap), *window, ("limit", str(_PAGE))), feeds=("perp.funding_rate",),
    )  # fmt: skip


def _asks(scope: Scope) -> Iterator[Ask]:
    for asset in scope.assets:
        spot, swap = f"{asset}-{_QUOTE}", _swap(scope, asset)
        yield Ask(
            kind="candles-1h", subject=spot, path="/api/v5/market/candles",
            query=(("instId", spot), ("bar", "1H"), ("limit", "300")), feeds=("spot.price",),
        )  # fmt: skip
        yield _funding(swap)
        yield Ask(
            kind="interest", subject=swap, path="/api/v5/public/open-interest",
            query=(("instType", "SWAP"), ("instId", swap)),
            feeds=("futures.open_interest", "futures.open_interest_usd"),
        )  # fmt: skip


def _history(scope: Scope, since: datetime) -> Iterator[Ask]:
    since = max(since, scope.now - _REACH)
    for asset in scope.assets:
        # Pages overlap by an interval, since the first settlement of each only dates the next.
        for start, end in windows(since, scope.now, timedelta(hours=4) * (_PAGE - 4)):
            # `after` is the newer end and `before` the older one, both left out themselves: hence the moment more.
            begins = start - timedelta(hours=8) - _MOMENT
            yield _funding(_swap(scope, asset), ("after", millis(end)), ("before", millis(begins)))


def _accepted(reply: Reply) -> None:
    """Let a reply pass that is no refusal.

    Raises:
        PayloadError: OKX refused; the text quotes its words.
    """
    answer = read(_ANSWER, reply)
    if answer.code != "0":
        words = " ".join(answer.msg.split())[:80]
        raise PayloadError(f"{reply.name}: code: {answer.code[:10]!r}, in the source's words: {words!r}")


def _asset(reply: Reply, names: Names) -> tuple[str, float]:
    return names.resolve(VENUE, reply.subject.partition("-")[0])


def parse_hourly(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Candle]:
    """Yield hourly spot bars that had ended when the reply came."""
    _accepted(reply)
    asset, _ = _asset(reply, names)
    bars = (Bar(*row[:5], None) for row in read(_KLINES, reply).data)
    yield from candles(bars, reply, asset=asset, publisher=origin.source, interval="1h", quote=_QUOTE)


def parse_funding(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[FundingSettlement]:
    """Yield settled rates, each for its own interval. [fraction an interval; positive: longs paid shorts]"""
    _accepted(reply)
    rows = read(_FUNDING, reply).data
    only_asked(reply, "data.instId", {row.instId for row in rows})
    yield from settled(
        ((row.fundingTime, row.realizedRate) for row in rows), asset=_asset(reply, names)[0], venue=VENUE,
        instrument=reply.subject, origin=origin,
    )  # fmt: skip


def parse_interest(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield open interest of the USDT swap, one-sided, in coins and dollars of one instant."""
    _accepted(reply)
    rows = read(_INTEREST, reply).data
    only_asked(reply, "data.instId", {row.instId for row in rows})
    asset, multiplier = _asset(reply, names)
    for row in rows:
        coins = row.oiCcy * multiplier
        yield from interest(asset, VENUE, row.ts, coin=coins, usd=row.oiUsd, origin=origin)


SOURCE: Final = Source(
    id="okx",
    publisher=VENUE,
    base_url="https://www.okx.com",
    # 10 in 2 seconds is the narrowest of the questions that we ask.
    limit=Limit(10, 2.0),
    asks=_asks,
    history=_history,
    parsers={"candles-1h": parse_hourly, "funding": parse_funding, "interest": parse_interest},
)
