"""The last time a reading was like today's, and what the price had done before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from generator.metrics.book import fact_at
from generator.metrics.history import analogue
from generator.metrics.track import DAY, HOUR, instant
from generator.model.fact import Fact, Kind
from generator.model.observation import SeriesKey

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from generator.metrics.book import Book
    from generator.metrics.track import Track
    from generator.model.cut import Cut

_BEFORE_DAYS: Final = 45
_STALE: Final = 36 * HOUR
#: A difference of two decimals is off by a few 1e-17.
_ROUNDING: Final = 5e-13


def analogues(book: Book) -> None:
    """Put down ``X~analogue`` and ``X~analogue~return`` for every level that a rule judges.

    One case is an event with a date and no more: what the price did after it is told of episodes only.
    """
    for key, each in list(book.tracks.items()):
        cuts = book.cuts(key) if str(key) in book.facts else ()
        if not cuts:
            continue
        found = book.past.sampled[str(key)]()
        band = np.zeros(len(found.value), dtype=np.int64)
        for cut in cuts:
            band += above(found.value, cut)
        row = analogue(found.times, band, neutral=sum(cut.sign < 0 for cut in cuts))
        if row is None:
            continue
        then = fact_at(each, int(found.position[row]), f"{key}~analogue", Kind.PAST, of=str(key))
        book.add(then)
        fall = _return_before(book, then, int(found.times[row]), key.asset)
        if fall is not None:
            book.add(fall)


def above(value: NDArray[np.float64], cut: Cut) -> NDArray[np.bool_]:
    """Return which readings lie in the band above a cut; 6.000000000000001% is 6%, as for the rules."""
    return value > cut.value + _ROUNDING if cut.lower_owns else value >= cut.value - _ROUNDING


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
