"""Kraken: spot, whose errors are a list beside the result; futures, whose funding is dollars a contract an hour."""

from __future__ import annotations

from tests.loopback.play.asked import Asked, Unplayed, day_of, iso, plain
from tests.loopback.play.deribit import index_of
from tests.loopback.play.past import APART, DAY, HOUR, SECOND, Past, rounded

_PAIRS = {
    "XBTUSD": ("XXBTZUSD", "BTC"),
    "XXBTZUSD": ("XXBTZUSD", "BTC"),
    "BTCUSD": ("XXBTZUSD", "BTC"),
    "BTC/USD": ("BTC/USD", "BTC"),
    "XBT/USD": ("XBT/USD", "BTC"),
    "ETHUSD": ("XETHZUSD", "ETH"),
    "XETHZUSD": ("XETHZUSD", "ETH"),
    "ETH/USD": ("ETH/USD", "ETH"),
}
_MOST = 720
#: The real list is longer; what is older is of no use to anybody here.
_HOURS = 12 * 24


def play_spot(past: Past, asked: Asked) -> object:
    """Return a reply of api.kraken.com."""
    path = asked.path.removeprefix("/0/public")
    if path not in ("/OHLC", "/Ticker"):
        raise Unplayed
    wanted = asked.text("pair", "XBTUSD").split(",")
    if any(pair not in _PAIRS for pair in wanted):
        return {"error": ["EQuery:Unknown asset pair"]}
    found = dict(_PAIRS[pair] for pair in wanted)
    if path == "/Ticker":
        return {"error": [], "result": {name: _ticker(past, coin) for name, coin in found.items()}}
    return _bars(past, asked, *next(iter(found.items())))


def _bars(past: Past, asked: Asked, name: str, coin: str) -> object:
    minutes = asked.whole("interval", 1)
    if minutes not in (60, 1440):
        return {"error": ["EGeneral:Invalid arguments:interval"]}
    bars = past.hourly(coin) if minutes == 60 else past.daily(coin)
    since = asked.whole("since", 0) * SECOND
    kept = [bar for bar in bars[-_MOST:] if bar.opens > since]
    rows = []
    for bar in kept:
        prices = [plain(rounded(each * (1 + APART["kraken"])), 1) for each in (bar.open, bar.high, bar.low, bar.close)]
        rows.append([bar.opens // SECOND, *prices, prices[3], plain(bar.volume * 0.08), 5231])
    last = bars[-2].opens // SECOND
    return {"error": [], "result": {name: rows, "last": last}}


def _ticker(past: Past, coin: str) -> object:
    price = past.price(coin, venue="kraken")
    high, low, volume, before = past.last_day(coin)
    now, today = plain(price, 5), past.daily(coin)[-1]
    return {
        "a": [now, "1", "1.000"],
        "b": [now, "1", "1.000"],
        "c": [now, "0.00010000"],
        "v": [plain(today.volume * 0.08), plain(volume * 0.08)],
        "p": [now, now],
        "t": [20311, 60220],
        "l": [plain(today.low, 5), plain(low, 5)],
        "h": [plain(today.high, 5), plain(high, 5)],
        "o": plain(before, 5),
    }


def play_futures(past: Past, asked: Asked) -> object:
    """Return a reply of futures.kraken.com."""
    path = asked.path.removeprefix("/derivatives/api")
    if path == "/v3/tickers":
        return {"result": "success", "serverTime": iso(past.now), "tickers": _tickers(past)}
    if path in ("/v3/historicalfundingrates", "/v3/historical-funding-rates", "/v4/historicalfundingrates"):
        return _funding(past, asked)
    raise Unplayed


def _tickers(past: Past) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for coin, kraken in (("BTC", "XBT"), ("ETH", "ETH")):
        index = past.price(coin, venue="kraken-futures")
        mark = index * 1.00008
        rate = past.hourly_funding("kraken", coin)[-1][1]
        held = past.interest("kraken", coin)
        found.append(_ticker_of(past, f"PF_{kraken}USD", kraken, mark, index, held, rate * mark))
        inverse = past.interest("kraken-inverse", coin)
        found.append(_ticker_of(past, f"PI_{kraken}USD", kraken, mark, index, round(inverse * mark), rate / mark))
        for future in past.futures(coin)[2:4]:
            dated = index * (1 + past.premium(coin, future.expires) * (future.expires - past.now) / (365 * DAY))
            name = f"FI_{kraken}USD_{day_of(future.expires):%y%m%d}"
            row = _ticker_of(past, name, kraken, dated, index, 41_200.0, 0.0)
            dropped = ("fundingRate", "fundingRatePrediction")
            found.append({key: value for key, value in row.items() if key not in dropped} | {"tag": "quarter"})
        found.append(
            {"symbol": f"in_{kraken.lower()}usd", "last": index_of(past, coin), "lastTime": iso(past.now - 1000)}
        )
    return found


def _ticker_of(
    past: Past, symbol: str, coin: str, mark: float, index: float, held: float, funding: float
) -> dict[str, object]:
    return {
        "symbol": symbol,
        "last": round(mark),
        "lastTime": iso(past.now - 2000, 6),
        "tag": "perpetual",
        "pair": f"{coin}:USD",
        "markPrice": mark,
        "bid": round(mark),
        "bidSize": 0.8052,
        "ask": round(mark) + 1,
        "askSize": 0.0017,
        "vol24h": 6067.9436,
        "volumeQuote": 478873238.9711,
        "openInterest": held,
        "open24h": round(mark * 1.01),
        "high24h": round(mark * 1.02),
        "low24h": round(mark * 0.98),
        "lastSize": 0.0012,
        "fundingRate": funding,
        "fundingRatePrediction": funding * 1.1,
        "suspended": False,
        "indexPrice": index,
        "postOnly": False,
        "change24h": -0.39,
    }


def _funding(past: Past, asked: Asked) -> object:
    symbol = asked.text("symbol")
    coin = {"PF_XBTUSD": "BTC", "PF_ETHUSD": "ETH", "PI_XBTUSD": "BTC", "PI_ETHUSD": "ETH"}.get(symbol)
    if coin is None:
        return {"result": "error", "error": "contractNotFound", "serverTime": iso(past.now)}
    rates = []
    for at, rate in past.hourly_funding("kraken", coin)[-_HOURS:]:
        price = past.price(coin, at, venue="kraken-futures")
        absolute = rate * price if symbol.startswith("PF") else rate / price
        rates.append(
            {"timestamp": iso(at, 0 if at % HOUR == 0 else 3), "fundingRate": absolute, "relativeFundingRate": rate}
        )
    return {"result": "success", "serverTime": iso(past.now), "rates": rates}
