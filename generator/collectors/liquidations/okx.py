"""OKX's liquidations: the channel ``liquidation-orders`` of all perpetuals.

Page: https://www.okx.com/docs-v5/en/#public-data-websocket-liquidation-orders-channel

OKX says that this is not the total of its liquidations: at most one order a second and contract
comes. What comes adds up to a floor, which is kept raw and told nowhere.

Quirks: ``sz`` is in contracts, whose size stands in the list of instruments only; there is no
subscription to one instrument. ``posSide`` is the side of the position; it is ``net`` in accounts that
have one side only, and then ``side``, that of the closing order, tells it: ``sell`` closes a long.
The heartbeat is the text ``ping``; pings of the protocol do not count. Messages may come out of
order and minutes late.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal

from pydantic import TypeAdapter

from generator.collectors.liquidations.stream import Contract, Listing, Numbered, Page, Said, Stream, check_amounts
from generator.collectors.wire import MaybeNumberText, MillisText, NumberText, Wire, read_body
from generator.errors import PayloadError
from generator.model.liquidation import Liquidation
from generator.model.names import Names

_ID: Final = "okx-liquidations"
_CHANNEL: Final = "liquidation-orders"


class _Detail(Wire):
    bkPx: NumberText  # noqa: N815 - the wire's spelling
    posSide: Literal["long", "short", "net"]  # noqa: N815
    side: Literal["buy", "sell"]
    sz: NumberText
    ts: MillisText


class _Order(Wire):
    instId: str  # noqa: N815
    details: list[_Detail]


class _Arg(Wire):
    channel: str


class _Message(Wire):
    arg: _Arg
    data: list[_Order]


class _Event(Wire):
    event: str
    code: str = ""
    msg: str = ""


class _Instrument(Wire):
    instId: str  # noqa: N815
    ctVal: MaybeNumberText  # noqa: N815
    ctMult: MaybeNumberText  # noqa: N815
    ctValCcy: str  # noqa: N815
    state: str


class _Page(Wire):
    code: str
    msg: str
    data: list[_Instrument]


_MESSAGE: Final = TypeAdapter(_Message)
_EVENT: Final = TypeAdapter(_Event)
_PAGE: Final = TypeAdapter(_Page)


def _parse(message: bytes, *, contracts: Mapping[str, Contract], names: Names) -> Iterator[Liquidation]:
    told = read_body(_MESSAGE, message, _ID)
    if told.arg.channel != _CHANNEL:
        raise PayloadError(f"{_ID}: arg.channel: should be {_CHANNEL!r}, not {told.arg.channel!r}")
    numbered = Numbered("okx")
    for place, order in enumerate(told.data):
        contract = contracts.get(order.instId)
        if contract is None:
            raise PayloadError(f"{_ID}: data.{place}.instId: the size of {order.instId!r} is not listed")
        asset, multiplier = names.resolve("okx", order.instId.partition("-")[0])
        for each in order.details:
            check_amounts(f"{_ID}: data.{place}.details", bkPx=each.bkPx, sz=each.sz)
            worth = each.sz * contract.size
            usd = worth if contract.unit == "USD" else worth * each.bkPx
            side = _side(each)
            yield Liquidation(
                venue="okx",
                asset=asset,
                instrument=order.instId,
                side=side,
                price_usd=each.bkPx / multiplier,
                amount_coin=usd / each.bkPx * multiplier,
                usd=usd,
                at=each.ts,
                id=numbered.id(order.instId, each.ts, side, (repr(each.bkPx), repr(each.sz))),
            )


def _side(each: _Detail) -> Literal["long", "short"]:
    if each.posSide != "net":
        return each.posSide
    return "long" if each.side == "sell" else "short"


def _answer(message: bytes) -> Said:
    if message == b"pong":
        return Said.ALIVE
    if b'"event"' not in message[:2_000]:
        return Said.NEWS
    try:
        told = read_body(_EVENT, message, _ID)
    except PayloadError:
        return Said.NEWS
    if told.event == "error":
        raise PayloadError(f"{_ID}: refuses the subscription: {told.msg} ({told.code})")
    return Said.SUBSCRIBED if told.event == "subscribe" else Said.ALIVE


def _subscribe(contracts: Mapping[str, Contract]) -> tuple[str, ...]:
    del contracts  # one subscription is for all of them
    return ('{"op":"subscribe","args":[{"channel":"liquidation-orders","instType":"SWAP"}]}',)


def _read_page(body: bytes) -> Page:
    page = read_body(_PAGE, body, f"{_ID} contracts")
    if page.code != "0":
        raise PayloadError(f"{_ID} contracts: OKX says {page.msg!r} ({page.code}); it is asked again later")
    contracts: dict[str, Contract] = {}
    for place, each in enumerate(page.data):
        if each.state != "live":
            continue  # not yet or no more traded, and its fields may be empty
        if each.ctVal is None or each.ctMult is None:
            raise PayloadError(f"{_ID} contracts: data.{place}: ctVal and ctMult of {each.instId} should be numbers")
        check_amounts(f"{_ID} contracts: data.{place}", ctVal=each.ctVal, ctMult=each.ctMult)
        contracts[each.instId] = Contract(each.ctVal * each.ctMult, "USD" if each.ctValCcy == "USD" else "coin")
    if not contracts:
        raise PayloadError(f"{_ID} contracts: data: has no perpetual that trades")
    return Page(contracts)


STREAM: Final = Stream(
    venue="okx",
    id=_ID,
    url="wss://ws.okx.com:8443/ws/v5/public",
    whole=False,
    scope="perpetuals, at most one order a second and contract",
    beat="ping",
    subscribe=_subscribe,
    answer=_answer,
    parse=_parse,
    listing=Listing(
        source="okx",
        base_url="https://www.okx.com",
        path="/api/v5/public/instruments?instType=SWAP",
        read=_read_page,
    ),
    sized=True,
)
