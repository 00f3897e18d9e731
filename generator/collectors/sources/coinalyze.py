"""Coinalyze: liquidations and open interest in dollars, summed over the largest contracts.

What: BTC and ETH perpetuals quoted in USDT at Binance, Bybit and OKX: longs and shorts liquidated in the
last 24 full hours, open interest by hour; both by day for the past.
API: https://api.coinalyze.net/v1/doc/ ; a free key.
Terms: https://coinalyze.net/terms/ : free with attribution.
Quirks: times in seconds; amounts in coin unless ``convert_to_usd`` asks otherwise; a bar carries its first
instant; each symbol of a question counts as one of forty calls a minute. A contract without a bar is not a
contract without liquidations, so a sum is told only where every contract has every bar.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

from pydantic import Field, TypeAdapter

from generator.collectors.refusal import not_refused
from generator.collectors.source import Ask, Key, Limit, Scope, Source
from generator.collectors.wire import Seconds, Wire, read
from generator.errors import PayloadError
from generator.model.instants import EPOCH
from generator.model.names import Names
from generator.model.observation import Observation, Provenance, SeriesKey
from generator.model.reply import Reply

VENUE: Final = "coinalyze"
#: A is Binance, 6 Bybit, 3 OKX.
_SYMBOLS: Final = {asset: (f"{asset}USDT_PERP.A", f"{asset}USDT.6", f"{asset}USDT_PERP.3") for asset in ("BTC", "ETH")}
_COVERAGE: Final = "USDT perpetuals at Binance, Bybit and OKX"
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_LAST: Final = timedelta(milliseconds=1)
_WINDOW: Final = 24
#: Asked beyond the window, for a contract whose newest bar comes late.
_SPARE: Final = 2

#: More in one bar than all coins are worth is no amount. [USD]
_Dollars = Annotated[float, Field(ge=0, le=1e13)]


class _Liquidated(Wire):
    t: Seconds
    l: _Dollars  # noqa: E741 - the wire's spelling
    s: _Dollars


class _Open(Wire):
    t: Seconds
    c: _Dollars


class _Liquidations(Wire):
    symbol: str
    history: tuple[_Liquidated, ...]


class _Interest(Wire):
    symbol: str
    history: tuple[_Open, ...]


_LIQUIDATIONS: Final = TypeAdapter(tuple[_Liquidations, ...])
_INTEREST: Final = TypeAdapter(tuple[_Interest, ...])

#: Start of a bar → amounts in it: longs and shorts, or open contracts.
Bars = Mapping[datetime, tuple[float, ...]]


def _ask(kind: str, path: str, asset: str, interval: str, window: tuple[datetime, datetime]) -> Ask:
    first, end = ((instant - EPOCH) // timedelta(seconds=1) for instant in window)
    metrics = ("liquidations.total",) if kind.startswith("liquidations") else ("futures.open_interest_usd",)
    return Ask(
        kind=kind,
        subject=asset,
        path=f"/v1/{path}",
        query=(
            ("symbols", ",".join(_SYMBOLS[asset])),
            ("interval", interval),
            ("from", str(first)),
            ("to", str(end - 1)),
            ("convert_to_usd", "true"),
        ),
        feeds=metrics,
    )


def _asks(scope: Scope) -> Iterator[Ask]:
    end = scope.now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    window = (end - (_WINDOW + _SPARE) * _HOUR, end)
    for asset in _SYMBOLS:
        yield _ask("liquidations", "liquidation-history", asset, "1hour", window)
        yield _ask("interest", "open-interest-history", asset, "1hour", window)


def _history(scope: Scope, since: datetime) -> Iterator[Ask]:
    first, end = (
        instant.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) for instant in (since, scope.now)
    )
    for asset in _SYMBOLS:
        yield _ask("liquidations-daily", "liquidation-history", asset, "daily", (first, end))
        yield _ask("interest-daily", "open-interest-history", asset, "daily", (first, end))


def parse_liquidations(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield longs, shorts and both, liquidated in the newest 24 hours that every contract has. [USD]

    Raises:
        PayloadError: It is no history of the contracts asked, or one of them lacks an hour.
    """
    del names  # the question names its coin
    contracts = _liquidated(reply, _HOUR)
    newest = min(max(bars) for bars in contracts.values())
    hours = [newest - back * _HOUR for back in range(_WINDOW)]
    for symbol, bars in contracts.items():
        for hour in hours:
            if hour not in bars:
                raise PayloadError(
                    f"{reply.name}: {symbol} history: has no bar of {hour:%Y-%m-%d %H:%M} UTC, so the day is not whole"
                )
    yield from _sides(reply.subject, contracts, hours, newest + _HOUR - _LAST, origin)


def parse_daily_liquidations(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield longs, shorts and both for each UTC day that every contract has. [USD]"""
    del names  # the question names its coin
    contracts = _liquidated(reply, _DAY)
    for day in _shared(contracts):
        yield from _sides(reply.subject, contracts, [day], day + _DAY - _LAST, origin)


def parse_interest(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield open interest at the end of each hour that every contract has. [USD]"""
    del names  # the question names its coin
    yield from _held(reply, _HOUR, origin)


def parse_daily_interest(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield open interest at the end of each UTC day that every contract has. [USD]"""
    del names  # the question names its coin
    yield from _held(reply, _DAY, origin)


def _sides(
    asset: str, contracts: Mapping[str, Bars], bars: list[datetime], at: datetime, origin: Provenance
) -> Iterator[Observation]:
    longs, shorts = (
        math.fsum(contract[bar][side] for contract in contracts.values() for bar in bars) for side in (0, 1)
    )
    noted = replace(origin, note=_COVERAGE)
    for metric, value in (("long", longs), ("short", shorts), ("total", longs + shorts)):
        yield Observation(SeriesKey(asset, f"liquidations.{metric}", "1d", VENUE), value, "USD", at, at, noted)


def _held(reply: Reply, length: timedelta, origin: Provenance) -> Iterator[Observation]:
    not_refused(reply, "message")
    rows = [(each.symbol, bar.t, (bar.c,)) for each in read(_INTEREST, reply) for bar in each.history]
    contracts = _contracts(reply, rows, length)
    noted = replace(origin, note=f"{_COVERAGE}, as Coinalyze counts")
    series = SeriesKey(reply.subject, "futures.open_interest_usd", "", VENUE)
    for bar in _shared(contracts):
        at = bar + length - _LAST
        yield Observation(series, math.fsum(bars[bar][0] for bars in contracts.values()), "USD", at, at, noted)


def _liquidated(reply: Reply, length: timedelta) -> Mapping[str, Bars]:
    not_refused(reply, "message")
    rows = [(each.symbol, bar.t, (bar.l, bar.s)) for each in read(_LIQUIDATIONS, reply) for bar in each.history]
    return _contracts(reply, rows, length)


def _contracts(
    reply: Reply, rows: Sequence[tuple[str, datetime, tuple[float, ...]]], length: timedelta
) -> Mapping[str, Bars]:
    """Return the ended bars of every contract that was asked."""
    found: dict[str, dict[datetime, tuple[float, ...]]] = {symbol: {} for symbol in _SYMBOLS.get(reply.subject, ())}
    if not found:
        raise PayloadError(f"{reply.name}: no coin that is read here; use one of {', '.join(_SYMBOLS)}")
    for symbol, start, amounts in rows:
        if symbol not in found:
            raise PayloadError(f"{reply.name}: symbol: {symbol[:40]!r} was not asked; ask again later")
        if (start - EPOCH) % length:
            raise PayloadError(f"{reply.name}: {symbol} history: t is not the start of a bar; ask again later")
        if start + length <= reply.fetched_at and found[symbol].setdefault(start, amounts) != amounts:
            raise PayloadError(f"{reply.name}: {symbol} history: two bars of one time; ask again later")
    for symbol, bars in found.items():
        if not bars:
            raise PayloadError(f"{reply.name}: {symbol} history: is missing or empty, so no sum is whole")
    return found


def _shared(contracts: Mapping[str, Bars]) -> list[datetime]:
    return sorted(set.intersection(*(set(bars) for bars in contracts.values())))


SOURCE: Final = Source(
    id="coinalyze",
    publisher="Coinalyze",
    base_url="https://api.coinalyze.net",
    # Forty symbols a minute, three a question.
    limit=Limit(13, 60.0),
    asks=_asks,
    history=_history,
    parsers={
        "liquidations": parse_liquidations,
        "interest": parse_interest,
        "liquidations-daily": parse_daily_liquidations,
        "interest-daily": parse_daily_interest,
    },
    key=Key(name="COINALYZE_API_KEY", place="header", field="api_key"),
)
