"""Bybit v5: success is ``retCode`` 0, lists run newest first, everything is text, interest is counted on both sides."""

from __future__ import annotations

from tests.loopback.play.asked import Asked, Play, Unplayed, day_of, plain, short
from tests.loopback.play.deribit import index_of, name_of
from tests.loopback.play.past import DAY, HOUR, MINUTE, Past

_PERIOD = {"5min": 5 * MINUTE, "15min": 15 * MINUTE, "30min": 30 * MINUTE, "1h": HOUR, "4h": 4 * HOUR, "1d": DAY}


class _Wrong(Exception):  # noqa: N818 - becomes an answer
    pass


def play(past: Past, asked: Asked) -> object:
    """Return a reply in its envelope; an error has HTTP status 200 like any other."""
    if asked.path not in _PATHS:
        raise Unplayed
    try:
        return _envelope(past, 0, "OK", _PATHS[asked.path](past, asked))
    except _Wrong as error:
        return _envelope(past, 10001, str(error), {})


def _envelope(past: Past, code: int, words: str, result: object) -> object:
    return {"retCode": code, "retMsg": words, "result": result, "retExtInfo": {}, "time": past.now + 21}


def _coin(asked: Asked) -> tuple[str, str, str]:
    """Return category, symbol and coin."""
    category, symbol = asked.text("category"), asked.text("symbol")
    coin = symbol.partition("-")[0].removesuffix("USDT").removesuffix("USD")
    quote = {"linear": "USDT", "spot": "USDT", "inverse": "USD"}.get(category)
    if coin not in ("BTC", "ETH") or quote is None or symbol.partition("-")[0] != f"{coin}{quote}":
        raise _Wrong("params error: symbol invalid")
    return category, symbol, coin


def _perpetual(past: Past, category: str, symbol: str, coin: str) -> dict[str, object]:
    index = past.price(coin, venue="bybit")
    mark = round(index * 0.9997, 2)
    high, low, volume, before = past.last_day(coin)
    inverse = category == "inverse"
    one = past.interest("bybit-inverse" if inverse else "bybit", coin)
    coins, dollars = (one, one * mark)
    held, value = (dollars, coins) if inverse else (coins, dollars)
    return {
        "symbol": symbol,
        "lastPrice": plain(mark, 2),
        "indexPrice": plain(index, 2),
        "markPrice": plain(mark, 2),
        "prevPrice24h": plain(before, 2),
        "price24hPcnt": plain(mark / before - 1, 6),
        "highPrice24h": plain(high, 2),
        "lowPrice24h": plain(low, 2),
        "prevPrice1h": plain(past.price(coin, past.now - HOUR), 2),
        "openInterest": plain(2 * held, 0 if inverse else 3),
        "openInterestValue": plain(2 * value, 2),
        "singleOpenInterest": plain(held, 0 if inverse else 3),
        "singleOpenInterestValue": plain(value, 2),
        "turnover24h": plain(volume * mark, 4),
        "volume24h": plain(volume, 4),
        "fundingRate": short(past.funding("bybit", coin)[-1][1]),
        "nextFundingTime": str(past.now - past.now % (8 * HOUR) + 8 * HOUR),
        "predictedDeliveryPrice": "",
        "basisRate": "",
        "deliveryFeeRate": "",
        "deliveryTime": "0",
        "ask1Size": "0.473",
        "bid1Price": plain(mark - 0.1, 2),
        "ask1Price": plain(mark + 0.1, 2),
        "bid1Size": "4.471",
        "basis": "",
        "preOpenPrice": "",
        "preQty": "",
        "curPreListingPhase": "",
        "fundingIntervalHour": "8",
        "basisRateYear": "",
        "fundingCap": "0.00333",
    }


def _tickers(past: Past, asked: Asked) -> object:
    category = asked.text("category")
    if category == "option":
        return {"category": category, "list": _options(past, asked.text("baseCoin", "BTC"))}
    if category not in ("linear", "inverse"):
        raise _Wrong("params error: category invalid")
    quote = "USDT" if category == "linear" else "USD"
    if "symbol" in asked.query:
        _, symbol, coin = _coin(asked)
        rows = [_perpetual(past, category, symbol, coin)]
    else:
        rows = [_perpetual(past, category, f"{coin}{quote}", coin) for coin in ("BTC", "ETH")]
        rows += [
            _dated(past, category, coin, future.expires) for coin in ("BTC", "ETH") for future in past.futures(coin)
        ]
    return {"category": category, "list": rows}


def _dated(past: Past, category: str, coin: str, expires: int) -> dict[str, object]:
    quote = "USDT" if category == "linear" else "USD"
    row = _perpetual(past, category, f"{coin}{quote}-{day_of(expires):%d%b%y}".upper(), coin)
    index = float(str(row["indexPrice"]))
    mark = index * (1 + past.premium(coin, expires) * (expires - past.now) / (365 * DAY))
    return row | {
        "markPrice": plain(mark, 2),
        "lastPrice": plain(mark, 2),
        "fundingRate": "",
        "nextFundingTime": "0",
        "openInterest": "120.5" if quote == "USDT" else "812000",
        "singleOpenInterest": "60.25" if quote == "USDT" else "406000",
        "openInterestValue": plain(120.5 * mark, 2),
        "singleOpenInterestValue": plain(60.25 * mark, 2),
        "predictedDeliveryPrice": "",
        "deliveryTime": str(expires),
        "fundingIntervalHour": "",
        "basis": plain(mark - index, 2),
        "basisRate": plain(mark / index - 1),
        "basisRateYear": plain(past.premium(coin, expires)),
    }


def _options(past: Past, coin: str) -> list[dict[str, object]]:
    if coin not in ("BTC", "ETH"):
        raise _Wrong("params error: baseCoin invalid")
    index = index_of(past, coin)
    return [
        {
            "symbol": f"{name_of(coin, option.expires)}-{option.strike}-{option.right}-USDT",
            "bid1Price": short((option.bid or 0.0) * index),
            "bid1Size": "0",
            "bid1Iv": "0",
            "ask1Price": short((option.ask or 0.0) * index),
            "ask1Size": "0.66",
            "ask1Iv": "5",
            "lastPrice": "0",
            "highPrice24h": "0",
            "lowPrice24h": "0",
            "markPrice": plain((option.mark or 0.0) * index),
            "indexPrice": plain(index, 2),
            "markIv": short(option.mark_iv or 0.0),
            "underlyingPrice": short(option.underlying),
            "openInterest": short(option.interest * 0.1),
            "turnover24h": "0",
            "volume24h": short(option.volume * 0.1),
            "totalVolume": "99",
            "totalTurnover": "1967653",
            "delta": "0.5",
            "gamma": "0",
            "vega": "0",
            "theta": "0",
            "predictedDeliveryPrice": "0",
            "change24h": "0",
        }
        for option in past.chain(coin)
    ]


def _page(asked: Asked, at: list[int], start: str, end: str, most: int) -> list[int]:
    """Return a page's instants, the newest first."""
    since, until = asked.whole(start, 0), asked.whole(end, 1 << 53)
    return [each for each in reversed(at) if since <= each <= until][: min(asked.whole("limit", 50), most)]


def _funding(past: Past, asked: Asked) -> object:
    category, symbol, coin = _coin(asked)
    if "startTime" in asked.query and "endTime" not in asked.query:
        raise _Wrong("params error: endTime is required with startTime")
    rates = dict(past.funding("bybit", coin))
    rows = [
        {"symbol": symbol, "fundingRate": short(rates[at]), "fundingRateTimestamp": str(at)}
        for at in _page(asked, sorted(rates), "startTime", "endTime", 200)
    ]
    return {"category": category, "list": rows}


def _interest(past: Past, asked: Asked) -> object:
    category, symbol, coin = _coin(asked)
    step = _PERIOD.get(asked.text("intervalTime"))
    if step is None:
        raise _Wrong("params error: intervalTime invalid")
    last = past.now - past.now % step
    at = list(range(last - 800 * max(step, HOUR), last + 1, step))
    rows = []
    for each in _page(asked, at, "startTime", "endTime", 200):
        one = past.interest("bybit-inverse" if category == "inverse" else "bybit", coin, each)
        held = one * past.price(coin, each) if category == "inverse" else one
        rows.append({"openInterest": plain(2 * held), "singleOpenInterest": short(held), "timestamp": str(each)})
    cursor = f"lastid%3D0%26lasttime%3D{int(rows[-1]['timestamp']) // 1000}" if rows else ""
    return {"symbol": symbol, "category": category, "list": rows, "nextPageCursor": cursor}


def _ratio(past: Past, asked: Asked) -> object:
    _, symbol, _ = _coin(asked)
    step = _PERIOD.get(asked.text("period"))
    if step is None:
        raise _Wrong("params error: period invalid")
    last = past.now - past.now % step
    at = list(range(last - 500 * step, last + 1, step))
    rows = [
        {"symbol": symbol, "buyRatio": "0.6681", "sellRatio": "0.3319", "timestamp": str(each)}
        for each in _page(asked, at, "startTime", "endTime", 500)
    ]
    return {"list": rows, "nextPageCursor": ""}


def _klines(past: Past, asked: Asked) -> object:
    category, symbol, coin = _coin(asked)
    interval = asked.text("interval")
    if interval not in ("60", "D"):
        raise _Wrong("params error: interval invalid")
    bars = {bar.opens: bar for bar in (past.hourly(coin) if interval == "60" else past.daily(coin))}
    rows = []
    for at in _page(asked, sorted(bars), "start", "end", 1000):
        bar, apart = bars[at], 1.00015
        prices = [plain(each * apart, 2) for each in (bar.open, bar.high, bar.low, bar.close)]
        rows.append([str(at), *prices, plain(bar.volume, 6), plain(bar.volume * bar.close, 4)])
    return {"symbol": symbol, "category": category, "list": rows}


def _mark_klines(past: Past, asked: Asked) -> object:
    found = _klines(past, asked)
    assert isinstance(found, dict)
    return found | {"list": [row[:5] for row in found["list"]]}


_PATHS: dict[str, Play] = {
    "/v5/market/tickers": _tickers,
    "/v5/market/funding/history": _funding,
    "/v5/market/open-interest": _interest,
    "/v5/market/account-ratio": _ratio,
    "/v5/market/kline": _klines,
    "/v5/market/mark-price-kline": _mark_klines,
    "/v5/market/index-price-kline": _mark_klines,
}
