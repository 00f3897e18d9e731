"""OKX v5: ``code`` "0" in text, everything is text, lists run newest first, statistics are bare arrays."""

from __future__ import annotations

from tests.loopback.play.asked import Asked, Play, Unplayed, day_of, plain, short
from tests.loopback.play.deribit import index_of
from tests.loopback.play.past import APART, DAY, HOUR, MINUTE, Past, rounded

_SIZE = {("BTC", "USDT"): 0.01, ("ETH", "USDT"): 0.1, ("BTC", "USD"): 100.0, ("ETH", "USD"): 10.0}
_PERIOD = {"5m": 5 * MINUTE, "1H": HOUR, "1D": DAY, "1Dutc": DAY, "4H": 4 * HOUR}
_FUNDING_MOST = 400


class _Wrong(Exception):  # noqa: N818 - becomes an answer
    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


def play(past: Past, asked: Asked) -> object:
    """Return a reply in its envelope."""
    path = asked.path.removeprefix("/api/v5")
    if path not in _PATHS:
        raise Unplayed
    try:
        return {"code": "0", "msg": "", "data": _PATHS[path](past, asked)}
    except _Wrong as error:
        return {"code": error.code, "msg": str(error), "data": []}


def _futures(past: Past, coin: str, quote: str) -> list[tuple[str, int]]:
    return [(f"{coin}-{quote}-{day_of(each.expires):%y%m%d}", each.expires) for each in past.futures(coin)[:5]]


def _parts(past: Past, name: str) -> tuple[str, str, int | None]:
    """Return coin, quote and expiry of a contract."""
    coin, _, rest = name.partition("-")
    quote, _, kind = rest.partition("-")
    if (coin, quote) in _SIZE and kind == "SWAP":
        return coin, quote, None
    if (coin, quote) in _SIZE and kind:
        for each, expires in _futures(past, coin, quote):
            if each == name:
                return coin, quote, expires
    raise _Wrong("51001", "Instrument ID, Instrument ID code, or Spread ID doesn't exist.")


def _mark(past: Past, coin: str, expires: int | None) -> float:
    index = past.price(coin, venue="okx")
    if expires is None:
        return round(index * 0.9998, 1)
    return round(index * (1 + past.premium(coin, expires) * (expires - past.now) / (365 * DAY)), 1)


def _names(past: Past, asked: Asked) -> list[str]:
    """Return the contracts that a question is about."""
    if asked.query.get("instId"):
        return [asked.query["instId"]]
    kind, family = asked.text("instType"), asked.query.get("instFamily") or asked.query.get("uly")
    pairs = [tuple(family.split("-"))] if family else list(_SIZE)
    if any(pair not in _SIZE for pair in pairs):
        raise _Wrong("51014", "Index doesn't exist.")
    if kind == "SWAP":
        return [f"{coin}-{quote}-SWAP" for coin, quote in pairs]
    if kind == "FUTURES":
        return [name for coin, quote in pairs for name, _ in _futures(past, coin, quote)]
    raise _Wrong("51000", "Parameter instType error")


def _interest(past: Past, asked: Asked) -> list[object]:
    rows: list[object] = []
    for name in _names(past, asked):
        coin, quote, expires = _parts(past, name)
        share = 1.0 if expires is None else 0.04
        one = past.interest("okx" if quote == "USDT" else "okx-inverse", coin) * share
        size, mark = _SIZE[coin, quote], _mark(past, coin, expires)
        contracts = round(one / size if quote == "USDT" else one * mark / size, 2)
        coins = contracts * size if quote == "USDT" else contracts * size / mark
        rows.append(
            {
                "instId": name,
                "instType": "SWAP" if expires is None else "FUTURES",
                "oi": short(contracts),
                "oiCcy": short(round(coins, 6)),
                "oiUsd": short(round(coins * mark, 4)),
                "ts": str(past.now - 1200),
            }
        )
    return rows


def _marks(past: Past, asked: Asked) -> list[object]:
    rows: list[object] = []
    for name in _names(past, asked):
        coin, _, expires = _parts(past, name)
        kind = "SWAP" if expires is None else "FUTURES"
        rows.append(
            {"instId": name, "instType": kind, "markPx": short(_mark(past, coin, expires)), "ts": str(past.now - 900)}
        )
    return rows


def _indices(past: Past, asked: Asked) -> list[object]:
    wanted = [asked.query["instId"]] if asked.query.get("instId") else ["BTC-USDT", "ETH-USDT", "BTC-USD", "ETH-USD"]
    if any(tuple(each.split("-")) not in _SIZE for each in wanted):
        raise _Wrong("51001", "Instrument ID doesn't exist.")
    rows: list[object] = []
    for each in wanted:
        coin = each.partition("-")[0]
        price = past.price(coin, venue="okx") if each.endswith("USDT") else index_of(past, coin)
        high, low, _, before = past.last_day(coin)
        rows.append(
            {
                "instId": each,
                "idxPx": short(price),
                "high24h": short(high),
                "sodUtc0": short(past.daily(coin)[-1].open),
                "open24h": short(before),
                "low24h": short(low),
                "sodUtc8": short(before),
                "ts": str(past.now - 800),
            }
        )
    return rows


def _tickers(past: Past, asked: Asked) -> list[object]:
    if asked.query.get("instType") == "SPOT" or asked.query.get("instId", "").count("-") == 1:
        names = [asked.query["instId"]] if asked.query.get("instId") else ["BTC-USDT", "ETH-USDT"]
    else:
        names = _names(past, asked)
    rows: list[object] = []
    for name in names:
        coin, spot = name.partition("-")[0], name.count("-") == 1
        last = past.price(coin, venue="okx") if spot else _mark(past, coin, _parts(past, name)[2])
        high, low, volume, before = past.last_day(coin)
        rows.append(
            {
                "instType": "SPOT" if spot else "SWAP" if name.endswith("SWAP") else "FUTURES",
                "instId": name,
                "last": short(last),
                "lastSz": "0.1",
                "askPx": short(last),
                "askSz": "1",
                "bidPx": short(last - 0.1),
                "bidSz": "1",
                "open24h": short(before),
                "high24h": short(high),
                "low24h": short(low),
                "volCcy24h": short(volume),
                "vol24h": short(volume),
                "ts": str(past.now - 700),
                "sodUtc0": short(before),
                "sodUtc8": short(before),
            }
        )
    return rows


def _funding_now(past: Past, asked: Asked) -> list[object]:
    coin, _, _ = _parts(past, asked.text("instId"))
    settled = past.funding("okx", coin)
    following = past.now - past.now % (8 * HOUR) + 8 * HOUR
    return [
        {
            "formulaType": "withRate",
            "fundingRate": short(settled[-1][1] * 0.9),
            "fundingTime": str(following),
            "impactValue": "20000",
            "instId": asked.text("instId"),
            "instType": "SWAP",
            "interestRate": "0.0001",
            "maxFundingRate": "0.00375",
            "method": "current_period",
            "minFundingRate": "-0.00375",
            "nextFundingRate": "",
            "nextFundingTime": str(following + 8 * HOUR),
            "premium": "-0.0001233824646391",
            "settFundingRate": short(settled[-1][1]),
            "settState": "settled",
            "ts": str(past.now - 600),
        }
    ]


def _pages(asked: Asked, at: list[int], most: int) -> list[int]:
    """Return a page's instants, the newest first: those earlier than ``after`` and later than ``before``."""
    earlier, later = asked.whole("after", 1 << 53), asked.whole("before", 0)
    return [each for each in reversed(at) if later < each < earlier][: min(asked.whole("limit", 100), most)]


def _funding(past: Past, asked: Asked) -> list[object]:
    coin, _, _ = _parts(past, asked.text("instId"))
    rates = dict(past.funding("okx", coin))
    return [
        {
            "formulaType": "withRate",
            "fundingRate": short(rates[at]),
            "fundingTime": str(at),
            "instId": asked.text("instId"),
            "instType": "SWAP",
            "method": "current_period",
            "realizedRate": short(rates[at]),
        }
        for at in _pages(asked, sorted(rates), _FUNDING_MOST)
    ]


def _instruments(past: Past, asked: Asked) -> list[object]:
    rows: list[object] = []
    for name in _names(past, asked):
        coin, quote, expires = _parts(past, name)
        linear = quote == "USDT"
        rows.append(
            {
                "alias": "" if expires is None else "quarter",
                "baseCcy": "",
                "category": "1",
                "ctMult": "1",
                "ctType": "linear" if linear else "inverse",
                "ctVal": short(_SIZE[coin, quote]),
                "ctValCcy": coin if linear else "USD",
                "expTime": "" if expires is None else str(expires),
                "instId": name,
                "instType": "SWAP" if expires is None else "FUTURES",
                "instFamily": f"{coin}-{quote}",
                "lever": "125",
                "listTime": "1611916828000",
                "lotSz": "1",
                "minSz": "1",
                "optType": "",
                "quoteCcy": "",
                "settleCcy": quote if linear else coin,
                "state": "live",
                "stk": "",
                "tickSz": "0.1",
                "uly": f"{coin}-{quote}",
            }
        )
    return rows


def _candles(past: Past, asked: Asked) -> list[object]:
    coin, bar = asked.text("instId").partition("-")[0], asked.query.get("bar", "1m")
    if coin not in ("BTC", "ETH") or bar not in ("1H", "1D", "1Dutc"):
        raise _Wrong("51000", "Parameter bar error")
    bars = {each.opens: each for each in (past.hourly(coin) if bar == "1H" else past.daily(coin))}
    rows: list[object] = []
    for at in _pages(asked, sorted(bars), 300):
        each = bars[at]
        prices = [short(rounded(part * (1 + APART["okx"]))) for part in (each.open, each.high, each.low, each.close)]
        ended = at + _PERIOD[bar] <= past.now
        rows.append(
            [str(at), *prices, plain(each.volume), plain(each.volume), plain(each.volume * each.close), str(int(ended))]
        )
    return rows


def _statistics(past: Past, asked: Asked, first: str) -> list[int]:
    period = asked.query.get("period", first)
    if period not in _PERIOD:
        raise _Wrong("51000", "Parameter period error")
    step = _PERIOD[period]
    last = past.now - past.now % step
    start, end = asked.whole("begin", 0), asked.whole("end", 1 << 53)
    return [at for at in range(last, last - 180 * step, -step) if start <= at <= end][: asked.whole("limit", 100)]


def _interest_volume(past: Past, asked: Asked) -> list[object]:
    coin = asked.text("ccy")
    if coin not in ("BTC", "ETH"):
        raise _Wrong("51000", "Parameter ccy error")
    rows: list[object] = []
    for at in _statistics(past, asked, "5m"):
        price = past.price(coin, at)
        held = past.interest("okx", coin, at) + past.interest("okx-inverse", coin, at)
        rows.append([str(at), short(round(held * price, 2)), short(round(held * price * 1.4, 2))])
    return rows


def _interest_past(past: Past, asked: Asked) -> list[object]:
    coin, quote, _ = _parts(past, asked.text("instId"))
    rows: list[object] = []
    for at in _statistics(past, asked, "5m"):
        price, held = past.price(coin, at), past.interest("okx" if quote == "USDT" else "okx-inverse", coin, at)
        contracts = held / _SIZE[coin, quote] if quote == "USDT" else held * price / _SIZE[coin, quote]
        rows.append([str(at), short(round(contracts, 2)), short(round(held, 6)), short(round(held * price, 4))])
    return rows


def _ratio(past: Past, asked: Asked) -> list[object]:
    return [[str(at), "1.98"] for at in _statistics(past, asked, "5m")]


def _options_traded(past: Past, asked: Asked) -> list[object]:
    coin = asked.text("ccy")
    if coin not in ("BTC", "ETH"):
        raise _Wrong("51000", "Parameter ccy error")
    held, traded = (sum(getattr(option, part) for option in past.chain(coin)) * 0.1 for part in ("interest", "volume"))
    return [[str(at), short(round(held, 2)), short(round(traded, 2))] for at in _statistics(past, asked, "1D")]


def _opt_summary(past: Past, asked: Asked) -> list[object]:
    family = asked.query.get("instFamily") or asked.text("uly")
    coin = family.partition("-")[0]
    if family not in ("BTC-USD", "ETH-USD"):
        raise _Wrong("51014", "Index doesn't exist.")
    return [
        {
            "instType": "OPTION",
            "instId": f"{family}-{day_of(option.expires):%y%m%d}-{option.strike}-{option.right}",
            "uly": family,
            "delta": "0.74",
            "gamma": "-0.67",
            "theta": "-0.00008",
            "vega": "0.0000077",
            "deltaBS": "0.74",
            "gammaBS": "-0.67",
            "thetaBS": "-0.00008",
            "vegaBS": "0.0000077",
            "realVol": "0",
            "volLv": "0",
            "bidVol": "",
            "askVol": "1.5625",
            "markVol": short(option.mark_iv or 0.0),
            "lever": "4.0342",
            "ts": str(past.now - 1000),
            "fwdPx": short(option.underlying),
        }
        for option in past.chain(coin)
    ]


_PATHS: dict[str, Play] = {
    "/public/open-interest": _interest,
    "/public/mark-price": _marks,
    "/public/funding-rate": _funding_now,
    "/public/funding-rate-history": _funding,
    "/public/instruments": _instruments,
    "/public/opt-summary": _opt_summary,
    "/market/index-tickers": _indices,
    "/market/tickers": _tickers,
    "/market/ticker": _tickers,
    "/market/candles": _candles,
    "/market/history-candles": _candles,
    "/rubik/stat/contracts/open-interest-volume": _interest_volume,
    "/rubik/stat/contracts/open-interest-history": _interest_past,
    "/rubik/stat/contracts/long-short-account-ratio": _ratio,
    "/rubik/stat/contracts/long-short-account-ratio-contract": _ratio,
    "/rubik/stat/option/open-interest-volume": _options_traded,
}
