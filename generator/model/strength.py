"""How strong a move is, in what such a move usually is: the measure that words for it follow.

The verifier has cuts of its own; ``docs/claims.md`` has both in words.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, Literal

from generator.model.fact import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.model.fact import Fact

Strength = Literal["flat", "mild", "plain", "strong", "extreme"]
#: From weakest to strongest.
LADDER: Final[tuple[Strength, ...]] = ("flat", "mild", "plain", "strong", "extreme")

#: Where each strength ends, in usual moves.
_FLAT_BELOW: Final = 0.25
_MILD_BELOW: Final = 0.6
_STRONG_FROM: Final = 1.5
_EXTREME_FROM: Final = 2.5
#: The least that counts as a usual move of a day, by unit: a series that hardly moves does not plunge.
_FLOOR: Final[Mapping[str, float]] = {"ratio": 0.01, "ratio_points": 0.01, "index_points": 2.0}
#: However wild a series, a larger move is not "little changed".
_FLAT_AT_MOST: Final[Mapping[str, float]] = {"ratio": 0.01, "ratio_points": 0.01, "index_points": 2.0}
#: Where nothing is known of what is usual, a smaller move is "little changed", and all others are plain.
_FLAT_UNKNOWN: Final[Mapping[str, float]] = {"ratio": 0.0075, "ratio_points": 0.002, "index_points": 1.0}
#: Rates a year move by less than volatilities and shares.
_RATES: Final = ("futures.basis", "futures.carry", "perp.funding_rate", "macro.yield")
_RATE_FLOOR: Final = 0.005
_RATE_FLAT_AT_MOST: Final = 0.003
#: Printed without decimals: a smaller change may print as none.
_WHOLE: Final = ("options.call_share", "options.call_share_volume")
_WHOLE_FLAT: Final = 0.01
_DAYS: Final[Mapping[str, int]] = {"d": 1, "w": 7, "y": 365}


def strength(fact: Fact) -> Strength:
    """Return how strong a move is; ``plain`` where nobody knows what is usual, and for what is no move.

    Args:
        fact: A change, or anything else with a value: only a change in a known measure is more or less than plain.
    """
    if is_flat(fact):
        return "flat"
    size = in_usual_moves(fact)
    if size is None:
        return "plain"
    if size >= _EXTREME_FROM:
        return "extreme"
    if size >= _STRONG_FROM:
        return "strong"
    return "mild" if size < _MILD_BELOW else "plain"


def in_usual_moves(fact: Fact) -> float | None:
    """Return a move's size in usual ones, at least in the floor's; None where nobody knows what is usual."""
    floor = _FLOOR.get(fact.unit)
    if fact.kind is not Kind.CHANGE or fact.value is None or fact.usual is None or floor is None:
        return None
    if fact.unit == "ratio_points" and fact.key.metric in _RATES:
        floor = _RATE_FLOOR
    return abs(fact.value) / max(fact.usual, floor * math.sqrt(_days(fact.window)))


def is_flat(fact: Fact) -> bool:
    """Return whether a move is next to none, so that it is told as "little changed"."""
    if fact.value is None:
        return False
    if fact.value == 0:
        return True
    metric, size = fact.key.metric, in_usual_moves(fact)
    if metric in _WHOLE and fact.unit == "ratio_points":
        return abs(fact.value) < _WHOLE_FLAT
    if size is None:
        limit = _FLAT_UNKNOWN.get(fact.unit)
        return limit is not None and abs(fact.value) < limit
    at_most = _RATE_FLAT_AT_MOST if fact.unit == "ratio_points" and metric in _RATES else _FLAT_AT_MOST[fact.unit]
    return size < _FLAT_BELOW and abs(fact.value) < at_most


def _days(window: str | None) -> int:
    """Return the days of a window, 1 where it has no length of its own."""
    number, unit = (window or "")[:-1], (window or "")[-1:]
    return int(number) * _DAYS[unit] if number.isdigit() and unit in _DAYS else 1
