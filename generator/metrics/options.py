"""Options: skew, implied volatility, its term structure, calls against puts, from whole chains."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from generator.metrics.book import Book, Plan
from generator.metrics.grid import SAME_CLOCK
from generator.metrics.smile import Chain, at_maturity, smiles
from generator.metrics.track import DAY, Origins, Trace, Track, floats, joined, micros, places_by, stamp, track
from generator.model.observation import SeriesKey

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from generator.model.units import FactUnit

_ATM_DAYS: Final = (7, 30, 60, 90, 180)
_SKEW_DAYS: Final = (7, 30, 90)
_SEGMENTS: Final = (("7d", "30d"), ("30d", "90d"), ("90d", "180d"))
#: Of the coins beside the one that is told, enough for a day's change: chains are the largest of all readings.
_BESIDE: Final = timedelta(days=3)
#: Chains older than this say nothing that today's comparisons need.
_TOLD: Final = timedelta(days=400)


def options(book: Book) -> None:
    """Put down what the chains of every asset say, and the slopes of delivered volatilities."""
    for place, asset in enumerate(book.assets):
        frame = book.market.option_quotes(asset, since=book.market.as_of - (_TOLD if place == 0 else _BESIDE))
        if not frame.empty:
            for (venue,), rows in places_by(frame, "venue"):
                _chain_facts(book, asset, venue, frame.iloc[rows] if len(rows) < len(frame) else frame)
    slopes(book)
    _premium(book)


def _chain_facts(book: Book, asset: str, venue: str, quotes: pd.DataFrame) -> None:
    at = micros(quotes["observed_at"])
    snapshots, first = np.unique(at, return_index=True)
    snapshot = np.searchsorted(snapshots, at)
    expires = micros(quotes["expires_at"])
    expiry, _ = pd.factorize(expires)
    call = quotes["right"].to_numpy() == "C"
    chain = Chain(
        snapshot, expiry.astype(np.int64), expires - at, floats(quotes["strike"]), call, floats(quotes["mark_iv"]),
        floats(quotes["underlying"]),
    )  # fmt: skip
    origins = Origins(quotes)

    def trace(position: int) -> Trace:
        name = f"chain:{venue}:{asset}:{stamp(snapshots[position])}"
        return Trace((name,), (origins.source(int(first[position])),))

    def tell(metric: str, tenor: str, value: NDArray[np.float64], formula: str, unit: FactUnit = "ratio") -> None:
        key = SeriesKey(asset, metric, tenor, venue)
        plan = Plan(windows=(1,), ranked=False) if unit == "count" else Plan()
        book.tell(track(key, unit, snapshots, value, trace, formula=formula, snapshot=True), plan)

    _volatilities(chain, len(snapshots), tell)
    interest, volume = floats(quotes["open_interest"]), floats(quotes["volume"])
    for amount, suffix, tenor, what in (
        (interest, "", "", "open interest"),
        (volume, "_volume", "1d", "24-hour volume"),
    ):
        calls, puts = _sums(snapshot, amount, call, len(snapshots)), _sums(snapshot, amount, ~call, len(snapshots))
        with np.errstate(divide="ignore", invalid="ignore"):
            share, ratio = calls / (calls + puts), puts / calls
        tell(f"options.call_share{suffix}", tenor, share, f"{what} of calls / {what} of all options")
        tell("options.put_call_ratio", tenor, ratio, f"{what} of puts / {what} of calls")
    quoted = np.bincount(snapshot[chain.iv > 0], minlength=len(snapshots)).astype(np.float64)
    tell("options.count", "", quoted, "options with a mark volatility in the snapshot", "count")


def _volatilities(chain: Chain, snapshots: int, tell: Callable[..., None]) -> None:
    found = smiles(chain)

    def read(iv: NDArray[np.float64], days: int) -> NDArray[np.float64]:
        return at_maturity(found.snapshot, found.years, iv, days=days, snapshots=snapshots)

    atm = {days: read(found.atm, days) for days in _ATM_DAYS}
    for days in _ATM_DAYS:
        tell(
            "options.iv_atm", f"{days}d", atm[days], "mark volatility at a delta of one half, linear in total variance"
        )
    for days in _SKEW_DAYS:
        points = read(found.put, days) - read(found.call, days)
        tell("options.skew_25d", f"{days}d", points / atm[days], "(iv_put - iv_call) / iv_atm at 25 delta")
        tell("options.skew_25d_points", f"{days}d", points, "iv_put - iv_call at 25 delta")


def _sums(
    group: NDArray[np.int64], amount: NDArray[np.float64], chosen: NDArray[np.bool_], groups: int
) -> NDArray[np.float64]:
    """Return each group's sum over the chosen rows that have an amount."""
    kept = chosen & np.isfinite(amount)
    return np.bincount(group[kept], weights=amount[kept], minlength=groups).astype(np.float64)


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


def _premium(book: Book) -> None:
    """Put down implied less realised volatility over 30 days.

    An evening's chain is set against the close that follows it within three hours, any other
    against the last close before it.
    """
    for key, implied in list(book.tracks.items()):
        if (key.metric, key.tenor) != ("options.iv_atm", "30d"):
            continue
        realised = next(
            (t for k, t in book.tracks.items() if (k.asset, k.metric) == (key.asset, "spot.realised_vol")), None
        )
        if realised is None or len(realised) == 0:
            continue
        place = np.searchsorted(realised.times, implied.times + SAME_CLOCK, side="right") - 1
        known = (place >= 0) & (implied.times - realised.times[np.maximum(place, 0)] <= 2 * DAY)
        value = np.where(known, implied.value - realised.value[np.maximum(place, 0)], np.nan)

        def trace(
            position: int, implied: Track = implied, realised: Track = realised, at: NDArray[np.int64] = place
        ) -> Trace:
            return joined(implied.trace(position), realised.trace(int(at[position])))

        premium = SeriesKey(key.asset, "options.volatility_premium", "30d", key.venue)
        book.tell(
            track(
                premium, "ratio", implied.times, value, trace, formula="iv_atm 30d - realised volatility of 30 days",
                computed=implied.computed and realised.computed, snapshot=implied.snapshot,
            )
        )  # fmt: skip
