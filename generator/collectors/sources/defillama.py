"""DefiLlama: how many dollars are on chain as stablecoins.

What: circulating supply of all coins pegged to the US dollar, once a day since 2017.
API: https://api-docs.defillama.com (stablecoins.llama.fi/stablecoincharts/all).
Terms: https://defillama.com/terms : free, about 300 requests a minute, with attribution.
Quirks: one reply holds the whole past; times are texts in seconds. Coins pegged to other currencies are
counted apart and left out. The row of the running day is rewritten until the day ends, so it is left
out, and a day's row counts as known from the day's end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, Final

from pydantic import Field, TypeAdapter

from generator.collectors.refusal import not_refused
from generator.collectors.source import Ask, Limit, Scope, Source
from generator.collectors.wire import SecondsText, Wire, read
from generator.errors import PayloadError
from generator.model.instants import EPOCH, day_end
from generator.model.names import Names
from generator.model.observation import Observation, Provenance, SeriesKey
from generator.model.reply import Reply

VENUE: Final = "defillama"
_SERIES: Final = SeriesKey("CRYPTO", "stablecoins.supply", "", VENUE)
_RECENT: Final = timedelta(days=40)
_DAY: Final = timedelta(days=1)


class _Supply(Wire):
    peggedUSD: Annotated[float, Field(ge=0)]


class _Day(Wire):
    date: SecondsText
    totalCirculatingUSD: _Supply


_FORM: Final = TypeAdapter(tuple[_Day, ...])


def _ask(kind: str) -> Ask:
    return Ask(kind=kind, path="/stablecoincharts/all", feeds=(_SERIES.metric,))


def _asks(scope: Scope) -> Iterator[Ask]:
    del scope  # one sum for the whole market
    yield _ask("supply")


def _history(scope: Scope, since: datetime) -> Iterator[Ask]:
    del scope, since  # one reply holds all
    yield _ask("supply-since-2017")


def parse_recent(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield the supply of the last forty days. [USD]

    Raises:
        PayloadError: See ``parse_supply``; or the list ends before them.
    """
    days = parse_supply(reply, origin=origin, names=names)
    recent = tuple(day for day in days if reply.fetched_at - day.observed_at <= _RECENT)
    if not recent:
        raise PayloadError(f"{reply.name}: none of the last {_RECENT.days} days is in the list; ask again later")
    yield from recent


def parse_supply(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield each finished day's supply of coins pegged to the dollar, at 00:00 as the source dates it. [USD]

    Raises:
        PayloadError: It is no list of days, a day is there twice with two values, starts at another
            hour than 00:00, or is yet to come.
    """
    del names  # the sum has no asset of its own
    not_refused(reply, "message", "error")
    days = read(_FORM, reply)
    if not days:
        raise PayloadError(f"{reply.name}: the body: is an empty list; ask again later")
    noted = replace(origin, note="coins pegged to the US dollar")
    told: dict[datetime, float] = {}
    for place, day in enumerate(days):
        supply = day.totalCirculatingUSD.peggedUSD
        if (day.date - EPOCH) % _DAY:
            raise PayloadError(f"{reply.name}: {place}.date: {day.date:%H:%M:%S} is no start of a day; ask again later")
        if day.date > reply.fetched_at:
            raise PayloadError(f"{reply.name}: {place}.date: {day.date:%Y-%m-%d} is yet to come; ask again later")
        if told.setdefault(day.date, supply) != supply:
            raise PayloadError(f"{reply.name}: {place}.date: a second row for one day; ask again later")
    for at, supply in told.items():
        known = day_end(at.date())
        # A supply of 0 is a day that was not counted.
        if supply > 0 and known < reply.fetched_at:
            yield Observation(_SERIES, supply, "USD", at, known, noted)


SOURCE: Final = Source(
    id="defillama",
    publisher="DefiLlama",
    base_url="https://stablecoins.llama.fi",
    limit=Limit(300, 60.0),
    asks=_asks,
    history=_history,
    parsers={"supply": parse_recent, "supply-since-2017": parse_supply},
)
