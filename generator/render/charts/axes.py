"""Scales and their labels: round values, and days by week, month or year."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from generator.model.chart import Chart
from generator.render import numbers

_ROUND: Final = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
#: Room above the highest and below the lowest value, as a part of what lies between them.
_AIR: Final = 0.06
#: The next cut beyond the values is shown where it is no farther from them than they are apart, times this.
_NEAR: Final = 1.25


@dataclass(frozen=True, slots=True)
class Scale:
    """From values to places along one direction; ``start`` may be beyond ``end``."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


@dataclass(frozen=True, slots=True)
class Label:
    """A date below an axis; ``under`` is a second line, "" where there is none."""

    day: date
    text: str
    under: str = ""


def steps(low: float, high: float, wanted: int) -> tuple[Decimal, tuple[Decimal, ...]]:
    """Return a step of 1, 2 or 5 times a power of ten, and its multiples from ``low`` to ``high``.

    Example:
        >>> steps(61_500.0, 97_000.0, 5)[1][0], steps(61_500.0, 97_000.0, 5)[0]
        (Decimal('70000'), Decimal('10000'))
    """
    bottom, top = Decimal(repr(low)), Decimal(repr(high))
    raw = (top - bottom) / wanted
    power = Decimal(1).scaleb(raw.adjusted())
    step = next(each * power for each in _ROUND if each * power >= raw)
    first = math.ceil(bottom / step)
    return step, tuple(step * number for number in range(first, math.floor(top / step) + 1))


def span(chart: Chart, values: Sequence[float], *, zero: bool) -> tuple[float, float]:
    """Return the lowest and the highest value that an axis has to show.

    Args:
        chart: Its marks are shown, and on either side the next cut of its zones where it is near.
        values: Its readings, at least one.
        zero: Whether lengths stand for values, so that the axis must begin at zero.
    """
    low = min(*values, *(mark.value for mark in chart.marks), values[0])
    high = max(*values, *(mark.value for mark in chart.marks), values[0])
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    apart = high - low
    cuts = [cut for zone in chart.zones for cut in (zone.low, zone.high) if cut is not None]
    below = max((cut for cut in cuts if low - _NEAR * apart <= cut < low), default=low)
    above = min((cut for cut in cuts if high < cut <= high + _NEAR * apart), default=high)
    low, high = below, above
    # Of a value that never moved, its size stands in for what lies between its extremes.
    moved = high - low if high - low > 1e-9 * abs(high) else abs(high)
    air = moved * _AIR if moved > 0 else 1.0
    foot, head = (low if zero and low == 0 else low - air), (high if zero and high == 0 else high + air)
    return (foot, head) if head > foot else (foot, foot + 1.0)


def days(first: date, last: date) -> tuple[Label, ...]:
    """Return the labels of a span of days: single days up to ten weeks, then months, then years."""
    length = (last - first).days
    if length <= 70:
        return _by_day(first, last)
    return _by_month(first, last) if length <= 820 else _by_year(first, last)


def _by_day(first: date, last: date) -> tuple[Label, ...]:
    length = (last - first).days
    step = next((each for each in (1, 2, 7) if length / each <= 6), 14)
    found = [last - timedelta(days=back) for back in range(0, length + 1, step)]
    return tuple(Label(day, numbers.day(day, near=day)) for day in reversed(found))


def _by_month(first: date, last: date) -> tuple[Label, ...]:
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next((each for each in (1, 2, 3) if months / each <= 7), 6)
    firsts = [
        date(year, month, 1)
        for year in range(first.year, last.year + 1)
        for month in range(1, 13, step)
        if first <= date(year, month, 1) <= last
    ]
    return tuple(
        Label(day, numbers.month_tick(day), numbers.year_tick(day) if day == firsts[0] or day.month == 1 else "")
        for day in firsts
    )


def _by_year(first: date, last: date) -> tuple[Label, ...]:
    years = last.year - first.year
    step = next((each for each in (1, 2, 5) if years / each <= 8), 10)
    firsts = [date(year, 1, 1) for year in range(first.year + 1, last.year + 1) if year % step == 0]
    return tuple(Label(day, numbers.year_tick(day)) for day in firsts)
