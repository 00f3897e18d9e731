"""What each rule of one time says of each series, and which of them speaks on a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from generator.rules.backtest.past import series
from generator.rules.bands import UNKNOWN, Places, Readings, places, states

if TYPE_CHECKING:
    from generator.rules.backtest.past import Past
    from generator.rules.book import Rule, Rulebook, Scale

#: Which of several speaks on each day, ``NOBODY`` where none has a reading.
Choice = NDArray[np.int64]
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Line:
    """A rule's labels of one series by day."""

    rule: Rule
    tenor: str
    readings: Readings
    at: Places

    @property
    def states(self) -> tuple[str, ...]:
        """The labels that it can give."""
        return tuple(band.state for band in self.rule.scale.bands)


def judged(scale: Scale, readings: Readings, *, bare: bool) -> Places:
    """Return each day's band; ``bare`` by the cuts alone, without hysteresis and waiting."""
    return places(scale, readings) if bare else states(scale, readings)


def lines(book: Rulebook, past: Past, *, bare: bool) -> Iterator[Line]:
    """Yield the labels that the rules of one time give, in the order in which series are preferred."""
    metrics = {rule.metric for rule in book}
    for name in past.readings:
        key = series(name)
        if key is None or key.metric not in metrics:
            continue
        for rule in book.judging(key.metric, key.tenor, key.asset, key.venue):
            readings = past.readings.get(f"{name}~change:{rule.change}" if rule.change else name)
            if readings is not None:
                # What is no finite number is no reading, as on a single day.
                found = np.where(np.isfinite(readings), readings, np.nan)
                yield Line(rule, key.tenor, found, judged(rule.scale, found, bare=bare))


def speaks(own: Sequence[Line], days: int) -> Choice:
    """Return which line speaks on each day: the first with a label, else the first with a reading."""
    chosen = np.full(days, NOBODY, dtype=np.int64)
    for place in reversed(range(len(own))):
        chosen = np.where(~np.isnan(own[place].readings), place, chosen)
    for place in reversed(range(len(own))):
        chosen = np.where(own[place].at != UNKNOWN, place, chosen)
    return chosen


def knows(own: Sequence[Line], days: int) -> Choice:
    """Return which line is the first with a label on each day."""
    chosen = np.full(days, NOBODY, dtype=np.int64)
    for place in reversed(range(len(own))):
        chosen = np.where(own[place].at != UNKNOWN, place, chosen)
    return chosen


def alike(choices: Sequence[Choice], days: int) -> Iterator[tuple[tuple[int, ...], NDArray[np.intp]]]:
    """Yield each combination of those who speak, with the days on which it is they."""
    if not choices:
        yield (), np.arange(days)
        return
    combinations, which = np.unique(np.stack(choices), axis=1, return_inverse=True)
    which = which.reshape(-1)
    for place in range(combinations.shape[1]):
        yield tuple(combinations[:, place].tolist()), np.flatnonzero(which == place)
