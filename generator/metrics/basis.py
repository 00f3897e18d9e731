"""The premium of dated futures over their index, at constant maturities."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from operator import methodcaller
from typing import TYPE_CHECKING, Final, Self

import numpy as np

from generator.metrics.book import Book, Plan
from generator.metrics.sheet import sheet
from generator.metrics.track import (
    DAY,
    DAYS_PER_YEAR,
    HOUR,
    Origins,
    Trace,
    floats,
    joined,
    micros,
    stamp,
    track,
    words,
)
from generator.model.observation import SeriesKey

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

#: Under two weeks an error of a tenth of a percent in the price is several points of yearly rate.
SHORTEST: Final = 14.0
#: The maturity that is told and ranked; where no contract lies beyond it, the nearest one stands at any distance.
MATURITY: Final = 90
#: Those beside it draw a curve. One contract would stand for both ends of it, and call it flat, if it
#: were not held to half of the maturity and twice of it.
_BESIDE_IT: Final = (30, 180)
REACH: Final = 2.0
NEAREST: Final = "nearest contract"
#: A dated close and the spot close beside it are stamped alike; more apart they are not one instant.
_SAME_INSTANT: Final = HOUR // 60
_CURVE: Final = Plan(windows=(1, 7), ranked=False)
#: How far the day's basis is looked back upon for assets that the article is not about.
_BESIDE: Final = timedelta(days=9)


def annualised_basis(
    future: NDArray[np.float64], index: NDArray[np.float64], days: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the premium of dated futures over their index, as yearly rates.

    Simple interest, no compounding: the figure that desks quote.

    Args:
        future: Prices of the futures. [USD per coin]
        index: Index or spot prices at the same instants. [USD per coin], > 0
        days: Time left to expiry. [days], > 0

    Returns:
        Fractions: 0.08 is 8% a year, negative in backwardation.

    Source:
        J. Hull, Options, Futures and Other Derivatives, ch. 5 (cost of carry), with simple
        in place of continuous compounding.
    """
    return (future / index - 1) * DAYS_PER_YEAR / days


@dataclass(frozen=True, slots=True)
class Constant:
    """Rates at a constant maturity, one an instant, with the contracts that they lie between.

    Args:
        times: The instants. [microseconds since 1970]
        near: Place of the contract that expires first, -1 where there is none.
        far: Place of the other, -1 where there is none; equal to ``near`` for an exact hit.
    """

    times: NDArray[np.int64]
    rate: NDArray[np.float64]
    near: NDArray[np.int64]
    far: NDArray[np.int64]


def constant_maturity(
    at: NDArray[np.int64],
    days: NDArray[np.float64],
    rate: NDArray[np.float64],
    *,
    maturity: float = MATURITY,
    reach: float = np.inf,
) -> Constant:
    """Return the rate at one maturity for every instant: linear in days between the contracts around it.

    Contracts with less than 14 days are left out. Where no contract lies on one side, the
    rate of the nearest one stands, and ``near`` or ``far`` is -1.

    Args:
        at: Instant of each quote, in any order. [microseconds since 1970]
        days: Its time to expiry. [days]
        rate: Its annualised basis.
        maturity: Where to read. [days]
        reach: How many times longer or shorter than the maturity a nearest contract may be;
            beyond that the instant is left out.
    """
    usable = np.flatnonzero((days >= SHORTEST) & np.isfinite(rate))
    order = usable[np.lexsort((days[usable], at[usable]))]
    instants, first = np.unique(at[order], return_index=True)
    last = np.append(first[1:], len(order))
    # Positions in `order` are sorted by (instant, days), so in each group those up to the
    # maturity come first; counting them finds the contract on either side.
    short = np.concatenate([[0], np.cumsum(days[order] <= maturity)])
    count = short[last] - short[first]
    near = np.where(count > 0, first + count - 1, -1)
    far = np.where(first + count < last, first + count, -1)
    exact = (near >= 0) & (days[order[np.maximum(near, 0)]] == maturity)
    far = np.where(exact, near, far)
    left, right = order[np.where(near >= 0, near, far)], order[np.where(far >= 0, far, near)]
    width = days[right] - days[left]
    weight = np.divide(maturity - days[left], width, out=np.zeros_like(width), where=width > 0)
    value = rate[left] + weight * (rate[right] - rate[left])
    away = ((far < 0) & (days[left] * reach < maturity)) | ((near < 0) & (days[right] > maturity * reach))
    kept = np.flatnonzero(~away)
    left, right = np.where(near >= 0, left, -1), np.where(far >= 0, right, -1)
    return Constant(instants[kept], value[kept], left[kept], right[kept])


def basis(book: Book) -> None:
    """Put down the basis of every asset at three maturities, a venue at a time."""
    for place, asset in enumerate(book.assets):
        since = None if place == 0 else book.market.as_of - _BESIDE
        dated = sheet(book.market, methodcaller("future_quotes", asset=asset, dated=True, since=since))
        if dated.empty:
            continue
        quotes = dated.once("quotes", _Quotes.read)
        for (venue,), rows in dated.groups("venue"):
            _tell(book, asset, venue, quotes, rows)


@dataclass(frozen=True, slots=True)
class _Quotes:
    """The columns of a frame of quotes, read once for all venues. [microseconds since 1970, USD, days]"""

    times: NDArray[np.int64]
    price: NDArray[np.float64]
    index: NDArray[np.float64]
    days: NDArray[np.float64]
    mark: NDArray[np.bool_]
    name: Callable[[int], str]
    origins: Origins

    @classmethod
    def read(cls, frame: pd.DataFrame) -> Self:
        at = micros(frame["observed_at"])
        return cls(
            at, floats(frame["price"]), floats(frame["index"]), (micros(frame["expires_at"]) - at) / DAY,
            (frame["basis"] == "mark").to_numpy(), words(frame["instrument"]), Origins(frame),
        )  # fmt: skip


def _tell(book: Book, asset: str, venue: str, quotes: _Quotes, places: NDArray[np.int64]) -> None:
    at = quotes.times[places]
    price, index, days = (each[places] for each in (quotes.price, quotes.index, quotes.days))
    bare = ~np.isfinite(index)
    spot = _spot_close(book, SeriesKey(asset, "spot.price", "", venue), at) if bare.any() else index
    index = np.where(bare, spot, index)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where((index > 0) & (price > 0), annualised_basis(price, index, days), np.nan)

    def name(row: int) -> str:
        return quotes.name(int(places[row]))

    def origin(found: Constant, position: int) -> Trace:
        rows = [int(row) for row in (found.near[position], found.far[position]) if row >= 0]
        traces = [
            Trace((f"future:{venue}:{name(row)}:{stamp(at[row])}",), (quotes.origins.source(int(places[row])),))
            for row in dict.fromkeys(rows)
        ]
        contracts = " and ".join(name(row) for row in dict.fromkeys(rows))
        note = contracts if len(rows) > 1 else f"{NEAREST} {contracts}"
        if bare[rows[0]]:
            traces.append(Trace((f"candle:{venue}:{asset}:1d:{stamp(at[rows[0]])}",)))
        return joined(Trace((), note=note), *traces)

    snapshot = bool(quotes.mark[places].any())
    for maturity in (MATURITY, *_BESIDE_IT):
        told, reach = (Plan(), np.inf) if maturity == MATURITY else (_CURVE, REACH)
        found = constant_maturity(at, days, rate, maturity=maturity, reach=reach)
        key = SeriesKey(asset, "futures.basis", f"{maturity}d", venue)
        formula = f"(future / index - 1) x 365 / days, linear in days to {maturity}"
        trace = partial(origin, found)
        book.tell(track(key, "ratio", found.times, found.rate, trace, formula=formula, snapshot=snapshot), told)


def _spot_close(book: Book, key: SeriesKey, at: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the venue's spot close at each instant, NaN where there is none at the same minute."""
    closes = book.tracks.get(key)
    if closes is None or len(closes) == 0:
        return np.full(len(at), np.nan)
    place = np.clip(np.searchsorted(closes.times, at - _SAME_INSTANT), 0, len(closes) - 1)
    return np.where(np.abs(closes.times[place] - at) <= _SAME_INSTANT, closes.value[place], np.nan)
