"""The last time a reading was like today's, and what the price had done before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from generator.metrics.book import fact_at
from generator.metrics.history import analogue, bands_of
from generator.metrics.track import DAY, HOUR, instant
from generator.model.fact import Fact, Kind
from generator.model.observation import SeriesKey

if TYPE_CHECKING:
    from generator.metrics.book import Book
    from generator.metrics.track import Track

_BEFORE_DAYS: Final = 45
_STALE: Final = 36 * HOUR


def analogues(book: Book) -> None:
    """Put down ``X~analogue`` and ``X~analogue~return`` for every level whose metric has cuts."""
    for key, each in list(book.tracks.items()):
        cuts = book.cuts.get(f"{key.metric}/{key.tenor}") or book.cuts.get(key.metric)
        if not cuts or len(cuts) % 2 or str(key) not in book.facts:
            continue  # an even number of bands has no middle one
        found = book.sampled(each)
        band = bands_of(found.value, tuple(cuts))
        row = analogue(found.times, band, neutral=len(cuts) // 2)
        if row is None:
            continue
        then = fact_at(each, int(found.position[row]), f"{key}~analogue", Kind.PAST, of=str(key))
        book.add(then)
        fall = _return_before(book, then, int(found.times[row]), key.asset)
        if fall is not None:
            book.add(fall)


def _return_before(book: Book, then: Fact, at: int, asset: str) -> Fact | None:
    """Return what the price had done in the 45 days before: from prices, else as delivered for that instant."""
    name = f"{then.id}~return"
    prices = next((t for k, t in book.tracks.items() if (k.asset, k.metric) == (asset, "spot.price")), None)
    if prices is not None:
        end, start = _at(prices, at), _at(prices, at - _BEFORE_DAYS * DAY)
        if end is not None and start is not None:
            traces = prices.trace(end), prices.trace(start)
            return Fact(
                id=name, kind=Kind.CHANGE, value=float(prices.value[end] / prices.value[start] - 1), unit="ratio",
                as_of=then.as_of, formula="price / price 45 days earlier - 1",
                inputs=tuple(name for trace in traces for name in trace.inputs), sources=traces[0].sources, of=then.id,
                window=f"{_BEFORE_DAYS}d", start=instant(int(prices.times[start])), publisher=traces[0].publisher,
                computed=prices.computed,
            )  # fmt: skip
    given = book.delivered.get(SeriesKey(asset, "spot.return", f"{_BEFORE_DAYS}d"))
    if given is None:
        return None
    place = int(np.argmin(np.abs(given.times - at)))
    if abs(int(given.times[place]) - at) > 12 * HOUR or given.times[place] >= book.as_of:
        return None
    taken = fact_at(given, place, name, Kind.CHANGE, of=then.id)
    return Fact(
        id=name, kind=Kind.CHANGE, value=taken.value, unit="ratio", as_of=taken.as_of, formula=taken.formula,
        inputs=taken.inputs, sources=taken.sources, of=then.id, window=f"{_BEFORE_DAYS}d",
        start=instant(int(given.times[place]) - _BEFORE_DAYS * DAY), publisher=taken.publisher, computed=False,
        note=taken.note,
    )  # fmt: skip


def _at(prices: Track, at: int) -> int | None:
    """Return the place of the last price at or before an instant, None if it is stale."""
    place = int(np.searchsorted(prices.times, at, side="right")) - 1
    return place if place >= 0 and at - int(prices.times[place]) <= _STALE else None
