"""Quantities that several sources report of one asset: set against each other, never averaged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from statistics import median
from typing import Final

from generator.collectors.gate.bench import Bench
from generator.collectors.gate.prices import SAME_MOMENT, TWO, Point, nearest, prices_by_asset
from generator.collectors.gate.readings import PRICE
from generator.collectors.gate.wording import number
from generator.model.by_asset import Holds
from generator.model.catalogue import Metric
from generator.model.names import Names
from generator.model.observation import Observation, SeriesKey
from generator.model.quotes import FutureQuote
from generator.model.reply import Compared, SetAside

_DAY: Final = timedelta(days=1)
_RECORD: Final = "spot.all_time_high"
#: A source may renew the price some minutes before the record that it makes.
_RENEWED: Final = 1.05

#: Venue → its newest reading of one quantity.
Opinions = Mapping[str, Observation]


def alone_in_an_opinion(bench: Bench) -> Iterator[SetAside]:
    """Yield a source's reading that is beyond the tolerance from the middle of at least two others'."""
    for metric, opinions, tolerance in _quantities(bench):
        left = dict(opinions)
        while len(left) > TWO:
            found = [(_apart(metric, _median_but(venue, left), left[venue].value), venue) for venue in sorted(left)]
            apart, venue = max(found, key=lambda item: item[0])
            if apart <= tolerance:
                break
            others = number(_median_but(venue, left))
            why = f"{number(left[venue].value)}, where the median of {len(left) - 1} other sources is {others}"
            yield SetAside((left.pop(venue),), why)


def two_opinions(bench: Bench) -> Iterator[SetAside]:
    """Yield both readings of a quantity on which two sources differ beyond the tolerance, and no third speaks.

    Where the catalogue says that a difference holds the article, both pass: the comparison tells it.
    """
    for metric, opinions, tolerance in _quantities(bench):
        if len(opinions) != TWO:
            continue
        one, other = (opinions[venue] for venue in _preferred(opinions, bench.names))
        held = metric.beyond.of(one.series.asset) == "article"
        if not held and _apart(metric, one.value, other.value) > tolerance:
            for reading, against in ((one, other), (other, one)):
                why = f"{number(reading.value)}, where the only other source says {number(against.value)}"
                yield SetAside((reading,), why)


def record_high_below_the_price(bench: Bench) -> Iterator[SetAside]:
    """Yield record highs below what the same source says the asset costs now; one of the two is wrong."""
    for (kind, asset, venue, tenor), rows in bench.series.items():
        highs = bench.series.get((f"observation {_RECORD}", asset, venue, tenor), ())
        if kind != f"observation {PRICE}" or not highs:
            continue
        price, high = rows[-1], highs[-1]
        assert isinstance(price, Observation)
        assert isinstance(high, Observation)
        if price.value > high.value * _RENEWED:
            yield SetAside(tuple(highs), f"a record of {number(high.value)} below the price of {number(price.value)}")


def comparisons(bench: Bench) -> Iterator[Compared]:
    """Yield each quantity that several sources report: the one that is told against every other."""
    yield from _compared_prices(bench)
    for metric, opinions, tolerance in _quantities(bench):
        first, *rest = _preferred(opinions, bench.names)
        told = opinions[first]
        quantity = str(SeriesKey(told.series.asset, told.series.metric, told.series.tenor))
        for venue in rest:
            other = opinions[venue].value
            apart = _apart(metric, told.value, other)
            yield Compared(
                quantity, first, told.value, venue, other, apart, tolerance, _holds(metric, told.series.asset)
            )


def _compared_prices(bench: Bench) -> Iterator[Compared]:
    metric = bench.catalogue[PRICE]
    for asset, prices in prices_by_asset(bench).items():
        tolerance = metric.tolerance.of(asset)
        first, *rest = _preferred(prices, bench.names)
        for venue in rest if tolerance is not None else ():
            pair = _one_moment(prices[first], prices[venue])
            if tolerance is None or pair is None or abs(bench.at - pair[0].at) > _DAY:
                continue
            told, other = (point.price for point in pair)
            quantity = str(SeriesKey(asset, PRICE))
            yield Compared(quantity, first, told, venue, other, abs(other / told - 1), tolerance, _holds(metric, asset))


def _one_moment(told: Sequence[Point], other: Sequence[Point]) -> tuple[Point, Point] | None:
    """Return the newest two prices that are of one moment, of spot markets rather than of indices."""
    for ours, theirs in ((_spot(told), _spot(other)), (told, other)):
        for point in reversed(ours) if theirs else ():
            match = nearest(theirs, point.at)
            if abs(match.at - point.at) <= SAME_MOMENT:
                return point, match
    return None


def _spot(points: Sequence[Point]) -> list[Point]:
    return [point for point in points if not isinstance(point.record, FutureQuote)]


def _quantities(bench: Bench) -> Iterator[tuple[Metric, Opinions, float]]:
    """Yield what at least two sources report, newest readings, where the catalogue has a tolerance for it.

    Prices are compared with their instants in mind, and elsewhere; what has no tolerance is
    no common quantity: an index of fear is its provider's own.
    """
    found: dict[tuple[str, str, str], dict[str, Observation]] = {}
    for rows in bench.series.values():
        newest = rows[-1]
        if isinstance(newest, Observation) and newest.series.metric != PRICE:
            key = newest.series
            found.setdefault((key.metric, key.asset, key.tenor), {})[key.venue] = newest
    for (name, asset, _), opinions in found.items():
        metric = bench.catalogue.get(name)
        tolerance = None if metric is None else metric.tolerance.of(asset)
        if metric is None or tolerance is None or len(opinions) < TWO:
            continue
        last = max(opinion.observed_at for opinion in opinions.values())
        fresh = {venue: o for venue, o in opinions.items() if last - o.observed_at <= metric.stale}
        if len(fresh) >= TWO:
            yield metric, fresh, tolerance


def _preferred(venues: Mapping[str, object], names: Names) -> list[str]:
    """Return venues as the desk prefers them; those without a name come last."""
    order = {venue: place for place, venue in enumerate(names.venues)}
    return sorted(venues, key=lambda venue: (order.get(venue, len(order)), venue))


def _median_but(venue: str, opinions: Opinions) -> float:
    return median(opinion.value for name, opinion in opinions.items() if name != venue)


def _apart(metric: Metric, told: float, other: float) -> float:
    """Return how far two readings are apart: relative for money and coins, as it is for shares and indices."""
    if metric.unit in ("ratio", "index"):
        return abs(other - told)
    return abs(other / told - 1) if told != 0 else float("inf") if other != 0 else 0.0


def _holds(metric: Metric, asset: str) -> Holds:
    held = metric.beyond.of(asset)
    return "sentence" if held is None else held
