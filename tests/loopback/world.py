"""One coherent market, told by every source in its own words.

    world = World(datetime(2026, 2, 10, 10, tzinfo=UTC))
    with Loopback(world.respond) as server: ...

For that instant every time is as it was recorded; for any other the past is moved by whole days, see ``play/past.py``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from tests.loopback.play import binance, bybit, coinbase, deribit, hyperliquid, keyed, kraken, lists, okx, others
from tests.loopback.play.asked import Asked, Play, Refused, Unplayed, nobody
from tests.loopback.play.past import Past
from tests.loopback.server import Answer, Request

#: The key that the world takes, wherever one is needed.
KEY: Final = "0123456789abcdef0123456789abcdef"
PLAYS: Final[Mapping[str, Play]] = {
    "deribit": deribit.play,
    "binance-spot": binance.play_spot,
    "binance-usdm": binance.play_usdm,
    "binance-coinm": binance.play_coinm,
    "bybit": bybit.play,
    "okx": okx.play,
    "hyperliquid": hyperliquid.play,
    "kraken-spot": kraken.play_spot,
    "kraken-futures": kraken.play_futures,
    "coinbase": coinbase.play,
    "coingecko": lists.play_coingecko,
    "coinpaprika": lists.play_coinpaprika,
    "coinmarketcap": lists.play_coinmarketcap,
    "alternative.me": others.play_alternative_me,
    "defillama": others.play_defillama,
    "fred": others.play_fred,
    **keyed.PLAYS,
}


class World:
    """All the sources at one instant.

    Attributes:
        past: What they tell of.
        unplayed: What was asked and nobody plays; a test looks that it is empty.
    """

    def __init__(self, now: datetime, *, last: date | None = None) -> None:
        """Let the sample's last day be ``last``, the day of ``now`` if not given."""
        self.now = now
        self.past = Past(now, last=last)
        self.unplayed: list[str] = []
        self._told: dict[tuple[object, ...], Answer] = {}

    def respond(self, request: Request) -> Answer:
        """Return what the healthy source answers; the same question has the same answer."""
        key = keyed.given(request.source, request.query, request.headers)
        asked = (request.source, request.method, request.path, tuple(request.query.items()), request.body, key)
        if asked not in self._told:
            self._told[asked] = self._answer(request, key)
        return self._told[asked]

    def _answer(self, request: Request, key: str | None) -> Answer:
        play = PLAYS.get(request.source, nobody)
        try:
            keyed.check(request.source, key, KEY)
            asked = Asked(request.path, request.query, request.body, request.headers)
            return _json(200, play(self.past, asked))
        except Refused as refused:
            return _json(refused.status, refused.payload)
        except Unplayed:
            self.unplayed.append(f"{request.method} {request.source} {request.path} {dict(request.query)}")
            return Answer(404, b'{"message":"Not Found"}', {})


def _json(status: int, payload: object) -> Answer:
    return Answer(status, json.dumps(payload, separators=(",", ":"), allow_nan=False).encode(), {})
