"""The daily grid that ends at an article's instant.

An article of instant T sees a series at T, T - 1 day, T - 2 days and so on: at each the
last reading before it that is not stale. So an article of any hour uses the same code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from generator.metrics.track import DAY, HOUR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from generator.metrics.track import Track

#: Readings further apart in clock time do not make a change "over seven days".
SAME_CLOCK: Final = 3 * HOUR


@dataclass(frozen=True, slots=True)
class Sampled:
    """A track on the grid: one row for each day that has a fresh reading.

    Args:
        days: Whole days before the article's instant, descending to 0.
        times: When the readings were taken. [microseconds since 1970]
        position: Their places in the track.
    """

    days: NDArray[np.int64]
    times: NDArray[np.int64]
    value: NDArray[np.float64]
    position: NDArray[np.int64]

    @property
    def current(self) -> bool:
        """Whether the last row is the article's own day: something fresh was known."""
        return len(self.days) > 0 and int(self.days[-1]) == 0


def sample(track: Track, as_of: int, stale: int) -> Sampled:
    """Return the track on the grid; empty where there is nothing.

    A reading counts on one day only, the first that sees it, so a day without a reading
    stays empty instead of repeating its neighbour. The article's own day is the exception:
    it may rest on a reading as old as ``stale`` allows. Readings of snapshots count only at
    the clock hour (within three hours) of the last one.

    Args:
        track: The readings.
        as_of: The exclusive instant of the article. [microseconds since 1970]
        stale: Age up to which a reading is used. [microseconds]
    """
    if len(track) == 0 or track.times[0] >= as_of:
        nothing = np.empty(0, dtype=np.int64)
        return Sampled(nothing, nothing, np.empty(0), nothing)
    length = int((as_of - int(track.times[0])) // DAY) + 1
    days = np.arange(length, -1, -1, dtype=np.int64)
    instants = as_of - days * DAY
    position = track.times.searchsorted(instants) - 1
    last = int(position[-1])
    seen = track.times[position]
    fresh = (position >= 0) & (instants - seen <= stale)
    fresh[1:] &= position[1:] != position[:-1]
    if as_of - int(track.times[last]) <= stale:
        fresh[position == last] = False
        fresh[-1] = True
    if track.snapshot:
        fresh &= clock_distance(seen, int(track.times[last])) <= SAME_CLOCK
    position = position[fresh]
    return Sampled(days[fresh], track.times[position], track.value[position], position)


def clock_distance(at: NDArray[np.int64], other: int) -> NDArray[np.int64]:
    """Return how far apart two times of day are, at most twelve hours. [microseconds]"""
    apart = (at - other) % DAY
    return np.minimum(apart, DAY - apart)


def earlier(sampled: Sampled, days: int) -> int | None:
    """Return the row of the reading ``days`` before the last one, or None.

    The two must be that many days apart to within three hours, whatever the grid saw.
    """
    row = len(sampled.days) - int(sampled.days[::-1].searchsorted(days, side="right"))
    if row >= len(sampled.days) - 1 or sampled.days[row] != days:
        return None
    apart = int(sampled.times[-1] - sampled.times[row])
    return row if abs(apart - days * DAY) <= SAME_CLOCK else None


def lagged(sampled: Sampled, days: int) -> NDArray[np.int64]:
    """Return for every row the row ``days`` earlier, -1 where there is none; as ``earlier``, for all days."""
    return before(-sampled.days, sampled.times, days)


def before(day: NDArray[np.int64], at: NDArray[np.int64], days: int) -> NDArray[np.int64]:
    """Return for every reading the row of the one ``days`` earlier, -1 where there is none.

    Args:
        day: Days of the readings, ascending, without repeats.
        at: When they were taken: at the same clock hour, to within three hours. [microseconds since 1970]
        days: How many days earlier.
    """
    if len(day) and int(day[-1] - day[0]) == len(day) - 1:  # no day is missing: nothing to search for
        row = np.arange(-days, len(day) - days)
        found = row >= 0
    else:
        wanted = day - days
        row = np.searchsorted(day, wanted)
        row[row == len(day)] = 0
        found = day[row] == wanted
    found &= np.abs(at - at.take(row, mode="clip") - days * DAY) <= SAME_CLOCK
    return np.where(found, row, -1)
