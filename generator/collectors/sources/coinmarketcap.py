"""CoinMarketCap: a second opinion on prices, and a fear and greed index of its own.

What: prices; CoinMarketCap's fear and greed index, which is another index than alternative.me's and is
never averaged with it nor told in its place without being named.
API: https://coinmarketcap.com/api/documentation/ (keyless, below /public-api).
Terms: https://coinmarketcap.com/api/terms : the keyless service is for trying out, so nothing rests on it.
Quirks: errors may come with status 200, in ``status.error_code``, which is a number here and a text there;
1008 and 1011 mean too many questions. Coins are known by id. A quote is a list of currencies, or an object
by currency, depending on the version.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field, TypeAdapter

from generator.collectors.source import Ask, Limit, Scope, Source
from generator.collectors.wire import IsoInstant, Wire, read
from generator.errors import PayloadError
from generator.model.names import Names
from generator.model.observation import Observation, Provenance, SeriesKey
from generator.model.reply import Reply

VENUE: Final = "coinmarketcap"
_IDS: Final = {
    "BTC": 1, "ETH": 1027, "SOL": 5426, "XRP": 52, "DOGE": 74, "BNB": 1839, "ADA": 2010, "TRX": 1958, "LINK": 1975,
    "LTC": 2, "BCH": 1831, "XLM": 512, "ETC": 1321,
}  # fmt: skip
_ASSETS: Final = {coin: asset for asset, coin in _IDS.items()}


def _code(value: Any) -> Any:  # noqa: ANN401 - what a wire holds
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _currencies(value: Any) -> Any:  # noqa: ANN401 - what a wire holds
    # A tuple: what a validator returns is no longer JSON, whose lists pass for one.
    if not isinstance(value, dict):
        return tuple(value) if isinstance(value, list) else value
    return tuple({**quote, "symbol": symbol} if isinstance(quote, dict) else quote for symbol, quote in value.items())


class _Status(Wire):
    error_code: Annotated[str, BeforeValidator(_code)]
    error_message: str | None


class _Envelope(Wire):
    status: _Status


class _Index(Wire):
    value: Annotated[float, Field(ge=0, le=100)]
    update_time: IsoInstant


class _FearGreed(Wire):
    data: _Index


class _Quote(Wire):
    symbol: str
    price: Annotated[float, Field(gt=0)]
    last_updated: IsoInstant


class _Coin(Wire):
    id: int
    quote: Annotated[tuple[_Quote, ...], BeforeValidator(_currencies)]


class _Quotes(Wire):
    data: tuple[_Coin, ...]


_ENVELOPE: Final = TypeAdapter(_Envelope)
_FEAR_GREED: Final = TypeAdapter(_FearGreed)
_QUOTES: Final = TypeAdapter(_Quotes)


def _asks(scope: Scope) -> Iterator[Ask]:
    yield Ask(kind="index", path="/public-api/v3/fear-and-greed/latest", feeds=("sentiment.fear_greed",))
    coins = [str(_IDS[asset]) for asset in dict.fromkeys((*scope.assets, "BTC", "ETH")) if asset in _IDS]
    yield Ask(
        kind="quotes",
        path="/public-api/v3/cryptocurrency/quotes/latest",
        query=(("id", ",".join(coins)), ("convert", "USD")),
        feeds=("spot.price",),
    )


def parse_index(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield CoinMarketCap's own fear and greed index. [0 to 100]"""
    del names  # the index has no asset of its own
    _granted(reply)
    index = read(_FEAR_GREED, reply).data
    series = SeriesKey("CRYPTO", "sentiment.fear_greed", "", VENUE)
    yield Observation(series, index.value, "index", index.update_time, index.update_time, origin)


def parse_quotes(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield prices in dollars. [USD]

    Raises:
        PayloadError: The source refused, or no coin that we know has a quote in dollars.
    """
    del names  # coins are known by id
    _granted(reply)
    found = False
    for coin in read(_QUOTES, reply).data:
        for quote in coin.quote:
            if coin.id in _ASSETS and quote.symbol == "USD":
                found, at = True, quote.last_updated
                yield Observation(
                    SeriesKey(_ASSETS[coin.id], "spot.price", "", VENUE), quote.price, "USD", at, at, origin
                )
    if not found:
        raise PayloadError(f"{reply.name}: data: no coin that was asked has a quote in USD; ask again later")


def _granted(reply: Reply) -> None:
    status = read(_ENVELOPE, reply).status
    if status.error_code != "0":
        words = " ".join((status.error_message or "no words").split())[:120]
        raise PayloadError(
            f'{reply.name}: status.error_code: {status.error_code[:12]}: the source refused, in its words: "{words}"'
        )


SOURCE: Final = Source(
    id="coinmarketcap",
    publisher="CoinMarketCap",
    base_url="https://pro-api.coinmarketcap.com",
    limit=Limit(30, 60.0),
    asks=_asks,
    parsers={"index": parse_index, "quotes": parse_quotes},
    second=True,
)
