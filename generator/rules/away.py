"""How far a reading is from another label: the cuts around it, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from generator.rules.bands import levels

if TYPE_CHECKING:
    from generator.rules.bands import Readings
    from generator.rules.book import Cut, Scale

#: A difference of two decimals is off by a few 1e-17.
_DIGITS: Final = 12


@dataclass(frozen=True, slots=True)
class Step:
    """A change of label that the next reading could bring.

    Args:
        state: The label that it would have.
        side: Where the reading would have to lie.
        edge: Of which number; past the cut by the hysteresis where a state is left towards neutral.
        included: Whether the number itself brings the change.
        away: How far the reading is from there, without a sign.
        readings: How many such readings in a row it takes.
    """

    state: str
    side: Literal["above", "below"]
    edge: float
    included: bool
    away: float
    readings: int


def steps(scale: Scale, place: int, readings: Readings) -> Iterator[Step]:
    """Yield what would change the label, downward and upward.

    Args:
        scale: Whose bands they are.
        place: The band that the last reading is in, with hysteresis.
        readings: The history that ends with it.
    """
    value = float(readings[-1])
    for neighbour, cut in ((place - 1, place - 1), (place + 1, place)):
        if 0 <= cut < len(scale.cuts):
            yield _step(scale, scale.cuts[cut], neighbour, up=neighbour > place, value=value, readings=readings)


def _step(scale: Scale, cut: Cut, place: int, *, up: bool, value: float, readings: Readings) -> Step:
    outward = (cut.sign > 0) == up
    level = float(np.asarray(levels(cut, readings)).reshape(-1)[-1])
    edge = round(level if outward else level - cut.sign * scale.hysteresis, _DIGITS)
    # Upward the band above must be reached: its edge is in it unless the band below owns the cut.
    included = not cut.lower_owns if up else cut.lower_owns
    away = max(0.0, round(edge - value if up else value - edge, _DIGITS))
    state = scale.bands[place].state
    return Step(state, "above" if up else "below", edge, included, away, scale.after if outward else 1)
