"""Bybit's liquidations: the stream ``allLiquidation`` of each USDT perpetual.

Page: https://bybit-exchange.github.io/docs/v5/websocket/public/all-liquidation

Bybit says that all liquidations come over it, in batches every half second: what comes adds up
to a total, of the contracts that one subscribes to. We subscribe to every perpetual that is
settled in USDT; those in USDC, the dated and the inverse ones are not in it.

Quirks: ``S`` is the side of the position, not of the order that closes it: ``Buy`` is a long
that was liquidated. ``v`` is in coin, ``p`` the price of bankruptcy. One symbol that Bybit does not
know fails the whole request, so the list of contracts is asked for first. A line on which Bybit
has nothing to send is closed after some ten seconds, so we send a ping more often than the
twenty that it asks for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final, Literal

from pydantic import TypeAdapter

from generator.collectors.liquidations.stream import Contract, Listing, Numbered, Page, Said, Stream, check_amounts
from generator.collectors.wire import Millis, NumberText, Wire, read_body
from generator.errors import PayloadError
from generator.model.liquidation import Liquidation
from generator.model.names import Names

_ID: Final = "bybit-liquidations"
_TOPIC: Final = "allLiquidation."
_QUOTE: Final = "USDT"
#: A request's topics may have 21,000 characters together.
_MOST: Final = 20_000


class _Print(Wire):
    T: Millis
    s: str
    S: Literal["Buy", "Sell"]
    v: NumberText
    p: NumberText


class _Message(Wire):
    topic: str
    data: list[_Print]


class _Control(Wire):
    op: str = ""
    success: bool | None = None
    ret_msg: str = ""


class _Instrument(Wire):
    symbol: str
    contractType: str  # noqa: N815 - the wire's spelling
    status: str
    settleCoin: str  # noqa: N815


class _Result(Wire):
    list: list[_Instrument]
    nextPageCursor: str = ""  # noqa: N815


class _Page(Wire):
    retCode: int  # noqa: N815
    retMsg: str  # noqa: N815
    result: _Result | dict[str, object]


_MESSAGE: Final = TypeAdapter(_Message)
_CONTROL: Final = TypeAdapter(_Control)
_PAGE: Final = TypeAdapter(_Page)


def _parse(message: bytes, *, contracts: Mapping[str, Contract], names: Names) -> Iterator[Liquidation]:
    del contracts  # amounts are in coin
    told = read_body(_MESSAGE, message, _ID)
    if not told.topic.startswith(_TOPIC):
        raise PayloadError(f"{_ID}: topic: should begin with {_TOPIC!r}, not {told.topic!r}")
    numbered = Numbered("bybit")
    for place, each in enumerate(told.data):
        where = f"{_ID}: data.{place}"
        check_amounts(where, p=each.p, v=each.v)
        if not each.s.endswith(_QUOTE):
            raise PayloadError(f"{where}.s: {each.s!r} is no perpetual in {_QUOTE}")
        asset, multiplier = names.resolve("bybit", each.s.removesuffix(_QUOTE))
        side: Literal["long", "short"] = "long" if each.S == "Buy" else "short"
        yield Liquidation(
            venue="bybit",
            asset=asset,
            instrument=each.s,
            side=side,
            price_usd=each.p / multiplier,
            amount_coin=each.v * multiplier,
            usd=each.p * each.v,
            at=each.T,
            id=numbered.id(each.s, each.T, side, (repr(each.p), repr(each.v))),
        )


def _answer(message: bytes) -> Said:
    if b'"op"' not in message[:2_000]:
        return Said.NEWS
    try:
        told = read_body(_CONTROL, message, _ID)
    except PayloadError:
        return Said.NEWS
    if told.op == "subscribe":
        if told.success is not True:
            raise PayloadError(f"{_ID}: refuses the subscription: {told.ret_msg}")
        return Said.SUBSCRIBED
    return Said.ALIVE if told.op in ("ping", "pong") else Said.NEWS


def _subscribe(contracts: Mapping[str, Contract]) -> tuple[str, ...]:
    requests: list[list[str]] = [[]]
    for symbol in contracts:
        if sum(len(topic) + 3 for topic in requests[-1]) + len(_TOPIC + symbol) + 3 > _MOST:
            requests.append([])
        requests[-1].append(_TOPIC + symbol)
    return tuple(json.dumps({"op": "subscribe", "args": topics}) for topics in requests)


def _read_page(body: bytes) -> Page:
    page = read_body(_PAGE, body, f"{_ID} contracts")
    if page.retCode != 0 or not isinstance(page.result, _Result):
        raise PayloadError(f"{_ID} contracts: Bybit says {page.retMsg!r} ({page.retCode}); it is asked again later")
    contracts = {
        each.symbol: Contract(1.0, "coin")
        for each in page.result.list
        if each.contractType == "LinearPerpetual" and each.settleCoin == _QUOTE and each.status == "Trading"
    }
    cursor = page.result.nextPageCursor
    if not contracts and not cursor:
        raise PayloadError(f"{_ID} contracts: result.list: has no perpetual in {_QUOTE} that trades")
    return Page(contracts, f"&cursor={cursor}" if cursor else "")


STREAM: Final = Stream(
    venue="bybit",
    id=_ID,
    url="wss://stream.bybit.com/v5/public/linear",
    whole=True,
    scope="USDT perpetuals",
    beat='{"op":"ping"}',
    subscribe=_subscribe,
    answer=_answer,
    parse=_parse,
    listing=Listing(
        source="bybit",
        base_url="https://api.bybit.com",
        path="/v5/market/instruments-info?category=linear&limit=1000",
        read=_read_page,
    ),
)
