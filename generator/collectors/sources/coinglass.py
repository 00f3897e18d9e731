"""Coinglass: liquidations and open interest of a coin over all venues that it follows.

What: longs and shorts liquidated in 24 hours; open interest in coin and in dollars.
API: https://docs.coinglass.com (v4, futures/liquidation/exchange-list, futures/open-interest/exchange-list).
Terms: https://www.coinglass.com/terms : a paid key; numbers may be told with the source named, not passed on.
Quirks: success is ``code`` "0", whatever the status. The row called ``All`` already is the sum of the others.
No reply has a time: a reading is of when it came. Changes are in percent and are not read.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Annotated, Final

from pydantic import Field, TypeAdapter

from generator.collectors.source import Ask, Key, Limit, Scope, Source
from generator.collectors.wire import Wire, read
from generator.errors import PayloadError
from generator.model.names import Names
from generator.model.observation import Observation, Provenance, SeriesKey
from generator.model.reply import Reply
from generator.model.units import Unit

VENUE: Final = "coinglass"
_ALL: Final = "All"
#: By how much ``All`` may miss the sum of the rows, as a fraction.
_TOLERANCE: Final = 0.001

#: Beyond this an amount is no amount, in dollars as in coins.
_Amount = Annotated[float, Field(ge=0, le=1e15)]


class _Envelope(Wire):
    code: str
    msg: str


class _Liquidated(Wire):
    exchange: str
    liquidation_usd: _Amount
    longLiquidation_usd: _Amount
    shortLiquidation_usd: _Amount


class _Open(Wire):
    exchange: str
    symbol: str
    open_interest_usd: _Amount
    open_interest_quantity: _Amount


class _Liquidations(Wire):
    data: tuple[_Liquidated, ...]


class _Interest(Wire):
    data: tuple[_Open, ...]


_ENVELOPE: Final = TypeAdapter(_Envelope)
_LIQUIDATIONS: Final = TypeAdapter(_Liquidations)
_INTEREST: Final = TypeAdapter(_Interest)


def _asks(scope: Scope) -> Iterator[Ask]:
    # The wrap of the whole market tells bitcoin and ether, whatever else a desk writes about.
    for asset in dict.fromkeys((*scope.assets, "BTC", "ETH")):
        yield Ask(
            kind="liquidations", subject=asset, path="/api/futures/liquidation/exchange-list",
            query=(("symbol", asset), ("range", "24h")), feeds=("liquidations.total",),
        )  # fmt: skip
        yield Ask(
            kind="interest", subject=asset, path="/api/futures/open-interest/exchange-list",
            query=(("symbol", asset),), feeds=("futures.open_interest", "futures.open_interest_usd"),
        )  # fmt: skip


def parse_liquidations(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield longs, shorts and both, liquidated in the 24 hours before the reply came. [USD]

    Raises:
        PayloadError: The source refused, has no row ``All``, or that row is not the sum of the others.
    """
    del names  # the question names its coin
    _granted(reply)
    rows = read(_LIQUIDATIONS, reply).data
    place = _place_of_all(reply, [row.exchange for row in rows])
    whole, parts = rows[place], [row for row in rows if row.exchange != _ALL]
    where = f"{reply.name}: data.{place}"
    _whole(f"{where}.liquidation_usd", whole.liquidation_usd, [row.liquidation_usd for row in parts])
    _whole(f"{where}.longLiquidation_usd", whole.longLiquidation_usd, [row.longLiquidation_usd for row in parts])
    _whole(f"{where}.shortLiquidation_usd", whole.shortLiquidation_usd, [row.shortLiquidation_usd for row in parts])
    _whole(f"{where}.liquidation_usd", whole.liquidation_usd, [whole.longLiquidation_usd, whole.shortLiquidation_usd])
    sides = (
        ("total", whole.liquidation_usd), ("long", whole.longLiquidation_usd), ("short", whole.shortLiquidation_usd),
    )  # fmt: skip
    for side, value in sides:
        yield _reading(reply, f"liquidations.{side}", "1d", value, "USD", origin)


def parse_interest(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield open interest over all venues that Coinglass follows. [coin, USD]

    Raises:
        PayloadError: The source refused, has no row ``All``, or that row is not the sum of the others.
    """
    del names  # the question names its coin
    _granted(reply)
    rows = read(_INTEREST, reply).data
    place = _place_of_all(reply, [row.exchange for row in rows])
    whole, parts = rows[place], [row for row in rows if row.exchange != _ALL]
    where = f"{reply.name}: data.{place}"
    if whole.symbol != reply.subject:
        raise PayloadError(f"{where}.symbol: is {whole.symbol[:40]!r}, not the coin that was asked; ask again later")
    _whole(f"{where}.open_interest_usd", whole.open_interest_usd, [row.open_interest_usd for row in parts])
    _whole(
        f"{where}.open_interest_quantity", whole.open_interest_quantity, [row.open_interest_quantity for row in parts]
    )
    yield _reading(reply, "futures.open_interest", "", whole.open_interest_quantity, "coin", origin)
    yield _reading(reply, "futures.open_interest_usd", "", whole.open_interest_usd, "USD", origin)


def _granted(reply: Reply) -> None:
    envelope = read(_ENVELOPE, reply)
    if envelope.code != "0":
        words = " ".join(envelope.msg.split())[:120]
        raise PayloadError(f'{reply.name}: code: {envelope.code[:12]}: the source refused, in its words: "{words}"')


def _place_of_all(reply: Reply, exchanges: Sequence[str]) -> int:
    if exchanges.count(_ALL) != 1 or len(exchanges) < 2:
        raise PayloadError(f"{reply.name}: data: needs one row {_ALL} beside the venues' rows; ask again later")
    return exchanges.index(_ALL)


def _whole(where: str, whole: float, parts: Sequence[float]) -> None:
    total = math.fsum(parts)
    if abs(whole - total) > _TOLERANCE * max(whole, total):
        raise PayloadError(f"{where}: is {whole:.6g}, but its parts add up to {total:.6g}; ask again later")


def _reading(reply: Reply, metric: str, tenor: str, value: float, unit: Unit, origin: Provenance) -> Observation:
    series = SeriesKey(reply.subject, metric, tenor, VENUE)
    return Observation(series, value, unit, reply.fetched_at, reply.fetched_at, origin)


SOURCE: Final = Source(
    id="coinglass",
    publisher="Coinglass",
    base_url="https://open-api-v4.coinglass.com",
    # The smallest plan.
    limit=Limit(30, 60.0),
    asks=_asks,
    parsers={"liquidations": parse_liquidations, "interest": parse_interest},
    key=Key(name="COINGLASS_API_KEY", place="header", field="CG-API-KEY"),
)
