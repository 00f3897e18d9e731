"""What the sources of a random market share: its days, its draws, and how a reading is put down."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np

from benchmarks.synthetic_paths import Paths
from generator.model.names import Names, load_names
from generator.model.observation import Observation, Provenance, SeriesKey

MOMENT = timedelta(milliseconds=1)
#: Of the assets that articles are about, how many coins are held for one bitcoin.
COINS = {"BTC": 1, "ETH": 22, "SOL": 300}


@dataclass(frozen=True)
class World:
    """One market.

    Args:
        p: What happened.
        dates: Its days.
        written: How many of the last days articles are written of.
        rng: Draws what is left to chance.
        chains: Of how many days before those there are chains of options.
    """

    p: Paths
    dates: list
    written: int
    rng: np.random.Generator
    chains: int = 100
    names: Names = field(default_factory=load_names)

    def last(self, count):
        """Return the last days, each with its place."""
        return list(enumerate(self.dates))[-min(count, len(self.dates)) :]

    def moved(self, coin, n):
        """Return the coin's move of a day, as a fraction."""
        close = self.p.close[coin]
        return float(close[n] / close[max(n - 1, 0)] - 1)


@dataclass(frozen=True)
class Series:
    """One series of one source: the readings are put down by calling it."""

    name: str
    unit: str
    source: str
    note: str = ""

    def __call__(self, at, value, known_from=None):
        origin = Provenance(self.source, note=self.note)
        return Observation(SeriesKey.parse(self.name), float(value), self.unit, at, known_from or at, origin)


def midnight(day):
    """Return a day's first instant."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def end(day, minutes=0):
    """Return a day's last instant, or so many minutes before."""
    return midnight(day) + timedelta(days=1, minutes=-minutes) - MOMENT
