"""Kraken Futures: open interest and settled funding of the perpetuals.

API: https://docs.kraken.com/api/docs/futures-api/trading/get-tickers, and historical-funding-rates beside it.
Terms: public market data; https://www.kraken.com/legal.
Quirks: bitcoin is XBT. The linear contract (PF) counts open interest in coins, the inverse one (PI) in dollars.
A ticker's ``fundingRate`` is no fraction but dollars a coin and hour (PF), or coins a dollar and hour (PI), and is
not settled yet; it is not used. The list of settled rates has the fraction an hour as ``relativeFundingRate``.
Tickers of indices and of dated contracts stand in the same list with fewer fields.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated, Final

from pydantic import Field, TypeAdapter

from generator.collectors.interest import interest
from generator.collectors.settled import settled
from generator.collectors.source import Ask, Limit, Scope, Source
from generator.collectors.wire import IsoInstant, Wire, read
from generator.errors import PayloadError
from generator.model.names import Names
from generator.model.observation import Observation, Provenance
from generator.model.quotes import FundingSettlement
from generator.model.reply import Reply

VENUE: Final = "kraken"
_OWN: Final = {"BTC": "XBT", "DOGE": "XDG"}
#: The list of settled rates goes back for years, of which a day's run needs little.
_RECENT: Final = timedelta(days=8)
_OURS: Final = {own: asset for asset, own in _OWN.items()}


class _Ticker(Wire):
    symbol: str
    markPrice: Annotated[float, Field(gt=0)] | None = None
    openInterest: Annotated[float, Field(ge=0)] | None = None


class _Tickers(Wire):
    result: str
    error: str | None = None
    tickers: tuple[_Ticker, ...]


class _Rate(Wire):
    timestamp: IsoInstant
    relativeFundingRate: float


class _Rates(Wire):
    result: str | None = None
    rates: tuple[_Rate, ...]


class _Words(Wire):
    error: str | None = None


_TICKERS: Final = TypeAdapter(_Tickers)
_RATES: Final = TypeAdapter(_Rates)
_WORDS: Final = TypeAdapter(_Words)


def _coin(asset: str) -> str:
    return _OWN.get(asset, asset)


def _asks(scope: Scope) -> Iterator[Ask]:
    yield Ask(
        kind="tickers", subject=" ".join(_coin(asset) for asset in scope.assets), path="/derivatives/api/v3/tickers",
        feeds=("futures.open_interest", "futures.open_interest_usd"),
    )  # fmt: skip
    yield from (_funding("funding", asset) for asset in scope.assets)


def _history(scope: Scope, since: datetime) -> Iterator[Ask]:
    del since  # it knows one question, and answers it with years
    yield from (_funding("funding-past", asset) for asset in scope.assets)


def _funding(kind: str, asset: str) -> Ask:
    symbol = f"PF_{_coin(asset)}USD"
    path, query = "/derivatives/api/v3/historicalfundingrates", (("symbol", symbol),)
    return Ask(kind=kind, subject=symbol, path=path, query=query, feeds=("perp.funding_rate",))


def _accepted(reply: Reply) -> None:
    said = read(_WORDS, reply).error
    if said:
        raise PayloadError(f"{reply.name}: error: in the source's words: {' '.join(said.split())[:80]!r}")


def parse_tickers(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield open interest of linear and inverse perpetual together, in coins and dollars at their own marks.

    Raises:
        PayloadError: A contract that was asked about is not there, or lacks its mark or open interest.
    """
    _accepted(reply)
    found = {ticker.symbol: ticker for ticker in read(_TICKERS, reply).tickers}
    for coin in reply.subject.split():
        asset, _ = names.resolve(VENUE, _OURS.get(coin, coin))
        coins, dollars = 0.0, 0.0
        for symbol, inverse in ((f"PF_{coin}USD", False), (f"PI_{coin}USD", True)):
            ticker = found.get(symbol)
            if ticker is None or ticker.markPrice is None or ticker.openInterest is None:
                raise PayloadError(f"{reply.name}: tickers: {symbol} lacks markPrice or openInterest; ask again later")
            coins += ticker.openInterest / ticker.markPrice if inverse else ticker.openInterest
            dollars += ticker.openInterest if inverse else ticker.openInterest * ticker.markPrice
        yield from interest(asset, VENUE, reply.fetched_at, coin=coins, usd=dollars, origin=origin)


def parse_funding(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[FundingSettlement]:
    """Yield the settled rates of the last days. [fraction an hour; positive: longs paid shorts]"""
    since = reply.fetched_at - _RECENT
    yield from (each for each in parse_past(reply, origin=origin, names=names) if each.observed_at >= since)


def parse_past(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[FundingSettlement]:
    """Yield settled rates of the linear perpetual. [fraction an hour; positive: longs paid shorts]

    Raises:
        PayloadError: There is none.
    """
    _accepted(reply)
    rows = read(_RATES, reply).rates
    if not rows:
        raise PayloadError(f"{reply.name}: rates: is empty; ask again later")
    coin = reply.subject.removeprefix("PF_").removesuffix("USD")
    yield from settled(
        ((row.timestamp, row.relativeFundingRate) for row in rows if row.timestamp <= reply.fetched_at),
        asset=names.resolve(VENUE, _OURS.get(coin, coin))[0], venue=VENUE, instrument=reply.subject, origin=origin,
        interval_hours=1,
    )  # fmt: skip


SOURCE: Final = Source(
    id="kraken-futures",
    publisher=VENUE,
    base_url="https://futures.kraken.com",
    limit=Limit(10, 6.0),
    asks=_asks,
    history=_history,
    parsers={"tickers": parse_tickers, "funding": parse_funding, "funding-past": parse_past},
)
