"""What a rule said day by day, and how its bands are tinted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from generator.model.chart import Daily, Tone, Zone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.rules.bands import Places
    from generator.rules.book import Band, Rulebook, Scale

#: As far back as labels are handed on.
DAYS: Final = 365
#: A band's score → its tint.
_TONES: Final[Mapping[int, Tone]] = {-2: "fear2", -1: "fear1", 0: "calm", 1: "greed1", 2: "greed2"}


def labels(name: str, scale: Scale, at: Places, last: date) -> Daily:
    """Return the labels of the last year, None where the state is unknown.

    Args:
        name: Id of the band's fact.
        scale: Whose bands the places are.
        at: Places on consecutive days.
        last: The day of the last one.
    """
    words: list[str | None] = [*(band.state for band in scale.bands), None]  # UNKNOWN takes the last
    return Daily(fact=name, last=last, values=tuple(map(words.__getitem__, at[-DAYS:].tolist())))


def tints(rulebook: Rulebook) -> dict[str, tuple[Zone, ...]]:
    """Return the zones of each rule by its id, and those of the ``stance``."""
    return {**{rule.id: zones(rule.scale) for rule in rulebook}, "stance": zones(rulebook.stance.scale)}


def zones(scale: Scale) -> tuple[Zone, ...]:
    """Return a scale's bands between their cuts, low to high; none where one moves: it lies nowhere for long."""
    if any(cut.moving for cut in scale.cuts):
        return ()
    edges = [None, *(cut.value for cut in scale.cuts), None]
    return tuple(
        Zone(label=band.state, low=edges[place], high=edges[place + 1], tone=tone(band))
        for place, band in enumerate(scale.bands)
    )


def tone(band: Band) -> Tone:
    """Return how a band is tinted."""
    return _TONES[band.score]
