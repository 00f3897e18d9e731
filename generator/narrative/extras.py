"""Extras: findings that an edition tells only when they are among its best, so that articles keep their length."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from generator.model.finding import Finding

#: Second readings of a section, by edition with the number of them that are told.
_BODY: Final = (
    "basis-curve", "basis-carry", "funding-weighted", "interest-box", "skew-front", "butterfly", "implied-move",
    "vol-premium-week", "liquidations-share", "coinbase-premium", "ether-in-bitcoin",
)  # fmt: skip
_WATCHED: Final = ("watch-expiry", "watch-expiry-large", "watch-strikes", "watch-gamma")
#: What the record says of the day, and what moves around the asset.
_PAST: Final = (
    "unusual-move", "days-in-row", "first-basis", "first-funding", "first-dvol",
    "episodes-basis", "episodes-funding", "episodes-dvol", "episodes-mood",
    "episodes-price", "percentile-basis", "percentile-funding", "percentile-dvol",
)  # fmt: skip
_AROUND: Final = ("rotation", "top-basket", "dominance", "correlation", "etf-flows", "stablecoins")
_REST: Final = (*_PAST, *_AROUND)
_GROUPS: Final = (_BODY, _WATCHED, _PAST, _AROUND)
_EVERY: Final = frozenset(name for group in _GROUPS for name in group)
_MOST: Final[Mapping[str, tuple[int, int, int, int]]] = {
    "derivatives": (2, 2, 2, 1), "markets": (2, 1, 1, 2), "brief": (0, 0, 0, 0), "weekly": (0, 2, 1, 2),
}  # fmt: skip
#: An extra with less news in it than this is told by none.
_LEAST: Final = 0.18
_MOST_DULL: Final = (1, 1, 1, 0)
#: As many of all groups together: an article grows by a tenth, not by a third. What is watched has its own measure.
_IN_ALL: Final[Mapping[str, int]] = {"derivatives": 4, "markets": 3, "brief": 0, "weekly": 2}
_IN_ALL_DULL: Final = 2
#: A day on which little is known bears less of them: one for so many findings that are no extras.
_FIRST_TO_ONE: Final = 10


def without_the_lesser(moves: Mapping[str, Finding], edition: str, *, dull: bool) -> dict[str, Finding]:
    """Return the moves less the extras that others tell more than."""
    short = dull and edition == "derivatives"
    most, in_all = (_MOST_DULL, _IN_ALL_DULL) if short else (_MOST[edition], _IN_ALL[edition])
    dropped = {name for group, told in zip(_GROUPS, most, strict=True) for name in _beyond(moves, group, told)}
    first = len(moves.keys() - _EVERY)
    in_all = min(in_all, first // _FIRST_TO_ONE)
    body, rest = ([name for name in group if name in moves and name not in dropped] for group in (_BODY, _REST))
    # Half of them are of the day's own numbers, if it has so many that tell.
    dropped |= {*_beyond(moves, rest, in_all - min(len(body), (in_all + 1) // 2))}
    dropped |= {*_beyond(moves, body, in_all - sum(name not in dropped for name in rest))}
    shape = moves["term-shape"].traits if "term-shape" in moves else frozenset()
    if edition == "derivatives" and "iv-front" in moves and "mixed" in shape and "changed" not in shape:
        dropped.add("term-shape")  # the front has just been told, and a mixed curve is no news
    if "vol-premium" in moves and "further" in moves.get("vol-premium-week", moves["vol-premium"]).traits:
        dropped.add("vol-premium-week")  # after a crash it would say so for a week
    return {name: each for name, each in moves.items() if name not in dropped}


def _beyond(moves: Mapping[str, Finding], names: Sequence[str], most: int) -> list[str]:
    there = sorted((name for name in names if name in moves), key=lambda name: -moves[name].salience)
    return [name for place, name in enumerate(there) if place >= most or moves[name].salience < _LEAST]
