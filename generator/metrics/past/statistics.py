"""Every statistic of a series for every day, in one pass; and one day of them as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from generator.metrics.history import PERCENTILE_READINGS, bands_of, changes
from generator.metrics.past import stretches
from generator.metrics.past.since import YEAR, Reach, last_as_low, reach
from generator.metrics.past.spread import shares, spread
from generator.metrics.past.standing import Standing, standing
from generator.metrics.track import DAY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from generator.metrics.past.stretches import Stretches

WINDOWS: Final = (1, 7, 30)


@dataclass(frozen=True, slots=True, eq=False)
class Beyond:
    """A cut: how long each reading's side of it has held, and when a reading was last on that side before.

    Args:
        cut: A reading at the cut itself is above it.
        side: Days in a row on the reading's side, labelled 1 above and -1 below.
        first: Of a reading that is the first on its side since a row on the other one.
    """

    cut: float
    side: Stretches
    first: Reach


@dataclass(frozen=True, slots=True, eq=False)
class Statistics:
    """What each reading was among those up to it; one row a reading, NaN, 0 or -1 where nothing may be said.

    Args:
        place: The readings' places in what was handed in: what is no number has no row.
        day: Days, ascending. [since 1970, or the caller's own]
        times: Times. [microseconds since 1970]
        value: The readings.
        change: Days → the change over so many days.
        unusual: Days → that change in standard deviations of the last 365 days' such changes.
        percentile: Share of the last 365 days' readings at or below this one.
        score: Standard deviations from the mean of the last 365 days (z).
        readings: Readings of the last 365 days: what the two rest on; ``expected`` fewer in a record's first year.
        peak: Row of the running maximum, the first one where several are equal.
        drawdown: Fraction below the running maximum, at most 0; only where that is above 0.
        lowest: As the lowest since; ``highest`` alike.
        streak: Daily rises or falls in a row; ``weeks`` weekly ones, up to the last complete week.
        band: Days in a row in one band, labelled with the number of cuts at or below it.
        beyond: One for each cut.
    """

    place: NDArray[np.int64]
    day: NDArray[np.int64]
    times: NDArray[np.int64]
    value: NDArray[np.float64]
    change: Mapping[int, NDArray[np.float64]]
    unusual: Mapping[int, NDArray[np.float64]]
    percentile: NDArray[np.float64]
    score: NDArray[np.float64]
    readings: NDArray[np.int64]
    expected: NDArray[np.int64]
    peak: NDArray[np.int64]
    drawdown: NDArray[np.float64]
    lowest: Reach
    highest: Reach
    streak: Stretches
    weeks: Stretches
    band: Stretches
    beyond: tuple[Beyond, ...]

    def at(self, row: int) -> Standing:
        """Return one row as plain values, None for what may not be said."""
        return standing(self, row)


def statistics(
    at: NDArray[np.int64],
    value: NDArray[np.float64],
    *,
    day: NDArray[np.int64] | None = None,
    windows: Sequence[int] = WINDOWS,
    relative: bool = False,
    cuts: Sequence[float] = (),
) -> Statistics:
    """Return every statistic of a series for every day.

    No row rests on a later one. The cost grows with the number of days from the first
    reading to the last, whatever the readings do.

    Args:
        at: Times of the readings. [microseconds since 1970]
        value: The readings; NaN and infinity are none.
        day: Their days, ascending without repeats, where they are not those of the calendar (UTC).
        windows: Lengths of the changes. [days]
        relative: Whether a change is a fraction of the earlier reading.
        cuts: Where bands meet, ascending.

    Raises:
        ValueError: Two readings of one day, or days out of order.
    """
    place = np.flatnonzero(np.isfinite(value))
    day, at, value = (at // DAY if day is None else day)[place], at[place], value[place]
    if np.any(np.diff(day) < 1):
        raise ValueError("need at most one reading a day, the oldest first")
    change = {window: changes(day, at, value, window, relative=relative) for window in windows}
    below, readings = shares(day, value)
    enough = readings >= PERCENTILE_READINGS
    usual = spread(day, value)
    reached = np.maximum.accumulate(value)
    peak = np.searchsorted(reached, reached)
    lows, highs = last_as_low(value), last_as_low(-value)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        below_peak = value / reached - 1
        return Statistics(
            place=place,
            day=day,
            times=at,
            value=value,
            change=change,
            unusual={window: _unusual(day, changed) for window, changed in change.items()},
            percentile=np.where(enough, below / np.maximum(readings, 1), np.nan),
            score=np.where(enough, (value - usual.mean) / usual.deviation, np.nan),
            readings=readings,
            expected=np.minimum(day - day[:1] + 1, YEAR),
            peak=peak,
            drawdown=np.where((reached > 0) & np.isfinite(below_peak), below_peak, np.nan),
            lowest=reach(day, *lows),
            highest=reach(day, *highs),
            streak=stretches.of_days(day, at, value),
            weeks=stretches.of_weeks(at, value),
            band=stretches.of_labels(day, bands_of(value, tuple(cuts))),
            beyond=tuple(_beyond(day, value, cut) for cut in cuts),
        )


def _unusual(day: NDArray[np.int64], changed: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each change in standard deviations of its year's, NaN with fewer than 90 of them."""
    there = np.flatnonzero(~np.isnan(changed))
    usual = spread(day[there], changed[there])
    found = np.full(len(changed), np.nan)
    found[there] = np.where(usual.n >= PERCENTILE_READINGS, changed[there] / usual.deviation, np.nan)
    return found


def _beyond(day: NDArray[np.int64], value: NDArray[np.float64], cut: float) -> Beyond:
    side = np.where(value >= cut, 1, -1)
    row = np.arange(len(side))
    since = np.full(len(side), -1)
    for each in (1, -1):
        mine = side == each
        seen = np.maximum.accumulate(np.where(mine, row, -1)) if len(side) else row
        since[1:] = np.where(mine[1:], seen[:-1], since[1:])
    return Beyond(cut, stretches.of_labels(day, side), reach(day, since, np.zeros(len(side), dtype=np.int64)))
