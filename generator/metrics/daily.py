"""Histories as plain values, one a day, for whoever draws them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from generator.metrics.track import DAY, instant
from generator.model.chart import Daily

if TYPE_CHECKING:
    from generator.metrics.grid import Sampled

#: A year, and what a change over a month needs before it.
DAYS: Final = 400


class Dailies(Mapping[str, Daily]):
    """Fact id → its last 400 days; a series is read when it is first asked for.

    The grid's row says which instant of the article's clock saw a reading; what a chart
    shows is the day that the reading is of.
    """

    def __init__(self, sampled: Mapping[str, Callable[[], Sampled]]) -> None:
        self._sampled = sampled
        self._read: dict[str, Daily] = {}

    def __getitem__(self, name: str) -> Daily:
        if name not in self._read:
            self._read[name] = daily(name, self._sampled[name]())
        return self._read[name]

    def __contains__(self, name: object) -> bool:
        return name in self._sampled

    def __iter__(self) -> Iterator[str]:
        return iter(self._sampled)

    def __len__(self) -> int:
        return len(self._sampled)


def daily(name: str, found: Sampled) -> Daily:
    """Return a sampled series by day: of two readings of one day the later, None where there is none.

    Args:
        name: Id of the fact that the last reading is.
        found: At least one reading. The first one within reach is the first value.
    """
    day = found.times // DAY
    start = int(np.searchsorted(day, int(day[-1]) - DAYS + 1))
    place, value = day[start:] - day[start], found.value[start:].tolist()
    row: list[float | None] = value
    if np.any(np.diff(place) != 1):
        row = [None] * (int(place[-1]) + 1)
        for at, reading in zip(place.tolist(), value, strict=True):
            row[at] = reading
    return Daily(fact=name, last=instant(int(found.times[-1])).date(), values=tuple(row))
