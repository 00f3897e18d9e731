"""Extras: findings that an edition tells only when they are among its best, so that articles keep their length."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from generator.model.finding import Finding

#: Second readings of a section, by edition with the number of them that are told.
_BODY: Final = (
    "basis-curve", "basis-carry", "funding-weighted", "interest-box", "skew-front", "butterfly", "implied-move",
    "vol-premium-week", "liquidations-share", "coinbase-premium", "ether-in-bitcoin",
)  # fmt: skip
_WATCHED: Final = ("watch-expiry", "watch-expiry-large", "watch-strikes", "watch-gamma")
_MOST: Final[Mapping[str, tuple[int, int]]] = {"derivatives": (3, 2), "markets": (2, 1), "brief": (0, 0)}
#: An extra with less news in it than this is told by none.
_LEAST: Final = 0.18
_MOST_DULL: Final = (1, 1)


def without_the_lesser(moves: Mapping[str, Finding], edition: str, *, dull: bool) -> dict[str, Finding]:
    """Return the moves less the extras that others tell more than."""
    body, watched = _MOST_DULL if dull and edition == "derivatives" else _MOST[edition]
    dropped = {*_beyond(moves, _BODY, body), *_beyond(moves, _WATCHED, watched)}
    return {name: each for name, each in moves.items() if name not in dropped}


def _beyond(moves: Mapping[str, Finding], names: tuple[str, ...], most: int) -> list[str]:
    there = sorted((name for name in names if name in moves), key=lambda name: -moves[name].salience)
    return [name for place, name in enumerate(there) if place >= most or moves[name].salience < _LEAST]
