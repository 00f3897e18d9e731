"""Volatility smiles of whole chains at once: 25-delta wings and the money, at constant maturities.

Everything works on all snapshots together. Rows are sorted once by (group, coordinate), then
the two rows around a target are found in every group by counting how many lie at or below it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from generator.metrics.track import DAY, DAYS_PER_YEAR, HOUR

if TYPE_CHECKING:
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
    """One row for each expiry of each snapshot.

    Args:
        snapshot: Which snapshot.
        years: Time to expiry, of 365 days.
        atm: Volatility at a delta of one half, NaN where it is not bracketed; so are the wings.
        put: That of the put of -0.25 delta.
        call: That of the call of 0.25 delta.
    """

    snapshot: NDArray[np.int64]
    years: NDArray[np.float64]
    atm: NDArray[np.float64]
    put: NDArray[np.float64]
    call: NDArray[np.float64]


def black_d1(
    forward: NDArray[np.float64], strike: NDArray[np.float64], iv: NDArray[np.float64], years: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return d1 of Black's formula on the forward, undiscounted: N(d1) is a call's delta, N(d1) - 1 a put's.

    Source:
        F. Black, The pricing of commodity contracts (1976). Deribit's own deltas are this
        on ``underlying_price`` with years of 365 days, to 5e-5.
    """
    deviation = iv * np.sqrt(years)
    return np.log(forward / strike) / deviation + deviation / 2


def normal(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the standard normal distribution function, to machine precision."""
    # numpy has no erf; the few rows around a target are not worth an approximation.
    root = math.sqrt(2)
    return np.array([0.5 * (1 + math.erf(each / root)) for each in x.tolist()])


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
    forward = _medians(own, chain.underlying[rows], len(names))
    years = chain.left[rows[first]] / DAY / DAYS_PER_YEAR
    quoted = chain.iv[rows] > 0
    rows, own = rows[quoted], own[quoted]
    iv, call, strike = chain.iv[rows], chain.call[rows], chain.strike[rows]
    d1 = black_d1(forward[own], strike, iv, years[own])
    calls, puts = own[call], own[~call]
    groups = len(names)
    wing = _read(calls, d1[call], iv[call], -D1_OF_PUT, groups, in_delta=True)
    other = _read(puts, d1[~call], iv[~call], D1_OF_PUT, groups, in_delta=True)
    money = np.stack(
        [
            _read(side, x, y, 0.0, groups, in_delta=True)
            for side, x, y in ((calls, d1[call], iv[call]), (puts, d1[~call], iv[~call]))
        ]
    )
    # Call and put of one strike share their mark volatility; where they were swept seconds
    # apart the two readings of the money differ a little, and the middle of them stands.
    known = np.isfinite(money)
    count = known.sum(axis=0)
    atm = np.divide(np.where(known, money, 0.0).sum(axis=0), count, out=np.full(groups, np.nan), where=count > 0)
    return Smiles(names // width, years, atm, other, wing)


def at_maturity(
    snapshot: NDArray[np.int64], years: NDArray[np.float64], iv: NDArray[np.float64], *, days: int, snapshots: int
) -> NDArray[np.float64]:
    """Return the volatility at one maturity in every snapshot, linear in total variance; NaN beyond the ends.

    Args:
        snapshot: Which snapshot each expiry belongs to, counted from 0.
        years: Time to expiry.
        iv: Its volatility; NaN is left out.
        days: Where to read.
        snapshots: How many there are.

    Source:
        J. Gatheral, The Volatility Surface, ch. 1: total variance is what adds up over time.
    """
    kept = np.isfinite(iv)
    target = days / DAYS_PER_YEAR
    variance = _read(
        snapshot[kept], years[kept], iv[kept] ** 2 * years[kept], target, snapshots, in_delta=False
    )  # fmt: skip
    return np.sqrt(variance / target)


def _read(
    group: NDArray[np.int64],
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    target: float,
    groups: int,
    *,
    in_delta: bool,
) -> NDArray[np.float64]:
    """Return y at x = target in every group, between the two rows around it; NaN where one is missing."""
    order = np.lexsort((x, group))
    group, x, y = group[order], x[order], y[order]
    first = np.searchsorted(group, np.arange(groups))
    last = np.searchsorted(group, np.arange(groups), side="right")
    below = np.concatenate([[0], np.cumsum(x <= target)])
    right = first + below[last] - below[first]
    value = np.full(groups, np.nan)
    left = right - 1
    exact = (left >= first) & (right > first)
    exact[exact] &= x[left[exact]] == target
    value[exact] = y[left[exact]]
    between = np.flatnonzero((left >= first) & (right < last) & ~exact)
    a, b = left[between], right[between]
    if in_delta:
        at_a, at_b, at_target = normal(x[a]), normal(x[b]), normal(np.array([target]))[0]
    else:
        at_a, at_b, at_target = x[a], x[b], target
    weight = (at_target - at_a) / (at_b - at_a)
    value[between] = y[a] + weight * (y[b] - y[a])
    return value


def _medians(group: NDArray[np.int64], value: NDArray[np.float64], groups: int) -> NDArray[np.float64]:
    """Return the median of each group; groups are counted from 0 and none is empty."""
    order = np.lexsort((value, group))
    ordered = value[order]
    size = np.bincount(group, minlength=groups)
    start = np.concatenate([[0], np.cumsum(size)[:-1]])
    return (ordered[start + (size - 1) // 2] + ordered[start + size // 2]) / 2
