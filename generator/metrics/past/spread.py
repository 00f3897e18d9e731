"""What is usual in a year: mean and standard deviation, and the share of readings below, for every day.

The same functions serve an article's one day: given the last year's readings alone they
return the same bits for the last row, since a row's sums are made of its own window only.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

from generator.metrics.past.since import YEAR

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: One row, or all of them.
Number = TypeVar("Number", float, "NDArray[np.float64]")

#: Below this fraction of the size of what it is measured on, a deviation is rounding.
_ROUNDING: Final = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """The readings of the 365 days that end with each reading, itself included.

    Args:
        n: How many there are.
        mean: Their mean.
        deviation: Their sample standard deviation; NaN where they do not vary.
    """

    n: NDArray[np.int64]
    mean: NDArray[np.float64]
    deviation: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LastSpread:
    """One row of a ``Spread``."""

    n: int
    mean: float
    deviation: float


def spread(day: NDArray[np.int64], value: NDArray[np.float64]) -> Spread:
    """Return what the last 365 days of each reading were like.

    Days are laid out in blocks of a year, so that each window is the end of one block and the
    beginning of the next. Running sums over a whole history would carry the rounding of its
    largest readings into quiet years, and a sum of squares about 0 loses small deviations.

    Args:
        day: Days of the readings, ascending, without repeats.
        value: The readings, all of them finite.
    """
    if len(day) == 0:
        return Spread(np.empty(0, dtype=np.int64), np.empty(0), np.empty(0))
    first = int(day[0]) // YEAR
    blocks = np.full((int(day[-1]) // YEAR - first + 1, YEAR), np.nan)
    place = day - first * YEAR
    blocks.flat[place] = value
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        now = tuple(each.ravel()[place] for each in _running(blocks))
        behind = tuple(each[:, ::-1].ravel() for each in _running(blocks[:, ::-1]))
        begins = place - (YEAR - 1)
        # A window that ends with its block has nothing in the block before.
        there = (begins >= 0) & (begins % YEAR != 0)
        past = tuple(np.where(there, each[np.where(there, begins, 0)], 0.0) for each in behind)
        n, mean, squares = _both(past[0], past[1], past[2], now[0], now[1], now[2])
        deviation = np.sqrt(np.maximum(squares, 0.0) / (n - 1))
        varies = np.isfinite(deviation) & (deviation > _ROUNDING * np.abs(mean))
    return Spread(n.astype(np.int64), mean, np.where(varies, deviation, np.nan))


def _running(
    blocks: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return number, mean and squares about the mean from each block's beginning to each of its days.

    They are summed up about the block's first reading: as one of the stretch it lies within
    its spread, so little is lost by rounding. Where nothing has been read yet all are 0.
    """
    present = ~np.isnan(blocks)
    centre = np.take_along_axis(blocks, np.argmax(present, axis=1)[:, None], axis=1)
    apart = np.where(present, blocks - centre, 0.0)
    n = np.cumsum(present, axis=1, dtype=np.float64)
    total, squares = np.cumsum(apart, axis=1), np.cumsum(apart * apart, axis=1)
    mean = total / n
    some = n > 0
    return n, np.where(some, centre + mean, 0.0), np.where(some, squares - total * mean, 0.0)


def _both(
    past_n: Number, past_mean: Number, past_squares: Number, n: Number, mean: Number, squares: Number
) -> tuple[Number, Number, Number]:
    """Return number, mean and squares of two stretches together (Chan, Golub and LeVeque 1979)."""
    both = past_n + n
    apart = mean - past_mean
    together = past_squares + squares + apart * apart * (past_n * n / both)
    return both, past_mean + apart * (n / both), together


def last_spread(day: NDArray[np.int64], value: NDArray[np.float64]) -> LastSpread:
    """Return the last row of ``spread``, to the bit, for the price of a year's sums.

    Args:
        day: Days of the readings, ascending, without repeats; at least one.
        value: The readings, all of them finite.
    """
    last = int(day[-1])
    begins, block = day.searchsorted(last - (YEAR - 1)), day.searchsorted(last // YEAR * YEAR)
    with np.errstate(over="ignore", invalid="ignore"):
        n, mean, squares = _both(*_summed(value[begins:block][::-1]), *_summed(value[block:]))
    deviation = math.sqrt(max(squares, 0.0) / (n - 1)) if n > 1 else math.nan
    varies = math.isfinite(deviation) and deviation > _ROUNDING * abs(mean)
    return LastSpread(int(n), mean, deviation if varies else math.nan)


def _summed(value: NDArray[np.float64]) -> tuple[float, float, float]:
    """Return number, mean and squares of one stretch, added up in the order of ``_running``."""
    n = len(value)
    if n == 0:
        return 0.0, 0.0, 0.0
    centre = float(value[0])
    apart = value - centre
    total, squares = float(apart.cumsum()[-1]), float((apart * apart).cumsum()[-1])
    mean = total / n
    return float(n), centre + mean, squares - total * mean


def shares(day: NDArray[np.int64], value: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return how many readings of each one's last 365 days lie at or below it, and how many there are.

    Args:
        day: Days of the readings, ascending, without repeats.
        value: The readings, all of them finite.
    """
    if len(day) == 0:
        nothing = np.empty(0, dtype=np.int64)
        return nothing, nothing
    place = day - day[0]
    line = np.full(int(place[-1]) + 1, np.nan)
    line[place] = value
    below = np.zeros(len(line), dtype=np.int16)
    for lag in range(min(YEAR, len(line))):
        below[lag:] += line[: len(line) - lag] <= line[lag:]
    n = np.arange(1, len(day) + 1) - np.searchsorted(day, day - (YEAR - 1))
    return below[place].astype(np.int64), n
