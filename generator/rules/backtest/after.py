"""What the price did after: returns ahead, their spread, and how sure their median is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from generator.model.backtest import After, Spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.rules.bands import Readings

Mask = NDArray[np.bool_]
Rows = NDArray[np.intp]

HORIZONS: Final = (1, 7, 30, 90)
#: Draws of a bootstrap, and how many spells apart from each other it needs.
_DRAWS: Final = 1000
_NEEDS: Final = 5
#: What lies between has nine in ten of the draws.
_ENDS: Final = (5, 95)
_TENTHS: Final = (10, 50, 90)


def ahead(price: Readings, days: int) -> Readings:
    """Return each day's return over the days that follow, nan where their end is not on record."""
    later = np.concatenate([price[days:], np.full(min(days, len(price)), np.nan)])
    return np.asarray(later / price - 1, dtype=np.float64)


def spread(returns: Readings) -> Spread | None:
    """Return median and tenths of those returns that there are, None where there are none."""
    known = returns[~np.isnan(returns)]
    if not known.size:
        return None
    low, median, high = np.percentile(known, _TENTHS).tolist()
    return Spread(n=int(known.size), median=median, low=low, high=high)


def after(returns: Sequence[Readings], held: Mask, entered: Rows | None, seed: str) -> tuple[After, ...]:
    """Return what the price did, for each horizon.

    Args:
        returns: Returns ahead by day, one row for each of ``HORIZONS``.
        held: The days of the state.
        entered: Rows of the days on which it began; None where only days are asked for.
        seed: Names what is asked, so that the same question is drawn alike.
    """
    return tuple(
        After(
            days=days,
            held=spread(row[held]),
            entered=None if entered is None else spread(row[entered]),
            interval=None if entered is None else interval(row, entered, days, f"{seed}|{days}"),
        )
        for days, row in zip(HORIZONS, returns, strict=True)
    )


def interval(returns: Readings, entered: Rows, days: int, seed: str) -> tuple[float, float] | None:
    """Return between what nine in ten bootstraps have the median return of entries.

    Entries whose futures overlap say much the same: such a group is drawn as one.

    Args:
        returns: By day.
        entered: Rows of the entries, ascending.
        days: The returns' horizon.
        seed: Decides the draws.
    """
    kept = entered[~np.isnan(returns[entered])]
    group = groups(kept, days)
    count = int(group[-1]) + 1 if group.size else 0
    if count < _NEEDS:
        return None
    chance = np.random.Generator(np.random.PCG64(crc32(seed.encode())))
    drawn = chance.multinomial(count, np.full(count, 1 / count), size=_DRAWS)
    order = np.argsort(returns[kept], kind="stable")
    ordered = returns[kept][order]
    heaped = np.cumsum(drawn[:, group[order]], axis=1)
    half = heaped[:, -1:] / 2
    low, high = np.argmax(heaped >= half, axis=1), np.argmax(heaped > half, axis=1)
    lower, upper = np.percentile((ordered[low] + ordered[high]) / 2, _ENDS).tolist()
    return lower, upper


def groups(entered: Rows, days: int) -> NDArray[np.int64]:
    """Return which entries lie less than ``days`` after the first of their group."""
    found = np.zeros(len(entered), dtype=np.int64)
    first, number = None, -1
    for place, row in enumerate(entered.tolist()):
        if first is None or row - first >= days:
            first, number = row, number + 1
        found[place] = number
    return found
