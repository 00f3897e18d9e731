"""Coinalyze, Coinglass and CoinDesk Data, who want a key; and who else wants one, and where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tests.loopback.play.asked import Asked, Play, Refused, Unplayed
from tests.loopback.play.past import DAY, HOUR, SECOND, Past

#: Source → the header or parameter that holds its key, and what it says without.
_WANTED: Final[Mapping[str, tuple[tuple[str, ...], object]]] = {
    "coinalyze": (("api_key", "api-key"), {"message": "Invalid/Missing API key"}),
    "coinglass": (("cg-api-key",), {"code": "401", "msg": "API key missing."}),
    "coindesk-data": (
        ("api_key", "authorization", "x-api-key"),
        {"Data": {}, "Err": {"type": 2, "message": "API key is missing"}},
    ),
    "fred": (("api_key",), {"error_code": 401, "error_message": "Bad Request.  Variable api_key is not set."}),
}


def given(source: str, query: Mapping[str, str], headers: Mapping[str, str]) -> str | None:
    """Return the key that came with a question."""
    fields = _WANTED[source][0] if source in _WANTED else ()
    for field in fields:
        for place in (query, headers):
            if place.get(field):
                return place[field].removeprefix("Apikey ").removeprefix("Bearer ")
    return None


def check(source: str, key: str | None, right: str) -> None:
    """Refuse a question without the right key, where one is wanted."""
    if source in _WANTED and key != right:
        raise Refused(401, _WANTED[source][1])


_LONG, _SHORT = 48_200_000.0, 31_700_000.0


def _symbols(asked: Asked) -> list[str]:
    return asked.text("symbols").split(",")


def _from_to(past: Past, asked: Asked) -> range:
    step = {"1hour": HOUR, "daily": DAY, "4hour": 4 * HOUR}.get(asked.text("interval"))
    if step is None:
        raise Refused(400, {"message": "Invalid interval"})
    start, end = asked.whole("from", 0) * SECOND, min(asked.whole("to", 1 << 40) * SECOND, past.now)
    start = max(start, past.now - 700 * step)
    return range(start + (-start) % step, end + 1, step)


def _coin(symbol: str) -> str:
    coin = symbol[:3]
    return coin if coin in ("BTC", "ETH") else "BTC"


def play_coinalyze(past: Past, asked: Asked) -> object:
    """Return a reply of api.coinalyze.net; times are seconds."""
    name = asked.path.removeprefix("/v1")
    if name == "/liquidation-history":
        return [
            {
                "symbol": symbol,
                "history": [
                    {"t": at // SECOND, "l": _LONG / 24 / place, "s": _SHORT / 24 / place}
                    for at in _from_to(past, asked)
                ],
            }
            for place, symbol in enumerate(_symbols(asked), start=1)
        ]
    if name == "/open-interest-history":
        return [
            {
                "symbol": symbol,
                "history": [
                    {"t": at // SECOND, "o": held, "h": held, "l": held, "c": held}
                    for at in _from_to(past, asked)
                    for held in [past.interest("binance-usdm", _coin(symbol), at)]
                ],
            }
            for symbol in _symbols(asked)
        ]
    if name == "/funding-rate-history":
        return [
            {
                "symbol": symbol,
                "history": [
                    {"t": at // SECOND, "o": rate * 100, "h": rate * 100, "l": rate * 100, "c": rate * 100}
                    for at, rate in past.funding("binance", _coin(symbol))[-90:]
                ],
            }
            for symbol in _symbols(asked)
        ]
    if name == "/long-short-ratio-history":
        rows = [{"t": at // SECOND, "r": 1.98, "l": 66.4, "s": 33.6} for at in _from_to(past, asked)]
        return [{"symbol": symbol, "history": rows} for symbol in _symbols(asked)]
    if name == "/open-interest":
        return [
            {"symbol": symbol, "value": past.interest("binance-usdm", _coin(symbol)), "update": past.now - 1000}
            for symbol in _symbols(asked)
        ]
    if name == "/funding-rate":
        return [
            {"symbol": symbol, "value": past.funding("binance", _coin(symbol))[-1][1] * 100, "update": past.now - 1000}
            for symbol in _symbols(asked)
        ]
    raise Unplayed


def play_coinglass(past: Past, asked: Asked) -> object:
    """Return a reply of open-api-v4.coinglass.com; the row ``All`` is the sum of the others."""
    path = asked.path.removeprefix("/api")
    coin = asked.query.get("symbol", "BTC")
    if path == "/futures/liquidation/exchange-list":
        shares = (("Binance", 0.4), ("Bybit", 0.25), ("OKX", 0.2), ("Hyperliquid", 0.15))
        each = [
            {
                "exchange": name,
                "liquidation_usd": (_LONG + _SHORT) * share,
                "longLiquidation_usd": _LONG * share,
                "shortLiquidation_usd": _SHORT * share,
            }
            for name, share in shares
        ]
        total = {key: sum(float(str(row[key])) for row in each) for key in each[0] if key != "exchange"}
        return _glass([{"exchange": "All", **total}, *each])
    if path == "/futures/open-interest/exchange-list":
        held = [(name, past.interest(venue, coin)) for name, venue in (("Binance", "binance-usdm"), ("OKX", "okx"))]
        rows = [(name, coins, past.price(coin)) for name, coins in [("All", sum(each for _, each in held)), *held]]
        return _glass(
            [
                {
                    "exchange": name,
                    "symbol": coin,
                    "open_interest_usd": coins * price,
                    "open_interest_quantity": coins,
                    "open_interest_by_stable_coin_margin": coins * price * 0.8,
                    "open_interest_by_coin_margin": coins * price * 0.2,
                    "open_interest_quantity_by_coin_margin": coins * 0.2,
                    "open_interest_quantity_by_stable_coin_margin": coins * 0.8,
                    "open_interest_change_percent_5m": 0.1,
                    "open_interest_change_percent_15m": 0.1,
                    "open_interest_change_percent_30m": 0.1,
                    "open_interest_change_percent_1h": 0.1,
                    "open_interest_change_percent_4h": -0.3,
                    "open_interest_change_percent_24h": -1.2,
                }
                for name, coins, price in rows
            ]
        )
    if path in ("/futures/liquidation/aggregated-history", "/futures/liquidation/coin-history"):
        rows = range(past.now - past.now % HOUR - 200 * 4 * HOUR, past.now, 4 * HOUR)
        return _glass(
            [
                {
                    "time": at,
                    "aggregated_long_liquidation_usd": _LONG / 6,
                    "aggregated_short_liquidation_usd": _SHORT / 6,
                }
                for at in rows
            ]
        )
    if path == "/futures/open-interest/aggregated-history":
        days = range(past.today - 300 * DAY, past.now, DAY)
        found = []
        for at in days:
            value = str(round(past.interest("binance-usdm", coin, at) * past.price(coin, at)))
            found.append({"time": at, "open": value, "high": value, "low": value, "close": value})
        return _glass(found)
    raise Unplayed


def _glass(data: object) -> object:
    return {"code": "0", "msg": "success", "data": data}


def play_coindesk(past: Past, asked: Asked) -> object:
    """Return a reply of data-api.coindesk.com."""
    levels = {"CD20-USD": 1_962.37, "CDMEME-USD": 641.2, "BTC-USD": past.price("BTC"), "ETH-USD": past.price("ETH")}
    wanted = asked.query.get("instruments", asked.query.get("instrument", "")).split(",")
    if any(each not in levels for each in wanted):
        raise Refused(404, {"Data": {}, "Err": {"type": 1, "message": "Not found instrument"}})
    if asked.path.endswith("/latest/tick"):
        rows = {
            each: {
                "TYPE": "985",
                "MARKET": asked.query.get("market", "cd_indices"),
                "INSTRUMENT": each,
                "VALUE": levels[each],
                "VALUE_FLAG": "UP",
                "VALUE_LAST_UPDATE_TS": past.now // SECOND - 5,
                "VALUE_LAST_UPDATE_TS_NS": 120_000_000,
                "CURRENT_DAY_OPEN": levels[each] * 1.01,
                "CURRENT_DAY_CHANGE_PERCENTAGE": -0.99,
                "MOVING_24_HOUR_OPEN": levels[each] * 1.012,
                "MOVING_24_HOUR_CHANGE_PERCENTAGE": -1.19,
            }
            for each in wanted
        }
        return {"Data": rows, "Err": {}}
    raise Unplayed


PLAYS: Final[Mapping[str, Play]] = {
    "coinalyze": play_coinalyze,
    "coinglass": play_coinglass,
    "coindesk-data": play_coindesk,
}
