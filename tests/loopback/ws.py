"""A websocket server on this machine that speaks like a venue, and drops, repeats, delays and babbles.

    async with Venue.bybit() as venue:
        addresses = venue.addresses
        await venue.say(venue.printed("BTCUSDT", "Buy", "0.5", "60000"))
        await venue.hang_up()

It writes down what it sent over which connection and when, so that a test can hold a recording against it.
"""

import asyncio
import json
import math
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Self

from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Response


def now():
    return datetime.now(UTC)


@dataclass
class Sent:
    """A message as it was sent; ``over`` is the connection's number."""

    text: str
    at: datetime
    over: int


@dataclass
class Held:
    """A connection: when its subscriptions were answered, and when it ended."""

    line: ServerConnection
    number: int
    asked: list = field(default_factory=list)
    subscribed_at: datetime | None = None
    ended_at: datetime | None = None


class Venue:
    """One venue's websocket and, on the same port, its list of contracts."""

    def __init__(self, stream_id, source, *, listing=None):
        self.stream_id = stream_id
        self.source = source
        self.listing = listing
        self.listings_asked = 0
        self.held = []
        self.sent = []
        self.refuses = False  # answer subscriptions with an error
        self.mute = False  # leave heartbeats and subscriptions unanswered
        self.turns_away = 0  # so many connections get 503

    @classmethod
    def bybit(cls, *symbols):
        rows = [bybit_row(symbol) for symbol in symbols or ("BTCUSDT", "ETHUSDT", "SOLUSDT")]
        listing = {"retCode": 0, "retMsg": "OK", "result": {"list": rows, "nextPageCursor": ""}}
        return cls("bybit-liquidations", "bybit", listing=listing)

    @classmethod
    def okx(cls):
        rows = [
            {"instId": "BTC-USDT-SWAP", "ctVal": "0.01", "ctMult": "1", "ctValCcy": "BTC", "state": "live"},
            {"instId": "BTC-USD-SWAP", "ctVal": "100", "ctMult": "1", "ctValCcy": "USD", "state": "live"},
        ]
        return cls("okx-liquidations", "okx", listing={"code": "0", "msg": "", "data": rows})

    @classmethod
    def binance(cls):
        return cls("binance-liquidations", "")

    async def __aenter__(self) -> Self:
        self._server = await serve(
            self._serve, "127.0.0.1", 0, process_request=self._request, ping_interval=None, close_timeout=0.2
        )
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_):
        for held in self.live:
            held.line.transport.abort()
        self._server.close()
        await self._server.wait_closed()

    @property
    def addresses(self):
        """What a desk writes down to ask here and not at the venue."""
        said = {self.stream_id: f"ws://127.0.0.1:{self.port}/stream"}
        return said | ({self.source: f"http://127.0.0.1:{self.port}"} if self.source else {})

    @property
    def live(self):
        return [held for held in self.held if held.ended_at is None and held.subscribed_at is not None]

    async def heard(self, times=1):
        """Wait until a client's subscriptions have been answered so often."""
        async with asyncio.timeout(5):
            while sum(held.subscribed_at is not None for held in self.held) < times or not self.live:  # noqa: ASYNC110
                await asyncio.sleep(0.005)

    async def say(self, text, *, times=1, wait=0.0):
        """Send a message to whoever listens: repeated, or late."""
        await asyncio.sleep(wait)
        for held in self.live:
            for _ in range(times):
                at = now()
                try:
                    await held.line.send(text)
                except ConnectionClosed:
                    break
                self.sent.append(Sent(text if isinstance(text, str) else repr(text), at, held.number))

    async def hang_up(self, *, goodbye=False):
        """Break the connections off; with a goodbye they are closed as the protocol has it."""
        for held in self.live:
            held.ended_at = now()
            if goodbye:
                await held.line.close(1001)
            else:
                held.line.transport.abort()

    def _request(self, line, request):
        if request.headers.get("Upgrade", "").lower() == "websocket":
            if self.turns_away:
                self.turns_away -= 1
                return line.respond(HTTPStatus.SERVICE_UNAVAILABLE, "no\n")
            return None
        self.listings_asked += 1
        body = json.dumps(self.listing).encode()
        headers = Headers({"Content-Type": "application/json", "Content-Length": str(len(body)), "Connection": "close"})
        return Response(200, "OK", headers, body)

    async def _serve(self, line):
        held = Held(line, len(self.held))
        self.held.append(held)
        if self.stream_id == "binance-liquidations":
            held.subscribed_at = now()
        try:
            async for message in line:
                held.asked.append(message)
                await self._answer(held, message)
        except ConnectionClosed:
            pass
        finally:
            held.ended_at = held.ended_at or now()

    async def _answer(self, held, message):
        if self.mute:
            return
        if message == "ping":
            await held.line.send("pong")
            return
        asked = json.loads(message)
        if asked["op"] == "ping":
            await held.line.send(json.dumps({"success": True, "ret_msg": "pong", "conn_id": "x", "op": "ping"}))
        elif self.refuses:
            refusal = {
                "success": False,
                "ret_msg": "error:handler not found,topic:allLiquidation.XUSDT",
                "op": "subscribe",
            }
            await held.line.send(json.dumps(refusal))
        else:
            held.subscribed_at = now()
            await held.line.send(
                '{"success":true,"ret_msg":"","conn_id":"x","op":"subscribe"}'
                if self.source == "bybit"
                else '{"event":"subscribe","arg":{"channel":"liquidation-orders","instType":"SWAP"},"connId":"x"}'
            )


def bybit_row(symbol):
    return {
        "symbol": symbol, "contractType": "LinearPerpetual", "status": "Trading", "baseCoin": symbol[:-4],
        "quoteCoin": "USDT", "settleCoin": "USDT",
    }  # fmt: skip


def millis(at):
    return math.floor(at.timestamp() * 1000)


def bybit(*prints, at=None):
    """Return a message of Bybit's; a print is symbol, side of the position, coins, price."""
    when = millis(at or now())
    rows = [{"T": when, "s": symbol, "S": side, "v": coins, "p": price} for symbol, side, coins, price in prints]
    return json.dumps({"topic": f"allLiquidation.{prints[0][0]}", "type": "snapshot", "ts": when, "data": rows})


def okx(instrument, side, contracts, price, *, at=None):
    order = "sell" if side == "long" else "buy"
    detail = {"bkLoss": "0", "bkPx": price, "ccy": "", "posSide": side, "side": order, "sz": contracts}
    row = {"details": [{**detail, "ts": str(millis(at or now()))}], "instId": instrument, "instType": "SWAP"}
    return json.dumps({"arg": {"channel": "liquidation-orders", "instType": "SWAP"}, "data": [row]})


def binance(symbol, side, coins, price, *, at=None):
    when = millis(at or now())
    order = {"s": symbol, "S": side, "o": "LIMIT", "f": "IOC", "q": coins, "p": price, "ap": price, "X": "FILLED"}
    event = {"e": "forceOrder", "E": when, "o": {**order, "l": coins, "z": coins, "T": when, "st": 1}}
    return json.dumps({"stream": "!forceOrder@arr", "data": event})
