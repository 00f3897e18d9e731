"""Observations that a source delivers ready-made: kept as tracks, told where we computed nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Final, cast

import numpy as np

from generator.metrics.book import PLAIN, Book, Plan, fact_at
from generator.metrics.track import Trace, Track, stamp
from generator.model.fact import Fact, Kind
from generator.model.observation import SeriesKey

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from numpy.typing import NDArray

    from generator.metrics.sheet import Sheet
    from generator.model.names import Names
    from generator.model.units import FactUnit

#: Told as they are: prices that rest on a moment, records, and what is a change already.
_PLANS: Final[Mapping[str, Plan]] = {
    "spot.price": PLAIN,
    "spot.high": PLAIN,
    "spot.low": PLAIN,
    "spot.open": PLAIN,
    "spot.all_time_high": PLAIN,
    "spot.return": Plan(windows=(), ranked=False, kind=Kind.CHANGE),
    "spot.market_cap": Plan(ranked=False),
    "liquidations.cluster_price": PLAIN,
    "macro.level": Plan(windows=(1, 7), sessions=True, relative=True, ranked=False),
    "macro.yield": Plan(windows=(1, 7), sessions=True, ranked=False),
}
_DAILY: Final = Plan()
#: Of most coins this is there for what baskets are made of.
_CAP: Final = "spot.market_cap"


def read_delivered(observed: Sheet, names: Names, *, unnamed: bool = False) -> dict[SeriesKey, Track]:
    """Return every delivered series; see ``Market.observations``.

    A number's publisher is its source, unless that is a venue's own feed.

    Args:
        observed: The observations.
        names: Venues, and the coins that are told by name.
        unnamed: Whether bare prices of other coins are wanted too.
    """
    whole = observed.once("delivered", lambda _: _all_series(observed, names))
    unit = observed.words("unit")
    found: dict[SeriesKey, Track] = {}
    for parts, rows in observed.groups("asset", "metric", "tenor", "venue"):
        each = whole[parts]
        if each.key.metric == "spot.price" and each.key.asset not in names.assets and not unnamed:
            continue  # a bare price of a coin that nobody names is nothing to say
        seen = observed.seen(each.rows)
        times = each.times[seen]
        if len(times):
            found[each.key] = Track(
                key=each.key, unit=cast("FactUnit", unit(int(rows[-1]))), times=times, value=each.value[seen],
                trace=each.trace(each.rows[seen]), formula="as delivered", computed=False,
            )  # fmt: skip
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Series:
    """All finite readings that a series ever has, with their rows; ``of`` tells where a row comes from."""

    key: SeriesKey
    rows: NDArray[np.int64]
    times: NDArray[np.int64]
    value: NDArray[np.float64]
    of: Callable[[int], Trace]

    def trace(self, rows: NDArray[np.int64]) -> Callable[[int], Trace]:
        return lambda position: self.of(int(rows[position]))


def _all_series(observed: Sheet, names: Names) -> dict[tuple[str, ...], _Series]:
    at, value, origins = observed.micros("observed_at"), observed.floats("value"), observed.origins
    note = observed.words("note")
    feeds = {venue.casefold() for venue in names.venues}

    def traced(key: SeriesKey) -> Callable[[int], Trace]:
        @cache
        def trace(row: int) -> Trace:
            source = origins.source(row)
            publisher = "" if source.name.casefold() in feeds else source.name
            return Trace((f"obs:{key}@{stamp(at[row])}",), (source,), publisher, note(row))

        return trace

    found: dict[tuple[str, ...], _Series] = {}
    for parts, _, rows in observed.all_groups("asset", "metric", "tenor", "venue"):
        key, finite = SeriesKey(*parts), rows[np.isfinite(value[rows])]
        found[parts] = _Series(key, finite, at[finite], value[finite], traced(key))
    return found


def delivered(book: Book) -> None:
    """Put down what was delivered and not computed; a second opinion where it was computed.

    Plain prices, records and returns are told as they are; all else with its changes,
    its rank and its percentile.
    """
    for key, each in book.delivered.items():
        if key.metric not in book.catalogue or not _told(book, key):
            continue
        if key.metric == "spot.return":
            _return(book, key, each)
        elif key in book.tracks and book.tracks[key] is not each:
            _second_opinion(book, key, each)
        else:
            book.tell(each, _PLANS.get(key.metric, _DAILY))


def _told(book: Book, key: SeriesKey) -> bool:
    return key.metric != _CAP or (key.asset in book.told and key.asset in book.names.assets)


def _return(book: Book, key: SeriesKey, each: Track) -> None:
    """Put down a delivered return with its window; the computed one stays where there is one."""
    found = book.sampled(each)
    if not found.current:
        return
    position = int(found.position[-1])
    taken = fact_at(each, position, str(key), Kind.CHANGE)
    price = next((other for other in book.tracks if (other.asset, other.metric) == (key.asset, "spot.price")), None)
    of = None if price is None or str(price) not in book.facts else str(price)
    told = Fact(
        id=f"{key}~delivered" if str(key) in book.facts else str(key), kind=Kind.CHANGE, value=taken.value,
        unit="ratio", as_of=taken.as_of, formula=taken.formula, inputs=taken.inputs, sources=taken.sources, of=of,
        window=key.tenor or None, start=_start(taken, key.tenor), publisher=taken.publisher, computed=False,
        note=taken.note,
    )  # fmt: skip
    book.add(told)


def _start(taken: Fact, tenor: str) -> datetime | None:
    days = {"d": 1, "y": 365}.get(tenor[-1:])
    if days is None or not tenor[:-1].isdigit():
        return None
    return taken.as_of - timedelta(days=days * int(tenor[:-1]))


def _second_opinion(book: Book, key: SeriesKey, each: Track) -> None:
    found = book.sampled(each)
    if found.current and str(key) in book.facts:
        book.add(fact_at(each, int(found.position[-1]), f"{key}~delivered", Kind.LEVEL, of=str(key)))
