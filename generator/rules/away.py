"""How far a reading is from another label: the cuts around it, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Literal

import numpy as np

from generator.rules.bands import DIGITS, beyond, levels, way_back

if TYPE_CHECKING:
    from generator.rules.bands import Readings
    from generator.rules.book import Cut, Scale


@dataclass(frozen=True, slots=True)
class Step:
    """A change of label that the next reading could bring.

    Args:
        state: The label that it would have.
        side: Where the reading would have to lie.
        edge: Of which number; past the cut by the hysteresis where a state is left towards neutral.
        included: Whether the number itself brings the change.
        away: How far the reading is from there, without a sign.
        readings: How many such readings in a row it takes, beside those that lie there already.
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
    for neighbour, cut in ((place - 1, place - 1), (place + 1, place)):
        if 0 <= cut < len(scale.cuts):
            step = _step(scale, scale.cuts[cut], neighbour, up=neighbour > place, readings=readings)
            if not isnan(step.edge):  # a cut whose past is about to be too short lies nowhere
                yield step


def _step(scale: Scale, cut: Cut, place: int, *, up: bool, readings: Readings) -> Step:
    outward = (cut.sign > 0) == up
    value = float(readings[-1])
    # Where the cut lies for the reading to come: today's is part of its past.
    level = cut.value if cut.moving is None else float(np.asarray(levels(cut, np.append(readings, np.nan)))[-1])
    back = way_back(cut, scale.hysteresis) if cut.moving is None else level - cut.sign * scale.hysteresis
    edge = round(level if outward else back, DIGITS)
    # Upward the band above must be reached: its edge is in it unless the band below owns the cut.
    included = not cut.lower_owns if up else cut.lower_owns
    away = max(0.0, round(edge - value if up else value - edge, DIGITS))
    state = scale.bands[place].state
    days = max(1, scale.after - _run(cut, readings)) if outward else 1
    return Step(state, "above" if up else "below", edge, included, away, days)


def _run(cut: Cut, readings: Readings) -> int:
    """Return how many readings at the end lie beyond a cut already."""
    inside = np.flatnonzero(~beyond(cut, readings))
    return len(readings) - 1 - int(inside[-1]) if inside.size else len(readings)
