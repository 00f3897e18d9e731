"""What is usual in a year: mean and standard deviation, and the share of readings below, for every day.

The same functions serve an article's one day: given the last year's readings alone they
return the same bits for the last row, since a row's sums are made of its own window only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from generator.metrics.past.since import YEAR

if TYPE_CHECKING:
    from numpy.typing import NDArray

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


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """Number, mean and sum of squares about the mean, of a stretch of days that ends or begins at each day."""

    n: NDArray[np.int64]
    mean: NDArray[np.float64]
    squares: NDArray[np.float64]

    def take(self, place: NDArray[np.int64], there: NDArray[np.bool_]) -> _Sums:
        """Return the sums at some places, empty ones where there is no stretch."""
        place = np.where(there, place, 0)
        return _Sums(
            np.where(there, self.n[place], 0),
            np.where(there, self.mean[place], 0.0),
            np.where(there, self.squares[place], 0.0),
        )


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
        nothing = np.empty(0)
        return Spread(np.empty(0, dtype=np.int64), nothing, nothing)
    first = int(day[0]) // YEAR
    blocks = np.full((int(day[-1]) // YEAR - first + 1, YEAR), np.nan)
    place = day - first * YEAR
    blocks.flat[place] = value
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        ahead, behind = _running(blocks), _reversed(_running(blocks[:, ::-1]))
        now = ahead.take(place, np.full(len(place), fill_value=True))
        begins = place - (YEAR - 1)
        # A window that ends with its block has nothing in the block before.
        past = behind.take(begins, (begins >= 0) & (begins % YEAR != 0))
        return _both(past, now)


def _running(blocks: NDArray[np.float64]) -> _Sums:
    """Return the sums from each block's beginning to each of its days, about the block's first reading.

    A reading of the stretch itself lies within its spread, so little is lost by rounding.
    """
    present = ~np.isnan(blocks)
    centre = np.take_along_axis(blocks, np.argmax(present, axis=1)[:, None], axis=1)
    apart = np.where(present, blocks - centre, 0.0)
    n = np.cumsum(present, axis=1)
    total, squares = np.cumsum(apart, axis=1), np.cumsum(apart * apart, axis=1)
    mean = total / n
    return _Sums(n.ravel(), (centre + mean).ravel(), (squares - total * mean).ravel())


def _reversed(sums: _Sums) -> _Sums:
    """Return sums of blocks that were read backwards, in the order of their days."""
    n, mean, squares = sums.n.reshape(-1, YEAR), sums.mean.reshape(-1, YEAR), sums.squares.reshape(-1, YEAR)
    return _Sums(n[:, ::-1].ravel(), mean[:, ::-1].ravel(), squares[:, ::-1].ravel())


def _both(past: _Sums, now: _Sums) -> Spread:
    """Return the spread of two stretches together (Chan, Golub and LeVeque 1979)."""
    some = past.n > 0
    n = past.n + now.n
    apart = np.where(some, now.mean - past.mean, 0.0)
    mean = np.where(some, past.mean + apart * (now.n / n), now.mean)
    squares = np.where(some, past.squares, 0.0) + now.squares + apart * apart * (past.n * now.n / n)
    deviation = np.sqrt(np.maximum(squares, 0.0) / (n - 1))
    varies = np.isfinite(deviation) & (deviation > _ROUNDING * np.abs(mean))
    return Spread(n, mean, np.where(varies, deviation, np.nan))


@dataclass(frozen=True, slots=True)
class LastSpread:
    """One row of a ``Spread``."""

    n: int
    mean: float
    deviation: float


def last_spread(day: NDArray[np.int64], value: NDArray[np.float64]) -> LastSpread:
    """Return the last row of ``spread``, to the bit, for the price of a year's sums.

    Args:
        day: Days of the readings, ascending, without repeats; at least one.
        value: The readings, all of them finite.
    """
    last = int(day[-1])
    begins, block = np.searchsorted(day, (last - (YEAR - 1), last // YEAR * YEAR)).tolist()
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        found = _both(_summed(value[begins:block][::-1]), _summed(value[max(block, begins) :]))
    return LastSpread(int(found.n[0]), float(found.mean[0]), float(found.deviation[0]))


def _summed(value: NDArray[np.float64]) -> _Sums:
    """Return the sums of one stretch about its first reading, added up in the order of ``_running``."""
    if not len(value):
        return _Sums(np.zeros(1, dtype=np.int64), np.zeros(1), np.zeros(1))
    apart = value - value[0]
    total, squares = np.cumsum(apart)[-1:], np.cumsum(apart * apart)[-1:]
    mean = total / len(value)
    return _Sums(np.array([len(value)]), value[0] + mean, squares - total * mean)


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
