"""The twenty largest coins by market value: what bitcoin and ether are of them, and what they returned.

A member's weight is its market value at the window's start over that of all members. Coins that follow
another price are no members (``pegged`` in ``names.yaml``). One venue's counts are never mixed with another's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from generator.metrics.arithmetic import dot
from generator.metrics.book import Book, Plan
from generator.metrics.delivered import read_delivered
from generator.metrics.grid import SAME_CLOCK
from generator.metrics.sheet import Sheet
from generator.metrics.track import DAY, Trace, Track, instant, joined, track
from generator.model.fact import Fact, Kind
from generator.model.observation import SeriesKey

if TYPE_CHECKING:
    from numpy.typing import NDArray

BASKET: Final = "basket:TOP20"
SIZE: Final = 20
_CAP, _PRICE = "spot.market_cap", "spot.price"
#: Members that lack a price at one end may weigh so much at most.
_MISSING: Final = 0.05
_SHARES: Final = ("BTC", "ETH")
#: The asset that stands for all coins together.
_WHOLE: Final = "CRYPTO"
_WINDOWS: Final = (1, 7)
_BACK: Final = timedelta(days=9)
#: Market values are read of the last months only, so no share of them is the largest since a day.
_PLAN: Final = Plan(windows=(1, 7, 30), ranked=False)


@dataclass(frozen=True, slots=True)
class Values:
    """Market values of one venue, a row a coin and a column a day.

    Args:
        assets: The coins, in order of the rows.
        days: Whole days before the article's instant, descending to 0.
        at: When the first coin's were taken. [microseconds since 1970]
        usd: The market values, NaN where there is none within three hours of the first coin's. [USD]
        place: Where they stand in the coins' tracks.
    """

    assets: tuple[str, ...]
    days: NDArray[np.int64]
    at: NDArray[np.int64]
    usd: NDArray[np.float64]
    place: NDArray[np.int64]

    @property
    def members(self) -> NDArray[np.bool_]:
        """Which coins are the largest of each day."""
        return largest(self.usd, SIZE)


def largest(usd: NDArray[np.float64], size: int) -> NDArray[np.bool_]:
    """Return where the ``size`` largest values of each column stand; of equal ones the first row's."""
    order = np.argsort(-usd, axis=0, kind="stable")
    found = np.zeros(usd.shape, dtype=bool)
    np.put_along_axis(found, order[:size], values=True, axis=0)
    return found & np.isfinite(usd)


def shares(usd: NDArray[np.float64], members: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return each coin's share of the members' value on each day; NaN where it is no member."""
    held = np.where(members, usd, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(held / np.nansum(held, axis=0), dtype=np.float64)


def weighted(weight: NDArray[np.float64], change: NDArray[np.float64]) -> float | None:
    """Return the mean of the changes by weight, over the members that have one; None if those without weigh over 5%."""
    there = np.isfinite(change) & np.isfinite(weight)
    held = float(weight[there].sum())
    if held < (1 - _MISSING) * float(np.nansum(weight)):
        return None
    return dot(weight[there], change[there]) / held


def weights(book: Book) -> None:
    """Put down bitcoin's and ether's share of the twenty largest coins, and the return of these."""
    left_out = book.names.pegged | {_WHOLE}
    by_venue: dict[str, dict[str, Track]] = {}
    for key, each in book.delivered.items():
        if key.metric == _CAP and key.asset not in left_out:
            by_venue.setdefault(key.venue, {})[key.asset] = each
    places = {venue: place for place, venue in enumerate(book.names.venues)}
    for venue in sorted(by_venue, key=lambda venue: (places.get(venue, len(places)), venue)):
        caps = by_venue[venue]
        found = _values(book, caps)
        if found is not None:
            _dominance(book, found, caps, venue)
            _returns(book, found, caps, venue)
            return


def _values(book: Book, caps: Mapping[str, Track]) -> Values | None:
    """Return the values of one venue on the grid; None where fewer than twenty, or not bitcoin's, are known now."""
    if _SHARES[0] not in caps or len(caps) < SIZE:
        return None
    first = book.sampled(caps[_SHARES[0]])
    if not first.current:
        return None
    assets = (_SHARES[0], *sorted(set(caps) - {_SHARES[0]}))
    place = np.array([nearest(caps[asset].times, first.times) for asset in assets])
    usd = np.full(place.shape, np.nan)
    for row, asset in enumerate(assets):
        there = place[row] >= 0
        usd[row, there] = caps[asset].value[place[row, there]]
    usd[~(usd > 0)] = np.nan
    return Values(assets, first.days, first.times, usd, place) if np.isfinite(usd[:, -1]).sum() >= SIZE else None


def nearest(times: NDArray[np.int64], wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each wanted instant where the reading nearest to it stands, -1 where it is over three hours away.

    Args:
        times: When readings were taken, ascending, at least one. [microseconds since 1970]
        wanted: Instants. [microseconds since 1970]
    """
    after = np.minimum(np.searchsorted(times, wanted), len(times) - 1)
    before = np.maximum(after - 1, 0)
    place = np.where(np.abs(times[after] - wanted) <= np.abs(times[before] - wanted), after, before)
    return np.where(np.abs(times[place] - wanted) <= SAME_CLOCK, place, -1)


def _dominance(book: Book, found: Values, caps: Mapping[str, Track], venue: str) -> None:
    """Put down the shares of bitcoin and ether, with the days on which as many members are known."""
    members = found.members
    count = members.sum(axis=0)
    like = np.flatnonzero(count == count[-1])
    share = shares(found.usd, members)
    for asset in _SHARES:
        if asset not in found.assets:
            continue
        row = found.assets.index(asset)

        def trace(position: int) -> Trace:
            column = int(like[position])
            coins = _by_size(found, members[:, column], column)
            origin = joined(*(caps[found.assets[coin]].trace(int(found.place[coin, column])) for coin in coins))
            named = ", ".join(found.assets[coin] for coin in coins)
            return Trace(origin.inputs, origin.sources[:1], note=f"{named}; market values of {book.names.venue(venue)}")

        measured = track(
            SeriesKey(asset, "market.dominance", "", BASKET), "ratio", found.at[like], share[row, like], trace,
            formula="market value of the coin / that of the twenty largest, coins that follow another price left out",
        )  # fmt: skip
        level = book.tell(measured, _PLAN)
        if level is not None:
            book.facts[level.id] = replace(level, n=int(count[-1]), total=SIZE)


def _by_size(found: Values, members: NDArray[np.bool_], column: int) -> list[int]:
    """Return the rows of a day's members, the largest first."""
    rows = np.flatnonzero(members)
    return list(rows[np.argsort(-found.usd[rows, column], kind="stable")].tolist())


def _returns(book: Book, found: Values, caps: Mapping[str, Track], venue: str) -> None:
    """Put down what the basket returned, its members and weights those of the window's start."""
    frame = book.market.observations(metrics=[_PRICE], since=book.market.as_of - _BACK)
    prices = {
        key.asset: each
        for key, each in read_delivered(Sheet.of(frame[frame["venue"] == venue]), book.names, unnamed=True).items()
        if key.asset in caps
    }
    for days in _WINDOWS:
        column = int(np.searchsorted(-found.days, -days))
        if column < len(found.days) - 1 and found.days[column] == days:
            _return(book, found, prices, column, days)


def _return(book: Book, found: Values, prices: Mapping[str, Track], column: int, days: int) -> None:
    start, end = int(found.at[column]), int(found.at[-1])
    members = found.members[:, column]
    if abs(end - start - days * DAY) > SAME_CLOCK or np.count_nonzero(members) < SIZE:
        return
    weight = shares(found.usd, found.members)[:, column]
    change = np.full(len(found.assets), np.nan)
    traces = []
    for row in np.flatnonzero(members):
        each = prices.get(found.assets[row])
        then, now = (-1, -1) if each is None else nearest(each.times, np.array([start, end])).tolist()
        if each is not None and min(then, now) >= 0:
            change[row] = each.value[now] / each.value[then] - 1
            traces += [each.trace(now), each.trace(then)]
    value = weighted(weight, change)
    if value is None:
        return
    told, whole = joined(*traces), instant(start)
    named = ", ".join(found.assets[row] for row in _by_size(found, members & np.isfinite(change), column))
    book.add(
        Fact(
            id=str(SeriesKey(BASKET, "market.basket_return", f"{days}d")), kind=Kind.CHANGE, value=value, unit="ratio",
            as_of=instant(end), formula="mean of the members' returns by their market value at the window's start",
            inputs=told.inputs, sources=told.sources[:1], window=f"{days}d", start=whole,
            n=int(np.count_nonzero(np.isfinite(change))), total=SIZE,
            note=f"weights of {whole:%Y-%m-%d}: {named}",
        )
    )  # fmt: skip
