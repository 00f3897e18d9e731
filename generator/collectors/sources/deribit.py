"""Deribit: option chains, futures with their index, open interest, the volatility index, settled funding.

What: the whole chain of a coin in one reply; marks of all its futures with the index of the same instant.
Bids and asks are not read: nothing uses them, and nothing would notice a wrong one.
API: https://docs.deribit.com (get_book_summary_by_currency, get_volatility_index_data, get_funding_rate_history).
Terms: public market data; https://www.deribit.com/kb/terms-of-service.
Quirks: volatilities are in percent; an option's prices are in coin, and its underlying is the future or synthetic
forward of its own expiry; open interest of options is in coin, of futures in dollars, and counts one side. What a
book summary calls ``estimated_delivery_price`` is the index, except in the half hour before a day's expiry, when
it is the average that is settled at: nothing in that reply is the index then. The volatility index is asked by
the hour, for the past too, so that an article of any hour is set against the same hour of other days. Funding
runs continuously: its list has a row an hour, in which ``interest_1h`` is that hour's and ``interest_8h`` that
of eight, so that the latter are never added up. Errors are an object ``error``; the test network says ``testnet``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from generator.collectors.interest import interest
from generator.collectors.option_names import ChainNames, read_option
from generator.collectors.pages import millis, windows
from generator.collectors.settled import settled
from generator.collectors.source import Ask, Limit, Scope, Source
from generator.collectors.sources.deribit_wire import (
    FUTURES,
    HOURS,
    INDEX,
    OPTIONS,
    FutureRow,
    OptionRow,
    SummaryRow,
    check_amounts,
    result,
    written_at,
)
from generator.errors import PayloadError
from generator.model.names import Names
from generator.model.observation import Observation, Provenance, SeriesKey
from generator.model.quotes import FundingSettlement, FutureQuote, OptionQuote
from generator.model.reply import Reply

VENUE: Final = "deribit"
_PUBLIC: Final = "/api/v2/public"
#: The coins in which it settles options and futures of its own; of others it has no chain.
_COINS: Final = ("BTC", "ETH")
_FUTURE: Final = re.compile(r"(?P<coin>[A-Z]+)-(?P<day>\d{1,2}[A-Z]{3}\d{2}|PERPETUAL)", re.ASCII)
_MILLISECOND: Final = timedelta(milliseconds=1)
_HOUR: Final = timedelta(hours=1)
#: A day's run reaches as far back as changes over a week need, and somewhat over a desk's days off.
_RECENT: Final = timedelta(days=8)
#: A page holds 1,000 bars of the index and 744 hours of funding, both ends of what was asked among them.
_INDEX_PAGE: Final = timedelta(hours=998)
_FUNDING_PAGE: Final = timedelta(days=30)
_EXPIRY_HOUR: Final = 8
_SETTLING: Final = timedelta(minutes=30)

_CHAIN: Final = (
    "options.iv_atm", "options.skew_25d", "options.skew_25d_points", "options.term_slope", "options.call_share",
    "options.call_share_volume", "options.put_call_ratio", "options.volatility_premium",
)  # fmt: skip
_TERM: Final = ("futures.basis", "futures.open_interest", "futures.open_interest_usd")


def _summary(asset: str, kind: str, feeds: tuple[str, ...]) -> Ask:
    return Ask(
        kind=f"{kind}s", subject=asset, path=f"{_PUBLIC}/get_book_summary_by_currency",
        query=(("currency", asset), ("kind", kind)), feeds=feeds,
    )  # fmt: skip


def _window(start: datetime, end: datetime) -> tuple[tuple[str, str], ...]:
    # What is stamped with the start of the question itself is not sent: it is asked from the moment before.
    return ("start_timestamp", millis(start - _MILLISECOND)), ("end_timestamp", millis(end))


def _index(asset: str, start: datetime, end: datetime) -> Ask:
    return Ask(
        kind="volatility", subject=asset, path=f"{_PUBLIC}/get_volatility_index_data",
        query=(("currency", asset), *_window(start, end), ("resolution", "3600")), feeds=("options.dvol",),
    )  # fmt: skip


def _funding(asset: str, start: datetime, end: datetime) -> Ask:
    perpetual = f"{asset}-PERPETUAL"
    return Ask(
        kind="funding", subject=perpetual, path=f"{_PUBLIC}/get_funding_rate_history",
        query=(("instrument_name", perpetual), *_window(start, end)), feeds=("perp.funding_rate",),
    )  # fmt: skip


def _asks(scope: Scope) -> Iterator[Ask]:
    # Whole hours, so that a run of the same hour asks the same question.
    until = scope.now.replace(minute=0, second=0, microsecond=0) + _HOUR
    for asset in scope.assets:
        if asset in _COINS:
            yield _summary(asset, "option", _CHAIN)
            yield _summary(asset, "future", _TERM)
            yield _index(asset, until - _RECENT, until)
            yield _funding(asset, until - _RECENT, until)


def _history(scope: Scope, since: datetime) -> Iterator[Ask]:
    for asset in scope.assets:
        if asset in _COINS:
            for start, end in windows(since, scope.now, _INDEX_PAGE):
                # With the first bar of the next page, which shows that the last one here has ended.
                yield _index(asset, start, end + _HOUR - _MILLISECOND)
            for start, end in windows(since, scope.now, _FUNDING_PAGE):
                yield _funding(asset, start, end)


def parse_options(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[OptionQuote]:
    """Yield the options of one chain as one snapshot; percent becomes a fraction, the strike is in the name.

    Raises:
        PayloadError: The chain is empty, of another coin, has amounts that cannot be, or holds what is no option.
    """
    rows = result(OPTIONS, reply)
    at = _whole_at(reply, rows)
    check_amounts(reply, (row["open_interest"] for row in rows), map(_traded, rows))
    asset, _ = names.resolve(VENUE, reply.subject)
    chain, has_index = ChainNames(reply.subject), _has_index(at)
    for place, row in enumerate(rows):
        name, iv = row["instrument_name"], row["mark_iv"]
        option = chain.read(name)
        if option is None:
            where = f"{reply.name}: result.{place}.instrument_name"
            read_option(name, where)
            raise PayloadError(f"{where}: {name!r} is not of the chain that was asked for")
        yield OptionQuote(
            asset, VENUE, name, option.expires_at, option.strike_usd, option.right, at,
            None if iv is None else iv / 100, row["mark_price"], None, None, row["open_interest"], row["volume"],
            row["underlying_price"], row["estimated_delivery_price"] if has_index else None, origin,
        )  # fmt: skip


def _traded(row: OptionRow) -> tuple[float | None, float | None, float | None]:
    """Return an option's volume, the worth of one coin of it, and what was paid."""
    mark = row["mark_price"]
    return row["volume"], None if mark is None else mark * row["estimated_delivery_price"], row["volume_usd"]


def parse_futures(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[FutureQuote | Observation]:
    """Yield the marks of a coin's futures as one snapshot, each with the index, and their open interest together.

    A contract is one dollar of its coin, so that its dollars become coins at its own mark.

    Raises:
        PayloadError: The list is empty, of another coin, has amounts that cannot be, or holds what is no future.
    """
    rows = result(FUTURES, reply)
    at = _whole_at(reply, rows)
    check_amounts(
        reply,
        (row["open_interest"] for row in rows),
        ((row["volume"], row["mark_price"], row["volume_usd"]) for row in rows),
    )
    asset, _ = names.resolve(VENUE, reply.subject)
    has_index, coins, dollars = _has_index(at), 0.0, 0.0
    for place, row in enumerate(rows):
        held = row["open_interest"] / row["mark_price"]
        coins, dollars = coins + held, dollars + row["open_interest"]
        yield FutureQuote(
            asset=asset, venue=VENUE, instrument=row["instrument_name"], expires_at=_expires(reply, place, row),
            observed_at=at, price_usd=row["mark_price"], basis="mark",
            index_usd=row["estimated_delivery_price"] if has_index else None, open_interest_coin=held,
            volume_24h_coin=row["volume"], origin=origin,
        )  # fmt: skip
    yield from interest(asset, VENUE, at, coin=coins, usd=dollars, origin=origin)


def _whole_at(reply: Reply, rows: Sequence[SummaryRow]) -> datetime:
    """Return when a book summary was whole: rows are stamped as they are written out, milliseconds apart.

    Raises:
        PayloadError: It is empty, a row is of another coin, or an instrument has two.
    """
    _not_empty(reply, rows)
    known: set[str] = set()
    for place, row in enumerate(rows):
        instrument, coin = row["instrument_name"], row["base_currency"]
        if instrument in known:
            raise PayloadError(
                f"{reply.name}: result.{place}.instrument_name: a second row of {instrument[:40]!r}; ask again later"
            )
        known.add(instrument)
        if coin != reply.subject:
            raise PayloadError(f"{reply.name}: result.{place}.base_currency: is {coin[:20]!r}; ask again later")
    return written_at(reply, rows)


def _has_index(at: datetime) -> bool:
    """Return whether a book summary of that instant has the index: not in the half hour before the day's expiry."""
    expiry = at.replace(hour=_EXPIRY_HOUR, minute=0, second=0, microsecond=0)
    return not timedelta(0) <= expiry - at <= _SETTLING


def _expires(reply: Reply, place: int, row: FutureRow) -> datetime | None:
    """Return when a future expires: at 08:00 UTC of the day in its name; None for the perpetual one."""
    found = _FUTURE.fullmatch(row["instrument_name"])
    try:
        if found is not None and found["coin"] == reply.subject:
            if found["day"] == "PERPETUAL":
                return None
            return datetime.strptime(found["day"], "%d%b%y").replace(tzinfo=UTC, hour=_EXPIRY_HOUR)
    except ValueError:
        pass  # 31FEB26 is no day
    name = row["instrument_name"][:40]
    raise PayloadError(f"{reply.name}: result.{place}.instrument_name: {name!r} is no future, such as BTC-25SEP26")


def parse_volatility(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield the volatility index at the end of each full hour. [fraction a year]

    Raises:
        PayloadError: No hour was full when the reply came.
    """
    rows = result(INDEX, reply).data
    asset, _ = names.resolve(VENUE, reply.subject)
    ended = [(opens_at + _HOUR - _MILLISECOND, close) for opens_at, _, _, _, close in rows]
    # The newest only shows that the one before has ended: a copy that was kept on the way cuts it off.
    newest = max((at for at, _ in ended), default=reply.fetched_at)
    ended = [(at, close) for at, close in ended if at < newest and at < reply.fetched_at]
    if not ended:
        raise PayloadError(f"{reply.name}: result.data: has no bar that had ended; ask again later")
    for at, close in ended:
        yield Observation(SeriesKey(asset, "options.dvol", "", VENUE), close / 100, "ratio", at, at, origin)


def parse_funding(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[FundingSettlement]:
    """Yield each hour's rate. [fraction an hour; positive: longs paid shorts]

    Raises:
        PayloadError: There is none.
    """
    rows = result(HOURS, reply)
    _not_empty(reply, rows)
    asset, _ = names.resolve(VENUE, reply.subject.removesuffix("-PERPETUAL"))
    yield from settled(
        ((row.timestamp, row.interest_1h) for row in rows), asset=asset, venue=VENUE, instrument=reply.subject,
        origin=origin, interval_hours=1,
    )  # fmt: skip


def _not_empty(reply: Reply, rows: Sequence[object]) -> None:
    if not rows:
        raise PayloadError(f"{reply.name}: result: is empty; ask again later")


SOURCE: Final = Source(
    id="deribit",
    publisher=VENUE,
    base_url="https://www.deribit.com",
    # 20 a second are documented for known users; a stranger takes half of them.
    limit=Limit(10, 1.0),
    asks=_asks,
    history=_history,
    parsers={
        "options": parse_options,
        "futures": parse_futures,
        "volatility": parse_volatility,
        "funding": parse_funding,
    },
)
