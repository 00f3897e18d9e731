"""What options ask beside what the price delivered: the volatility premium, and the daily move implied."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from generator.metrics.grid import SAME_CLOCK
from generator.metrics.track import DAY, DAYS_PER_YEAR, Trace, Track, joined, track
from generator.model.fact import Fact, Kind
from generator.model.observation import SeriesKey

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from generator.metrics.book import Book

_WINDOWS: Final = ("7d", "30d", "90d")


def premiums(book: Book) -> None:
    """Put down implied less realised volatility over windows of equal length."""
    for key, implied in list(book.tracks.items()):
        if key.metric == "options.iv_atm" and key.tenor in _WINDOWS:
            wanted = (key.asset, "spot.realised_vol", key.tenor)
            realised = next((t for k, t in book.tracks.items() if (k.asset, k.metric, k.tenor) == wanted), None)
            if realised is not None and len(realised):
                book.tell(_premium(implied, realised))


def _premium(implied: Track, realised: Track) -> Track:
    """Return implied less realised volatility.

    An evening's chain is set against the close that follows it within three hours, any other
    against the last close before it.
    """
    place = np.searchsorted(realised.times, implied.times + SAME_CLOCK, side="right") - 1
    known = (place >= 0) & (implied.times - realised.times[np.maximum(place, 0)] <= 2 * DAY)
    value = np.where(known, implied.value - realised.value[np.maximum(place, 0)], np.nan)
    key, days = implied.key, implied.key.tenor.removesuffix("d")

    def trace(position: int, at: NDArray[np.int64] = place) -> Trace:
        return joined(implied.trace(position), realised.trace(int(at[position])))

    return track(
        SeriesKey(key.asset, "options.volatility_premium", key.tenor, key.venue), "ratio", implied.times, value, trace,
        formula=f"iv_atm {key.tenor} - realised volatility of {days} days",
        computed=implied.computed and realised.computed, snapshot=implied.snapshot,
    )  # fmt: skip


def implied_moves(book: Book) -> None:
    """Put down one standard deviation of a day's move, as each fresh volatility index implies it."""
    for key, index in book.delivered.items():
        if key.metric != "options.dvol":
            continue
        level = book.tell(index)
        if level is not None and level.value is not None:
            book.add(
                Fact(
                    id=str(SeriesKey(key.asset, "options.implied_move", "1d", key.venue)), kind=Kind.LEVEL,
                    value=level.value / math.sqrt(DAYS_PER_YEAR), unit="ratio", as_of=level.as_of,
                    formula="DVOL / square root of 365", inputs=(level.id,), than=level.id,
                    publisher=level.publisher,
                )
            )  # fmt: skip
