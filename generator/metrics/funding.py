"""Funding of perpetual contracts, annualised from each venue's own interval."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from generator.metrics.book import Book
from generator.metrics.track import DAY, DAYS_PER_YEAR, Origins, Trace, floats, joined, micros, places_by, stamp, track
from generator.model.observation import SeriesKey

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

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
        since = book.market.as_of - (_TOLD if place == 0 else _BESIDE)
        frame = book.market.funding(asset=asset, since=since)
        if frame.empty:
            continue
        for (venue,), rows in places_by(frame, "venue"):
            _tell(book, asset, venue, frame.iloc[rows])


def _tell(book: Book, asset: str, venue: str, settled: pd.DataFrame) -> None:
    settled = settled[settled["instrument"] == settled["instrument"].iloc[-1]]
    at, rate, hours = micros(settled["observed_at"]), floats(settled["rate"]), floats(settled["interval_hours"])
    sound = np.flatnonzero(np.isfinite(rate) & (hours > 0))
    at, rate, hours = at[sound], rate[sound], hours[sound]
    if len(at) == 0:
        return
    origins = Origins(settled)

    def one(position: int) -> Trace:
        name = f"funding:{venue}:{asset}:{stamp(at[position])}"
        return Trace((name,), (origins.source(int(sound[position])),))

    days = np.arange(int((book.as_of - at[0]) // DAY), -1, -1, dtype=np.int64)
    value, first, last = day_sums(at, rate, hours, book.as_of - days * DAY)
    kept = np.flatnonzero(np.isfinite(value))

    def whole_day(position: int) -> Trace:
        row = kept[position]
        traces = joined(*(one(place) for place in range(int(first[row]), int(last[row]))))
        return Trace(traces.inputs, traces.sources[-1:])

    book.tell(
        track(
            SeriesKey(asset, "perp.funding_rate", "1d", venue), "ratio", at[last[kept] - 1], value[kept], whole_day,
            formula="sum of the settled rates of 24 hours x 365",
        )
    )  # fmt: skip
    book.tell(
        track(
            SeriesKey(asset, "perp.funding_rate", "8h", venue), "ratio", at, annualised(rate, hours), one,
            formula="last settled rate x (24 / its hours) x 365",
        )
    )  # fmt: skip
