"""Strikes of one snapshot: where most options are open, and where their gamma lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from generator.metrics import black
from generator.metrics.book import derived
from generator.metrics.smile import SHORTEST
from generator.metrics.track import DAY, DAYS_PER_YEAR
from generator.model.fact import Fact, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from generator.metrics.board import Board
    from generator.model.units import FactUnit

_PERCENT: Final = 0.01


def strikes(board: Board) -> Iterator[Fact]:
    """Yield the strikes that hold most, of expiries with 36 hours or more to go, and their gamma."""
    quotes = board.quotes
    lasting = quotes.expires - board.at >= SHORTEST
    held = "at which most {} are open, of expiries with 36 hours or more to go"
    both = held.format("options")
    yield from _top(board, "options.top_strike", lasting, quotes.open_interest, f"strike {both}", "open_interest")
    price = None if board.price is None else board.price.value
    if price is not None:
        for metric, chosen, where in (
            (
                "options.top_call_strike",
                quotes.call & (quotes.strike > price),
                "above the price " + held.format("calls"),
            ),
            (
                "options.top_put_strike",
                ~quotes.call & (quotes.strike < price),
                "below the price " + held.format("puts"),
            ),
        ):
            yield from _top(board, metric, lasting & chosen, quotes.open_interest, f"strike {where}", "open_interest")
    yield from _gamma(board, lasting)


def gamma_notional(
    forward: NDArray[np.float64], strike: NDArray[np.float64], iv: NDArray[np.float64], years: NDArray[np.float64],
    open_interest: NDArray[np.float64],
) -> NDArray[np.float64]:  # fmt: skip
    """Return by how many dollars the options' delta changes when the forward moves by 1%, without a sign.

    Whether a dealer has bought or sold an option nobody can see, so that no side is assumed.

    Args:
        forward: [USD per coin], > 0
        strike: [USD per coin], > 0
        iv: [fraction a year], > 0
        years: Time to expiry, of 365 days, > 0.
        open_interest: [coin]

    Source:
        F. Black, The pricing of commodity contracts (1976), for gamma.
    """
    return black.gamma(forward, strike, iv, years) * open_interest * forward**2 * _PERCENT


def _gamma(board: Board, lasting: NDArray[np.bool_]) -> Iterator[Fact]:
    quotes = board.quotes
    known = lasting & (quotes.iv > 0) & np.isfinite(quotes.iv) & np.isfinite(board.forward)
    if not known.any():
        return
    years = (quotes.expires[known] - board.at) / DAY / DAYS_PER_YEAR
    amount = np.zeros(len(known))
    amount[known] = gamma_notional(
        board.forward[known], quotes.strike[known], quotes.iv[known], years, quotes.open_interest[known]
    )
    yield board.fact(
        "options.gamma_notional", float(amount.sum()), "USD",
        formula="sum of gamma (Black-76) x open interest x forward squared x 1%, 36 hours or more to expiry",
        n=int(known.sum()), total=int(lasting.sum()),
    )  # fmt: skip
    yield from _top(
        board, "options.gamma_strike", known, amount, "strike with the largest gamma notional, unsigned", "gamma"
    )


def _top(
    board: Board, metric: str, chosen: NDArray[np.bool_], amount: NDArray[np.float64], formula: str, held: str
) -> Iterator[Fact]:
    """Yield the strike with the most of an amount, the lowest of several; how much, and how far from the price."""
    if not chosen.any():
        return
    listed, own = np.unique(board.quotes.strike[chosen], return_inverse=True)
    sums = np.bincount(own, amount[chosen])
    place = int(np.argmax(sums))
    unit: FactUnit = "USD" if held == "gamma" else "coin"
    level = board.fact(metric, float(listed[place]), "USD", formula=formula)
    yield level
    yield derived(level, held, Kind.LEVEL, float(sums[place]), unit, formula=f"{held.replace('_', ' ')} at the strike")
    distance = board.distance(level)
    if distance is not None:
        yield distance
