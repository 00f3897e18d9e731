"""Rotation: whether the other large coins did better than bitcoin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from generator.metrics.grid import SAME_CLOCK
from generator.metrics.peers import BITCOIN, LARGE, Daily
from generator.metrics.track import instant, joined
from generator.model.fact import Fact, Kind
from generator.model.observation import SeriesKey

if TYPE_CHECKING:
    from generator.metrics.book import Book

_WINDOWS: Final = (7, 30)
_FEWEST: Final = 5


def rotation(book: Book, coins: Mapping[str, Daily]) -> None:
    """Put down the median return of the other large coins less bitcoin's, over 7 and 30 days.

    All returns are between daily closes of the same two days.
    """
    for days in _WINDOWS:
        own = coins[BITCOIN].move(days) if BITCOIN in coins else None
        if own is None:
            continue
        moves = [coins[asset].move(days) for asset in book.names.baskets.get(LARGE, ()) if asset in coins]
        others = [
            move
            for move in moves
            if move is not None and abs(move.start - own.start) <= SAME_CLOCK and abs(move.end - own.end) <= SAME_CLOCK
        ]
        if len(others) < _FEWEST:
            continue
        traces = joined(own.trace, *(move.trace for move in others))
        book.add(
            Fact(
                id=str(SeriesKey(LARGE, "market.rotation", f"{days}d")), kind=Kind.CHANGE,
                value=float(np.median([move.value for move in others])) - own.value, unit="ratio_points",
                as_of=instant(own.end), formula="median of the other large coins' returns - bitcoin's",
                inputs=traces.inputs, sources=traces.sources[:1], window=f"{days}d", start=instant(own.start),
                n=sum(move.value > own.value for move in others), total=len(others),
            )
        )  # fmt: skip
