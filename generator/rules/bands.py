"""Which band a reading is in: one reading by the cuts, a history with hysteresis.

A cut has an outer side, away from the neutral band, and an inner one. **A state is
entered at the cut itself; it is left towards neutral only when a reading has come back
past the cut by the hysteresis.** The shifted cut has the owner of the cut: with fear
"above 6%" and a hysteresis of one point, 6% is still neutral, 6.1% is fear, 5.1% after
that is still fear, and 5% is neutral again.

A missing reading is in no band. What came before a gap is forgotten, since nobody knows
what happened in it: the next reading is judged by the cuts alone.

Readings and cuts are decimals, floats are not quite: both are taken to twelve decimals,
so that 52% - 53% is exactly one point. What is no finite number is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
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
#: Why a reading is in no band.
MISSING: Final = "missing"
NO_NUMBER: Final = "not a number"
STALE: Final = "stale"
SHORT_PAST: Final = "too few readings before it"
#: Readings are taken to so many decimals.
DIGITS: Final = 12
#: A float from here on has fewer decimals than that: to round it would only move it.
EXACT: Final = 2.0**53 / 10.0**DIGITS
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
    readings = decimals(readings)
    if not _moves(scale):
        found = np.searchsorted([edge(cut.value, cut) for cut in scale.cuts], readings, side="right")
        return np.where(np.isnan(readings), UNKNOWN, found)
    readings, lines = _known(scale, readings)
    above = np.zeros(readings.shape, dtype=np.int64)
    for cut, level in zip(scale.cuts, lines, strict=True):
        above += _above(readings, cut, level)
    return np.where(np.isnan(readings), UNKNOWN, above)


def states(scale: Scale, readings: Readings) -> Places:
    """Return each reading's band with hysteresis, ``UNKNOWN`` for what is not a number.

    ``readings`` are a history in the rule's unit, oldest first, one a day.
    """
    if scale.hysteresis == 0 and scale.after == 1:
        return places(scale, readings)
    readings, lines = _known(scale, decimals(readings))
    sides = [_outside(cut, readings, level) for cut, level in zip(scale.cuts, lines, strict=True)]
    at = np.full(readings.shape, scale.middle, dtype=np.int64)
    for cut, level, outside in zip(scale.cuts, lines, sides, strict=True):
        left = _back(cut, readings, level, scale.hysteresis) | np.isnan(readings)
        if _moves(scale):  # such cuts may lie closer together than the hysteresis: who is across neutral has left
            across = [other for far, other in zip(scale.cuts, sides, strict=True) if far.sign != cut.sign]
            left = np.any([left, *across], axis=0)
        at += cut.sign * _held(outside, left, scale.after)
    return np.where(np.isnan(readings), UNKNOWN, at)


def beyond(cut: Cut, readings: Readings) -> NDArray[np.bool_]:
    """Return which readings lie on the outer side of a cut; what is not a number does not."""
    readings = decimals(readings)
    return _outside(cut, readings, levels(cut, readings))


def decimals(readings: Readings) -> Readings:
    """Return readings as the decimals that they stand for, nan for what is no finite number."""
    whole = np.abs(readings) < EXACT
    if whole.all():
        return np.round(readings, DIGITS)
    rounded = np.where(whole, readings, np.nan)
    return np.where(whole, np.round(rounded, DIGITS), np.where(np.isfinite(readings), readings, np.nan))


def edge(level: float, cut: Cut) -> float:
    """Return the least reading above a cut that lies at ``level``: the next float where the band below owns it."""
    return float(np.nextafter(level, np.inf)) if cut.lower_owns else level


def way_back(cut: Cut, hysteresis: float) -> float:
    """Return where the state that begins at a cut that does not move is left again."""
    return float(Decimal(str(cut.value)) - cut.sign * Decimal(str(hysteresis)))


def levels(cut: Cut, readings: Readings) -> Level:
    """Return where a cut lay at each reading: one number, or one a reading for a cut that moves.

    A moving cut follows from the readings of the days before, never from the reading itself. It is nan
    where fewer than 90 of them are there, or than the whole window where that is shorter.
    """
    if cut.moving is None:
        return np.float64(cut.value)
    days = cut.moving.days
    needs = min(days, NEEDS)
    before = np.concatenate([np.full(days, np.nan), decimals(readings)])[:-1]
    windows = np.lib.stride_tricks.sliding_window_view(before, days) if readings.size else np.empty((0, days))
    found: Readings = np.full(readings.shape, np.nan)
    known = np.flatnonzero(np.count_nonzero(~np.isnan(windows), axis=1) >= needs)
    for rows in np.array_split(known, max(1, known.size * days // _CHUNK)):
        if rows.size:
            found[rows] = _level(cut.moving, windows[rows])
    return decimals(found)


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


def _moves(scale: Scale) -> bool:
    return any(cut.moving is not None for cut in scale.cuts)


def _known(scale: Scale, readings: Readings) -> tuple[Readings, list[Level]]:
    """Return the readings that can be judged, nan for the others, and where each cut lay."""
    lines = [levels(cut, readings) for cut in scale.cuts]
    for level in lines:
        readings = np.where(np.isnan(level), np.nan, readings)
    return readings, lines


def _above(readings: Readings, cut: Cut, level: Level) -> NDArray[np.bool_]:
    return np.asarray(readings > level if cut.lower_owns else readings >= level)


def _outside(cut: Cut, readings: Readings, level: Level) -> NDArray[np.bool_]:
    above = _above(readings, cut, level)
    return above if cut.sign > 0 else ~above & ~np.isnan(readings) & ~np.isnan(level)


def _back(cut: Cut, readings: Readings, level: Level, hysteresis: float) -> NDArray[np.bool_]:
    """Return which readings have come back past a cut by the hysteresis."""
    line = (
        np.float64(way_back(cut, hysteresis))
        if cut.moving is None
        else decimals(np.asarray(level - cut.sign * hysteresis))
    )
    above = _above(readings, cut, line)
    return ~above if cut.sign > 0 else above


def _held(outside: NDArray[np.bool_], left: NDArray[np.bool_], after: int) -> NDArray[np.int64]:
    """Return 1 where a cut's outer side holds: entered, and not yet left."""
    entered = outside.copy()
    for back in range(1, after):
        entered[back:] &= outside[:-back]
        entered[:back] = False
    # A day that decides nothing repeats the last one that did; a gap decides for "left".
    decides = entered | left
    decides[:1] = True
    last = np.maximum.accumulate(np.where(decides, np.arange(outside.size), 0))
    return entered[last].astype(np.int64)
