"""Venues against each other: one that is far from the rest, and two that differ with nobody to ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

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


def far_from_the_others(bench: Bench) -> Iterator[SetAside]:
    """Yield a venue's readings that rest on a price far from the middle of at least two others.

    The farthest venue falls first, and the rest are judged without it.
    """
    resting = _resting(bench)
    for asset, by_venue in prices_by_asset(bench).items():
        prices = dict(by_venue)
        while len(prices) > TWO:
            worst = max(((*_worst(asset, venue, prices, bench), venue) for venue in sorted(prices)), key=_excess)
            excess, far, others, venue = worst
            if others is None or excess <= 1:
                break
            fallen = _around(far, resting[asset, venue])
            at_worst = max(far, key=lambda point: abs(point.level - others.level))
            size = against(at_worst.price, others.price)
            yield SetAside(tuple(fallen), f"{size} the median of {others.venues} other venues")
            gone = {id(record) for record in fallen}
            left = [point for point in prices[venue] if id(point.record) not in gone]
            prices = {**prices, venue: left} if left else {v: p for v, p in prices.items() if v != venue}


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


def _worst(asset: str, venue: str, prices: Prices, bench: Bench) -> tuple[float, list[Point], Middle | None]:
    """Return a venue's largest distance as a multiple of what is allowed, and all its points beyond that."""
    worst, far = 0.0, list[Point]()
    against_whom: Middle | None = None
    for point in prices[venue]:
        others = middle(prices, point.at, but=venue)
        if others is None or others.venues < TWO:
            continue
        limit = allowed(asset, others.gap, bench)
        if limit is None:
            continue
        excess = abs(point.level - others.level) / limit
        if excess > 1:
            far.append(point)
        if excess > worst:
            worst, against_whom = excess, others
    return worst, far, against_whom


def _excess(judged: tuple[float, list[Point], Middle | None, str]) -> float:
    return judged[0]


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
