"""What hysteresis is for: readings that scatter about a cut, and how often the label changes."""

from __future__ import annotations

from typing import Final
from zlib import crc32

import numpy as np

from generator.model.backtest import Noise
from generator.rules.backtest.spells import changes
from generator.rules.bands import places, states
from generator.rules.book import Scale

READINGS: Final = 100
#: Of the hysteresis: noise of 0.4 points about a cut with half a point.
SIZE: Final = 0.8


def noise(scale: Scale, seed: str) -> Noise | None:
    """Return how often a label changes on noise about the first cut that is a number, None without hysteresis.

    The noise is even between its ends, and drawn by the seed alone.
    """
    still = next((cut.value for cut in scale.cuts if cut.moving is None), None)
    if still is None or scale.hysteresis == 0 or any(cut.moving for cut in scale.cuts):
        return None
    chance = np.random.Generator(np.random.PCG64(crc32(seed.encode())))
    readings = still + SIZE * scale.hysteresis * chance.uniform(-1, 1, READINGS)
    _, held = changes(states(scale, readings))
    _, bare = changes(places(scale, readings))
    return Noise(readings=READINGS, held=held, bare=bare)
