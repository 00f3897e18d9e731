"""What the last reading is among its past: extremes, percentiles, runs, the last time it was like this.

An article asks for its own day only. ``generator.metrics.past`` has the same for every day at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from generator.metrics.grid import SAME_CLOCK, before
from generator.metrics.past.since import EXTREME_DAYS, READINGS, YEAR
from generator.metrics.past.spread import last_spread
from generator.metrics.past.stretches import UNKNOWN
from generator.metrics.track import DAY, instant
from generator.model.coverage import Coverage

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: With fewer of the last year, a reading's place among them says little.
PERCENTILE_READINGS: Final = 90
ANALOGUE_DAYS: Final = 14
_ENDS: Final[tuple[tuple[Literal["lowest", "highest"], int], ...]] = (("lowest", 1), ("highest", -1))


@dataclass(frozen=True, slots=True)
class Extreme:
    """The last reading as an extreme: since when, how often matched, on what it rests."""

    rank: Literal["lowest", "highest"]
    since: date | None
    ties: int
    coverage: Coverage


def extreme(at: NDArray[np.int64], value: NDArray[np.float64]) -> Extreme | None:
    """Return how the last reading is an extreme of at least 30 days or of the whole record, or None.

    Args:
        at: Days of the readings, at most one a day, ascending. [microseconds since 1970]
        value: The readings.

    Returns:
        ``since`` is the last earlier day with a reading as extreme or more so, None if there
        is none. ``ties`` counts the equal readings since the last one that was more extreme.
    """
    best: Extreme | None = None
    for rank, sign in _ENDS:
        if _recent(sign * value[-READINGS - 1 :]):
            continue
        found = _lowest(at, sign * value, rank)
        if found is not None and (best is None or _reach(found) > _reach(best)):
            best = found
    return best


def _recent(value: NDArray[np.float64]) -> bool:
    """Return whether too few readings lie before the last one, or one of these few is as low."""
    return len(value) <= READINGS or bool((value[:-1] <= value[-1]).any())


def _reach(found: Extreme) -> int:
    return -(found.since or date.min).toordinal()


def _lowest(at: NDArray[np.int64], value: NDArray[np.float64], rank: Literal["lowest", "highest"]) -> Extreme | None:
    earlier, now = value[:-1], value[-1]
    as_low = np.flatnonzero(earlier <= now)
    beaten = len(value) - 1 - (int(as_low[-1]) + 1 if len(as_low) else 0)
    if beaten < READINGS:
        return None
    since = instant(int(at[as_low[-1]])).date() if len(as_low) else None
    if since is not None and (instant(int(at[-1])).date() - since).days < EXTREME_DAYS:
        return None
    lower = np.flatnonzero(earlier < now)
    ties = int(np.count_nonzero(earlier[int(lower[-1]) + 1 if len(lower) else 0 :] == now))
    return Extreme(rank, since, ties, coverage(at, since))


def coverage(at: NDArray[np.int64], since: date | None) -> Coverage:
    """Return the days present and expected in the last year, or in the span since ``since`` where shorter.

    Args:
        at: Times of the readings, ascending, the last one today's. [microseconds since 1970]
        since: The last day as extreme, None where there is none in the record.
    """
    today = instant(at[-1]).date()
    first = instant(at[0]).date()
    start = max(since or first, today - timedelta(days=YEAR - 1))
    midnight = int(at[-1]) // DAY * DAY - (today - start).days * DAY
    day = at[np.searchsorted(at, midnight) :] // DAY
    return Coverage(first, int(np.count_nonzero(day[1:] != day[:-1])) + 1, (today - start).days + 1)


def percentile(
    at: NDArray[np.int64], value: NDArray[np.float64], *, day: NDArray[np.int64] | None = None
) -> tuple[float, int] | None:
    """Return the share of the last 365 days' readings at or below the last one, and their number.

    None with fewer than 90 readings: a rank among a handful says little.

    Args:
        at: Times of the readings, ascending, at most one a day. [microseconds since 1970]
        value: The readings.
        day: Their days, where they are not those of the calendar.
    """
    day = at // DAY if day is None else day
    year = value[np.searchsorted(day, int(day[-1]) - YEAR, side="right") :]
    if len(year) < PERCENTILE_READINGS:
        return None
    return float(np.count_nonzero(year <= year[-1])) / len(year), len(year)


def score(day: NDArray[np.int64], value: NDArray[np.float64]) -> tuple[float, int] | None:
    """Return how many standard deviations the last reading lies from its year's mean, and the year's readings.

    None with fewer than 90 readings, and where they do not vary.
    """
    usual = last_spread(day, value)
    if usual.n < PERCENTILE_READINGS or np.isnan(usual.deviation):
        return None
    return (float(value[-1]) - usual.mean) / usual.deviation, usual.n


def changes(
    day: NDArray[np.int64], at: NDArray[np.int64], value: NDArray[np.float64], window: int, *, relative: bool
) -> NDArray[np.float64]:
    """Return each reading's change over ``window`` days, NaN where there is none.

    Args:
        day: Days of the readings, ascending, without repeats.
        at: Their times. [microseconds since 1970]
        value: The readings.
        window: Length of the change. [days]
        relative: Whether the change is a fraction of the earlier reading.
    """
    row = before(day, at, window)
    then = value.take(row, mode="clip")
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        changed = value / then - 1 if relative else value - then
    return np.where((row >= 0) & np.isfinite(changed), changed, np.nan)


@dataclass(frozen=True, slots=True)
class Usual:
    """The last change over a window, and how large such changes were in the last 365 days.

    Args:
        last: The last one.
        deviation: Their sample standard deviation, above 0.
        n: How many there are.
    """

    last: float
    deviation: float
    n: int

    @property
    def times(self) -> float:
        """The last change in standard deviations."""
        return self.last / self.deviation


def usual(
    day: NDArray[np.int64], at: NDArray[np.int64], value: NDArray[np.float64], window: int, *, relative: bool
) -> Usual | None:
    """Return the last change over ``window`` days beside the last year's.

    None with fewer than 90 changes, and where they do not vary. Arguments as for ``changes``.
    """
    year = int(day[-1]) - YEAR
    start, first = day.searchsorted((year - window, year), side="right").tolist()
    changed = changes(day[start:], at[start:], value[start:], window, relative=relative)[first - start :]
    there = ~np.isnan(changed)
    if not there[-1]:
        return None
    day = day[first:]
    found = last_spread(day, changed) if there.all() else last_spread(day[there], changed[there])
    if found.n < PERCENTILE_READINGS or np.isnan(found.deviation):
        return None
    return Usual(float(changed[-1]), found.deviation, found.n)


@dataclass(frozen=True, slots=True)
class Run:
    """Days or weeks in a row with one sign.

    ``end`` is the row of the last reading, ``start`` of the one before the first change.
    """

    n: int
    sign: int
    end: int
    start: int
    start_known: bool


def weekly_run(at: NDArray[np.int64], price: NDArray[np.float64], as_of: int) -> Run | None:
    """Return the run of weekly gains or losses that the last complete week ends.

    Weeks run Monday to Sunday UTC and close with Sunday's last price. The running week
    never counts; a Sunday without a price breaks the run, whose start is then unknown.

    Args:
        at: Times of the prices, ascending. [microseconds since 1970]
        price: The prices.
        as_of: The article's instant. [microseconds since 1970]

    Returns:
        ``end`` and ``start`` are the positions of the last Sunday close and of the one
        before the run. None where a week's close is missing or unchanged.
    """
    day = at // DAY
    sunday = (day + 3) % 7 == 6  # the first of January 1970 was a Thursday
    week = (day + 3) // 7
    closes: dict[int, int] = {}
    for position in np.flatnonzero(sunday & (at < as_of)):
        closes[int(week[position])] = int(position)
    last = (as_of // DAY + 3) // 7 - 1
    signs: list[int] = []
    known = True
    current = last
    while current in closes:
        if current - 1 not in closes:
            known = False
            break
        sign = int(np.sign(price[closes[current]] - price[closes[current - 1]]))
        if sign == 0 or (signs and sign != signs[0]):
            break
        signs.append(sign)
        current -= 1
    if not signs:
        return None
    return Run(len(signs), signs[0], closes[last], closes[last - len(signs)], known)


def daily_run(day: NDArray[np.int64], at: NDArray[np.int64], value: NDArray[np.float64]) -> Run | None:
    """Return the run of daily rises or falls that the last reading ends, None where it ends none.

    A missing day breaks the run, whose start is then unknown; a day without a change ends it.
    """
    start = end = len(day) - 1
    sign = other = _move(day, at, value, end)
    while other == sign and sign in (-1, 1):
        start -= 1
        other = _move(day, at, value, start)
    return Run(end - start, sign, end, start, other != UNKNOWN) if start < end else None


def _move(day: NDArray[np.int64], at: NDArray[np.int64], value: NDArray[np.float64], row: int) -> int:
    """Return the direction from the day before to a row, ``UNKNOWN`` without a reading a day earlier."""
    if row == 0 or day[row] - day[row - 1] != 1 or abs(int(at[row] - at[row - 1]) - DAY) > SAME_CLOCK:
        return UNKNOWN
    now, then = value[row], value[row - 1]
    return int(now > then) - int(now < then)


def bands_of(value: NDArray[np.float64], cuts: tuple[float, ...]) -> NDArray[np.int64]:
    """Return the number of cuts that each reading is at or above."""
    return np.searchsorted(np.asarray(cuts), value, side="right")


def analogue(at: NDArray[np.int64], band: NDArray[np.int64], neutral: int) -> int | None:
    """Return the row of the latest reading like today's: in its band or beyond, in an earlier run.

    It lies at least 14 days back. Where no earlier run was as extreme, the latest reading in
    the next milder band that is not neutral; else None.

    Args:
        at: Times of the readings, ascending. [microseconds since 1970]
        band: Each reading's band, counted from the lowest.
        neutral: The band that says nothing.
    """
    today = int(band[-1])
    if today == neutral:
        return None
    side = 1 if today > neutral else -1
    like = (band - today) * side >= 0
    calm = np.flatnonzero(~like)
    before = int(calm[-1]) if len(calm) else 0
    old = np.arange(len(at)) < np.searchsorted(at, int(at[-1]) - ANALOGUE_DAYS * DAY, side="right")
    same = np.flatnonzero(like[:before] & old[:before])
    if len(same):
        return int(same[-1])
    milder = today - side
    if milder == neutral:
        return None
    near = np.flatnonzero((band == milder) & old)
    return int(near[-1]) if len(near) else None
