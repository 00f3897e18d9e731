"""Kraken Futures: open interest and settled funding of the perpetuals.

API: https://docs.kraken.com/api/docs/futures-api/trading (get-tickers, historical-funding-rates).
Terms: public market data; https://www.kraken.com/legal.
Quirks: bitcoin is XBT. The linear contract (PF) counts open interest in coins, the inverse one (PI) in contracts of
a dollar; both count one side. A ticker's ``fundingRate`` is no fraction but dollars a coin and hour (PF), or coins
a dollar and hour (PI), and is not settled yet: it is not read. The list of settled rates has the fraction an
hour as ``relativeFundingRate``; it knows one question, and answers it with a year. Indices and dated contracts
stand among the tickers with fewer fields. A refusal is status 200 with ``error``, or with a list ``errors``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Annotated, Final

from pydantic import Field, TypeAdapter

from generator.collectors.interest import interest
from generator.collectors.refusal import not_refused
from generator.collectors.settled import settled
from generator.collectors.source import Ask, Limit, Scope, Source
from generator.collectors.wire import IsoInstant, Wire, read, stated_amount, stated_price
from generator.errors import PayloadError
from generator.model.names import Names
from generator.model.observation import Observation, Provenance
from generator.model.quotes import FundingSettlement
from generator.model.reply import Reply

VENUE: Final = "kraken"
_API: Final = "/derivatives/api/v3"
_REFUSALS: Final = ("error", "errors.0.message")
_PREFIX: Final = "PF_"
_QUOTE: Final = "USD"
#: The coins that it also has an inverse perpetual of.
_INVERSE: Final = ("XBT", "ETH", "LTC", "XRP", "BCH")
#: What a day's run takes of the year of settled rates: a desk that slept for a month wakes with nothing missing.
_RECENT: Final = timedelta(days=31)


class _Ticker(Wire):
    symbol: str
    markPrice: float | None = None
    openInterest: float | None = None


class _Tickers(Wire):
    #: Some gateways leave it out.
    serverTime: IsoInstant | None = None
    tickers: list[_Ticker]


class _Rate(Wire):
    timestamp: IsoInstant
    relativeFundingRate: Annotated[float, Field(gt=-1, lt=1)]


class _Rates(Wire):
    rates: list[_Rate]


_TICKERS: Final = TypeAdapter(_Tickers)
_RATES: Final = TypeAdapter(_Rates)


def _coins(scope: Scope) -> list[str]:
    return [scope.names.symbol(VENUE, asset) for asset in scope.assets]


def _funding(coin: str, kind: str) -> Ask:
    symbol = f"{_PREFIX}{coin}{_QUOTE}"
    return Ask(
        kind=kind, subject=symbol, path=f"{_API}/historical-funding-rates", query=(("symbol", symbol),),
        feeds=("perp.funding_rate",),
    )  # fmt: skip


def _asks(scope: Scope) -> Iterator[Ask]:
    feeds = ("futures.open_interest", "futures.open_interest_usd")
    yield Ask(kind="tickers", subject=" ".join(_coins(scope)), path=f"{_API}/tickers", feeds=feeds)
    for coin in _coins(scope):
        yield _funding(coin, "funding")


def _history(scope: Scope, since: datetime) -> Iterator[Ask]:
    del since  # there is one page, which has all
    for coin in _coins(scope):
        yield _funding(coin, "funding-year")


def parse_tickers(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield open interest of linear and inverse perpetual together, in coins and dollars at their own marks.

    Raises:
        PayloadError: A contract of a coin that was asked about is not there, or lacks its mark or open interest.
    """
    not_refused(reply, *_REFUSALS)
    told = read(_TICKERS, reply)
    at = reply.fetched_at if told.serverTime is None else told.serverTime
    places = {ticker.symbol: place for place, ticker in enumerate(told.tickers)}
    for coin in reply.subject.split():
        mark, coins = _held(reply, told, places, f"{_PREFIX}{coin}{_QUOTE}")
        dollars = coins * mark
        if coin in _INVERSE:
            mark, contracts = _held(reply, told, places, f"PI_{coin}{_QUOTE}")
            coins, dollars = coins + contracts / mark, dollars + contracts
        asset, _ = names.resolve(VENUE, coin)
        yield from interest(asset, VENUE, at, coin=coins, usd=dollars, origin=origin)


def _held(reply: Reply, told: _Tickers, places: Mapping[str, int], symbol: str) -> tuple[float, float]:
    """Return a contract's mark and its open interest."""
    if symbol not in places:
        raise PayloadError(f"{reply.name}: tickers: {symbol} is not there; ask again later")
    ticker, where = told.tickers[places[symbol]], f"{reply.name}: tickers.{places[symbol]}"
    mark = stated_price(ticker.markPrice, f"{where}.markPrice")
    return mark, stated_amount(ticker.openInterest, f"{where}.openInterest")


def parse_recent(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[FundingSettlement]:
    """Yield the last month's settled rates of a linear perpetual. [fraction an hour; positive: longs paid shorts]

    Raises:
        PayloadError: There is none.
    """
    yield from _settled(reply, origin, names, since=reply.fetched_at - _RECENT)


def parse_year(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[FundingSettlement]:
    """Yield all settled rates of a linear perpetual. [fraction an hour; positive: longs paid shorts]

    Raises:
        PayloadError: There is none.
    """
    yield from _settled(reply, origin, names, since=None)


def _settled(reply: Reply, origin: Provenance, names: Names, *, since: datetime | None) -> Iterator[FundingSettlement]:
    not_refused(reply, *_REFUSALS)
    rows = [row for row in read(_RATES, reply).rates if since is None or row.timestamp >= since]
    if not rows:
        raise PayloadError(f"{reply.name}: rates: has none of the time that was asked about; ask again later")
    asset, _ = names.resolve(VENUE, reply.subject.removeprefix(_PREFIX).removesuffix(_QUOTE))
    yield from settled(
        ((row.timestamp, row.relativeFundingRate) for row in rows), asset=asset, venue=VENUE,
        instrument=reply.subject, origin=origin, interval_hours=1,
    )  # fmt: skip


SOURCE: Final = Source(
    id="kraken-futures",
    publisher=VENUE,
    base_url="https://futures.kraken.com",
    limit=Limit(10, 6.0),
    asks=_asks,
    history=_history,
    parsers={"tickers": parse_tickers, "funding": parse_recent, "funding-year": parse_year},
)
