"""The price of each coin: where it is, how it moved, how much it moves."""

from __future__ import annotations

from datetime import timedelta
from operator import methodcaller
from typing import TYPE_CHECKING, Final

import numpy as np

from generator.metrics import levels, returns
from generator.metrics.arithmetic import log
from generator.metrics.bars import Bars, read_bars
from generator.metrics.book import PLAIN, Book, Plan
from generator.metrics.extremes import Prices, extremes
from generator.metrics.grid import Sampled, lagged, sample
from generator.metrics.sheet import sheet
from generator.metrics.track import DAY, DAYS_PER_YEAR, Trace, Track, track
from generator.model.observation import SeriesKey

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from generator.model.fact import Fact

#: Hourly bars reach back a month, for changes at the article's own hour; at midnight a week will do.
_HOURLY: Final = timedelta(days=32)
_HOURLY_AT_MIDNIGHT: Final = timedelta(days=8)
_MONTH: Final = 30
#: Implied volatility is looked back upon for as many days.
_SERVED: Final = 400
_WINDOWS: Final = (1, 7, 30)


def spot(book: Book) -> None:
    """Put down the price facts of every asset, from candles or else from delivered prices."""
    midnight = book.as_of % DAY == 0
    daily = _by_place(book, "1d", None)
    hourly = _by_place(book, "1h", book.market.as_of - (_HOURLY_AT_MIDNIGHT if midnight else _HOURLY))
    for asset in book.assets:
        known = []
        for venue in book.names.venues:
            bars, hours = daily.get((asset, venue)), hourly.get((asset, venue))
            if bars is not None or hours is not None:
                known.append(Prices(_closes(SeriesKey(asset, "spot.price", "", venue), bars, hours), bars, hours))
        if not known:
            known = [Prices(book.delivered[key]) for key in _delivered(book, asset)]
        place = _first_fresh(book, known)
        # A venue that was passed over has no price among the facts: it would be told in the other's place.
        for prices in known[place:]:
            if prices is known[place]:
                _price_facts(book, prices)
            elif prices.closes.computed:
                book.tell(prices.closes, PLAIN)


def _delivered(book: Book, asset: str) -> list[SeriesKey]:
    """Return the delivered prices of an asset by the order of their venues; others come after."""
    places = {venue: place for place, venue in enumerate(book.names.venues)}
    keys = [key for key in book.delivered if (key.asset, key.metric) == (asset, "spot.price")]
    return sorted(keys, key=lambda key: places.get(key.venue, len(places)))


def _first_fresh(book: Book, known: Sequence[Prices]) -> int:
    """Return the place of the price to tell: a venue that is silent, or has no daily bars, gives way."""
    if len(known) < 2:
        return 0
    fresh = [place for place, prices in enumerate(known) if book.sampled(prices.closes).current]
    return next((place for place in fresh if known[place].daily is not None), (fresh or [0])[0])


def _by_place(book: Book, interval: str, since: datetime | None) -> Mapping[tuple[str, str], Bars]:
    candles = sheet(book.market, methodcaller("candles", interval, assets=book.assets, since=since))
    return {(bars.asset, bars.venue): bars for bars in read_bars(candles, interval) if len(bars.times)}


def _closes(key: SeriesKey, daily: Bars | None, hourly: Bars | None) -> Track:
    """Return every close that there is; of a day's and an hour's bar that end together, the day's."""
    parts = [bars for bars in (daily, hourly) if bars is not None]
    close = np.concatenate([bars.close for bars in parts])
    at, first = np.unique(np.concatenate([bars.times for bars in parts]), return_index=True)
    size = len(parts[0].times)

    def trace(position: int) -> Trace:
        place = int(first[position])
        return parts[0].trace(place) if place < size else parts[1].trace(place - size)

    return track(key, "USD", at, close[first], trace, formula="close of the last complete bar")


def _price_facts(book: Book, prices: Prices) -> None:
    price = book.tell(prices.closes, Plan(windows=_WINDOWS))
    if price is None:
        return
    found = book.sampled(prices.closes)
    for window in _WINDOWS:
        returns.tell(book, prices.closes, found, price, window)
    returns.previous_day(book, prices.closes, found, price)
    returns.weekly_streak(book, prices.closes, price)
    levels.round_prices(book, price)
    if prices.daily is not None:
        levels.last_above(book, price, prices.daily)
    extremes(book, prices, price)
    _realised(book, prices.closes, found, price)


def _realised(book: Book, closes: Track, found: Sampled, price: Fact) -> None:
    """Put down the realised volatility of windows of days: each needs all of its closes and the one before.

    That of a month is told as a series, those of a week and a quarter serve to be set against implied volatility.
    Hourly bars do not reach back a quarter: its closes are those of midnight.
    """
    stale = int(book.catalogue.stale("spot.price").total_seconds()) * 1_000_000
    midnights = sample(closes, book.as_of - book.as_of % DAY, stale)
    book.tell(_volatility(closes, found, _MONTH, computed=price.computed), Plan(windows=_WINDOWS))
    for days, grid in ((7, found), (90, midnights)):
        served = grid if book.whole else _latest(grid, days + _SERVED)
        book.tell(_volatility(closes, served, days, computed=price.computed), PLAIN)


def _latest(found: Sampled, rows: int) -> Sampled:
    return Sampled(found.days[-rows:], found.times[-rows:], found.value[-rows:], found.position[-rows:])


def _volatility(closes: Track, found: Sampled, days: int, *, computed: bool) -> Track:
    row = lagged(found, 1)
    moves = np.where(row >= 0, log(found.value / found.value[np.maximum(row, 0)]), np.nan)
    if len(moves) >= days:
        value = np.lib.stride_tricks.sliding_window_view(moves, days).std(axis=1, ddof=1) * np.sqrt(DAYS_PER_YEAR)
    else:
        value = np.empty(0)
    end = len(moves) - len(value)

    def trace(position: int) -> Trace:
        return closes.trace(int(found.position[position + end]))

    return track(
        SeriesKey(closes.key.asset, "spot.realised_vol", f"{days}d", closes.key.venue), "ratio", found.times[end:],
        value, trace, formula=f"standard deviation of {days} daily log returns x sqrt(365)", computed=computed,
    )  # fmt: skip
