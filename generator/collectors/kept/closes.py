"""Daily closes of markets that sleep: when each is known, and one observation a cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from generator.collectors.kept.rows import lines
from generator.model.observation import Observation, Provenance, SeriesKey
from generator.model.units import Unit


@dataclass(frozen=True, slots=True)
class Close:
    """One column of a file of closes.

    Args:
        factor: What the column's number is multiplied by; 0.01 turns percent into a fraction.
        at: Time of day that the close speaks of, after 00:00 UTC.
        weekly: Whether it is published only on the Monday after its week, at that time of day.
    """

    asset: str
    metric: str
    unit: Unit
    at: timedelta
    factor: float = 1.0
    weekly: bool = False

    def observation(self, value: float, day: datetime, *, venue: str, origin: Provenance) -> Observation:
        """Return a day's close as the publisher gave it, in its unit, known when it was published."""
        at = day + self.at
        known = at + timedelta(days=7 - at.weekday()) if self.weekly else at
        series = SeriesKey(self.asset, self.metric, "", venue)
        return Observation(series, value * self.factor, self.unit, at, known, origin)


def parse_closes(
    body: bytes, columns: Mapping[str, Close], *, name: str, origin: Provenance, venue: str
) -> Iterator[Observation]:
    """Yield one observation a filled cell; an empty cell is a closed market."""
    for line in lines(body, name, ("date", *columns)):
        day = line.at()
        for column, close in columns.items():
            value = line.optional(column)
            if value is not None:
                yield close.observation(value, day, venue=venue, origin=origin)
