"""Funding of perpetual contracts, annualised from each venue's own interval."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from operator import methodcaller
from typing import TYPE_CHECKING, Final

import numpy as np

from generator.metrics.book import Book
from generator.metrics.sheet import sheet
from generator.metrics.track import DAY, DAYS_PER_YEAR, Trace, stamp, track
from generator.model.observation import SeriesKey

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from generator.metrics.track import Origins

HOURS_PER_DAY: Final = 24
#: Superlatives of funding are told over this reach; the market of earlier years was another one.
_TOLD: Final = timedelta(days=3 * 365)
_BESIDE: Final = timedelta(days=9)


def annualised(rate: NDArray[np.float64], hours: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return settled rates as yearly ones: simple, the interval's own hours, 365 days.

    Args:
        rate: Fraction per interval; positive means that longs paid shorts.
        hours: Length of each interval. [hours]
    """
    return rate * (HOURS_PER_DAY / hours) * DAYS_PER_YEAR


def day_sums(
    at: NDArray[np.int64], rate: NDArray[np.float64], hours: NDArray[np.float64], ends: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the rates of the 24 hours before each instant as yearly ones, and which settlements they are.

    The sum is NaN where intervals are missing: their hours must add up to 24.

    Args:
        at: Times of settlement, ascending. [microseconds since 1970]
        rate: Fraction per interval.
        hours: Length of each interval. [hours]
        ends: Exclusive ends of the windows. [microseconds since 1970]

    Returns:
        Rates, and the first and one-past-last place of the settlements in each window.
    """
    first, last = np.searchsorted(at, ends - DAY), np.searchsorted(at, ends)
    paid = np.concatenate([[0.0], np.cumsum(rate)])
    covered = np.concatenate([[0.0], np.cumsum(hours)])
    whole = np.isclose(covered[last] - covered[first], HOURS_PER_DAY)
    return np.where(whole, (paid[last] - paid[first]) * DAYS_PER_YEAR, np.nan), first, last


def funding(book: Book) -> None:
    """Put down each venue's funding: the last settled interval, and the sum of 24 hours."""
    for place, asset in enumerate(book.assets):
        since = book.since(_TOLD) if place == 0 else book.market.as_of - _BESIDE
        paid = sheet(book.market, methodcaller("funding", asset=asset, since=since))
        if paid.empty:
            continue
        settled = _Settled(paid.micros("observed_at"), paid.floats("rate"), paid.floats("interval_hours"))
        # A venue that renamed its contract is told of the one that was settled last.
        last = {venue: rows for (venue, _), rows in sorted(paid.groups("venue", "instrument"), key=_last_row)}
        for (venue,), _ in paid.groups("venue"):
            _tell(book, SeriesKey(asset, "perp.funding_rate", "8h", venue), settled, last[venue], paid.origins)


@dataclass(frozen=True, slots=True)
class _Settled:
    """The columns of a frame of settlements, read once for all venues. [microseconds since 1970, fraction, hours]"""

    at: NDArray[np.int64]
    rate: NDArray[np.float64]
    hours: NDArray[np.float64]


def _last_row(group: tuple[tuple[str, ...], NDArray[np.int64]]) -> int:
    return int(group[1][-1])


def _tell(book: Book, key: SeriesKey, settled: _Settled, rows: NDArray[np.int64], origins: Origins) -> None:
    sound = rows[np.isfinite(settled.rate[rows]) & (settled.hours[rows] > 0)]
    at, rate, hours = settled.at[sound], settled.rate[sound], settled.hours[sound]
    if len(at) == 0:
        return

    def name(position: int) -> str:
        return f"funding:{key.venue}:{key.asset}:{stamp(at[position])}"

    def one(position: int) -> Trace:
        return Trace((name(position),), (origins.source(int(sound[position])),))

    days = np.arange(int((book.as_of - at[0]) // DAY), -1, -1, dtype=np.int64)
    value, first, last = day_sums(at, rate, hours, book.as_of - days * DAY)
    kept = np.flatnonzero(np.isfinite(value))

    def whole_day(position: int) -> Trace:
        row = kept[position]
        settlements = range(int(first[row]), int(last[row]))
        return Trace(tuple(name(place) for place in settlements), (origins.source(int(sound[settlements[-1]])),))

    book.tell(
        track(
            replace(key, tenor="1d"), "ratio", at[last[kept] - 1], value[kept], whole_day,
            formula="sum of the settled rates of 24 hours x 365",
        )
    )  # fmt: skip
    book.tell(
        track(
            key, "ratio", at, annualised(rate, hours), one,
            formula="last settled rate x (24 / its hours) x 365",
        )
    )  # fmt: skip
