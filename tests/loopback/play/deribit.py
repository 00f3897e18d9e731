"""Deribit's public API: book summaries, index, volatility index, funding."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from tests.loopback.play.asked import Asked, Play, Refused, Unplayed, day_of
from tests.loopback.play.past import DAY, HOUR, Past

_COINS = ("BTC", "ETH")
_MOST = 1_000


def play(past: Past, asked: Asked) -> object:
    """Return the reply, in its JSON-RPC envelope."""
    method = asked.path.removeprefix("/api/v2").removeprefix("/public/")
    if method not in _METHODS:
        raise Unplayed
    return _envelope(past, {"result": _METHODS[method](past, asked)})


def _envelope(past: Past, held: dict[str, object]) -> dict[str, object]:
    micros = past.now * 1000
    return {"jsonrpc": "2.0", **held, "usIn": micros, "usOut": micros + 612, "usDiff": 612, "testnet": False}


def _wrong(past: Past, param: str, reason: str) -> Refused:
    error = {"message": "Invalid params", "data": {"reason": reason, "param": param}, "code": -32602}
    return Refused(400, _envelope(past, {"error": error}))


def _coin(past: Past, asked: Asked) -> str:
    coin = asked.text("currency")
    if coin not in _COINS:
        raise _wrong(past, "currency", "invalid value")
    return coin


def _summaries(past: Past, asked: Asked) -> object:
    coin = _coin(past, asked)
    kind = asked.text("kind", "option")
    if kind not in ("option", "future"):
        raise _wrong(past, "kind", "invalid value")
    return list(_options(past, coin) if kind == "option" else _futures(past, coin))


def name_of(coin: str, expires: int) -> str:
    """Return a future's name: the day is not filled up with a nought."""
    day = day_of(expires)
    return f"{coin}-{day.day}{day.strftime('%b%y').upper()}"


def _options(past: Past, coin: str) -> Iterator[dict[str, object]]:
    listed = {future.expires for future in past.futures(coin)}
    for place, option in enumerate(past.chain(coin)):
        future = name_of(coin, option.expires)
        mid = None if option.bid is None or option.ask is None else round((option.bid + option.ask) / 2, 8)
        yield {
            "mid_price": mid,
            "volume_usd": round(option.volume * (option.mark or 0.0) * option.index, 2),
            "quote_currency": coin,
            "estimated_delivery_price": option.index,
            "creation_timestamp": past.now - 900 + place % 7,
            "base_currency": coin,
            "underlying_index": future if option.expires in listed else f"SYN.{future}",
            "underlying_price": option.underlying,
            "mark_iv": None if option.mark_iv is None else round(option.mark_iv * 100, 2),
            "volume": option.volume,
            "interest_rate": 0.0,
            "price_change": None,
            "open_interest": option.interest,
            "ask_price": option.ask,
            "bid_price": option.bid,
            "instrument_name": f"{future}-{option.strike}-{option.right}",
            "mark_price": option.mark,
            "last": option.mark,
            "low": None,
            "high": None,
        }


def index_of(past: Past, coin: str) -> float:
    """Return the index that all summaries of a moment share."""
    return max(future.index for future in past.futures(coin))


def _futures(past: Past, coin: str) -> Iterator[dict[str, object]]:
    index = index_of(past, coin)
    interest = past.interest("deribit", coin)
    dated = past.futures(coin)
    share = 0.35 / len(dated)
    for future in dated:
        yield _future(past, coin, name_of(coin, future.expires), future.mark, index, interest * share)
    rate = past.hourly_funding("deribit", coin)[-1][1]
    perpetual = _future(past, coin, f"{coin}-PERPETUAL", round(index * 0.9998, 2), index, interest * 0.65)
    yield {**perpetual, "current_funding": 0.0, "funding_8h": round(rate * 8, 8)}


def _future(past: Past, coin: str, name: str, mark: float, index: float, interest: float) -> dict[str, object]:
    traded = round(interest * 0.4, 8)
    return {
        "high": round(mark * 1.012, 1),
        "low": round(mark * 0.985, 1),
        "last": mark,
        "instrument_name": name,
        "bid_price": round(mark - 2.5, 1),
        "ask_price": round(mark + 2.5, 1),
        "open_interest": round(interest * mark / 10) * 10,
        "mark_price": mark,
        "creation_timestamp": past.now - 850,
        "estimated_delivery_price": index,
        "price_change": -0.4311,
        "volume": traded,
        "base_currency": coin,
        "quote_currency": "USD",
        "volume_usd": round(traded * mark, 1),
        "volume_notional": round(traded * mark, 1),
        "mid_price": mark,
    }


def _index(past: Past, asked: Asked) -> object:
    coin, _, dollar = asked.text("index_name").partition("_")
    if dollar != "usd" or coin.upper() not in _COINS:
        raise _wrong(past, "index_name", "invalid value")
    index = index_of(past, coin.upper())
    return {"estimated_delivery_price": index, "index_price": index}


def _dvol_at(past: Past, coin: str, at: int) -> float | None:
    days = past.dvol
    place = bisect_right(days, at, key=lambda row: row[0]) - 1
    if place < 1:
        return None
    share = min((at - days[place][0]) / DAY, 1.0)
    value = days[place - 1][1] + (days[place][1] - days[place - 1][1]) * share
    return round(value * (1.0 if coin == "BTC" else 1.31), 2)


def _volatility(past: Past, asked: Asked) -> object:
    coin = _coin(past, asked)
    start, end = int(asked.text("start_timestamp")), min(int(asked.text("end_timestamp")), past.now)
    resolution = asked.text("resolution")
    if resolution not in ("1", "60", "3600", "43200", "1D"):
        raise _wrong(past, "resolution", "invalid value")
    step = DAY if resolution == "1D" else int(resolution) * 1000
    found: list[list[float]] = []
    for at in range(start + (-start) % step, end + 1, step):
        first, last = _dvol_at(past, coin, at), _dvol_at(past, coin, min(at + step, past.now))
        if first is not None and last is not None:
            found.append([at, first, max(first, last), min(first, last), last])
    more = found[-_MOST][0] - 1 if len(found) > _MOST else None
    return {"data": found[-_MOST:], "continuation": more}


def _funding(past: Past, asked: Asked) -> object:
    coin, _, kind = asked.text("instrument_name").partition("-")
    if coin not in _COINS or kind != "PERPETUAL":
        raise _wrong(past, "instrument_name", "wrong format")
    start, end = int(asked.text("start_timestamp")), int(asked.text("end_timestamp"))
    hours = past.hourly_funding("deribit", coin)
    found = []
    for place in range(8, len(hours)):
        at, rate = hours[place]
        if start <= at <= end:
            index, before = past.price(coin, at), past.price(coin, at - HOUR)
            eight = sum(each for _, each in hours[place - 7 : place + 1])
            found.append(
                {
                    "timestamp": at,
                    "index_price": index,
                    "interest_8h": eight,
                    "interest_1h": rate,
                    "prev_index_price": before,
                }
            )
    return found


_METHODS: dict[str, Play] = {
    "get_book_summary_by_currency": _summaries,
    "get_index_price": _index,
    "get_volatility_index_data": _volatility,
    "get_funding_rate_history": _funding,
}
