"""Option expiries of one snapshot: what is open in each, what it is worth, where its options pay out least."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from generator.metrics.book import derived
from generator.metrics.track import instant
from generator.model.fact import Fact, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from generator.metrics.board import Board

#: Sums of amounts with one decimal differ by rounding; beneath this part of them they are equal.
_ROUNDING: Final = 1e-9


def expiries(board: Board) -> Iterator[Fact]:
    """Yield the open interest, notional, put/call ratio and max pain of every expiry, the next one first."""
    quotes = board.quotes
    dates, own = np.unique(quotes.expires, return_inverse=True)
    calls = np.bincount(own, np.where(quotes.call, quotes.open_interest, 0.0), len(dates))
    puts = np.bincount(own, np.where(quotes.call, 0.0, quotes.open_interest), len(dates))
    pain = max_pain(own, quotes.strike, quotes.call, quotes.open_interest, len(dates))
    whole = None
    if board.index is not None:
        whole = board.fact(
            "options.expiry_notional", float((calls + puts).sum()) * board.index, "USD",
            formula="open interest of all expiries x index",
        )  # fmt: skip
        yield whole
    for place, expires in enumerate(dates.tolist()):
        day, call, put = instant(expires).date().isoformat(), float(calls[place]), float(puts[place])
        yield board.fact(
            "options.open_interest", call + put, "coin", tenor=day, formula="sum of the expiry's open options"
        )
        if whole is not None and whole.value is not None and board.index is not None:
            notional = board.fact(
                "options.expiry_notional", (call + put) * board.index, "USD", tenor=day,
                formula="open interest of the expiry x index",
            )  # fmt: skip
            yield notional
            yield derived(
                notional, "share", Kind.SHARE, (call + put) * board.index / whole.value, "ratio",
                formula="notional of the expiry / notional of all expiries", inputs=(notional.id, whole.id),
                than=whole.id,
            )  # fmt: skip
        if call > 0:
            yield board.fact(
                "options.put_call_ratio", put / call, "ratio", tenor=day,
                formula="open interest of the expiry's puts / open interest of its calls",
            )  # fmt: skip
        least = board.fact(
            "options.max_pain", float(pain[place]), "USD", tenor=day,
            formula="strike at which the open options of the expiry pay out least",
        )  # fmt: skip
        yield least
        distance = board.distance(least)
        if distance is not None:
            yield distance


def max_pain(
    group: NDArray[np.int64], strike: NDArray[np.float64], call: NDArray[np.bool_],
    open_interest: NDArray[np.float64], groups: int,
) -> NDArray[np.float64]:  # fmt: skip
    """Return the strike at which each group's options together pay out least, the lowest of several.

    From one strike to the next the payout rises by the calls at or below, and falls by the puts above.
    So it is least at the first strike at which no more puts are open above than calls at or below.

    Args:
        group: Which expiry a row belongs to, counted from 0; none is empty.
        strike: [USD per coin]
        call: Whether it is a call.
        open_interest: > 0. [coin]
        groups: How many there are.
    """
    order = np.lexsort((strike, group))
    group, strike = group[order], strike[order]
    calls = np.where(call[order], open_interest[order], 0.0)
    puts = np.where(call[order], 0.0, open_interest[order])
    start = np.searchsorted(group, np.arange(groups))
    calls_at, puts_at = np.bincount(group, calls, groups), np.bincount(group, puts, groups)
    calls_before, puts_before = (np.cumsum(each) - each for each in (calls_at, puts_at))
    below = np.cumsum(calls) - calls_before[group]
    above = puts_at[group] - (np.cumsum(puts) - puts_before[group])
    risen = below >= above - _ROUNDING * (calls_at.sum() + puts_at.sum())
    # A strike's payout is known at the last of its rows.
    last = np.append((np.diff(strike) != 0) | (np.diff(group) != 0), True)
    found = np.flatnonzero(risen & last)
    return strike[found[np.searchsorted(found, start)]]
