"""What the run's venues say an asset costs, each at its instants."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, log, log1p
from statistics import median
from typing import Final

from generator.collectors.gate.bench import Bench
from generator.collectors.gate.readings import PRICE, asset_of, price_of, venue_of
from generator.model.quotes import Record

#: Two readings of one moment may differ by the tolerance, and by as much again for each five minutes
#: between them: bitcoin's and ether's largest hour of 2024 to 2026 moved them by 13%.
_AGAIN: Final = timedelta(minutes=5)
#: Prices that may be told side by side; further apart they are two prices.
SAME_MOMENT: Final = timedelta(minutes=10)
NEAR: Final = timedelta(hours=1)
#: Prices of other hours of a day only show that the unit is another.
SAME_DAY: Final = timedelta(days=1)
#: Against fewer than two others nobody can say who is wrong.
TWO: Final = 2


@dataclass(frozen=True, slots=True)
class Point:
    """A venue's price at an instant; ``level`` is its logarithm."""

    at: datetime
    price: float
    level: float
    record: Record


#: Venue → its prices, oldest first.
Prices = Mapping[str, Sequence[Point]]


@dataclass(frozen=True, slots=True)
class Middle:
    """The middle of what other venues say: its level, how many they are, and how far off in time at most."""

    level: float
    venues: int
    gap: timedelta

    @property
    def price(self) -> float:
        """The price itself."""
        return exp(self.level)


def prices_by_asset(bench: Bench) -> Mapping[str, dict[str, list[Point]]]:
    """Return every asset's prices by venue."""
    found: dict[str, dict[str, list[Point]]] = {}
    for record in bench.readings():
        price = price_of(record)
        if price is not None and price > 0:
            by_venue = found.setdefault(asset_of(record), {})
            by_venue.setdefault(venue_of(record), []).append(Point(record.observed_at, price, log(price), record))
    for by_venue in found.values():
        for points in by_venue.values():
            points.sort(key=lambda point: (point.at, point.level))
    return found


def nearest(points: Sequence[Point], at: datetime) -> Point:
    """Return the point nearest in time; there is at least one."""
    place = bisect_left(points, at, key=lambda point: point.at)
    around = points[max(0, place - 1) : place + 1]
    return min(around, key=lambda point: abs(point.at - at))


def middle(prices: Prices, at: datetime, *, but: str = "", within: timedelta = SAME_DAY) -> Middle | None:
    """Return the middle of the venues around an instant; None where none of them has a price.

    Of those of one moment if they are two at least, else of the hour, else of the day.

    Args:
        prices: The asset's.
        at: The instant.
        but: A venue that is not asked.
        within: How far off a price may be at most.
    """
    near = [nearest(points, at) for venue, points in prices.items() if venue != but]
    chosen: list[Point] = []
    for length in (SAME_MOMENT, NEAR, SAME_DAY):
        if length <= within and len(chosen) < TWO:
            chosen = [point for point in near if abs(point.at - at) <= length]
    if not chosen:
        return None
    return Middle(median(point.level for point in chosen), len(chosen), max(abs(point.at - at) for point in chosen))


def allowed(asset: str, gap: timedelta, bench: Bench) -> float | None:
    """Return how far two prices of an asset may be apart. [difference of logarithms]

    None where the catalogue says nothing, or where they are of different days.
    """
    metric = bench.catalogue[PRICE]
    tolerance, jump = metric.tolerance.of(asset), metric.jump.of(asset)
    if tolerance is None or jump is None or gap > SAME_DAY:
        return None
    return log1p(tolerance * (1 + gap / _AGAIN)) if gap <= NEAR else log(jump)
