"""What a rule said day by day, and how its bands are tinted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np

from generator.model.chart import Daily, Tone, Zone
from generator.rules.bands import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.rules.bands import Places
    from generator.rules.book import Rulebook, Scale

#: As far back as labels are handed on.
DAYS: Final = 365
#: A band's score → its tint.
_TONES: Final[Mapping[int, Tone]] = {-2: "fear2", -1: "fear1", 0: "calm", 1: "greed1", 2: "greed2"}


def on_calendar(at: Places, ago: Places, days: int) -> Places:
    """Return places on consecutive days, the last one today's, ``UNKNOWN`` on a day without a reading.

    Args:
        at: A place a reading.
        ago: How many days before today each reading is, descending.
        days: How many days to return at most; no more than there are since the first reading.
    """
    length = min(days, int(ago[0]) + 1)
    row = np.full(length, UNKNOWN, dtype=np.int64)
    kept = ago < length
    row[length - 1 - ago[kept]] = at[kept]
    return row


def labels(name: str, scale: Scale, at: Places, last: date) -> Daily:
    """Return the labels of the last year, None where the state is unknown.

    Args:
        name: Id of the band's fact.
        scale: Whose bands the places are.
        at: Places on consecutive days.
        last: The day of the last one.
    """
    words: list[str | None] = [*(band.state for band in scale.bands), None]  # UNKNOWN takes the last
    return Daily(fact=name, last=last, values=tuple(words[place] for place in at[-DAYS:].tolist()))


def tints(rulebook: Rulebook) -> dict[str, tuple[Zone, ...]]:
    """Return the zones of each rule by its id, and those of the ``stance``."""
    return {**{rule.id: zones(rule.scale) for rule in rulebook}, "stance": zones(rulebook.stance.scale)}


def zones(scale: Scale) -> tuple[Zone, ...]:
    """Return a scale's bands between their cuts, low to high."""
    edges = [None, *(cut.value for cut in scale.cuts), None]
    return tuple(
        Zone(label=band.state, low=edges[place], high=edges[place + 1], tone=_TONES[band.score])
        for place, band in enumerate(scale.bands)
    )
