"""CoinPaprika: a second opinion on prices, record highs and bitcoin's share of the market.

What: price and record high of a coin; bitcoin's share of all coins' value.
API: https://docs.coinpaprika.com (tickers/{id}, global).
Terms: https://coinpaprika.com/terms-of-use/ : free up to 20,000 requests a month, with attribution.
Quirks: coins are asked by id, since tickers are shared; the share is in percent; times of a coin are
ISO 8601, that of the market is in seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final

from pydantic import Field, TypeAdapter

from generator.collectors.records import fits
from generator.collectors.refusal import not_refused
from generator.collectors.source import Ask, Limit, Scope, Source
from generator.collectors.wire import IsoInstant, Seconds, Wire, read
from generator.errors import PayloadError
from generator.model.names import Names
from generator.model.observation import Observation, Provenance, SeriesKey
from generator.model.reply import Reply

VENUE: Final = "coinpaprika"
_IDS: Final = {
    "BTC": "btc-bitcoin", "ETH": "eth-ethereum", "SOL": "sol-solana", "XRP": "xrp-xrp", "DOGE": "doge-dogecoin",
    "BNB": "bnb-binance-coin", "ADA": "ada-cardano", "TRX": "trx-tron", "LINK": "link-chainlink", "LTC": "ltc-litecoin",
    "BCH": "bch-bitcoin-cash", "XLM": "xlm-stellar", "ETC": "etc-ethereum-classic",
}  # fmt: skip
_ASSETS: Final = {coin: asset for asset, coin in _IDS.items()}

_Above = Annotated[float, Field(gt=0)]


class _Dollars(Wire):
    price: _Above
    ath_price: _Above | None
    ath_date: IsoInstant | None
    percent_from_price_ath: float | None


class _Quotes(Wire):
    USD: _Dollars


class _Ticker(Wire):
    id: str
    last_updated: IsoInstant
    quotes: _Quotes


class _Global(Wire):
    bitcoin_dominance_percentage: Annotated[float, Field(ge=0, le=100)]
    last_updated: Seconds


_TICKER: Final = TypeAdapter(_Ticker)
_MARKET: Final = TypeAdapter(_Global)


def _asks(scope: Scope) -> Iterator[Ask]:
    # The wrap of the whole market tells bitcoin and ether, whatever else a desk writes about.
    for asset in dict.fromkeys((*scope.assets, "BTC", "ETH")):
        if asset in _IDS:
            yield Ask(
                kind="ticker", subject=_IDS[asset], path=f"/v1/tickers/{_IDS[asset]}",
                feeds=("spot.price", "spot.all_time_high"),
            )  # fmt: skip
    yield Ask(kind="global", path="/v1/global", feeds=("market.dominance",))


def parse_ticker(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield a coin's price and, observed when it was made, its record high. [USD]

    Raises:
        PayloadError: It is no ticker, or that of another coin.
    """
    del names  # the id that was asked names the coin
    not_refused(reply, "error")
    ticker = read(_TICKER, reply)
    asset = _ASSETS.get(ticker.id)
    if asset is None or ticker.id != reply.subject:
        raise PayloadError(f"{reply.name}: id: is {ticker.id[:40]!r}, not the coin that was asked; ask again later")
    at, dollars = ticker.last_updated, ticker.quotes.USD
    yield Observation(SeriesKey(asset, "spot.price", "", VENUE), dollars.price, "USD", at, at, origin)
    if dollars.ath_price is None or dollars.ath_date is None or dollars.percent_from_price_ath is None:
        return
    if fits(dollars.ath_price, dollars.percent_from_price_ath, dollars.price):
        series = SeriesKey(asset, "spot.all_time_high", "", VENUE)
        yield Observation(series, dollars.ath_price, "USD", dollars.ath_date, dollars.ath_date, origin)


def parse_global(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield bitcoin's share of the value of all coins. [fraction]"""
    del names  # the field names its coin
    not_refused(reply, "error")
    market = read(_MARKET, reply)
    share, at = market.bitcoin_dominance_percentage / 100, market.last_updated
    yield Observation(SeriesKey("BTC", "market.dominance", "", VENUE), share, "ratio", at, at, origin)


SOURCE: Final = Source(
    id="coinpaprika",
    publisher="CoinPaprika",
    base_url="https://api.coinpaprika.com",
    limit=Limit(10, 1.0),
    asks=_asks,
    parsers={"ticker": parse_ticker, "global": parse_global},
    second=True,
)
