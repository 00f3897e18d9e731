"""CoinGecko: prices of the hundred largest coins, two categories, and the whole market.

What: price, market value, 24-hour turnover and record high by coin; the day's change of the meme and
AI categories; bitcoin's and ether's share of the whole market, and its value.
API: https://docs.coingecko.com/reference/coins-markets (coins/markets, coins/categories, global).
Terms: https://www.coingecko.com/en/api_terms : attribution, "Data provided by CoinGecko".
Quirks: without a key the limit is shared by all who ask from one address, so three questions a run.
All changes are in percent. A ticker is no name: a bridged copy has its coin's ticker, so of several
the one with the best rank is meant, and coins that we write about are known by their id. Prices are
renewed every minute or so, each with its own time; a coin that lags is frozen and left out, the others
are one snapshot. A category's change is that of its market value, and new members count as growth.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, Final, NamedTuple

from pydantic import Field, TypeAdapter

from generator.collectors.records import fits
from generator.collectors.refusal import not_refused
from generator.collectors.source import Ask, Key, Limit, Scope, Source
from generator.collectors.wire import IsoInstant, Seconds, Wire, read
from generator.errors import PayloadError
from generator.model.names import Names
from generator.model.observation import Observation, Provenance, SeriesKey
from generator.model.reply import Reply

VENUE: Final = "coingecko"
#: Of coins that are told by name; anything else with one of these tickers is another coin.
_IDS: Final = {
    "BTC": "bitcoin", "ETH": "ethereum", "SOL": "solana", "XRP": "ripple", "DOGE": "dogecoin", "BNB": "binancecoin",
    "ADA": "cardano", "TRX": "tron", "LINK": "chainlink", "LTC": "litecoin", "BCH": "bitcoin-cash", "XLM": "stellar",
    "ETC": "ethereum-classic", "SPX6900": "spx6900", "WLD": "worldcoin-wld",
}  # fmt: skip
#: Coins up to this rank come with their market value: the twenty largest that follow no other price are among them.
_VALUED: Final = 60
#: Assets of ours that are no coins: a coin of that ticker must not pass for them.
_NO_COINS: Final = frozenset({"CRYPTO", "OTHER", "CD20", "CDMEME"})
_TICKER: Final = re.compile(r"[A-Z0-9][A-Z0-9.+_-]{0,19}", re.ASCII)
_CATEGORIES: Final = {"meme-token": "basket:MEME", "artificial-intelligence": "basket:AI"}
#: A price that is older than the newest by more than this was not renewed with the others.
_LAG: Final = timedelta(minutes=10)
_ERRORS: Final = ("error", "status.error_message")

_Above = Annotated[float, Field(gt=0)]
_FromZero = Annotated[float, Field(ge=0)]
_Percent = Annotated[float, Field(ge=0, le=100)]


class _Coin(Wire):
    id: str
    symbol: str
    market_cap_rank: Annotated[int, Field(ge=1, le=1_000_000)] | None
    current_price: _Above | None
    market_cap: _FromZero | None
    total_volume: _FromZero | None
    ath: _Above | None
    ath_change_percentage: float | None
    ath_date: IsoInstant | None
    last_updated: IsoInstant | None


class _Category(Wire):
    id: str
    market_cap_change_24h: Annotated[float, Field(gt=-100)] | None
    updated_at: IsoInstant | None


class _Dollars(Wire):
    usd: _Above


class _Shares(Wire):
    btc: _Percent
    eth: _Percent


class _Market(Wire):
    total_market_cap: _Dollars
    market_cap_percentage: _Shares
    updated_at: Seconds


class _Global(Wire):
    data: _Market


class _Priced(NamedTuple):
    coin: _Coin
    price_usd: float
    updated_at: datetime


_COINS: Final = TypeAdapter(tuple[_Coin, ...])
_ALL_CATEGORIES: Final = TypeAdapter(tuple[_Category, ...])
_WHOLE: Final = TypeAdapter(_Global)


def _asks(scope: Scope) -> Iterator[Ask]:
    del scope  # the largest coins are the same for every desk
    yield Ask(
        kind="markets", path="/api/v3/coins/markets",
        query=(("vs_currency", "usd"), ("order", "market_cap_desc"), ("per_page", "100"), ("page", "1")),
        feeds=("spot.price", "market.breadth", "spot.all_time_high", "spot.market_cap"),
    )  # fmt: skip
    yield Ask(kind="categories", path="/api/v3/coins/categories", feeds=("market.basket_return",))
    yield Ask(kind="global", path="/api/v3/global", feeds=("market.dominance", "spot.market_cap"))


def parse_markets(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield prices, all of one instant; of the largest coins also their value. [USD]

    Of coins that are told by name value, turnover and record follow whatever their rank.

    Raises:
        PayloadError: It is no list of coins, or none of them has a price and a time.
    """
    not_refused(reply, *_ERRORS)
    priced = [
        _Priced(coin, coin.current_price, coin.last_updated)
        for coin in read(_COINS, reply)
        if coin.current_price is not None and coin.last_updated is not None
    ]
    if not priced:
        raise PayloadError(f"{reply.name}: the body: no coin has a price and a time; ask again later")
    newest = max(each.updated_at for each in priced)
    fresh = [each for each in priced if newest - each.updated_at <= _LAG]
    for asset, multiplier, each in _named(fresh, names):
        yield from _of_coin(each, asset, multiplier, newest, origin)


def _named(priced: Iterable[_Priced], names: Names) -> Iterator[tuple[str, float, _Priced]]:
    """Yield each coin with its asset and multiplier, the best ranked first; one coin an asset."""
    seen = set()
    for each in sorted(priced, key=_rank):
        asset, multiplier = names.resolve(VENUE, each.coin.symbol.upper())
        if asset in seen or asset in _NO_COINS or _TICKER.fullmatch(asset) is None:
            continue
        if each.coin.id == _IDS.get(asset, each.coin.id):
            seen.add(asset)
            yield asset, multiplier, each


def _rank(each: _Priced) -> float:
    return math.inf if each.coin.market_cap_rank is None else each.coin.market_cap_rank


def _of_coin(each: _Priced, asset: str, multiplier: float, at: datetime, origin: Provenance) -> Iterator[Observation]:
    coin, rank = each.coin, each.coin.market_cap_rank
    ranked = origin if rank is None else _noted(origin, f"rank {rank} by market value")
    yield Observation(SeriesKey(asset, "spot.price", "", VENUE), each.price_usd / multiplier, "USD", at, at, ranked)
    named = asset in _IDS
    # CoinGecko writes 0 for a market value that it does not know.
    if coin.market_cap and (named or (rank is not None and rank <= _VALUED)):
        yield Observation(SeriesKey(asset, "spot.market_cap", "", VENUE), coin.market_cap, "USD", at, at, ranked)
    if not named:
        return
    if coin.total_volume is not None:
        turnover = SeriesKey(asset, "spot.volume", "1d", VENUE)
        yield Observation(
            turnover, coin.total_volume, "USD", at, at, _noted(origin, "all venues that CoinGecko counts")
        )
    if coin.ath is None or coin.ath_date is None or coin.ath_change_percentage is None:
        return
    if fits(coin.ath, coin.ath_change_percentage, each.price_usd):
        record = SeriesKey(asset, "spot.all_time_high", "", VENUE)
        yield Observation(record, coin.ath / multiplier, "USD", coin.ath_date, coin.ath_date, origin)


def parse_categories(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield the 24-hour change of market value of the meme and the AI category. [fraction]

    Raises:
        PayloadError: It is no list of categories, or neither of ours is among them.
    """
    del names  # a category is a basket, not a coin
    not_refused(reply, *_ERRORS)
    ours = [category for category in read(_ALL_CATEGORIES, reply) if category.id in _CATEGORIES]
    if not ours:
        raise PayloadError(f"{reply.name}: id: none of {', '.join(_CATEGORIES)} is listed; the ids may have changed")
    noted = _noted(origin, "change of the category's market value, as CoinGecko counts it")
    for category in ours:
        if category.market_cap_change_24h is not None and category.updated_at is not None:
            series = SeriesKey(_CATEGORIES[category.id], "market.basket_return", "1d", VENUE)
            change, at = category.market_cap_change_24h / 100, category.updated_at
            yield Observation(series, change, "ratio", at, at, noted)


def parse_global(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield bitcoin's and ether's share of all coins' value [fraction], and that value [USD]."""
    del names  # the fields name their coins
    not_refused(reply, *_ERRORS)
    market = read(_WHOLE, reply).data
    at, shares = market.updated_at, market.market_cap_percentage
    noted = _noted(origin, "share of all coins that CoinGecko counts")
    for asset, percent in (("BTC", shares.btc), ("ETH", shares.eth)):
        yield Observation(SeriesKey(asset, "market.dominance", "", VENUE), percent / 100, "ratio", at, at, noted)
    value = SeriesKey("CRYPTO", "spot.market_cap", "", VENUE)
    yield Observation(value, market.total_market_cap.usd, "USD", at, at, origin)


def _noted(origin: Provenance, note: str) -> Provenance:
    return replace(origin, note=note)


SOURCE: Final = Source(
    id="coingecko",
    publisher=VENUE,
    base_url="https://api.coingecko.com",
    # Without a key five to fifteen a minute, by how many others ask.
    limit=Limit(5, 60.0),
    asks=_asks,
    parsers={"markets": parse_markets, "categories": parse_categories, "global": parse_global},
    key=Key(name="COINGECKO_API_KEY", place="header", field="x-cg-demo-api-key", optional=True),
)
