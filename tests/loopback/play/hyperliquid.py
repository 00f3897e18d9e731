"""Hyperliquid: every question is posted to ``/info``; funding is paid by the hour, coins are matched by place."""

from __future__ import annotations

from tests.loopback.play.asked import Asked, Refused, Unplayed, short
from tests.loopback.play.past import DAY, HOUR, INTEREST, Past, rounded

_MOST = 500


def play(past: Past, asked: Asked) -> object:
    """Return the reply to a posted question."""
    if asked.path != "/info":
        raise Unplayed
    wanted = asked.posted()
    kind = wanted.get("type")
    if kind == "metaAndAssetCtxs":
        return _contexts(past)
    if kind == "fundingHistory":
        return _funding(past, str(wanted["coin"]), int(wanted["startTime"]), int(wanted.get("endTime", 1 << 53)))
    if kind == "predictedFundings":
        return _predicted(past)
    if kind == "candleSnapshot":
        return _candles(past, wanted["req"])
    raise Refused(422, "Failed to deserialize the JSON body into the target type")


def _coins(past: Past) -> list[tuple[str, float]]:
    found = [(coin, past.price(coin, venue="hyperliquid")) for coin in ("BTC", "ETH")]
    renamed = {f"1000{coin}": f"k{coin}" for coin in ("PEPE", "SHIB", "BONK", "FLOKI")}
    others = [each for each in past.perpetuals if each[0] not in ("BTC", "ETH")]
    return found + [(renamed.get(name, name), rounded(mark * 0.9998)) for name, mark, _ in others]


def _rate(past: Past, coin: str) -> float:
    return past.funding("hyperliquid", coin)[-1][1] if coin in ("BTC", "ETH") else 1.25e-5


def _contexts(past: Past) -> object:
    universe = [{"szDecimals": 5, "name": coin, "maxLeverage": 40, "marginTableId": 56} for coin, _ in _coins(past)]
    contexts = []
    for coin, mark in _coins(past):
        size = past.interest("hyperliquid", coin) if ("hyperliquid", coin) in INTEREST else 1_000_000.0
        contexts.append(
            {
                "funding": short(_rate(past, coin)),
                "openInterest": short(size),
                "prevDayPx": short(rounded(mark * 1.01)),
                "dayNtlVlm": "2246940338.6532187462",
                "premium": "-0.0004718124",
                "oraclePx": short(rounded(mark * 1.0003)),
                "markPx": short(mark),
                "midPx": short(mark),
                "impactPxs": [short(mark), short(mark)],
                "dayBaseVlm": "28617.83432",
            }
        )
    return [{"universe": universe, "marginTables": []}, contexts]


def _funding(past: Past, coin: str, start: int, end: int) -> object:
    if coin not in ("BTC", "ETH"):
        raise Refused(500, None)
    found = [(at, rate) for at, rate in past.funding("hyperliquid", coin) if start <= at <= end][:_MOST]
    return [
        {"coin": coin, "fundingRate": short(rate), "premium": short(rate * 8), "time": at + place % 90}
        for place, (at, rate) in enumerate(found)
    ]


def _predicted(past: Past) -> object:
    found = []
    for coin in ("BTC", "ETH"):
        soon = past.now - past.now % HOUR + HOUR
        eight = past.now - past.now % (8 * HOUR) + 8 * HOUR
        told = [
            [
                name,
                {
                    "fundingRate": short(past.funding(venue, coin)[-1][1]),
                    "nextFundingTime": eight,
                    "fundingIntervalHours": 8,
                },
            ]
            for name, venue in (("BinPerp", "binance"), ("BybitPerp", "bybit"))
        ]
        own = {"fundingRate": short(_rate(past, coin)), "nextFundingTime": soon, "fundingIntervalHours": 1}
        found.append([coin, [told[0], ["HlPerp", own], told[1]]])
    return found


def _candles(past: Past, wanted: dict[str, object]) -> object:
    coin, interval = str(wanted["coin"]), str(wanted["interval"])
    start, end = int(str(wanted["startTime"])), int(str(wanted.get("endTime", 1 << 53)))
    bars = past.hourly(coin) if interval == "1h" else past.daily(coin)
    step = HOUR if interval == "1h" else DAY
    return [
        {
            "t": bar.opens,
            "T": bar.opens + step - 1,
            "s": coin,
            "i": interval,
            "o": short(bar.open),
            "c": short(bar.close),
            "h": short(bar.high),
            "l": short(bar.low),
            "v": short(bar.volume),
            "n": 100,
        }
        for bar in bars
        if start <= bar.opens <= end
    ]
