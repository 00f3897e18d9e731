"""The open options of one snapshot: what is told of it alone, and not of its history."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from generator.metrics.smile import medians
from generator.metrics.track import instant
from generator.model.fact import Fact, Kind
from generator.model.observation import SeriesKey

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from generator.metrics.track import Trace
    from generator.model.units import FactUnit


@dataclass(frozen=True, slots=True)
class Quotes:
    """The options of one coin at one venue, one row each: one snapshot or many.

    Args:
        at: When the row was taken. [microseconds since 1970]
        expires: When the option settles. [microseconds since 1970]
        strike: [USD per coin]
        call: Whether it is a call.
        iv: Mark volatility. [fraction a year]; here and below NaN is what was not said
        underlying: Forward of its expiry. [USD per coin]
        index: The coin's index at that instant. [USD per coin]
        open_interest: [coin]
        volume: Of 24 hours. [coin]
    """

    at: NDArray[np.int64]
    expires: NDArray[np.int64]
    strike: NDArray[np.float64]
    call: NDArray[np.bool_]
    iv: NDArray[np.float64]
    underlying: NDArray[np.float64]
    index: NDArray[np.float64]
    open_interest: NDArray[np.float64]
    volume: NDArray[np.float64]

    def where(self, chosen: NDArray[np.bool_] | slice) -> Quotes:
        """Return some of the rows."""
        return Quotes(*(getattr(self, name)[chosen] for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Board:
    """The options of one snapshot.

    Args:
        quotes: Their rows.
        forward: Each row's: the median of what its expiry's rows have, NaN where none has one.
        index: Median of the rows', None where none has one. [USD per coin]
        price: The coin's price that the article tells, None where it tells none.
    """

    asset: str
    venue: str
    at: int
    quotes: Quotes
    forward: NDArray[np.float64]
    index: float | None
    price: Fact | None
    trace: Trace

    def after(self, as_of: int) -> Board:
        """Return the options of which some are open and that settle after an instant. [microseconds since 1970]"""
        quotes = self.quotes
        held = (quotes.open_interest > 0) & np.isfinite(quotes.open_interest) & (quotes.expires > as_of)
        return replace(self, quotes=quotes.where(held), forward=self.forward[held])

    def fact(  # noqa: PLR0913 - the fields of a fact, by name
        self, metric: str, value: float, unit: FactUnit, *, formula: str, tenor: str = "", n: int | None = None,
        total: int | None = None, kind: Literal[Kind.LEVEL, Kind.COUNT] = Kind.LEVEL, note: str = "",
    ) -> Fact:  # fmt: skip
        """Return a fact of this snapshot."""
        return Fact(
            id=str(SeriesKey(self.asset, metric, tenor, self.venue)), kind=kind, value=value, unit=unit,
            as_of=instant(self.at), formula=formula, inputs=self.trace.inputs, sources=self.trace.sources, n=n,
            total=total, publisher=self.trace.publisher, note=note,
        )  # fmt: skip

    def distance(self, level: Fact) -> Fact | None:
        """Return how far a strike lies from the price, None where no price is told."""
        price = self.price
        if price is None or not price.value or level.value is None:
            return None
        return Fact(
            id=f"{level.id}~distance", kind=Kind.CHANGE, value=level.value / price.value - 1, unit="ratio",
            as_of=max(level.as_of, price.as_of), formula="strike / price - 1", inputs=(level.id, price.id),
            of=level.id, than=price.id, publisher=price.publisher, computed=price.computed,
        )  # fmt: skip


def open_board(asset: str, venue: str, quotes: Quotes, *, price: Fact | None, trace: Trace) -> Board:
    """Return the board of one snapshot's rows, of which there is at least one.

    Args:
        asset: The coin.
        venue: Where its options trade.
        quotes: The rows.
        price: What strikes are set against.
        trace: Where the snapshot comes from.
    """
    forward = np.full(len(quotes.at), np.nan)
    sound = np.flatnonzero(np.isfinite(quotes.underlying) & (quotes.underlying > 0))
    dates, own = np.unique(quotes.expires[sound], return_inverse=True)
    forward[sound] = medians(own, quotes.underlying[sound], len(dates))[own]
    index = quotes.index[np.isfinite(quotes.index)]
    middle = float(np.median(index)) if len(index) else None
    return Board(asset, venue, int(quotes.at[0]), quotes, forward, middle, price, trace)
