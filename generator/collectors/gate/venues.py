"""Venues against each other: one that is far from the rest, and two that differ with nobody to ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.collectors.gate.bench import Bench
from generator.collectors.gate.prices import (
    NEAR,
    SAME_DAY,
    TWO,
    Middle,
    Point,
    Prices,
    allowed,
    middle,
    nearest,
    prices_by_asset,
)
from generator.collectors.gate.readings import PRICE, asset_of, rests_on_price, venue_of
from generator.collectors.gate.wording import against
from generator.model.quotes import Record
from generator.model.reply import SetAside


@dataclass(frozen=True, slots=True)
class _Farthest:
    """Where a venue is farthest from the others.

    Args:
        excess: The distance as a multiple of what is allowed.
        point: The venue's price there.
        others: The middle of the others there.
        far: All the venue's prices that are further off than is allowed, oldest first.
    """

    venue: str
    excess: float
    point: Point
    others: Middle
    far: tuple[Point, ...]


def far_from_the_others(bench: Bench) -> Iterator[SetAside]:
    """Yield a venue's readings that rest on a price far from the middle of at least two others.

    The farthest venue falls first, and the rest are judged without it.
    """
    resting = _resting(bench)
    for asset, by_venue in prices_by_asset(bench).items():
        prices = dict(by_venue)
        while (worst := _farthest_of_all(asset, prices, bench)) is not None:
            fallen = _around(worst.far, resting[asset, worst.venue])
            size = against(worst.point.price, worst.others.price)
            yield SetAside(tuple(fallen), f"{size} the median of {worst.others.venues} other venues")
            gone = {id(record) for record in fallen}
            left = [point for point in prices.pop(worst.venue) if id(point.record) not in gone]
            if left:
                prices[worst.venue] = left


def two_that_differ(bench: Bench) -> Iterator[SetAside]:
    """Yield what two venues say of a price where they differ and no third one speaks.

    Where the catalogue says that a difference holds the article, both pass: the comparison tells it.
    """
    resting = _resting(bench)
    for asset, prices in prices_by_asset(bench).items():
        if bench.catalogue[PRICE].beyond.of(asset) == "article":
            continue
        differing: dict[str, tuple[list[Point], str]] = {}
        for venue, points in prices.items():
            for point in points:
                others = middle(prices, point.at, but=venue, within=NEAR)
                if others is None or others.venues >= TWO:
                    continue
                limit = allowed(asset, others.gap, bench)
                if limit is not None and abs(point.level - others.level) > limit:
                    size = against(point.price, others.price)
                    differing.setdefault(venue, ([], f"{size} the only other venue's, and there is no third"))
                    differing[venue][0].append(point)
        for venue, (points, why) in differing.items():
            yield SetAside(tuple(_around(points, resting[asset, venue])), why)


def _farthest_of_all(asset: str, prices: Prices, bench: Bench) -> _Farthest | None:
    """Return the venue that is farthest from the others, None where each is near enough."""
    found = [farthest for venue in sorted(prices) if (farthest := _farthest(asset, venue, prices, bench)) is not None]
    return max(found, key=lambda farthest: farthest.excess, default=None)


def _farthest(asset: str, venue: str, prices: Prices, bench: Bench) -> _Farthest | None:
    """Return where a venue is farther from the others than is allowed, None where it nowhere is."""
    if len(prices) <= TWO:
        return None
    far: list[tuple[float, Point, Middle]] = []
    for point in prices[venue]:
        others = middle(prices, point.at, but=venue)
        limit = None if others is None or others.venues < TWO else allowed(asset, others.gap, bench)
        if others is not None and limit is not None and abs(point.level - others.level) > limit:
            far.append((abs(point.level - others.level) / limit, point, others))
    if not far:
        return None
    excess, worst, others = max(far, key=lambda each: each[0])
    return _Farthest(venue, excess, worst, others, tuple(point for _, point, _ in far))


def _resting(bench: Bench) -> Mapping[tuple[str, str], list[Record]]:
    """Return what rests on each venue's price of each asset."""
    found: dict[tuple[str, str], list[Record]] = {}
    for record in bench.readings():
        if rests_on_price(record):
            found.setdefault((asset_of(record), venue_of(record)), []).append(record)
    return found


def _around(points: Sequence[Point], records: Sequence[Record]) -> list[Record]:
    """Return what is within a day of a broken price; the prices are in order of time."""
    return [r for r in records if abs(nearest(points, r.observed_at).at - r.observed_at) <= SAME_DAY]
