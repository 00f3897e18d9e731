"""What a venue counts as its open interest: coins and dollars at the same instants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from generator.metrics.track import HOUR, Trace, Track, joined
from generator.model.observation import SeriesKey

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from generator.metrics.book import Book

COIN: Final = "futures.open_interest"
USD: Final = "futures.open_interest_usd"


@dataclass(frozen=True, slots=True)
class Readings:
    """One venue's open interest: coins and dollars at the same instants, oldest first.

    Args:
        traces: Where the reading at a position comes from, and the price if one was needed.
    """

    venue: str
    times: NDArray[np.int64]
    coin: NDArray[np.float64]
    usd: NDArray[np.float64]
    traces: tuple[tuple[Track, NDArray[np.int64]], ...]

    def trace(self, position: int) -> Trace:
        """Return where a reading comes from."""
        return joined(*(part.trace(int(place[position])) for part, place in self.traces if place[position] >= 0))


def readings_of(book: Book, asset: str, venue: str) -> Readings | None:
    """Return a venue's own count; what it says in coins or dollars only is turned by the hour's price."""
    told = {
        name: book.delivered.get(SeriesKey(asset, metric, "", venue)) for name, metric in (("coin", COIN), ("usd", USD))
    }
    parts = [each for each in told.values() if each is not None]
    if not parts:
        return None
    at = np.unique(np.concatenate([each.times for each in parts]))
    places = {name: _exactly(each, at) for name, each in told.items()}
    value = {name: _taken(each, places[name]) for name, each in told.items()}
    traces = [(each, places[name]) for name, each in told.items() if each is not None]
    bare = np.isfinite(value["coin"]) != np.isfinite(value["usd"])
    if bare.any():
        price = _price(book, asset, venue)
        if price is not None:
            place = np.where(bare, _hour(price, at), -1)
            rate = _taken(price, place)
            with np.errstate(divide="ignore", invalid="ignore"):
                value = {
                    "coin": np.where(np.isfinite(value["coin"]), value["coin"], value["usd"] / rate),
                    "usd": np.where(np.isfinite(value["usd"]), value["usd"], value["coin"] * rate),
                }
            traces.append((price, place))
    kept = np.isfinite(value["coin"]) & np.isfinite(value["usd"]) & (at < book.as_of)
    if not kept.any():
        return None
    return Readings(
        venue, at[kept], value["coin"][kept], value["usd"][kept],
        tuple((each, place[kept]) for each, place in traces),
    )  # fmt: skip


def _price(book: Book, asset: str, venue: str) -> Track | None:
    """Return the venue's own price, else the one that is told."""
    own = book.tracks.get(SeriesKey(asset, "spot.price", "", venue))
    told = (each for key, each in book.tracks.items() if (key.asset, key.metric) == (asset, "spot.price"))
    return own if own is not None else next(told, None)


def _exactly(part: Track | None, at: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the place of the reading at each instant, -1 where there is none."""
    if part is None or len(part) == 0:
        return np.full(len(at), -1, dtype=np.int64)
    place = np.minimum(np.searchsorted(part.times, at), len(part) - 1)
    return np.where(part.times[place] == at, place, -1)


def _hour(price: Track, at: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the place of the last price of the hour before each instant, -1 where there is none."""
    place = np.searchsorted(price.times, at, side="right") - 1
    there = (place >= 0) & (at - price.times[np.maximum(place, 0)] <= HOUR)
    return np.where(there, place, -1)


def _taken(part: Track | None, place: NDArray[np.int64]) -> NDArray[np.float64]:
    if part is None or len(part) == 0:
        return np.full(len(place), np.nan)
    return np.where(place >= 0, part.value[np.maximum(place, 0)], np.nan)
