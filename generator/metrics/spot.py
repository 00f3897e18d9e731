"""The price of one coin: where it is, how it moved, how far it is from its extremes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from generator.metrics import levels, returns
from generator.metrics.bars import Bars, Side, read_bars
from generator.metrics.book import PLAIN, Book, Plan, derived, fact_at, rank_fact
from generator.metrics.grid import Sampled, lagged
from generator.metrics.history import coverage, extreme
from generator.metrics.track import DAY, DAYS_PER_YEAR, Trace, Track, instant, track
from generator.model.fact import Fact, Kind
from generator.model.observation import SeriesKey

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

#: Hourly bars reach back this far: a month's change at the article's own hour, and a day to spare.
_HOURLY: Final = timedelta(days=32)
_HOURLY_AT_MIDNIGHT: Final = timedelta(days=8)
_VOLATILITY_DAYS: Final = 30
#: A record high needs a record: bars of fewer days know only the recent past.
_RECORD_DAYS: Final = 730


@dataclass(frozen=True, slots=True)
class Prices:
    """What is known of one coin's price at its preferred venue: closes, and bars where there are any."""

    closes: Track
    daily: Bars | None = None
    hourly: Bars | None = None


def spot(book: Book) -> None:
    """Put down the price facts of every asset, from candles or else from delivered prices."""
    midnight = book.as_of % DAY == 0
    since = book.market.as_of - (_HOURLY_AT_MIDNIGHT if midnight else _HOURLY)
    daily = _by_place(book, "1d")
    hourly = _by_place(book, "1h", since=since)
    for asset in book.assets:
        venues = [venue for venue in book.names.venues if (asset, venue) in daily or (asset, venue) in hourly]
        for place, venue in enumerate(venues):
            bars, hours = daily.get((asset, venue)), hourly.get((asset, venue))
            prices = Prices(_closes(SeriesKey(asset, "spot.price", "", venue), bars, hours), bars, hours)
            if place == 0:
                _price_facts(book, prices)
            else:
                book.tell(prices.closes, PLAIN)
        delivered = [key for key in book.delivered if (key.asset, key.metric) == (asset, "spot.price")]
        if not venues and delivered:
            _price_facts(book, Prices(book.delivered[delivered[0]]))


def _by_place(book: Book, interval: str, **since: object) -> Mapping[tuple[str, str], Bars]:
    frame = book.market.candles(interval, assets=book.assets, **since)  # type: ignore[arg-type]
    return {(bars.asset, bars.venue): bars for bars in read_bars(frame, interval) if len(bars.at)}


def _closes(key: SeriesKey, daily: Bars | None, hourly: Bars | None) -> Track:
    """Return every close that there is; of a day's and an hour's bar that end together, the day's."""
    parts = [bars for bars in (daily, hourly) if bars is not None]
    at = np.concatenate([bars.at for bars in parts])
    close = np.concatenate([bars.close for bars in parts])
    at, first = np.unique(at, return_index=True)
    size = len(parts[0].at)

    def trace(position: int) -> Trace:
        place = int(first[position])
        return parts[0].trace(place) if place < size else parts[1].trace(place - size)

    return track(key, "USD", at, close[first], trace, formula="close of the last complete bar")


def _price_facts(book: Book, prices: Prices) -> None:
    price = book.tell(prices.closes, Plan(windows=(1, 7, 30)))
    if price is None or price.value is None:
        return
    found = book.sampled(prices.closes)
    for window in (1, 7, 30):
        returns.tell(book, prices.closes, found, price, window)
    returns.previous_day(book, prices.closes, found, price)
    returns.weekly_streak(book, prices.closes, price)
    levels.round_prices(book, price)
    if prices.daily is not None:
        levels.last_above(book, price, prices.daily)
    _day_extremes(book, prices, price)
    _week(book, prices, price)
    _record(book, prices, price, found)
    _realised(book, prices.closes, found, price)


def _extreme_bar(prices: Prices, side: Side, days: int, as_of: int) -> tuple[Bars, int, slice] | None:
    """Return the bars, the place in them of the window's high or low, and the window; hourly bars first."""
    for bars in (prices.hourly, prices.daily):
        window = bars.window(days, as_of) if bars is not None else None
        if bars is not None and window is not None:
            values = bars.of(side)[window]
            place = int(np.argmax(values) if side == "high" else np.argmin(values))
            return bars, window.start + place, window
    return None


def _bar_fact(bars: Bars, place: int, name: str, value: float, formula: str, **also: object) -> Fact:
    trace = bars.trace(place)
    return Fact(
        id=name, kind=Kind.LEVEL, value=value, unit="USD", as_of=instant(int(bars.at[place])), formula=formula,
        inputs=trace.inputs, sources=trace.sources, **also,  # type: ignore[arg-type]
    )  # fmt: skip


def _day_extremes(book: Book, prices: Prices, price: Fact) -> None:
    """Put down the day's open, high and low, and how long ago the price was last as high or low."""
    key = prices.closes.key
    for side, wanted in (("high", "highest"), ("low", "lowest")):
        found = _extreme_bar(prices, "high" if side == "high" else "low", 1, book.as_of)
        if found is None:
            continue
        bars, place, window = found
        value = float(bars.of("high" if side == "high" else "low")[place])
        name = str(SeriesKey(key.asset, f"spot.{side}", "1d", key.venue))
        start = instant(int(bars.at[window.start]) - bars.length)
        fact = _bar_fact(bars, place, name, value, f"{wanted} {side} of the last 24 hours", window="1d", start=start)
        opened = str(SeriesKey(key.asset, "spot.open", "", key.venue))
        book.add(
            fact, _bar_fact(bars, window.start, opened, float(bars.open[window.start]), "open of the last 24 hours")
        )
        at, values = _before(prices, "high" if side == "high" else "low", int(bars.at[window.start]) - bars.length)
        rank = extreme(np.append(at, bars.at[place]), np.append(values, value))
        if rank is not None and rank.rank == wanted:
            book.add(rank_fact(fact, rank))


def _before(prices: Prices, side: Side, start: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the highs or lows before ``start``: of whole days, then of the hours up to it."""
    parts_at, parts = [np.empty(0, dtype=np.int64)], [np.empty(0)]
    ended = np.iinfo(np.int64).min
    for bars in (prices.daily, prices.hourly):
        if bars is not None:
            kept = (bars.at <= start) & (bars.at > ended)
            parts_at.append(bars.at[kept])
            parts.append(bars.of(side)[kept])
            ended = int(bars.at[kept][-1]) if kept.any() else ended
    return np.concatenate(parts_at), np.concatenate(parts)


def _week(book: Book, prices: Prices, price: Fact) -> None:
    """Put down the week's high and low, and how far the price is above that low."""
    key = prices.closes.key
    low = None
    for side in ("high", "low"):
        metric, which = f"spot.{side}", "high" if side == "high" else "low"
        found = _extreme_bar(prices, which, 7, book.as_of)  # type: ignore[arg-type]
        name = str(SeriesKey(key.asset, metric, "7d", key.venue))
        if found is not None:
            bars, place, window = found
            start = instant(int(bars.at[window.start]) - bars.length)
            value = float(bars.of(which)[place])  # type: ignore[arg-type]
            fact = _bar_fact(bars, place, name, value, f"{which}est {side} of seven days", window="7d", start=start)
        else:
            taken = _delivered_extreme(book, prices.closes, which, name)
            if taken is None:
                continue
            fact = taken
        book.add(fact)
        low = fact if side == "low" else low
    if low is not None and low.value is not None and price.value is not None:
        book.add(
            Fact(
                id=str(SeriesKey(key.asset, "spot.rebound", "7d", key.venue)), kind=Kind.CHANGE,
                value=price.value / low.value - 1, unit="ratio", as_of=price.as_of,
                formula="price / lowest low of the window - 1", inputs=(price.id, low.id), of=price.id, than=low.id,
                window="7d", start=low.as_of, publisher=price.publisher, computed=price.computed,
            )
        )  # fmt: skip


def _delivered_extreme(book: Book, closes: Track, side: str, name: str) -> Fact | None:
    """Return the lowest low (highest high) that was delivered for an instant of the last seven days.

    None if a delivered price lies beyond it: then it is not the extreme of the week.
    """
    best: tuple[float, Track, int] | None = None
    sign = 1 if side == "high" else -1
    for key, each in book.delivered.items():
        if key.asset == closes.key.asset and key.metric == f"spot.{side}" and key.tenor in ("", "1d", "7d"):
            for place in np.flatnonzero((each.at >= book.as_of - 7 * DAY) & (each.at < book.as_of)):
                reach = sign * float(each.value[place])
                best = (reach, each, int(place)) if best is None or reach > best[0] else best
    recent = closes.value[(closes.at >= book.as_of - 7 * DAY) & (closes.at < book.as_of)]
    if best is None or (len(recent) and sign * float(recent.max() if sign > 0 else recent.min()) > best[0]):
        return None
    return fact_at(best[1], best[2], name, Kind.LEVEL)


def _record(book: Book, prices: Prices, price: Fact, found: Sampled) -> None:
    """Put down the record high and the distance from it; a delivered record counts where it is higher."""
    key = prices.closes.key
    record: Fact | None = None
    daily = prices.daily
    if daily is not None and len(daily.at) >= _RECORD_DAYS:
        bars, place = daily, int(np.argmax(daily.high))
        if prices.hourly is not None and prices.hourly.high.max() > daily.high[place]:
            bars, place = prices.hourly, int(np.argmax(prices.hourly.high))
        record = _bar_fact(
            bars, place, str(SeriesKey(key.asset, "spot.all_time_high", "", key.venue)), float(bars.high[place]),
            "highest high of the record", coverage=coverage(daily.at, None),
        )  # fmt: skip
    for other, each in book.delivered.items():
        if (other.asset, other.metric) == (key.asset, "spot.all_time_high") and each.at[0] < book.as_of:
            place = int(np.argmax(each.value))
            if record is None or record.value is None or each.value[place] > record.value:
                record = fact_at(each, place, str(other), Kind.LEVEL)
    if record is None or record.value is None or price.value is None:
        return
    name = SeriesKey(key.asset, "spot.drawdown", "", key.venue)
    book.add(
        record,
        Fact(
            id=str(name), kind=Kind.CHANGE, value=price.value / record.value - 1, unit="ratio", as_of=price.as_of,
            formula="price / record high - 1", inputs=(price.id, record.id), of=price.id, than=record.id,
            start=record.as_of, publisher=price.publisher, computed=price.computed,
        ),
    )  # fmt: skip
    if daily is not None:
        reached = np.maximum.accumulate(daily.high)
        day = np.clip(np.searchsorted(daily.at, found.at, side="right") - 1, 0, None)
        high = np.append(reached[day][:-1], record.value)
        book.past.put(str(name), Sampled(found.days, found.at, found.value / high - 1, found.position))
    else:
        book.past.put(
            str(name), Sampled(found.days[-1:], found.at[-1:], found.value[-1:] / record.value - 1, found.position[-1:])
        )


def _realised(book: Book, closes: Track, found: Sampled, price: Fact) -> None:
    """Put down the realised volatility of 30 days: needs each of their closes and the one before."""
    row = lagged(found, 1)
    moves = np.where(row >= 0, np.log(found.value / found.value[np.maximum(row, 0)]), np.nan)
    if len(moves) < _VOLATILITY_DAYS:
        return
    windows = np.lib.stride_tricks.sliding_window_view(moves, _VOLATILITY_DAYS)
    value = windows.std(axis=1, ddof=1) * np.sqrt(DAYS_PER_YEAR)
    end = _VOLATILITY_DAYS - 1

    def trace(position: int) -> Trace:
        return closes.trace(int(found.position[position + end]))

    key = SeriesKey(closes.key.asset, "spot.realised_vol", f"{_VOLATILITY_DAYS}d", closes.key.venue)
    formula = "standard deviation of 30 daily log returns x sqrt(365)"
    book.tell(
        track(key, "ratio", found.at[end:], value, trace, formula=formula, computed=price.computed),
        Plan(windows=(1, 7, 30)),
    )
