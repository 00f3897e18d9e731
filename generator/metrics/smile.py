"""Volatility smiles of whole chains at once: 25-delta wings and the money, at constant maturities.

Everything works on all snapshots together. Rows are sorted once by (group, coordinate), then
the two rows around a target are found in every group by counting how many lie at or below it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from generator.metrics.black import d1, normal
from generator.metrics.track import DAY, DAYS_PER_YEAR, HOUR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

#: In their last day and a half, options' volatilities jump and tell of the hour, not of the market.
SHORTEST: Final = 36 * HOUR
#: N(0.6745) = 0.75: where a put has a delta of -0.25; a call has 0.25 at the mirrored point.
D1_OF_PUT: Final = 0.6744897501960817


@dataclass(frozen=True, slots=True)
class Chain:
    """Quotes of options, one row each, in any order.

    Args:
        snapshot: Which snapshot a row belongs to, counted from 0.
        expiry: Which expiry, counted from 0.
        left: Time to expiry at the snapshot. [microseconds]
        strike: [USD per coin]
        call: Whether it is a call.
        iv: Mark volatility. [fraction a year], NaN where there is none
        underlying: Forward of the expiry as the row has it. [USD per coin]
    """

    snapshot: NDArray[np.int64]
    expiry: NDArray[np.int64]
    left: NDArray[np.int64]
    strike: NDArray[np.float64]
    call: NDArray[np.bool_]
    iv: NDArray[np.float64]
    underlying: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Smiles:
    """One row for each expiry of each snapshot that has a forward and 36 hours or more to go.

    Args:
        snapshot: Which snapshot.
        years: Time to expiry, of 365 days.
        forward: Median of what the expiry's rows have. [USD per coin]
        atm: Volatility at a delta of one half, NaN where it is not bracketed; so are the wings.
        put: That of the put of -0.25 delta.
        call: That of the call of 0.25 delta.
    """

    snapshot: NDArray[np.int64]
    years: NDArray[np.float64]
    forward: NDArray[np.float64]
    atm: NDArray[np.float64]
    put: NDArray[np.float64]
    call: NDArray[np.float64]

    @property
    def whole(self) -> NDArray[np.bool_]:
        """Which of them have the money and both wings: the others are left out of every curve."""
        return np.isfinite(self.atm) & np.isfinite(self.put) & np.isfinite(self.call)


def smiles(chain: Chain) -> Smiles:
    """Return the wings and the money of every expiry with 36 hours or more to go.

    The forward is the median of the expiry's rows: they refresh one by one. Volatility is linear
    in delta between the two nearest options of one side, never beyond the last quote; the money
    is where a call's delta is 0.5 and a put's -0.5.
    """
    width = int(chain.expiry.max()) + 1 if len(chain.expiry) else 1
    group = chain.snapshot * width + chain.expiry
    usable = (chain.left >= SHORTEST) & np.isfinite(chain.underlying) & (chain.underlying > 0) & (chain.strike > 0)
    rows = np.flatnonzero(usable)
    names, first, own = np.unique(group[rows], return_index=True, return_inverse=True)
    forward = medians(own, chain.underlying[rows], len(names))
    years = chain.left[rows[first]] / DAY / DAYS_PER_YEAR
    quoted = (chain.iv[rows] > 0) & np.isfinite(chain.iv[rows])
    rows, own = rows[quoted], own[quoted]
    iv, call = chain.iv[rows], chain.call[rows]
    coordinate = d1(forward[own], chain.strike[rows], iv, years[own])
    groups = len(names)
    calls = _Side.sorted(own[call], coordinate[call], iv[call], groups)
    puts = _Side.sorted(own[~call], coordinate[~call], iv[~call], groups)
    money = np.stack([calls.read(0.0), puts.read(0.0)])
    # Call and put of one strike share their mark volatility; where they were swept seconds
    # apart the two readings of the money differ a little, and the middle of them stands.
    known = np.isfinite(money)
    count = known.sum(axis=0)
    atm = np.divide(np.where(known, money, 0.0).sum(axis=0), count, out=np.full(groups, np.nan), where=count > 0)
    return Smiles(names // width, years, forward, atm, puts.read(D1_OF_PUT), calls.read(-D1_OF_PUT))


@dataclass(frozen=True, slots=True)
class _Side:
    """The calls or the puts of all groups, sorted by group and d1."""

    group: NDArray[np.int64]
    d1: NDArray[np.float64]
    iv: NDArray[np.float64]
    groups: int

    @classmethod
    def sorted(cls, group: NDArray[np.int64], x: NDArray[np.float64], y: NDArray[np.float64], groups: int) -> _Side:
        order = np.lexsort((x, group))
        return cls(group[order], x[order], y[order], groups)

    def read(self, target: float) -> NDArray[np.float64]:
        """Return every group's volatility where d1 is the target, linear in delta; NaN where it is not bracketed."""
        found, left, right = _around(self.group, self.d1, target, self.groups)
        delta = normal(np.concatenate([self.d1[left], self.d1[right], [target]]))
        weight = _weight(delta[: len(left)], delta[len(left) : -1], float(delta[-1]))
        value = np.full(self.groups, np.nan)
        value[found] = self.iv[left] + weight * (self.iv[right] - self.iv[left])
        return value


def at_maturities(
    snapshot: NDArray[np.int64], years: NDArray[np.float64], curves: NDArray[np.float64], days: Sequence[int],
    snapshots: int,
) -> dict[int, NDArray[np.float64]]:  # fmt: skip
    """Return volatilities at constant maturities in every snapshot, linear in total variance; NaN beyond the ends.

    Args:
        snapshot: Which snapshot each expiry belongs to, counted from 0.
        years: Time to expiry.
        curves: One row a curve, one column an expiry: volatilities, all of them known.
        days: Where to read.
        snapshots: How many there are.

    Returns:
        Days → one row a curve, one column a snapshot.

    Source:
        J. Gatheral, The Volatility Surface, ch. 1: total variance is what adds up over time.
    """
    order = np.lexsort((years, snapshot))
    snapshot, years, variance = snapshot[order], years[order], curves[:, order] ** 2 * years[order]
    read: dict[int, NDArray[np.float64]] = {}
    for each in days:
        target = each / DAYS_PER_YEAR
        found, left, right = _around(snapshot, years, target, snapshots)
        weight = _weight(years[left], years[right], target)
        value = np.full((len(curves), snapshots), np.nan)
        value[:, found] = variance[:, left] + weight * (variance[:, right] - variance[:, left])
        read[each] = np.sqrt(value / target)
    return read


def _around(
    group: NDArray[np.int64], x: NDArray[np.float64], target: float, groups: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the groups that have rows on both sides of a target, and the nearest row on each.

    Rows are sorted by group and x. A row that hits the target is both.
    """
    every = np.arange(groups)
    first = np.searchsorted(group, every)
    last = np.searchsorted(group, every, side="right")
    below = np.concatenate([[0], np.cumsum(x <= target)])
    right = first + below[last] - below[first]
    left = right - 1
    exact = left >= first
    exact[exact] = x[left[exact]] == target
    right = np.where(exact, left, right)
    found = np.flatnonzero((left >= first) & (right < last))
    return found, left[found], right[found]


def _weight(left: NDArray[np.float64], right: NDArray[np.float64], target: float) -> NDArray[np.float64]:
    """Return how far the target lies from left to right, 0 where both are one row."""
    apart = right - left
    return np.divide(target - left, apart, out=np.zeros(len(left)), where=apart != 0)


def medians(group: NDArray[np.int64], value: NDArray[np.float64], groups: int) -> NDArray[np.float64]:
    """Return the median of each group; groups are counted from 0 and none is empty."""
    order = np.lexsort((value, group))
    ordered = value[order]
    size = np.bincount(group, minlength=groups)
    start = np.concatenate([[0], np.cumsum(size)[:-1]])
    return (ordered[start + (size - 1) // 2] + ordered[start + size // 2]) / 2
