"""Findings about what expires, and at which strikes most is open: dates and levels to watch, never forecasts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Final

from generator.narrative.view import View, cast, finding, near

if TYPE_CHECKING:
    from generator.model.fact import Fact
    from generator.model.finding import Finding

_NOTIONAL: Final = "options.expiry_notional"
#: The next expiry is the first that holds so much of the chain: a day's own options are mostly dust.
_MATTERS: Final = 0.02
#: From here on one expiry is large enough to be told from afar.
_LARGE: Final = 0.2
#: A strike further from the price than this is no level that the week is likely to see.
_IN_SIGHT: Final = 0.25
#: Gamma is told where the price is close enough to feel it.
_AT_HAND: Final = 0.05


def expiries(view: View, edition: str) -> Iterator[Finding]:
    """Yield the next expiry, the largest one, and the strikes around the price.

    Only readers of derivatives are told what is open for it, and where it would hurt least.
    """
    pained = edition == "derivatives"
    shares = sorted(_shares(view), key=lambda each: each[1].key.tenor)
    if shares:
        coming = next((each for each in shares if each[0] >= _MATTERS), shares[0])
        largest = max(shares, key=lambda each: each[0])
        yield _expiry(
            view,
            "watch-expiry",
            coming[1],
            pained=pained,
            size=0.25 + min(coming[0], 0.4) + _soon(view, coming[1], 3) * 0.1,
        )
        if largest[0] >= _LARGE and largest is not coming:
            yield _expiry(
                view,
                "watch-expiry-large",
                largest[1],
                pained=pained,
                size=0.15 + _soon(view, largest[1], 21) * largest[0],
            )
    yield from _strikes(view)
    yield from _gamma(view)


def _shares(view: View) -> Iterator[tuple[float, Fact]]:
    """Yield what expires on each date that has not passed, with its share of the chain."""
    today = view.as_of.date().isoformat()
    for tenor in view.facts.tenors(view.asset, _NOTIONAL):
        fact = view.level(_NOTIONAL, tenor) if tenor >= today else None
        share = view.derived(fact, "share")
        if fact is not None and fact.value and share is not None and share.value is not None:
            yield share.value, fact


def _soon(view: View, notional: Fact, days: int) -> bool:
    """Whether it expires within so many days: a far date would be told for weeks on end."""
    return (date.fromisoformat(notional.key.tenor) - view.as_of.date()).days <= days


def _expiry(view: View, move: str, notional: Fact, *, pained: bool, size: float) -> Finding:
    day, venue, spot = notional.key.tenor, notional.key.venue, view.level("spot.price")
    pain = view.level("options.max_pain", day, venue=venue) if pained else None
    away = view.derived(pain, "distance")
    told = away is not None and away.value is not None and spot is not None and away.than == spot.id
    # Where max pain is told the ratio is not, so that no explanation of it may follow.
    parts = cast(
        notional=notional, share=view.derived(notional, "share"),
        ratio=view.level("options.put_call_ratio", day, venue=venue) if pained and not told else None,
        pain=pain, away=away if told else None, price=spot if told else None,
    )  # fmt: skip
    return finding(move, "watch", parts, traits={"pained"} if told else (), size=size, why="what expires")


def _strikes(view: View) -> Iterator[Finding]:
    spot = view.level("spot.price")
    put, call = view.level("options.top_put_strike"), view.level("options.top_call_strike")
    below = put if near(put, spot, _IN_SIGHT) else None
    over = call if near(call, spot, _IN_SIGHT) else None
    if spot is not None and (below is not None or over is not None):
        parts = cast(
            price=spot, put=below, putopen=view.derived(below, "open_interest"),
            call=over, callopen=view.derived(over, "open_interest"),
        )  # fmt: skip
        away = min(_away(strike, spot) for strike in (below, over) if strike is not None)
        size = 0.2 + 0.2 * (1 - away / _IN_SIGHT)
        yield finding("watch-strikes", "watch", parts, size=size, why="strikes with many options open")


def _gamma(view: View) -> Iterator[Finding]:
    spot, strike = view.level("spot.price"), view.level("options.gamma_strike")
    if strike is not None and spot is not None and near(strike, spot, _AT_HAND):
        parts = cast(strike=strike, gamma=view.derived(strike, "gamma"))
        size = 0.2 + 0.15 * (1 - _away(strike, spot) / _AT_HAND)
        yield finding("watch-gamma", "watch", parts, size=size, why="a strike at which hedges change most")


def _away(strike: Fact, spot: Fact) -> float:
    """Return how far a strike is from the price, as a fraction of it; 1 where either has no value."""
    return abs(strike.value / spot.value - 1) if strike.value and spot.value else 1.0
