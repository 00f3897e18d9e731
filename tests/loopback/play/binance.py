"""Binance: spot, USD-M and COIN-M. All numbers are text, times are milliseconds, lists run oldest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from tests.loopback.play.asked import Asked, Play, Refused, Unplayed, day_of, plain, short
from tests.loopback.play.deribit import index_of
from tests.loopback.play.past import DAY, HOUR, INTEREST, MINUTE, Bar, Past

_STEP = {"5m": 5 * MINUTE, "15m": 15 * MINUTE, "1h": HOUR, "2h": 2 * HOUR, "4h": 4 * HOUR, "1d": DAY}
_SPOT = ("BTC", "ETH", "SOL", "XRP", "BNB", "DOGE", "ADA", "TRX", "LINK", "LTC", "BCH", "XLM", "ETC")
#: Yearly premium of a dated contract on days of which none was recorded.
_USUAL = 0.031
_NO_SYMBOL = Refused(400, {"code": -1121, "msg": "Invalid symbol."})


def play_spot(past: Past, asked: Asked) -> object:
    """Return a reply of api.binance.com."""
    return _found(_SPOT_PATHS, asked)(past, asked)


def play_usdm(past: Past, asked: Asked) -> object:
    """Return a reply of fapi.binance.com."""
    return _found(_USDM_PATHS, asked)(past, asked)


def play_coinm(past: Past, asked: Asked) -> object:
    """Return a reply of dapi.binance.com."""
    return _found(_COINM_PATHS, asked)(past, asked)


def _found(paths: dict[str, Play], asked: Asked) -> Play:
    if asked.path not in paths:
        raise Unplayed
    return paths[asked.path]


def _window(asked: Asked, at: Sequence[int], usual: int, most: int) -> range:
    """Return the places of a page: from a start on, or up to an end."""
    limit = min(asked.whole("limit", usual), most)
    start, end = asked.whole("startTime", 0), asked.whole("endTime", 1 << 53)
    inside = [place for place, each in enumerate(at) if start <= each <= end]
    page = inside[:limit] if "startTime" in asked.query else inside[-limit:]
    return range(page[0], page[-1] + 1) if page else range(0)


def _spot_symbol(asked: Asked) -> str:
    symbol = asked.text("symbol")
    coin = symbol.removesuffix("USDT")
    if coin == symbol or coin not in _SPOT:
        raise _NO_SYMBOL
    return coin


def _kline(bar: Bar, step: int, places: int = 8) -> list[object]:
    middle = (bar.open + bar.close) / 2
    return [
        bar.opens,
        *(plain(each, places) for each in (bar.open, bar.high, bar.low, bar.close)),
        plain(bar.volume, places),
        bar.opens + step - 1,
        plain(bar.volume * middle, places),
        max(int(bar.volume), 1),
        plain(bar.volume * 0.49, places),
        plain(bar.volume * 0.49 * middle, places),
        "0",
    ]


def _spot_klines(past: Past, asked: Asked) -> object:
    coin, interval = _spot_symbol(asked), asked.text("interval")
    if interval not in ("1h", "1d"):
        raise Refused(400, {"code": -1120, "msg": "Invalid interval."})
    bars = past.hourly(coin) if interval == "1h" else past.daily(coin)
    places = _window(asked, [bar.opens for bar in bars], 500, 1000)
    return [_kline(bars[place], _STEP[interval]) for place in places]


def _spot_ticker(past: Past, asked: Asked) -> object:
    if "symbols" in asked.query:
        import json

        symbols = json.loads(asked.query["symbols"])
        return [_ticker(past, symbol) for symbol in symbols]
    return _ticker(past, _spot_symbol(asked) + "USDT")


def _ticker(past: Past, symbol: str) -> dict[str, object]:
    coin = symbol.removesuffix("USDT")
    if coin not in _SPOT:
        raise _NO_SYMBOL
    high, low, volume, before = past.last_day(coin)
    price = past.price(coin)
    return {
        "symbol": symbol,
        "priceChange": plain(price - before),
        "priceChangePercent": plain((price / before - 1) * 100, 3),
        "weightedAvgPrice": plain((high + low) / 2),
        "prevClosePrice": plain(before),
        "lastPrice": plain(price),
        "lastQty": "0.01000000",
        "bidPrice": plain(price * 0.99999),
        "bidQty": "0.18401100",
        "askPrice": plain(price * 1.00001),
        "askQty": "0.19518800",
        "openPrice": plain(before),
        "highPrice": plain(high),
        "lowPrice": plain(low),
        "volume": plain(volume),
        "quoteVolume": plain(volume * (high + low) / 2),
        "openTime": past.now - DAY,
        "closeTime": past.now,
        "firstId": 1,
        "lastId": 554428,
        "count": 554428,
    }


def _spot_price(past: Past, asked: Asked) -> object:
    coin = _spot_symbol(asked)
    return {"symbol": f"{coin}USDT", "price": plain(past.price(coin))}


# USD-M ------------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def contracts(past: Past) -> dict[str, tuple[str, int | None, float, float]]:
    """Return every USD-M contract: symbol → coin, expiry, mark, index."""
    found: dict[str, tuple[str, int | None, float, float]] = {}
    for name, mark, _ in past.perpetuals:
        found[f"{name}USDT"] = (name, None, mark, float(f"{mark * 1.0001:.7g}"))
    for coin in ("BTC", "ETH"):
        index = past.price(coin)
        found[f"{coin}USDT"] = (coin, None, round(index * 0.9996, 2), index)
        for expires in quarters(past):
            mark = index * (1 + past.premium(coin, expires) * (expires - past.now) / (365 * DAY))
            found[f"{coin}USDT_{day_of(expires):%y%m%d}"] = (coin, expires, round(mark, 2), index)
    return found


def quarters(past: Past) -> list[int]:
    """Return the expiries of the two quarterly contracts that are traded."""
    listed = sorted({row[2] for row in past.dated if row[0] == past.today and row[2] > past.now})
    return listed[:2]


def _usdm_coin(past: Past, asked: Asked, field: str = "symbol") -> tuple[str, str, int | None, float, float]:
    symbol = asked.text(field)
    if symbol not in contracts(past):
        raise _NO_SYMBOL
    return symbol, *contracts(past)[symbol]


def _premium(past: Past, symbol: str, contract: tuple[str, int | None, float, float]) -> dict[str, object]:
    coin, expires, mark, index = contract
    settled = _settled(past, coin)
    perpetual = expires is None
    return {
        "symbol": symbol,
        "markPrice": plain(mark),
        "indexPrice": plain(index),
        "estimatedSettlePrice": plain(index),
        "lastFundingRate": plain(settled[-1][1]) if perpetual else "",
        "interestRate": "0.00010000" if perpetual else "",
        "nextFundingTime": past.now - past.now % (8 * HOUR) + 8 * HOUR if perpetual else 0,
        "time": past.now - 400,
    }


def _settled(past: Past, coin: str) -> Sequence[tuple[int, float]]:
    return past.funding("binance", coin if coin in ("BTC", "ETH") else "BTC")


def _usdm_premium(past: Past, asked: Asked) -> object:
    if "symbol" in asked.query:
        symbol, *contract = _usdm_coin(past, asked)
        return _premium(past, symbol, tuple(contract))  # type: ignore[arg-type]
    return [_premium(past, symbol, contract) for symbol, contract in contracts(past).items()]


def _funding_rows(past: Past, asked: Asked) -> object:
    symbol, coin, expires, *_ = _usdm_coin(past, asked)
    if expires is not None:
        return []
    settled = _settled(past, coin)
    page = _window(asked, [at for at, _ in settled], 100, 1000)
    return [
        {
            "symbol": symbol,
            "fundingTime": settled[place][0] + place % 8,
            "fundingRate": plain(settled[place][1]),
            "markPrice": plain(past.price(coin, settled[place][0]) if coin in ("BTC", "ETH") else 0.0),
            "rateType": "Regular",
        }
        for place in page
    ]


def _funding_info(past: Past, asked: Asked) -> object:
    del asked
    return [
        {
            "symbol": f"{name}USDT",
            "adjustedFundingRateCap": "0.02000000",
            "adjustedFundingRateFloor": "-0.02000000",
            "fundingIntervalHours": 4,
            "disclaimer": False,
            "updateTime": past.now - 30 * DAY,
        }
        for name, *_ in past.perpetuals
        if name not in ("BTC", "ETH", "BNB", "SOL", "XRP")
    ]


def _usdm_interest(past: Past, asked: Asked) -> object:
    symbol, coin, expires, *_ = _usdm_coin(past, asked)
    if ("binance-usdm", coin) not in INTEREST:
        return {"symbol": symbol, "openInterest": "1000000", "time": past.now - 300}
    share = 1.0 if expires is None else 0.03
    return {
        "symbol": symbol,
        "openInterest": plain(past.interest("binance-usdm", coin) * share, 3),
        "time": past.now - 300,
    }


def _grid(past: Past, asked: Asked) -> list[int]:
    """Return the instants of a statistics page: at most the last 30 days."""
    period = asked.text("period")
    if period not in _STEP:
        raise Refused(400, {"code": -1130, "msg": "Data sent for parameter 'period' is not valid."})
    step = _STEP[period]
    last = past.now - past.now % step
    at = list(range(last - 30 * DAY, last + 1, step))
    return [at[place] for place in _window(asked, at, 30, 500)]


def _usdm_interest_past(past: Past, asked: Asked) -> object:
    symbol, coin, *_ = _usdm_coin(past, asked)
    return [
        {
            "symbol": symbol,
            "sumOpenInterest": plain(past.interest("binance-usdm", coin, at)),
            "sumOpenInterestValue": plain(past.interest("binance-usdm", coin, at) * past.price(coin, at)),
            "CMCCirculatingSupply": "19990000.00000000",
            "timestamp": at,
        }
        for at in _grid(past, asked)
    ]


def _ratio(past: Past, asked: Asked) -> object:
    symbol, *_ = _usdm_coin(past, asked)
    return [
        {
            "symbol": symbol,
            "longAccount": "0.6647",
            "longShortRatio": "1.9824",
            "shortAccount": "0.3353",
            "timestamp": at,
        }
        for at in _grid(past, asked)
    ]


def _basis(past: Past, asked: Asked) -> object:
    coin, kind = asked.text("pair").removesuffix("USDT").removesuffix("USD"), asked.text("contractType")
    found = []
    for at in _grid(past, asked):
        index = past.price(coin, at)
        place = {"CURRENT_QUARTER": 0, "NEXT_QUARTER": 1}.get(kind)
        rate = 0.0 if place is None else _USUAL
        future = index * (1 + rate / 4)
        found.append(
            {
                "indexPrice": plain(index),
                "contractType": kind,
                "basisRate": plain(future / index - 1, 4),
                "futuresPrice": plain(future, 2),
                "annualizedBasisRate": "" if place is None else plain(rate, 4),
                "basis": plain(future - index),
                "pair": asked.text("pair"),
                "timestamp": at,
            }
        )
    return found


def _dated_bars(past: Past, coin: str, symbol: str, expires: int) -> Iterator[Bar]:
    """Yield a dated contract's days; the close of an ended day is the recorded one where there is one."""
    recorded = {row[0]: row for row in past.dated if row[1] == f"BTCUSDT_{day_of(expires - past.shift):%y%m%d}"}
    before: float | None = None
    for day in past.daily(coin)[-180:]:
        ended = day.opens + DAY <= past.now
        if coin == "BTC" and ended and day.opens in recorded:
            close = recorded[day.opens][3]
        elif ended:
            close = round(day.close * (1 + _USUAL * (expires - day.opens - DAY) / (365 * DAY)), 1)
        else:
            close = contracts(past)[symbol][2]
        first = before if before is not None else close
        yield Bar(
            day.opens,
            first,
            max(first, close),
            min(first, close),
            close,
            recorded[day.opens][4] if day.opens in recorded else 100.0,
        )
        before = close


def _usdm_klines(past: Past, asked: Asked) -> object:
    symbol, coin, expires, mark, _ = _usdm_coin(past, asked)
    interval = asked.text("interval")
    if interval not in ("1h", "1d"):
        raise Refused(400, {"code": -1120, "msg": "Invalid interval."})
    bars = list(_bars_of(past, symbol, coin, expires, mark, interval))
    return [_kline(bars[place], _STEP[interval], 2) for place in _window(asked, [bar.opens for bar in bars], 500, 1500)]


def _bars_of(past: Past, symbol: str, coin: str, expires: int | None, mark: float, interval: str) -> Iterator[Bar]:
    if expires is not None:
        yield from _dated_bars(past, coin, symbol, expires)
    elif coin in ("BTC", "ETH"):
        for bar in past.hourly(coin) if interval == "1h" else past.daily(coin):
            yield bar._replace(
                **{part: round(getattr(bar, part) * 0.9996, 2) for part in ("open", "high", "low", "close")}
            )
    else:
        before = next(before for name, _, before in past.perpetuals if name == coin)
        step = _STEP[interval]
        start = past.now - past.now % step - DAY
        for opens in range(start, past.now + 1, step):
            first = before + (mark - before) * max(opens - past.now + DAY, 0) / DAY
            last = before + (mark - before) * min((opens + step - past.now + DAY) / DAY, 1.0)
            yield Bar(opens, first, max(first, last), min(first, last), last, 1000.0)


def _usdm_info(past: Past, asked: Asked) -> object:
    del asked
    return {
        "timezone": "UTC",
        "serverTime": past.now,
        "rateLimits": [],
        "exchangeFilters": [],
        "assets": [],
        "symbols": [
            {
                "symbol": symbol,
                "pair": symbol.partition("_")[0],
                "baseAsset": coin,
                "quoteAsset": "USDT",
                "marginAsset": "USDT",
                "status": "TRADING",
                "onboardDate": past.now - 900 * DAY,
                "contractType": "PERPETUAL"
                if expires is None
                else "CURRENT_QUARTER"
                if expires == quarters(past)[0]
                else "NEXT_QUARTER",
                "deliveryDate": 4133404800000 if expires is None else expires,
            }
            for symbol, (coin, expires, *_) in contracts(past).items()
        ],
    }


def _usdm_ticker(past: Past, asked: Asked) -> object:
    if "symbol" in asked.query:
        symbol, *contract = _usdm_coin(past, asked)
        return _day_ticker(past, symbol, tuple(contract))
    return [_day_ticker(past, symbol, contract) for symbol, contract in contracts(past).items()]


def _day_ticker(past: Past, symbol: str, contract: tuple) -> dict[str, object]:
    coin, expires, mark, _ = contract
    if expires is None and coin not in ("BTC", "ETH"):
        before = next(before for name, _, before in past.perpetuals if name == coin)
    else:
        before = past.price(coin, past.now - DAY) * mark / past.price(coin)
    return {
        "symbol": symbol,
        "priceChange": short(mark - before),
        "priceChangePercent": plain((mark / before - 1) * 100, 3),
        "weightedAvgPrice": short((mark + before) / 2),
        "lastPrice": short(mark),
        "lastQty": "0.023",
        "openPrice": short(before),
        "highPrice": short(max(mark, before)),
        "lowPrice": short(min(mark, before)),
        "volume": "471823.103",
        "quoteVolume": plain(471823.103 * mark, 2),
        "openTime": past.now - DAY,
        "closeTime": past.now,
        "firstId": 1373117969,
        "lastId": 1377202095,
        "count": 4084092,
    }


# COIN-M -----------------------------------------------------------------------------------------


def _coinm(past: Past) -> dict[str, tuple[str, int | None, float, float]]:
    found: dict[str, tuple[str, int | None, float, float]] = {}
    for coin in ("BTC", "ETH"):
        index = index_of(past, coin)
        found[f"{coin}USD_PERP"] = (coin, None, round(index * 0.9997, 2), index)
        for expires in quarters(past):
            mark = index * (1 + past.premium(coin, expires) * (expires - past.now) / (365 * DAY))
            found[f"{coin}USD_{day_of(expires):%y%m%d}"] = (coin, expires, round(mark, 2), index)
    return found


def _coinm_premium(past: Past, asked: Asked) -> object:
    wanted, pair = asked.query.get("symbol"), asked.query.get("pair")
    found = [
        {**_premium(past, symbol, contract), "pair": symbol.partition("_")[0]}
        for symbol, contract in _coinm(past).items()
        if wanted in (None, symbol) and pair in (None, symbol.partition("_")[0])
    ]
    if not found:
        raise _NO_SYMBOL
    return found


def _coinm_interest(past: Past, asked: Asked) -> object:
    symbol = asked.text("symbol")
    if symbol not in _coinm(past):
        raise _NO_SYMBOL
    coin, expires, mark, _ = _coinm(past)[symbol]
    size = 100 if coin == "BTC" else 10
    share = 0.8 if expires is None else 0.1
    return {
        "symbol": symbol,
        "pair": f"{coin}USD",
        "openInterest": str(round(past.interest("binance-coinm", coin) * share * mark / size)),
        "contractType": "PERPETUAL"
        if expires is None
        else "CURRENT_QUARTER"
        if expires == quarters(past)[0]
        else "NEXT_QUARTER",
        "time": past.now - 350,
    }


def _coinm_interest_past(past: Past, asked: Asked) -> object:
    pair, kind = asked.text("pair"), asked.text("contractType")
    coin = pair.removesuffix("USD")
    if coin not in ("BTC", "ETH"):
        raise _NO_SYMBOL
    size = 100 if coin == "BTC" else 10
    share = {"ALL": 1.0, "PERPETUAL": 0.8}.get(kind, 0.1)
    found = []
    for at in _grid(past, asked):
        interest = past.interest("binance-coinm", coin, at) * share
        found.append(
            {
                "pair": pair,
                "contractType": kind,
                "sumOpenInterest": plain(round(interest * past.price(coin, at) / size)),
                "sumOpenInterestValue": plain(interest),
                "timestamp": at,
            }
        )
    return found


def _coinm_funding(past: Past, asked: Asked) -> object:
    symbol = asked.text("symbol")
    if symbol not in _coinm(past):
        raise _NO_SYMBOL
    coin = _coinm(past)[symbol][0]
    settled = past.funding("okx", coin)
    page = _window(asked, [at for at, _ in settled], 100, 1000)
    return [
        {"symbol": symbol, "fundingTime": settled[place][0] + place % 5, "fundingRate": plain(settled[place][1])}
        for place in page
    ]


_SPOT_PATHS: dict[str, Play] = {
    "/api/v3/klines": _spot_klines,
    "/api/v3/ticker/24hr": _spot_ticker,
    "/api/v3/ticker/price": _spot_price,
}
_RATIO_PATHS = ("globalLongShortAccountRatio", "topLongShortAccountRatio", "topLongShortPositionRatio")
_USDM_PATHS: dict[str, Play] = {
    "/fapi/v1/premiumIndex": _usdm_premium,
    "/fapi/v1/fundingRate": _funding_rows,
    "/fapi/v1/fundingInfo": _funding_info,
    "/fapi/v1/openInterest": _usdm_interest,
    "/fapi/v1/klines": _usdm_klines,
    "/fapi/v1/markPriceKlines": _usdm_klines,
    "/fapi/v1/exchangeInfo": _usdm_info,
    "/fapi/v1/ticker/24hr": _usdm_ticker,
    "/futures/data/openInterestHist": _usdm_interest_past,
    "/futures/data/basis": _basis,
    **{f"/futures/data/{name}": _ratio for name in _RATIO_PATHS},
}
_COINM_PATHS: dict[str, Callable[[Past, Asked], object]] = {
    "/dapi/v1/premiumIndex": _coinm_premium,
    "/dapi/v1/openInterest": _coinm_interest,
    "/dapi/v1/fundingRate": _coinm_funding,
    "/futures/data/openInterestHist": _coinm_interest_past,
    "/futures/data/basis": _basis,
}
