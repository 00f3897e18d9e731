"""Which band a reading is in: one reading by the cuts, a history with hysteresis.

A cut has an outer side, away from the neutral band, and an inner one. **A state is
entered at the cut itself; it is left towards neutral only when a reading has come back
past the cut by the hysteresis.** The shifted cut has the owner of the cut: with fear
"above 6%" and a hysteresis of one point, 6% is still neutral, 6.1% is fear, 5.1% after
that is still fear, and 5% is neutral again.

A missing reading is in no band. What came before a gap is forgotten, since nobody knows
what happened in it: the next reading is judged by the cuts alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from generator.rules.book import Cut, Moving, Scale

Readings = NDArray[np.float64]
Places = NDArray[np.int64]
#: Where a cut lies: at one number, or at one for each reading.
Level = np.float64 | Readings

#: The place of a reading that is in no band.
UNKNOWN: Final = -1
#: A difference of two decimals is off by a few 1e-17: 52% - 53% must be exactly one point.
_DIGITS: Final = 12
#: A percentile or a deviation of fewer readings says little.
NEEDS: Final = 90
#: Windows are sorted so many readings at a time, so that ten years need no gigabyte.
_CHUNK: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class Run:
    """The last run of equal places in a history.

    Args:
        place: The band's place, or ``UNKNOWN``.
        length: Readings in the run, today's included.
        start: Index of its first reading.
        before: The place of the reading before it, ``UNKNOWN`` if there is none.
    """

    place: int
    length: int
    start: int
    before: int

    @property
    def start_known(self) -> bool:
        """Whether the reading before the run is there and in another band."""
        return self.before != UNKNOWN


def places(scale: Scale, readings: Readings) -> Places:
    """Return each reading's band by the cuts alone, ``UNKNOWN`` for what is not a number.

    Where a cut moves, a reading without enough of a past is in no band.
    """
    readings = np.round(readings, _DIGITS)
    above = np.zeros(readings.shape, dtype=np.int64)
    unknown = np.isnan(readings)
    for cut in scale.cuts:
        level = levels(cut, readings)
        above += _above(readings, cut, level)
        unknown |= np.isnan(level)
    return np.where(unknown, UNKNOWN, above)


def states(scale: Scale, readings: Readings) -> Places:
    """Return each reading's band with hysteresis, ``UNKNOWN`` for what is not a number.

    ``readings`` are a history in the rule's unit, oldest first, one a day.
    """
    if scale.hysteresis == 0 and scale.after == 1:
        return places(scale, readings)
    readings = np.round(readings, _DIGITS)
    at = np.full(readings.shape, scale.middle, dtype=np.int64)
    unknown = np.isnan(readings)
    for cut in scale.cuts:
        level = levels(cut, readings)
        at += cut.sign * _held(readings, cut, level, scale)
        unknown |= np.isnan(level)
    return np.where(unknown, UNKNOWN, at)


def beyond(cut: Cut, readings: Readings) -> NDArray[np.bool_]:
    """Return which readings lie on the outer side of a cut; what is not a number does not."""
    readings = np.round(readings, _DIGITS)
    return _outside(cut, readings, levels(cut, readings))


def levels(cut: Cut, readings: Readings) -> Level:
    """Return where a cut lay at each reading: one number, or one a reading for a cut that moves.

    A moving cut follows from the readings of the days before, never from the reading itself. It is nan
    where fewer than 90 of them are there, or than the whole window where that is shorter.
    """
    if cut.moving is None:
        return np.float64(cut.value)
    days = cut.moving.days
    needs = min(days, NEEDS)
    before = np.concatenate([np.full(days, np.nan), readings])[:-1]
    windows = np.lib.stride_tricks.sliding_window_view(before, days) if readings.size else np.empty((0, days))
    found: Readings = np.full(readings.shape, np.nan)
    known = np.flatnonzero(np.count_nonzero(~np.isnan(windows), axis=1) >= needs)
    for rows in np.array_split(known, max(1, known.size * days // _CHUNK)):
        if rows.size:
            found[rows] = _level(cut.moving, windows[rows])
    return np.round(found, _DIGITS)


def _level(moving: Moving, windows: Readings) -> Readings:
    """Return the cut of each window; every one has readings.

    Source:
        R. Hyndman and Y. Fan, Sample Quantiles in Statistical Packages (1996), definition 7, for percentiles;
        the standard deviation is that of a sample (n - 1).
    """
    if moving.kind == "percentile":
        return np.asarray(np.nanpercentile(windows, moving.amount, axis=1), dtype=np.float64)
    return np.asarray(moving.amount * np.nanstd(windows, axis=1, ddof=1), dtype=np.float64)


def last_run(at: Places) -> Run:
    """Return the run of equal places that ends a history of at least one reading."""
    others = np.flatnonzero(at != at[-1])
    start = int(others[-1]) + 1 if others.size else 0
    return Run(int(at[-1]), len(at) - start, start, int(at[start - 1]) if start else UNKNOWN)


def percentile(readings: Readings, *, window: int = 365, needs: int = 90) -> float | None:
    """Return the share of the last ``window`` days' readings at or below the last one.

    None where there are fewer than ``needs`` readings, or no last one.
    """
    recent = readings[-window:]
    known = recent[~np.isnan(recent)]
    if known.size < needs or np.isnan(recent[-1]):
        return None
    return float(np.mean(known <= recent[-1]))


def _above(readings: Readings, cut: Cut, level: Level) -> NDArray[np.bool_]:
    return np.asarray(readings > level if cut.lower_owns else readings >= level)


def _outside(cut: Cut, readings: Readings, level: Level) -> NDArray[np.bool_]:
    above = _above(readings, cut, level)
    return above if cut.sign > 0 else ~above & ~np.isnan(readings) & ~np.isnan(level)


def _held(readings: Readings, cut: Cut, level: Level, scale: Scale) -> NDArray[np.int64]:
    """Return 1 where the cut's outer side holds: entered, and not yet left by the hysteresis."""
    outside = _outside(cut, readings, level)
    entered = outside.copy()
    for back in range(1, scale.after):
        entered[back:] &= outside[:-back]
        entered[:back] = False
    still_above = _above(readings, cut, np.round(level - cut.sign * scale.hysteresis, _DIGITS))
    left = ~still_above if cut.sign > 0 else still_above
    # A day that decides nothing repeats the last one that did; a gap decides for "left".
    decides = entered | left | np.isnan(readings) | np.isnan(level)
    decides[:1] = True
    last = np.maximum.accumulate(np.where(decides, np.arange(readings.size), 0))
    return entered[last].astype(np.int64)
