"""Two prices of one instant: the Coinbase premium, and coins against bitcoin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from generator.metrics.book import Book, Plan
from generator.metrics.track import HOUR, Trace, Track, joined, track
from generator.model.observation import SeriesKey

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PRICE: Final = "spot.price"
_BITCOIN: Final = "BTC"
_AMERICAN, _ABROAD = "coinbase", "binance"
_MINUTE: Final = HOUR // 60


def ratio(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return one price over another, NaN where that is none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(other > 0, one / other, np.nan)


def pairs(book: Book) -> None:
    """Put down how Coinbase stands to Binance, and what each coin is worth in bitcoin."""
    for asset in book.assets:
        _premium(book, asset)
        if asset != _BITCOIN:
            _in_bitcoin(book, asset)


def _premium(book: Book, asset: str) -> None:
    here, there = (book.tracks.get(SeriesKey(asset, _PRICE, "", venue)) for venue in (_AMERICAN, _ABROAD))
    if here and there:
        key = SeriesKey(asset, "spot.premium", "", _AMERICAN)
        book.tell(paired(key, here, there, less=1.0, formula="price at Coinbase / price at Binance - 1"))


def _in_bitcoin(book: Book, asset: str) -> None:
    """Tell it at the first venue where both prices are fresh."""
    for venue in book.names.venues:
        coin, bitcoin = (book.tracks.get(SeriesKey(each, _PRICE, "", venue)) for each in (asset, _BITCOIN))
        if not coin or not bitcoin:
            continue
        key = SeriesKey(asset, "spot.price_in_btc", "", venue)
        against = paired(key, coin, bitcoin, formula="price of the coin / price of bitcoin")
        if book.tell(against, Plan(relative=True)) is not None:
            return


def paired(key: SeriesKey, one: Track, other: Track, *, formula: str, less: float = 0.0) -> Track:
    """Return one price over another, of the minutes that both have; neither is empty."""
    after = np.searchsorted(other.times, one.times)
    left, right = np.maximum(after - 1, 0), np.minimum(after, len(other) - 1)
    sooner = np.abs(other.times[left] - one.times) < np.abs(other.times[right] - one.times)
    near = np.where(sooner, left, right)
    met = np.flatnonzero(np.abs(other.times[near] - one.times) <= _MINUTE)
    beside = near[met]

    def trace(position: int) -> Trace:
        return joined(one.trace(int(met[position])), other.trace(int(beside[position])))

    return track(
        key, "ratio", one.times[met], ratio(one.value[met], other.value[beside]) - less, trace, formula=formula,
        computed=one.computed and other.computed, snapshot=one.snapshot or other.snapshot,
    )  # fmt: skip
