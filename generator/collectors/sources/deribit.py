"""Deribit: option chains, dated futures, open interest, the volatility index, settled funding.

What: the whole chain of a coin in one reply; marks of all its futures with the index of the same instant.
API: https://docs.deribit.com (get_book_summary_by_currency, get_volatility_index_data, get_funding_rate_history).
Terms: public market data; https://www.deribit.com/kb/terms-of-service.
Quirks: volatilities are in percent; an option's prices are in coin, and its underlying is the future or synthetic
forward of its own expiry; open interest of options is in coin, of futures in dollars. What a book summary of
futures calls ``estimated_delivery_price`` is the index at that instant, but in the half hour before an expiry,
when it becomes the average that is settled at. Funding runs continuously: its list has a row an hour, in
which ``interest_1h`` is that hour's and ``interest_8h`` that of eight, so that the latter are never added up.
Errors come as an object ``error``, the test network says ``testnet``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final, Generic, TypeVar

from pydantic import Field, TypeAdapter

from generator.collectors.interest import interest
from generator.collectors.option_names import read_option
from generator.collectors.pages import millis, windows
from generator.collectors.settled import settled
from generator.collectors.source import Ask, Limit, Scope, Source
from generator.collectors.wire import Millis, Wire, leading, read
from generator.errors import PayloadError
from generator.model.names import Names
from generator.model.observation import Observation, Provenance, SeriesKey
from generator.model.quotes import FundingSettlement, FutureQuote, OptionQuote
from generator.model.reply import Reply

VENUE: Final = "deribit"
_PUBLIC: Final = "/api/v2/public"
_FUTURE: Final = re.compile(r"(?P<coin>[A-Z]+)-(?P<day>\d{1,2}[A-Z]{3}\d{2}|PERPETUAL)", re.ASCII)
_HOUR: Final = timedelta(hours=1)
#: Rows of a page of the past: of hourly funding a month, of the volatility index 1,000.
_FUNDING_PAGE: Final = timedelta(days=30)
_INDEX_PAGE: Final = 1000
#: The index is an average of its own in the half hour before each day's expiry.
_EXPIRY_HOUR: Final = 8
_SETTLING: Final = timedelta(minutes=30)

T = TypeVar("T")
_Above = Annotated[float, Field(gt=0)]


class _Reply(Wire, Generic[T]):
    result: T
    testnet: bool = False


class _Option(Wire):
    instrument_name: str
    base_currency: str
    creation_timestamp: Millis
    mark_iv: float | None
    mark_price: float | None
    bid_price: float | None
    ask_price: float | None
    open_interest: float | None
    volume: float | None
    underlying_price: float | None


class _Future(Wire):
    instrument_name: str
    creation_timestamp: Millis
    mark_price: _Above
    estimated_delivery_price: _Above
    open_interest: Annotated[float, Field(ge=0)]
    volume: float | None


class _Hour(Wire):
    timestamp: Millis
    interest_1h: float


#: Opening time of the bar, open, high, low, close. [percent]
_Bar = Annotated[tuple[Millis, _Above, _Above, _Above, _Above], leading(5)]


class _Bars(Wire):
    data: tuple[_Bar, ...]


class _Words(Wire):
    message: str


class _Refusal(Wire):
    error: _Words | None = None


_OPTIONS: Final = TypeAdapter(_Reply[tuple[_Option, ...]])
_FUTURES: Final = TypeAdapter(_Reply[tuple[_Future, ...]])
_HOURS: Final = TypeAdapter(_Reply[tuple[_Hour, ...]])
_INDEX: Final = TypeAdapter(_Reply[_Bars])
_REFUSAL: Final = TypeAdapter(_Refusal)


def _index(asset: str, start: datetime, end: datetime, bar: timedelta) -> Ask:
    return Ask(
        kind=f"volatility-{'1h' if bar == _HOUR else '1d'}", subject=asset,
        path=f"{_PUBLIC}/get_volatility_index_data",
        query=(
            ("currency", asset), ("start_timestamp", millis(start)), ("end_timestamp", millis(end)),
            ("resolution", "3600" if bar == _HOUR else "1D"),
        ),
        feeds=("options.dvol",),
    )  # fmt: skip


def _funding(asset: str, start: datetime, end: datetime) -> Ask:
    perpetual = f"{asset}-PERPETUAL"
    return Ask(
        kind="funding", subject=perpetual, path=f"{_PUBLIC}/get_funding_rate_history",
        query=(
            ("instrument_name", perpetual), ("start_timestamp", millis(start)), ("end_timestamp", millis(end)),
        ),
        feeds=("perp.funding_rate",),
    )  # fmt: skip


def _summary(asset: str, kind: str, feeds: tuple[str, ...]) -> Ask:
    return Ask(
        kind=f"{kind}s", subject=asset, path=f"{_PUBLIC}/get_book_summary_by_currency",
        query=(("currency", asset), ("kind", kind)), feeds=feeds,
    )  # fmt: skip


def _asks(scope: Scope) -> Iterator[Ask]:
    # Whole hours, so that a run of the same hour asks the same question.
    now = scope.now.replace(minute=0, second=0, microsecond=0) + _HOUR
    for asset in scope.assets:
        if asset in ("BTC", "ETH"):  # the coins of which it has options of its own settlement
            yield _summary(asset, "option", ("options.skew_25d", "options.iv_atm", "options.call_share"))
            yield _summary(asset, "future", ("futures.basis", "futures.open_interest"))
            yield _index(asset, now - timedelta(days=3), now, _HOUR)
            yield _funding(asset, now - timedelta(days=8), now)


def _history(scope: Scope, since: datetime) -> Iterator[Ask]:
    for asset in scope.assets:
        if asset in ("BTC", "ETH"):
            for start, end in windows(since, scope.now, timedelta(days=_INDEX_PAGE)):
                yield _index(asset, start, end - timedelta(milliseconds=1), timedelta(days=1))
            for start, end in windows(since, scope.now, _FUNDING_PAGE):
                yield _funding(asset, start, end)


def _result(form: TypeAdapter[_Reply[T]], reply: Reply) -> T:
    """Return a reply's result.

    Raises:
        PayloadError: It is an error object, comes from the test network, or is not of the form.
    """
    refusal = read(_REFUSAL, reply).error if reply.body.lstrip()[:1] == b"{" else None
    if refusal is not None:
        raise PayloadError(f"{reply.name}: error: in the source's words: {' '.join(refusal.message.split())[:80]!r}")
    found = read(form, reply)
    if found.testnet:
        raise PayloadError(f"{reply.name}: testnet: comes from the test network; ask the real one")
    return found.result


def parse_options(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[OptionQuote]:
    """Yield the options of one chain as one snapshot; percent becomes a fraction, the strike is in the name.

    Raises:
        PayloadError: The chain is empty, of another coin, or holds what is no option.
    """
    rows = _result(_OPTIONS, reply)
    _not_empty(reply, rows)
    # Rows are stamped as they are written out, milliseconds apart; the chain is one reading, told when whole.
    at = max(row.creation_timestamp for row in rows)
    assets: dict[str, str] = {}
    for place, row in enumerate(rows):
        option = read_option(row.instrument_name, f"{reply.name}: result.{place}.instrument_name")
        if row.base_currency != option.coin or option.coin != reply.subject:
            raise PayloadError(f"{reply.name}: result.{place}.base_currency: is {row.base_currency[:20]!r}")
        asset = assets.setdefault(option.coin, names.resolve(VENUE, option.coin)[0])
        yield OptionQuote(
            asset, VENUE, row.instrument_name, option.expires_at, option.strike_usd, option.right, at,
            None if row.mark_iv is None else row.mark_iv / 100, row.mark_price, row.bid_price, row.ask_price,
            row.open_interest, row.volume, row.underlying_price, None, origin,
        )  # fmt: skip


def parse_futures(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[FutureQuote | Observation]:
    """Yield the marks of a coin's futures as one snapshot, each with the index, and their open interest together.

    Raises:
        PayloadError: The list is empty, or holds what is no future of the coin.
    """
    rows = _result(_FUTURES, reply)
    _not_empty(reply, rows)
    at = max(row.creation_timestamp for row in rows)
    asset, _ = names.resolve(VENUE, reply.subject)
    expiry = at.replace(hour=_EXPIRY_HOUR, minute=0, second=0, microsecond=0)
    settling = timedelta(0) <= expiry - at <= _SETTLING
    for place, row in enumerate(rows):
        found = _FUTURE.fullmatch(row.instrument_name)
        if found is None or found["coin"] != reply.subject:
            raise PayloadError(
                f"{reply.name}: result.{place}.instrument_name: {row.instrument_name[:40]!r} is no future"
            )
        yield FutureQuote(
            asset=asset, venue=VENUE, instrument=row.instrument_name, expires_at=_expires(reply, found["day"]),
            observed_at=at, price_usd=row.mark_price, basis="mark",
            index_usd=None if settling else row.estimated_delivery_price,
            open_interest_coin=row.open_interest / row.mark_price, volume_24h_coin=row.volume, origin=origin,
        )  # fmt: skip
    # A contract is one dollar of its coin, so that dollars become coins at the contract's own mark.
    coins, dollars = sum(row.open_interest / row.mark_price for row in rows), sum(row.open_interest for row in rows)
    yield from interest(asset, VENUE, at, coin=coins, usd=dollars, origin=origin)


def _expires(reply: Reply, day: str) -> datetime | None:
    if day == "PERPETUAL":
        return None
    try:
        return datetime.strptime(day, "%d%b%y").replace(tzinfo=UTC, hour=_EXPIRY_HOUR)
    except ValueError:
        raise PayloadError(f"{reply.name}: instrument_name: {day!r} is no day of expiry; ask again later") from None


def parse_hourly_index(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield the volatility index at the end of each full hour. [fraction a year]"""
    yield from _volatility(reply, _HOUR, origin, names)


def parse_daily_index(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield the volatility index at the end of each full day. [fraction a year]"""
    yield from _volatility(reply, timedelta(days=1), origin, names)


def _volatility(reply: Reply, length: timedelta, origin: Provenance, names: Names) -> Iterator[Observation]:
    rows = _result(_INDEX, reply).data
    _not_empty(reply, rows)
    asset, _ = names.resolve(VENUE, reply.subject)
    series = SeriesKey(asset, "options.dvol", "", VENUE)
    for opens_at, *_, close in rows:
        ends = opens_at + length - timedelta(milliseconds=1)
        if ends < reply.fetched_at:
            yield Observation(series, close / 100, "ratio", ends, ends, origin)


def parse_funding(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[FundingSettlement]:
    """Yield each hour's rate. [fraction an hour; positive: longs paid shorts]"""
    rows = _result(_HOURS, reply)
    _not_empty(reply, rows)
    asset, _ = names.resolve(VENUE, reply.subject.partition("-")[0])
    yield from settled(
        ((row.timestamp, row.interest_1h) for row in rows if row.timestamp <= reply.fetched_at), asset=asset,
        venue=VENUE, instrument=reply.subject, origin=origin, interval_hours=1,
    )  # fmt: skip


def _not_empty(reply: Reply, rows: tuple[object, ...]) -> None:
    if not rows:
        raise PayloadError(f"{reply.name}: result: is empty; ask again later")


SOURCE: Final = Source(
    id="deribit",
    publisher=VENUE,
    base_url="https://www.deribit.com",
    # An unknown caller may ask 20 in a second; a chain costs more than other questions.
    limit=Limit(10, 1.0),
    asks=_asks,
    history=_history,
    parsers={
        "options": parse_options,
        "futures": parse_futures,
        "volatility-1h": parse_hourly_index,
        "volatility-1d": parse_daily_index,
        "funding": parse_funding,
    },
)
