"""Open interest added up over a named set of venues, and funding weighted by it.

A sum is over the venues of the set that counted within three hours of each other. Its past
is over the same venues at the same clock hours, so that no change and no rank ever compares
two different sums.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from generator.metrics.counts import COIN, USD, Readings, readings_of
from generator.metrics.grid import SAME_CLOCK
from generator.metrics.track import DAY, HOUR, Trace, Track, joined, track
from generator.model.observation import SeriesKey

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from generator.metrics.book import Book
    from generator.model.units import FactUnit

SET: Final = "venues"
WEIGHTED: Final = "weighted"
#: Weighted by less of the set's open interest, a rate would be that of whoever happened to answer.
COVERED: Final = 0.8
#: One venue is no sum.
_LEAST: Final = 2
_FUNDING: Final = "perp.funding_rate"
#: How far before the newest reading the most complete sum is looked for.
_REACH: Final = 12 * HOUR


@dataclass(frozen=True, slots=True)
class Pool:
    """Readings of the same venues side by side, a row a day.

    Args:
        days: Whole days before the last row, descending to 0.
        position: Place of each venue's reading in its readings. [venue, day]
    """

    members: tuple[Readings, ...]
    days: NDArray[np.int64]
    times: NDArray[np.int64]
    position: NDArray[np.int64]

    def of(self, name: str) -> NDArray[np.float64]:
        """Return ``coin`` or ``usd`` of every venue and day."""
        return np.stack(
            [getattr(each, name)[row] for each, row in zip(self.members, self.position, strict=True)]
        )  # fmt: skip


def newest_together(times: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Return each venue's place in the newest of the largest groups of readings within three hours.

    Looked for within the twelve hours that end with the newest reading of all. A venue that
    has none in the group is at -1.
    """
    newest = max(int(each[-1]) for each in times)
    ends = np.unique(np.concatenate([each[np.searchsorted(each, newest - _REACH) :] for each in times]))
    last = np.stack([np.searchsorted(each, ends, side="right") - 1 for each in times])
    there = np.stack(
        [(row >= 0) & (ends - each[row] <= SAME_CLOCK) for each, row in zip(times, last, strict=True)]
    )  # fmt: skip
    count = there.sum(axis=0)
    best = len(ends) - 1 - int(np.argmax(count[::-1]))
    return np.where(there[:, best], last[:, best], -1)


def pool(readings: Sequence[Readings], as_of: int) -> Pool | None:
    """Return the venues that counted together last, and what the same ones counted at that hour of each day before.

    Args:
        readings: Those of a set; all before ``as_of``.
        as_of: The article's instant. [microseconds since 1970]
    """
    if not readings:
        return None
    place = newest_together([each.times for each in readings])
    members = tuple(each for each, at in zip(readings, place, strict=True) if at >= 0)
    now = [int(each.times[at]) for each, at in zip(readings, place, strict=True) if at >= 0]
    first = max(int(each.times[0]) for each in members)
    days = np.arange(max((max(now) - first) // DAY + 1, 0), -1, -1, dtype=np.int64)
    position = np.stack(
        [_like(each.times, at - days * DAY, as_of - days * DAY) for each, at in zip(members, now, strict=True)]
    )  # fmt: skip
    at = np.stack([each.times[row] for each, row in zip(members, position, strict=True)])
    whole = np.all(position >= 0, axis=0) & (np.ptp(at, axis=0) <= SAME_CLOCK)
    return Pool(members, days[whole], at.max(axis=0)[whole], position[:, whole])


def _like(times: NDArray[np.int64], wanted: NDArray[np.int64], before: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the place of the reading nearest to each wanted instant, -1 where none is within three hours."""
    after = np.searchsorted(times, wanted)
    left, right = np.maximum(after - 1, 0), np.minimum(after, len(times) - 1)
    nearer = (np.abs(times[right] - wanted) < np.abs(times[left] - wanted)) & (times[right] < before)
    place = np.where(nearer, right, left)
    return np.where((np.abs(times[place] - wanted) <= SAME_CLOCK) & (times[place] < before), place, -1)


def weighted(rate: NDArray[np.float64], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean rate of each day, weighted; NaN where a rate is missing or less than 80% of the weight has one.

    Args:
        rate: NaN of venues without one. [venue, day]
        weight: Open interest in coins. [venue, day]
    """
    known = np.isfinite(rate)
    held, whole = np.where(known, weight, 0.0).sum(axis=0), weight.sum(axis=0)
    paid = np.where(known, weight * rate, 0.0).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where((whole > 0) & (held >= COVERED * whole), paid / held, np.nan)


def venues(book: Book) -> None:
    """Put down open interest over the set in coins and dollars, and the funding that it weighs."""
    members = book.names.sets.get(SET, ())
    for asset in book.assets:
        readings = [each for venue in members if (each := readings_of(book, asset, venue)) is not None]
        found = pool(readings, book.as_of)
        if found is not None and len(found.members) >= _LEAST:
            _sums(book, asset, found)
            _weighted(book, asset, found)


def _sums(book: Book, asset: str, found: Pool) -> None:
    def trace(position: int) -> Trace:
        parts = [each.trace(int(row[position])) for each, row in zip(found.members, found.position, strict=True)]
        whole = joined(*parts)
        return Trace(whole.inputs, whole.sources, note=note)

    note = _named(book, [each.venue for each in found.members])
    amounts: tuple[tuple[str, str, FactUnit], ...] = ((COIN, "coin", "coin"), (USD, "usd", "USD"))
    for metric, name, unit in amounts:
        formula = "sum over the venues of the set, one-sided"
        key = SeriesKey(asset, metric, "", SET)
        summed = track(key, unit, found.times, found.of(name).sum(axis=0), trace, formula=formula, snapshot=True)
        _tell(book, summed, len(found.members))


def _weighted(book: Book, asset: str, found: Pool) -> None:
    """Put down the day's funding over the set; earlier days count where the same venues have a rate."""
    if str(SeriesKey(asset, COIN, "", SET)) not in book.facts:
        return  # what was counted is too old to weigh by
    keys = [SeriesKey(asset, _FUNDING, "1d", each.venue) for each in found.members]
    rates = [book.tracks.get(key, book.delivered.get(key)) for key in keys]
    position = np.stack([_of_days(each, found.days, book.as_of) for each in rates])
    today = position[:, -1] >= 0
    if np.count_nonzero(today) < _LEAST:
        return
    same = np.all(position[today] >= 0, axis=0)
    rate = np.full(position.shape, np.nan)
    settled = np.full(position.shape, np.iinfo(np.int64).min)
    for row, each in enumerate(rates):
        if each is not None and today[row]:
            rate[row, same] = each.value[position[row, same]]
            settled[row, same] = each.times[position[row, same]]
    value = weighted(rate, found.of("coin"))
    kept = np.flatnonzero(same)
    told = [each.venue for each, there in zip(found.members, today, strict=True) if there]
    note = _named(book, told)

    def trace(place: int) -> Trace:
        day = int(kept[place])
        parts = [
            joined(each.trace(int(position[row, day])), member.trace(int(found.position[row, day])))
            for row, (each, member) in enumerate(zip(rates, found.members, strict=True))
            if each is not None and today[row]
        ]
        whole = joined(*parts)
        return Trace(whole.inputs, whole.sources, note=note)

    _tell(
        book,
        track(
            SeriesKey(asset, _FUNDING, "1d", WEIGHTED), "ratio", settled.max(axis=0)[kept], value[kept], trace,
            formula="mean of the venues' sums of 24 hours x 365, weighted by their open interest in coins",
        ),
        len(told),
    )  # fmt: skip


def _tell(book: Book, summed: Track, counted: int) -> None:
    """Tell a track, and say of its level how many venues of the set it is over."""
    level = book.tell(summed)
    if level is not None:
        book.facts[level.id] = replace(level, n=counted, total=len(book.names.sets[SET]))


def _of_days(rates: Track | None, days: NDArray[np.int64], as_of: int) -> NDArray[np.int64]:
    """Return the place of the rate of each day before ``as_of``, -1 where there is none."""
    if rates is None or len(rates) == 0:
        return np.full(len(days), -1, dtype=np.int64)
    place = np.searchsorted(rates.times, as_of - days * DAY) - 1
    there = (place >= 0) & (rates.times[np.maximum(place, 0)] >= as_of - (days + 1) * DAY)
    return np.where(there, place, -1)


def _named(book: Book, members: Sequence[str]) -> str:
    """Return the venues' printed names in the set's order: ``Binance, Bybit and OKX``."""
    names = [book.names.venue(venue) for venue in members]
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
