"""Coinbase Exchange."""

from __future__ import annotations

from datetime import datetime

from tests.loopback.play.asked import Asked, Refused, Unplayed, iso, plain, short
from tests.loopback.play.past import APART, HOUR, SECOND, Past, rounded

_MOST = 300


def play(past: Past, asked: Asked) -> object:
    """Return a reply of api.exchange.coinbase.com."""
    parts = asked.path.strip("/").split("/")
    if len(parts) != 3 or parts[0] != "products" or parts[2] not in ("ticker", "stats", "candles"):
        raise Unplayed
    coin = parts[1].removesuffix("-USD")
    if f"{coin}-USD" != parts[1] or coin not in ("BTC", "ETH"):
        raise Refused(404, {"message": "NotFound"})
    if parts[2] == "candles":
        return _candles(past, asked, coin)
    high, low, volume, before = past.last_day(coin)
    price = past.price(coin, venue="coinbase")
    if parts[2] == "ticker":
        return {
            "ask": plain(price, 2),
            "bid": plain(price - 0.01, 2),
            "volume": plain(volume * 0.3),
            "trade_id": 954112067,
            "price": plain(price, 2),
            "size": "0.00012",
            "time": iso(past.now - 700, 6),
            "rfq_volume": "31.204507",
        }
    return {
        "open": plain(before, 2),
        "high": plain(high, 2),
        "low": plain(low, 2),
        "last": plain(price, 2),
        "volume": plain(volume * 0.3),
        "volume_30day": plain(volume * 9),
        "rfq_volume_24hour": "31.2",
        "rfq_volume_30day": short(900.0),
    }


def _when(text: str) -> int:
    return int(text) * SECOND if text.isdecimal() else round(datetime.fromisoformat(text).timestamp() * 1000)


def _candles(past: Past, asked: Asked, coin: str) -> object:
    seconds = asked.whole("granularity", 60)
    if seconds not in (3600, 86400):
        raise Refused(400, {"message": "Unsupported granularity"})
    bars = past.hourly(coin) if seconds * SECOND == HOUR else past.daily(coin)
    start = _when(asked.query["start"]) if "start" in asked.query else 0
    end = _when(asked.query["end"]) if "end" in asked.query else past.now
    if "start" in asked.query and (end - start) // (seconds * SECOND) > _MOST:
        words = "granularity too small for the requested time range. Count of aggregations requested exceeds 300"
        raise Refused(400, {"message": words})
    kept = [bar for bar in bars if start <= bar.opens <= end][-_MOST:]
    apart = 1 + APART["coinbase"]
    return [
        [
            bar.opens // SECOND,
            rounded(bar.low * apart),
            rounded(bar.high * apart),
            rounded(bar.open * apart),
            rounded(bar.close * apart),
            round(bar.volume * 0.3, 8),
        ]
        for bar in reversed(kept)
    ]
