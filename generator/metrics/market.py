"""The wider market: how many coins rose, which moved most, and what baskets of them did."""

from __future__ import annotations

from datetime import timedelta
from operator import methodcaller
from typing import TYPE_CHECKING, Final

import numpy as np

from generator.metrics.book import Book, derived
from generator.metrics.grid import SAME_CLOCK
from generator.metrics.peers import LARGE, STALE, Move, dollars, large_coins, liquid
from generator.metrics.rotation import rotation
from generator.metrics.sheet import sheet
from generator.metrics.track import DAY, Trace, instant, joined, stamp
from generator.model.fact import Fact, Kind
from generator.model.observation import SeriesKey

if TYPE_CHECKING:
    from collections.abc import Iterable


_PERPS: Final = "basket:PERPS"
_TOP: Final = "basket:TOP100"
_RANKING: Final = "coingecko"
_CONTRACTS: Final = "binance"
#: A coin without a name that stands this close to a dollar is no mover: it is made to stand there.
_PEGGED: Final = 0.03
_BASKETS: Final = ("basket:MEME", "basket:AI")
#: A price of 36 hours ago, and the one a day and up to three hours before it.
_BACK: Final = timedelta(hours=63)
#: A leader of fewer leads nothing.
_FIELD: Final = 20
_FEWEST_LARGE: Final = 5
_FEWEST_MEMBERS: Final = 5
#: As many of either end are kept as facts; the rest of the field is only counted.
_ENDS: Final = 3


def market(book: Book) -> None:
    """Put down breadth of the large coins and of the perpetual contracts, movers, baskets and rotation."""
    coins = large_coins(book)
    members = [coins[asset].move(1) for asset in book.names.baskets.get(LARGE, ()) if asset in coins]
    large = [move for move in members if move is not None]
    if len(large) >= _FEWEST_LARGE:
        for move in large:
            _return(book, move, "")
        _field(book, LARGE, large, _FEWEST_LARGE, "")
    perps = list(_perps(book))
    if len(perps) >= _FIELD:
        _field(book, _PERPS, perps, _FIELD, _CONTRACTS)
        _median(book, perps)
    ranked = list(_ranked(book))
    if len(ranked) >= _FIELD:
        _breadth(book, _TOP, ranked, _RANKING)
    for basket in _BASKETS:
        own = set(book.names.baskets.get(basket, ()))
        _basket(book, basket, [move for move in perps if move.asset in own], len(own))
    rotation(book, coins)


def _perps(book: Book) -> Iterable[Move]:
    """Yield the moves of Binance's perpetual contracts between marks a day apart, within three hours."""
    quotes = sheet(book.market, methodcaller("future_quotes", dated=False, since=book.market.as_of - _BACK))
    if quotes.empty:
        return
    at, price, origins = quotes.micros("observed_at"), quotes.floats("price"), quotes.origins
    volume, names = quotes.floats("volume"), quotes.words("instrument")
    for (venue, asset), rows in quotes.by_name("venue", "asset"):
        if venue != _CONTRACTS:
            continue
        sound = rows[np.isfinite(price[rows]) & (price[rows] > 0)]
        if not len(sound) or book.as_of - at[sound[-1]] > STALE:
            continue
        last = int(sound[-1])
        apart = np.abs(at[last] - at[sound] - DAY)
        if apart.min() <= SAME_CLOCK:
            row = int(sound[np.argmin(apart)])
            inputs = tuple(f"future:{venue}:{names(each)}:{stamp(at[each])}" for each in (last, row))
            trace = Trace(inputs, (origins.source(last),))
            value, traded = float(price[last] / price[row] - 1), dollars(volume[last], price[last])
            yield Move(asset, value, int(at[row]), int(at[last]), trace, traded)


def _ranked(book: Book) -> Iterable[Move]:
    """Yield the moves of the largest coins between two of the ranking's snapshots, pegged coins left out."""
    since = book.market.as_of - _BACK
    prices = sheet(book.market, methodcaller("observations", metrics=["spot.price"], since=since))
    if prices.empty:
        return
    at, price, origins = prices.micros("observed_at"), prices.floats("value"), prices.origins
    for (venue, asset), rows in prices.by_name("venue", "asset"):
        if venue != _RANKING:
            continue
        last = int(rows[-1])
        earlier = rows[np.abs(at[last] - at[rows] - DAY) <= SAME_CLOCK]
        unknown = asset not in book.names.assets and abs(price[last] - 1) < _PEGGED
        pegged = unknown or asset in book.names.pegged
        if len(earlier) and not pegged and book.as_of - at[last] <= STALE:
            row = int(earlier[-1])
            inputs = tuple(f"obs:{asset}/spot.price@{_RANKING}@{stamp(at[each])}" for each in (last, row))
            trace = Trace(inputs, (origins.source(last),))
            yield Move(asset, float(price[last] / price[row] - 1), int(at[row]), int(at[last]), trace)


def _id(move: Move, venue: str) -> str:
    return str(SeriesKey(move.asset, "spot.return", "1d", venue))


def _return(book: Book, move: Move, venue: str) -> None:
    """Put down a member's return over a day."""
    book.add(
        Fact(
            id=_id(move, venue), kind=Kind.CHANGE, value=move.value, unit="ratio", as_of=instant(move.end),
            formula="price / price a day earlier - 1", inputs=move.trace.inputs, sources=move.trace.sources,
            window="1d", start=instant(move.start),
        )
    )  # fmt: skip


def _breadth(book: Book, basket: str, moves: list[Move], venue: str) -> str:
    """Put down how many of a field rose, and return the fact's id."""
    risen = [move for move in moves if move.value > 0]
    name = str(SeriesKey(basket, "market.breadth", "1d", venue))
    last, first = max(move.end for move in moves), min(move.start for move in moves)
    traces = joined(*(move.trace for move in moves))
    book.add(
        Fact(
            id=name, kind=Kind.COUNT, value=float(len(risen)), unit="count", as_of=instant(last),
            formula="members whose price rose over a day, of those with both prices", inputs=traces.inputs,
            sources=traces.sources[:1], window="1d", start=instant(first), n=len(risen), total=len(moves),
        )
    )  # fmt: skip
    return name


def _field(book: Book, basket: str, moves: list[Move], fewest: int, venue: str) -> None:
    """Put down how many of a field rose, and who leads and trails those that are traded enough."""
    name = _breadth(book, basket, moves, venue)
    floor = book.names.floors.get(basket)
    ranked, note = liquid(moves, floor)
    if len(ranked) < fewest:
        return
    if floor is not None and all(move.turnover is not None for move in ranked):
        book.add(
            derived(
                book.facts[name], "floor", Kind.THRESHOLD, float(floor), "USD", n=len(ranked), total=len(moves),
                formula="least turnover in 24 hours of a member that is named", note=note,
            )
        )  # fmt: skip
    ordered = sorted(ranked, key=lambda move: (move.value, move.asset))
    for end in (*ordered[:_ENDS], *ordered[-_ENDS:]):
        _return(book, end, venue)
    for place, end, wanted in (("best", ordered[-1], "highest"), ("worst", ordered[0], "lowest")):
        member = book.facts[_id(end, venue)]
        rank = Fact(
            id=f"{name}~{place}", kind=Kind.RANK, value=member.value, unit="ratio", as_of=member.as_of,
            formula=f"{wanted} return of the field", inputs=(member.id, name), of=member.id, window="1d",
            rank="highest" if wanted == "highest" else "lowest", total=len(ranked), note=note,
        )  # fmt: skip
        book.add(rank)
        if venue:
            own = derived(
                member, "rank", Kind.RANK, member.value, "ratio", formula=rank.formula, inputs=rank.inputs,
                rank=rank.rank, total=len(ranked), window="1d", note=note,
            )  # fmt: skip
            book.add(own)


def _median(book: Book, moves: list[Move]) -> None:
    breadth = book.facts[str(SeriesKey(_PERPS, "market.breadth", "1d", _CONTRACTS))]
    book.add(
        Fact(
            id=str(SeriesKey(_PERPS, "market.median_return", "1d")), kind=Kind.CHANGE,
            value=float(np.median([move.value for move in moves])), unit="ratio", as_of=breadth.as_of,
            formula="median of the members' returns over a day", inputs=breadth.inputs, sources=breadth.sources,
            window="1d", start=breadth.start, n=len(moves),
        )
    )  # fmt: skip


def _basket(book: Book, basket: str, moves: list[Move], members: int) -> None:
    """Put down the mean return of a basket, if at least five of its members have one."""
    if len(moves) < _FEWEST_MEMBERS:
        return
    traces = joined(*(move.trace for move in moves))
    book.add(
        Fact(
            id=str(SeriesKey(basket, "market.basket_return", "1d")), kind=Kind.CHANGE,
            value=sum(move.value for move in moves) / len(moves), unit="ratio",
            as_of=instant(max(move.end for move in moves)), formula="mean of the members' returns, equal weights",
            inputs=traces.inputs, sources=traces.sources[:1], window="1d",
            start=instant(min(move.start for move in moves)), n=len(moves), total=members,
        )
    )  # fmt: skip
