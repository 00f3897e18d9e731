"""Moves of many coins over like windows, as fields and baskets are made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from operator import methodcaller
from typing import TYPE_CHECKING, Final

import numpy as np

from generator.metrics.bars import Bars, read_bars
from generator.metrics.grid import SAME_CLOCK
from generator.metrics.sheet import sheet
from generator.metrics.track import DAY, HOUR, Trace, joined

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from generator.metrics.book import Book

LARGE: Final = "basket:LARGE"
BITCOIN: Final = "BTC"
#: Prices older than this are not of now.
STALE: Final = 36 * HOUR
#: A month, and the days that the last bar may be behind.
_BACK: Final = timedelta(days=33)


@dataclass(frozen=True, slots=True)
class Move:
    """One member's move over a window.

    Args:
        value: The later price over the earlier less one.
        start: When the earlier price was taken, ``end`` the later. [microseconds since 1970]
        turnover: What was traded of it in the last 24 hours, None where nobody says. [USD]
    """

    asset: str
    value: float
    start: int
    end: int
    trace: Trace
    turnover: float | None = None


@dataclass(frozen=True, slots=True)
class Daily:
    """A coin's daily bars at its preferred venue, with the coins traded in each."""

    bars: Bars
    volume: NDArray[np.float64]

    def move(self, days: int) -> Move | None:
        """Return the move over ``days`` days to the last close; None where the earlier close is missing."""
        times, close = self.bars.times, self.bars.close
        earlier = np.flatnonzero(np.abs(times[-1] - times - days * DAY) <= SAME_CLOCK)
        if not len(earlier):
            return None
        row, last = int(earlier[-1]), len(times) - 1
        return Move(
            self.bars.asset, float(close[last] / close[row] - 1), int(times[row]), int(times[last]),
            joined(self.bars.trace(last), self.bars.trace(row)), dollars(self.volume[last], close[last]),
        )  # fmt: skip


def dollars(coins: float, price: float) -> float | None:
    """Return what so many traded coins are worth, None where their number is not known. [USD]"""
    return float(coins * price) if np.isfinite(coins) else None


def large_coins(book: Book) -> Mapping[str, Daily]:
    """Return the fresh daily bars of bitcoin and of the other large coins, of each at its preferred venue."""
    members = (BITCOIN, *book.names.baskets.get(LARGE, ()))
    candles = sheet(book.market, methodcaller("candles", "1d", assets=members, since=book.market.as_of - _BACK))
    if candles.empty:
        return {}
    volume = candles.floats("volume")
    places = {venue: place for place, venue in enumerate(book.names.venues)}
    return {
        bars.asset: Daily(bars, volume[bars.rows])
        for bars in sorted(read_bars(candles, "1d"), key=lambda bars: -places.get(bars.venue, len(places)))
        if len(bars.times) and book.as_of - bars.times[-1] <= STALE
    }


def liquid(moves: Sequence[Move], floor: float | None) -> tuple[list[Move], str]:
    """Return the members that may be named as leading or trailing, and what is to be said of that.

    Where turnover is known for half of the field or more, only members of which it is known and is the floor
    or more; else all.

    Args:
        moves: The field.
        floor: Least turnover of 24 hours, None for none. [USD]
    """
    if floor is None:
        return list(moves), ""
    known = [move for move in moves if move.turnover is not None]
    if 2 * len(known) < len(moves):
        return list(moves), "no floor on turnover, which is not known for this field"
    kept = [move for move in known if move.turnover is not None and move.turnover >= floor]
    return kept, f"members with a turnover of at least ${floor:,.0f} in 24 hours: {len(kept)} of {len(moves)}"
