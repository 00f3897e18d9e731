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

from generator.rules.book import Cut, Scale

Readings = NDArray[np.float64]
Places = NDArray[np.int64]

#: The place of a reading that is in no band.
UNKNOWN: Final = -1
#: A difference of two decimals is off by a few 1e-17: 52% - 53% must be exactly one point.
_DIGITS: Final = 12


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
    """Return each reading's band by the cuts alone, ``UNKNOWN`` for what is not a number."""
    readings = np.round(readings, _DIGITS)
    above = np.zeros(readings.shape, dtype=np.int64)
    for cut in scale.cuts:
        above += _above(readings, cut, cut.value)
    return np.where(np.isnan(readings), UNKNOWN, above)


def states(scale: Scale, readings: Readings) -> Places:
    """Return each reading's band with hysteresis, ``UNKNOWN`` for what is not a number.

    ``readings`` are a history in the rule's unit, oldest first, one a day.
    """
    if scale.hysteresis == 0:
        return places(scale, readings)
    readings = np.round(readings, _DIGITS)
    at = np.full(readings.shape, scale.middle, dtype=np.int64)
    for cut in scale.cuts:
        at += cut.sign * _held(readings, cut, scale.hysteresis)
    return np.where(np.isnan(readings), UNKNOWN, at)


def beyond(cut: Cut, readings: Readings) -> NDArray[np.bool_]:
    """Return which readings lie on the outer side of a cut; what is not a number does not."""
    readings = np.round(readings, _DIGITS)
    above = _above(readings, cut, cut.value)
    return above if cut.sign > 0 else ~above & ~np.isnan(readings)


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


def _above(readings: Readings, cut: Cut, value: float) -> NDArray[np.bool_]:
    return readings > value if cut.lower_owns else readings >= value


def _held(readings: Readings, cut: Cut, hysteresis: float) -> NDArray[np.int64]:
    """Return 1 where the cut's outer side holds: entered, and not yet left by the hysteresis."""
    entered = beyond(cut, readings)
    still_above = _above(readings, cut, round(cut.value - cut.sign * hysteresis, _DIGITS))
    left = ~still_above if cut.sign > 0 else still_above
    # A day that decides nothing repeats the last one that did; a gap decides for "left".
    decides = entered | left | np.isnan(readings)
    decides[:1] = True
    last = np.maximum.accumulate(np.where(decides, np.arange(readings.size), 0))
    return entered[last].astype(np.int64)
