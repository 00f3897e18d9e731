"""Options: skew, implied volatility, its term structure, calls against puts, from whole chains."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from generator.metrics.board import Board, Quotes, open_board
from generator.metrics.book import Book, Plan
from generator.metrics.expiries import expiries
from generator.metrics.once import once
from generator.metrics.premium import implied_moves, premiums
from generator.metrics.smile import SHORTEST, Chain, Smiles, at_maturities, smiles
from generator.metrics.strikes import strikes
from generator.metrics.track import Origins, Trace, Track, floats, joined, micros, places_by, stamp, track
from generator.model.fact import Fact, Kind
from generator.model.instants import to_micros
from generator.model.observation import SeriesKey

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from generator.model.fact import Source
    from generator.model.ports import Market
    from generator.model.units import FactUnit

_MATURITIES: Final = (7, 30, 60, 90, 180)
_SEGMENTS: Final = (("7d", "30d"), ("30d", "90d"), ("90d", "180d"))
#: Of the coins beside the one that is told, enough for a day's change: chains are the largest of all readings.
_BESIDE: Final = timedelta(days=3)
#: Chains older than this say nothing that today's comparisons need.
_TOLD: Final = timedelta(days=400)


def options(book: Book) -> None:
    """Put down what the chains of every asset say, and the slopes of delivered volatilities."""
    for place, asset in enumerate(book.assets):
        since = book.since(_TOLD) if place == 0 else book.market.as_of - _BESIDE
        # A snapshot says the same whatever follows it: who writes many days reads all of them once.
        found = once(book.market, f"options {asset}", partial(_read, asset=asset, since=None))
        for venue, read in (_read(book.market, asset=asset, since=since) if found is None else found).items():
            tell_chains(book, asset, venue, read, since=None if since is None else to_micros(since))
    slopes(book)
    premiums(book)
    implied_moves(book)


def _read(market: Market, *, asset: str, since: datetime | None) -> dict[str, Read]:
    frame = market.option_quotes(asset, since=since)
    found: dict[str, Read] = {}
    for (venue,), rows in places_by(frame, "venue"):
        own = frame.iloc[rows] if len(rows) < len(frame) else frame
        found[venue] = read_chains(_quotes(own), Origins(own).source)
    return found


def _quotes(frame: pd.DataFrame) -> Quotes:
    return Quotes(
        at=micros(frame["observed_at"]), expires=micros(frame["expires_at"]), strike=floats(frame["strike"]),
        call=frame["right"].to_numpy() == "C", iv=floats(frame["mark_iv"]), underlying=floats(frame["underlying"]),
        index=floats(frame["index"]), open_interest=floats(frame["open_interest"]), volume=floats(frame["volume"]),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Series:
    """One quantity of every snapshot."""

    metric: str
    tenor: str
    value: NDArray[np.float64]
    formula: str
    unit: FactUnit


@dataclass(frozen=True, slots=True)
class Read:
    """What one venue's chains say, each snapshot by itself.

    Args:
        quotes: The rows, a snapshot after the other.
        source: Tells where a row came from.
        snapshots: When each was taken, ascending. [microseconds since 1970]
        first: The first row of each.
        smiles: One for each expiry of each.
    """

    quotes: Quotes
    source: Callable[[int], Source]
    snapshots: NDArray[np.int64]
    first: NDArray[np.int64]
    smiles: Smiles
    series: tuple[_Series, ...]


def read_chains(quotes: Quotes, source: Callable[[int], Source]) -> Read:
    """Return what chains of one venue say; see ``Read``."""
    snapshots, first = np.unique(quotes.at, return_index=True)
    snapshot = np.searchsorted(snapshots, quotes.at)
    expiry, _ = pd.factorize(quotes.expires)
    found = smiles(
        Chain(
            snapshot, expiry.astype(np.int64), quotes.expires - quotes.at, quotes.strike, quotes.call, quotes.iv,
            quotes.underlying,
        )
    )  # fmt: skip
    series: list[_Series] = []

    def tell(metric: str, tenor: str, value: NDArray[np.float64], formula: str, unit: FactUnit = "ratio") -> None:
        series.append(_Series(metric, tenor, value, formula, unit))

    _volatilities(found, len(snapshots), tell)
    _sides(quotes, snapshot, len(snapshots), tell)
    return Read(quotes, source, snapshots, first, found, tuple(series))


def tell_chains(book: Book, asset: str, venue: str, read: Read, *, since: int | None = None) -> None:
    """Put down what one venue's chains say: over their history, and the last one by expiry and strike.

    Args:
        book: Where to.
        asset: The coin.
        venue: Where its options trade.
        read: Its chains, of which those before the book's instant count.
        since: How far back they count. [microseconds since 1970]
    """
    begin = 0 if since is None else int(np.searchsorted(read.snapshots, since))
    end = int(np.searchsorted(read.snapshots, book.as_of))
    if begin >= end:
        return
    snapshots, first = read.snapshots[begin:end], read.first[begin:end]

    @cache
    def trace(position: int) -> Trace:
        name = f"chain:{venue}:{asset}:{stamp(snapshots[position])}"
        return Trace((name,), (read.source(int(first[position])),))

    for each in read.series:
        key = SeriesKey(asset, each.metric, each.tenor, venue)
        plan = Plan(windows=(1,), ranked=False) if each.unit == "count" else Plan()
        value = each.value[begin:end]
        book.tell(track(key, each.unit, snapshots, value, trace, formula=each.formula, snapshot=True), plan)
    stale = int(book.catalogue.stale("options.expiries").total_seconds()) * 1_000_000
    if book.as_of - int(snapshots[-1]) > stale:
        return
    after = int(read.first[end]) if end < len(read.first) else len(read.quotes.at)
    rows = slice(int(first[-1]), after)
    board = open_board(asset, venue, read.quotes.where(rows), price=_price(book, asset), trace=trace(end - begin - 1))
    book.add(read_expiries(board, read.smiles.whole[read.smiles.snapshot == end - 1]))
    unsettled = board.after(book.as_of)
    if len(unsettled.quotes.strike):
        book.add(*expiries(unsettled), *strikes(unsettled))


def _volatilities(found: Smiles, snapshots: int, tell: Callable[..., None]) -> None:
    kept = found.whole
    curves = np.stack([found.put[kept], found.call[kept], found.atm[kept]])
    read = at_maturities(found.snapshot[kept], found.years[kept], curves, _MATURITIES, snapshots)
    for days, (put, call, atm) in read.items():
        tenor = f"{days}d"
        tell("options.iv_atm", tenor, atm, "mark volatility at a delta of one half, linear in total variance")
        tell("options.skew_25d", tenor, (put - call) / atm, "(iv_put - iv_call) / iv_atm at 25 delta")
        tell("options.skew_25d_points", tenor, put - call, "iv_put - iv_call at 25 delta")
        tell("options.butterfly_25d", tenor, (put + call) / 2 - atm, "(iv_put + iv_call) / 2 - iv_atm at 25 delta")


def _sides(quotes: Quotes, snapshot: NDArray[np.int64], snapshots: int, tell: Callable[..., None]) -> None:
    """Put down calls against puts, by what is open and by what was traded, of options that had not settled."""
    alive = quotes.expires > quotes.at
    for amount, suffix, tenor, what in (
        (quotes.open_interest, "", "", "open interest"),
        (quotes.volume, "_volume", "1d", "24-hour volume"),
    ):
        calls = _sums(snapshot, amount, alive & quotes.call, snapshots)
        puts = _sums(snapshot, amount, alive & ~quotes.call, snapshots)
        with np.errstate(divide="ignore", invalid="ignore"):
            share, ratio = calls / (calls + puts), puts / calls
        tell(f"options.call_share{suffix}", tenor, share, f"{what} of calls / {what} of all options")
        tell("options.put_call_ratio", tenor, ratio, f"{what} of puts / {what} of calls")
    known = _sums(snapshot, quotes.open_interest, alive, snapshots)
    tell("options.open_interest", "", np.where(known > 0, known, np.nan), "sum of the open options", "coin")
    quoted = np.bincount(snapshot[quotes.iv > 0], minlength=snapshots).astype(np.float64)
    tell("options.count", "", quoted, "options with a mark volatility in the snapshot", "count")


def _sums(
    group: NDArray[np.int64], amount: NDArray[np.float64], chosen: NDArray[np.bool_], groups: int
) -> NDArray[np.float64]:
    """Return each group's sum over the chosen rows that have an amount."""
    kept = chosen & np.isfinite(amount)
    return np.bincount(group[kept], weights=amount[kept], minlength=groups).astype(np.float64)


def read_expiries(board: Board, whole: NDArray[np.bool_]) -> Fact:
    """Return of how many listed expiries a smile was read; the note says which were left out, and why.

    Args:
        board: Every option of the snapshot.
        whole: For each expiry with a forward and 36 hours or more to go, whether it has both wings.
    """
    quotes = board.quotes
    total = len(np.unique(quotes.expires[quotes.expires > board.at]))
    lasting = len(np.unique(quotes.expires[quotes.expires - board.at >= SHORTEST]))
    read = int(whole.sum())
    left_out = (
        (total - lasting, "under 36 hours"),
        (len(whole) - read, "without a 25-delta wing"),
        (lasting - len(whole), "without a forward"),
    )
    return board.fact(
        "options.expiries", float(read), "count", kind=Kind.COUNT, n=read, total=total,
        formula="expiries with 36 hours or more to go and both 25-delta wings, of all that are listed",
        note=", ".join(f"{count} {why}" for count, why in left_out if count),
    )  # fmt: skip


def _price(book: Book, asset: str) -> Fact | None:
    """Return the price that is told of a coin."""
    keys = (key for key in book.tracks if (key.asset, key.metric) == (asset, "spot.price"))
    return next((book.facts[str(key)] for key in keys if str(key) in book.facts), None)


def slopes(book: Book) -> None:
    """Put down the slope of every segment of which both ends were read at one instant, wherever they are from."""
    curves = {**book.delivered, **book.tracks}
    places = dict.fromkeys((key.asset, key.venue) for key in curves if key.metric == "options.iv_atm")
    for asset, venue in places:
        for short, long in _SEGMENTS:
            near = curves.get(SeriesKey(asset, "options.iv_atm", short, venue))
            far = curves.get(SeriesKey(asset, "options.iv_atm", long, venue))
            if near is not None and far is not None:
                key = SeriesKey(asset, "options.term_slope", f"{short}-{long}", venue)
                book.tell(difference(key, near, far, formula=f"iv_atm {short} - iv_atm {long}"))


def difference(key: SeriesKey, one: Track, other: Track, *, formula: str) -> Track:
    """Return one track less another, at the instants that both have."""
    at, left, right = np.intersect1d(one.times, other.times, assume_unique=True, return_indices=True)

    def trace(position: int) -> Trace:
        return joined(one.trace(int(left[position])), other.trace(int(right[position])))

    return track(
        key, one.unit, at, one.value[left] - other.value[right], trace, formula=formula,
        computed=one.computed and other.computed, snapshot=one.snapshot,
    )  # fmt: skip
