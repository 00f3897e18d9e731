"""Frames: what kind of day it was. One frame a day; it decides which sentences may lead and which titles fit.

The first of these that holds is the day's:

``record``     the price has set its record.
``shock``      the price moved 2.5 times its usual day or more.
``expiry``     options that are a fifth of the chain expire by the end of the next day.
``thin``       neither futures nor options are known.
``contrast``   the price goes one way, futures and options together point the other.
``agreement``  they go the same way.
``turn``       the price did little, and something else has turned that may lead in its place.
``calm``       the price did little.
``move``       the price moved, and nothing stands against it or with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.narrative.options import lead_skew
from generator.narrative.turns import expiring, turns
from generator.narrative.view import View, cast, moved, trend

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.model.fact import Fact
    from generator.model.finding import Finding

STRESSED: Final = ("fear", "extreme fear", "panic")
_SOFT_BASIS: Final = ("weak", "backwardation")
#: In usual moves of a day: from the first on it is a shock, below the second the price did little.
SHOCK: Final = 2.5
_LITTLE: Final = 1.0
#: The same as parts of the price, where nobody knows what is usual; a shock is never smaller than a hundredth.
_SHOCK_UNKNOWN: Final = 0.08
_LITTLE_UNKNOWN: Final = 0.015
_FLOOR: Final = 0.01
#: From this rise above the week's low on the price rebounds.
_REBOUND: Final = 0.08


def frame(view: View, edition: str, moves: Mapping[str, Finding] | None = None) -> frozenset[str]:
    """Return the day's traits: the price's direction, the derivatives' mood, and its frame as ``frame:NAME``.

    Args:
        view: The day.
        edition: Says which skew is told.
        moves: What could be said, by move; without it no day is one of ``record`` or ``turn``.
    """
    move = view.level("spot.return", "1d") or view.level("spot.return", "7d")
    mood = mood_of_derivatives(view, edition)
    rebound = view.level("spot.rebound", "7d")
    traits = set(trend(move)) | ({mood} if mood else set())
    if moved(rebound, _REBOUND) and rebound is not None and rebound.value is not None and rebound.value > 0:
        traits.add("rebounding")
    if ("up" in traits and mood == "soft") or ("down" in traits and mood == "firm"):
        traits.add("contrast")
    if ("down" in traits and mood == "soft") or ("up" in traits and mood == "firm"):
        traits.add("agreement")
    return frozenset(traits | {f"frame:{_name(view, edition, traits, moves or {})}"})


def _name(view: View, edition: str, traits: set[str], moves: Mapping[str, Finding]) -> str:
    if any("record" in moves[name].traits for name in ("touched-high", "touched-low") if name in moves):
        return "record"
    if is_shock(view):
        return "shock"
    if expiring(view) is not None:
        return "expiry"
    if not _knows_derivatives(view):
        return "thin"
    if did_little(view):
        return "turn" if next(turns(view, edition, moves), None) is not None else "calm"
    return next((name for name in ("contrast", "agreement") if name in traits), "move")


def mood_of_derivatives(view: View, edition: str) -> str | None:
    """Return ``soft``, ``firm`` or ``balanced`` for what futures and options say together, None if unknown."""
    skew, basis = view.told_state(lead_skew(view, edition)), view.told_state(view.level("futures.basis", "90d"))
    if skew is None and basis is None:
        return None
    soft = (skew in STRESSED) + (basis in _SOFT_BASIS)
    firm = (skew is not None and "greed" in skew) + (basis == "heated")
    if soft and not firm:
        return "soft"
    return "firm" if firm and not soft else "balanced"


def judged(view: View, skew: Fact | None, basis: Fact | None) -> tuple[dict[str, Fact], set[str]]:
    """Return the bands that may be told, by ``skew`` and ``basis``, and their states as traits."""
    states = {"skew": view.told_state(skew), "basis": view.told_state(basis)}
    bands = {name: view.derived(fact, "band") for name, fact in (("skew", skew), ("basis", basis)) if states[name]}
    traits = {f"{name}:{state}" for name, state in states.items()}
    return cast(**bands), traits | ({"stressed"} if states["skew"] in STRESSED else set())


def is_shock(view: View) -> bool:
    """Whether the day's move is one that a year sees a few times."""
    day = view.level("spot.return", "1d")
    times = _times(view)
    return moved(day, _SHOCK_UNKNOWN) if times is None else moved(day, _FLOOR) and times >= SHOCK


def did_little(view: View) -> bool:
    """Whether the day's move is no more than a usual one."""
    times = _times(view)
    return not moved(view.level("spot.return", "1d"), _LITTLE_UNKNOWN) if times is None else times < _LITTLE


def _times(view: View) -> float | None:
    """Return the day's move in usual ones, None where nobody knows what is usual."""
    times = view.derived(view.level("spot.price"), "unusual:1d")
    return None if times is None or times.value is None else abs(times.value)


def _knows_derivatives(view: View) -> bool:
    known = (view.level("futures.basis", "90d"), view.level("options.skew_25d", "30d"),
             view.level("options.skew_25d", "7d"), view.level("options.dvol"), *view.funding()[:1])  # fmt: skip
    return any(fact is not None for fact in known)
