"""Binance's liquidations: the stream ``!forceOrder@arr`` of all USD-margined contracts.

Page: https://developers.binance.com/docs/derivatives/usds-margined-futures/websocket-market-streams/All-Market-Liquidation-Order-Streams

Of each symbol one order a second comes, however many there were, so what comes is a floor, and
lowest where most is liquidated. It is kept raw and told nowhere.

Quirks: ``o.S`` is the side of the closing order: ``SELL`` closes a long. What was filled is ``z`` at the
average price ``ap``; ``q`` and ``p`` are what was asked for. Coin-margined contracts may come over the same
stream with ``st`` 2 and amounts in contracts: they are left out. Since 2026 the stream is served
below ``/market``; the old address takes the connection and says nothing. A connection is cut after 24
hours. There is no answer to a subscription, which is part of the address.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal

from pydantic import TypeAdapter

from generator.collectors.liquidations.stream import Contract, Numbered, Said, Stream, check_amounts
from generator.collectors.wire import Millis, NumberText, Wire, read_body
from generator.errors import PayloadError
from generator.model.liquidation import Liquidation
from generator.model.names import Names

_ID: Final = "binance-liquidations"
_QUOTES: Final = ("USDT", "USDC")
_COIN_MARGINED: Final = 2


class _Order(Wire):
    s: str
    S: Literal["BUY", "SELL"]
    ap: NumberText
    z: NumberText
    T: Millis
    st: int = 1


class _Event(Wire):
    e: Literal["forceOrder"]
    o: _Order


class _Message(Wire):
    stream: str
    data: _Event


_MESSAGE: Final = TypeAdapter(_Message)


def _parse(message: bytes, *, contracts: Mapping[str, Contract], names: Names) -> Iterator[Liquidation]:
    del contracts  # amounts are in coin
    order = read_body(_MESSAGE, message, _ID).data.o
    if order.st == _COIN_MARGINED:
        return
    check_amounts(f"{_ID}: data.o", ap=order.ap, z=order.z)
    asset, multiplier = names.resolve("binance", _coin(order.s))
    side: Literal["long", "short"] = "long" if order.S == "SELL" else "short"
    yield Liquidation(
        venue="binance",
        asset=asset,
        instrument=order.s,
        side=side,
        price_usd=order.ap / multiplier,
        amount_coin=order.z * multiplier,
        usd=order.ap * order.z,
        at=order.T,
        id=Numbered("binance").id(order.s, order.T, side, (repr(order.ap), repr(order.z))),
    )


def _coin(symbol: str) -> str:
    """Return the coin of ``BTCUSDT``, or of the dated ``BTCUSDT_260327``."""
    pair = symbol.partition("_")[0]
    for quote in _QUOTES:
        if pair.endswith(quote) and pair != quote:
            return pair.removesuffix(quote)
    raise PayloadError(f"{_ID}: data.o.s: {symbol!r} is no contract in {' or '.join(_QUOTES)}")


STREAM: Final = Stream(
    venue="binance",
    id=_ID,
    url="wss://fstream.binance.com/market/stream?streams=!forceOrder@arr",
    whole=False,
    scope="USD-margined contracts, one order a second and symbol",
    beat=None,
    subscribe=lambda _: (),
    answer=lambda _: Said.NEWS,
    parse=_parse,
)
