"""A price and its extremes: the day's, the week's, the record, and how far the price is from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from generator.metrics.book import Book, fact_at, rank_fact
from generator.metrics.grid import Sampled
from generator.metrics.history import coverage, extreme
from generator.metrics.track import DAY, instant
from generator.model.fact import Fact, Kind
from generator.model.observation import SeriesKey

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from generator.metrics.bars import Bars, Side
    from generator.metrics.track import Track
    from generator.model.coverage import Coverage

_SIDES: Final[tuple[tuple[Side, Literal["highest", "lowest"]], ...]] = (("high", "highest"), ("low", "lowest"))
#: A record high needs a record: bars of fewer days know only the recent past.
_RECORD_DAYS: Final = 730


@dataclass(frozen=True, slots=True)
class Prices:
    """What is known of one coin's price at its preferred venue: closes, and bars where there are any."""

    closes: Track
    daily: Bars | None = None
    hourly: Bars | None = None

    def named(self, metric: str, tenor: str = "") -> str:
        """Return the id of another quantity of the same coin and venue."""
        return str(SeriesKey(self.closes.key.asset, metric, tenor, self.closes.key.venue))


@dataclass(frozen=True, slots=True)
class _Found:
    """A bar that holds a window's extreme, and where the window begins."""

    bars: Bars
    place: int
    first: int

    @property
    def start(self) -> int:
        """When the window begins. [microseconds since 1970]"""
        return int(self.bars.times[self.first]) - self.bars.length


def extremes(book: Book, prices: Prices, price: Fact) -> None:
    """Put down the highs and lows of the day and the week, the rebound, the record and the distance from it."""
    for side, wanted in _SIDES:
        _of_day(book, prices, side, wanted)
        _of_week(book, prices, side)
    _rebound(book, prices, price)
    _record(book, prices, price)


def _find(prices: Prices, side: Side, days: int, as_of: int) -> _Found | None:
    """Return the bar with the window's high or low; hourly bars tell more and go first."""
    for bars in (prices.hourly, prices.daily):
        window = bars.window(days, as_of) if bars is not None else None
        if bars is not None and window is not None:
            values = bars.of(side)[window]
            place = int(np.argmax(values) if side == "high" else np.argmin(values))
            return _Found(bars, window.start + place, window.start)
    return None


def _bar_fact(  # noqa: PLR0913 - the fields of a fact, by name
    bars: Bars, place: int, name: str, value: float, formula: str, *,
    window: str | None = None, start: int | None = None, covered: Coverage | None = None,
) -> Fact:  # fmt: skip
    trace = bars.trace(place)
    return Fact(
        id=name, kind=Kind.LEVEL, value=value, unit="USD", as_of=instant(int(bars.times[place])), formula=formula,
        inputs=trace.inputs, sources=trace.sources, window=window, start=None if start is None else instant(start),
        coverage=covered,
    )  # fmt: skip


def _of_day(book: Book, prices: Prices, side: Side, wanted: Literal["highest", "lowest"]) -> None:
    """Put down the open, and the high or low of 24 hours with how long ago the price was last there."""
    found = _find(prices, side, 1, book.as_of)
    if found is None:
        return
    bars, value = found.bars, float(found.bars.of(side)[found.place])
    formula = f"{wanted} {side} of the last 24 hours"
    name = prices.named(f"spot.{side}", "1d")
    fact = _bar_fact(bars, found.place, name, value, formula, window="1d", start=found.start)
    opened = float(bars.open[found.first])
    book.add(fact, _bar_fact(bars, found.first, prices.named("spot.open"), opened, "open of the last 24 hours"))
    at, values = _before(prices, side, found.start)
    rank = extreme(np.append(at, bars.times[found.place]), np.append(values, value))
    if rank is not None and rank.rank == wanted:
        book.add(rank_fact(fact, rank))


def _before(prices: Prices, side: Side, start: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the highs or lows before ``start``: of whole days, then of the hours up to it."""
    at, values = [np.empty(0, dtype=np.int64)], [np.empty(0)]
    ended = np.iinfo(np.int64).min
    for bars in (prices.daily, prices.hourly):
        if bars is not None:
            kept = (bars.times < start) & (bars.times > ended)
            at.append(bars.times[kept])
            values.append(bars.of(side)[kept])
            ended = int(bars.times[kept][-1]) if kept.any() else ended
    return np.concatenate(at), np.concatenate(values)


def _of_week(book: Book, prices: Prices, side: Side) -> None:
    """Put down the high or low of seven days: from bars, the low else from those that were delivered.

    Lows are news and get delivered on their day; a high that happens to be delivered need not be the week's.
    """
    name = prices.named(f"spot.{side}", "7d")
    found = _find(prices, side, 7, book.as_of)
    if found is not None:
        value = float(found.bars.of(side)[found.place])
        formula = f"{'high' if side == 'high' else 'low'}est {side} of seven days"
        book.add(_bar_fact(found.bars, found.place, name, value, formula, window="7d", start=found.start))
    elif side == "low":
        taken = _delivered_low(book, prices.closes, name)
        if taken is not None:
            book.add(taken)


def _delivered_low(book: Book, closes: Track, name: str) -> Fact | None:
    """Return the lowest low that was delivered for an instant of the last seven days.

    None if a delivered price lies below it: then it is not the low of the week.
    """
    best: tuple[float, Track, int] | None = None
    for key, each in book.delivered.items():
        if key.asset != closes.key.asset or key.metric != "spot.low" or key.tenor not in ("", "1d", "7d"):
            continue
        for place in np.flatnonzero(_last_week(each, book.as_of)):
            low = float(each.value[place])
            best = (low, each, int(place)) if best is None or low < best[0] else best
    recent = closes.value[_last_week(closes, book.as_of)]
    if best is None or (len(recent) and float(recent.min()) < best[0]):
        return None
    return fact_at(best[1], best[2], name, Kind.LEVEL)


def _last_week(each: Track, as_of: int) -> NDArray[np.bool_]:
    return (each.times >= as_of - 7 * DAY) & (each.times < as_of)


def _distance(book: Book, price: Fact, other: Fact, name: str, formula: str, window: str | None) -> None:
    if price.value is not None and other.value:
        book.add(
            Fact(
                id=name, kind=Kind.CHANGE, value=price.value / other.value - 1, unit="ratio", as_of=price.as_of,
                formula=formula, inputs=(price.id, other.id), of=price.id, than=other.id, window=window,
                start=other.as_of, publisher=price.publisher, computed=price.computed,
            )
        )  # fmt: skip


def _rebound(book: Book, prices: Prices, price: Fact) -> None:
    low = book.facts.get(prices.named("spot.low", "7d"))
    if low is not None:
        name = prices.named("spot.rebound", "7d")
        _distance(book, price, low, name, "price / lowest low of the window - 1", "7d")


def _record(book: Book, prices: Prices, price: Fact) -> None:
    """Put down the record high and the distance from it; a delivered record counts where it is higher."""
    record = _own_record(prices)
    for key, each in book.delivered.items():
        known = int(np.searchsorted(each.times, book.as_of))
        if (key.asset, key.metric) == (prices.closes.key.asset, "spot.all_time_high") and known:
            place = int(np.argmax(each.value[:known]))
            if record is None or record.value is None or each.value[place] > record.value:
                record = fact_at(each, place, str(key), Kind.LEVEL)
    if record is None or record.value is None:
        return
    book.add(record)
    name = prices.named("spot.drawdown")
    _distance(book, price, record, name, "price / record high - 1", None)
    _past_drawdowns(book, prices, record.value, name)


def _own_record(prices: Prices) -> Fact | None:
    daily, hourly = prices.daily, prices.hourly
    if daily is None or len(daily.times) < _RECORD_DAYS:
        return None
    bars, place = daily, int(np.argmax(daily.high))
    if hourly is not None and hourly.high.max() > daily.high[place]:
        bars, place = hourly, int(np.argmax(hourly.high))
    name, covered = prices.named("spot.all_time_high"), coverage(daily.times, None)
    return _bar_fact(bars, place, name, float(bars.high[place]), "highest high of the record", covered=covered)


def _past_drawdowns(book: Book, prices: Prices, record: float, name: str) -> None:
    """Keep each day's distance from the record as it stood on that day; only today's without bars."""
    found = book.sampled(prices.closes)
    daily = prices.daily
    if daily is None:
        value = np.where(found.days == 0, found.value / record - 1, np.nan)
    else:
        reached = np.maximum.accumulate(daily.high)
        day = np.searchsorted(daily.times, found.times, side="right") - 1
        high = np.where(day >= 0, reached[np.maximum(day, 0)], np.nan)
        value = found.value / np.where(found.days == 0, record, high) - 1
    kept = np.isfinite(value)
    book.past.put(name, Sampled(found.days[kept], found.times[kept], value[kept], found.position[kept]))
