"""The last reading as extreme, for every day, in time that grows with the number of readings."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: An extreme of fewer days is no news.
EXTREME_DAYS: Final = 30
#: An extreme among fewer readings is not worth the word, however long ago they were.
READINGS: Final = 14
YEAR: Final = 365
#: Words without a reserve need this share of the days that they speak of.
COVERED: Final = 0.95


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """How far back each reading is the first of its like; one row a reading.

    Args:
        told: Whether the claim may be made: it reaches over 30 days and 14 readings, or over the whole record
            and 14 readings.
        since: Row of the last earlier reading of its like, -1 where the record has none.
        ties: Earlier readings that are exactly as extreme, since the last one that was more so.
        days: Days present of the last year, or of the span to ``since`` where that is shorter.
        expected: Days that the year, or the span, has.
    """

    told: NDArray[np.bool_]
    since: NDArray[np.int64]
    ties: NDArray[np.int64]
    days: NDArray[np.int64]
    expected: NDArray[np.int64]

    @property
    def whole(self) -> NDArray[np.bool_]:
        """Whether the claim may be made without naming the record that it rests on."""
        return self.told & (self.days >= COVERED * self.expected)


def last_as_low(value: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each reading the row of the last earlier one as low or lower (-1: none), and its ties.

    Ties are the equal readings since the last lower one. The search goes from one row to the
    last one as low as it, and so past each row at most once: what a lower reading has passed, no
    later one meets. A falling series costs no more than any other.

    Args:
        value: The readings in order, all of them finite.
    """
    count = len(value)
    before, ties = [-1] * count, [0] * count
    # What stands at place -1 is as low as anything, so that each search ends there.
    values = [*value.tolist(), -math.inf]
    for row in range(count):
        now, last = values[row], row - 1
        while values[last] > now:
            last = before[last]
        before[row] = last
        if values[last] == now:
            ties[row] = ties[last] + 1
    return np.array(before, dtype=np.int64), np.array(ties, dtype=np.int64)


def reach(day: NDArray[np.int64], since: NDArray[np.int64], ties: NDArray[np.int64]) -> Reach:
    """Return what may be claimed of each reading whose like was last seen in row ``since``.

    Args:
        day: Days of the readings, ascending.
        since: Row of the last reading of its like, -1 for none.
        ties: Equal ones among those.
    """
    row = np.arange(len(day))
    seen = day[np.maximum(since, 0)]
    told = (row - since > READINGS) & ((since < 0) | (day - seen >= EXTREME_DAYS))
    start = np.maximum(seen, day - (YEAR - 1))
    return Reach(told, since, ties, row - np.searchsorted(day, start) + 1, day - start + 1)
