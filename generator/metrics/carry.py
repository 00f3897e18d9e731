"""What the futures' premium leaves over what Treasury bills pay."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from generator.metrics.book import Book, Plan
from generator.metrics.track import DAY, Trace, joined, track
from generator.model.observation import SeriesKey

if TYPE_CHECKING:
    from generator.metrics.track import Track

_BASIS: Final = "futures.basis"
_TENOR: Final = "90d"
_BILL: Final = "macro:US3M"
_YIELD: Final = "macro.yield"
#: Yields are read for the last weeks only: enough for changes, not for a rank.
_PLAN: Final = Plan(ranked=False)


def carry(book: Book) -> None:
    """Put down the 90-day basis of each venue less the yield of the three-month bill, where both are fresh."""
    bill = next((each for key, each in book.tracks.items() if (key.asset, key.metric) == (_BILL, _YIELD)), None)
    if bill is None or str(bill.key) not in book.facts:
        return
    for key, basis in list(book.tracks.items()):
        if (key.metric, key.tenor) == (_BASIS, _TENOR) and str(key) in book.facts:
            _tell(book, basis, bill)


def _tell(book: Book, basis: Track, bill: Track) -> None:
    found = book.sampled(basis)
    # Each day sees the last yield before its own instant, as an article of that instant would have.
    instants = book.as_of - found.days * DAY
    place = np.searchsorted(bill.times, instants) - 1
    stale = int(book.catalogue.stale(_YIELD).total_seconds()) * 1_000_000
    seen = np.maximum(place, 0)
    fresh = (place >= 0) & (instants - bill.times[seen] <= stale)
    value = np.where(fresh, found.value - bill.value[seen], np.nan)

    def trace(position: int) -> Trace:
        both = joined(basis.trace(int(found.position[position])), bill.trace(int(seen[position])))
        return Trace(both.inputs, both.sources, note=both.note)

    key = SeriesKey(basis.key.asset, "futures.carry", _TENOR, basis.key.venue)
    formula = "annualized basis - yield of the three-month bill"
    told = track(
        key, "ratio", found.times, value, trace, formula=formula, computed=basis.computed, snapshot=basis.snapshot
    )
    level = book.tell(told, _PLAN)
    if level is not None:
        book.facts[level.id] = replace(level, inputs=(str(basis.key), str(bill.key)))
