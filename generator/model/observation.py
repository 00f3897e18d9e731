"""An observation: one number as a source said it, and the series it belongs to."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Self

from generator.errors import InputError
from generator.model.units import Unit


@dataclass(frozen=True, slots=True, order=True)
class SeriesKey:
    """Which number: asset, metric, and where they apply tenor and venue.

    Written ``ASSET/metric[/tenor][@venue]``, e.g. ``BTC/futures.basis/90d@binance``.
    """

    asset: str
    metric: str
    tenor: str = ""
    venue: str = ""

    def __str__(self) -> str:
        tenor = f"/{self.tenor}" if self.tenor else ""
        venue = f"@{self.venue}" if self.venue else ""
        return f"{self.asset}/{self.metric}{tenor}{venue}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the written form, without any ``~derived`` part.

        Raises:
            InputError: There is no metric in it.

        Example:
            >>> SeriesKey.parse("BTC/futures.basis/90d@binance").tenor
            '90d'
        """
        path, _, venue = text.partition("@")
        parts = path.split("/")
        if len(parts) not in (2, 3) or not all(parts):
            raise InputError(f"{text!r} is not ASSET/metric[/tenor][@venue]")
        return cls(parts[0], parts[1], parts[2] if len(parts) == 3 else "", venue)


@lru_cache(maxsize=8192)  # the few hundred series of a day are asked for by name thousands of times
def series_key(text: str) -> SeriesKey:
    """Return a series by its written form; see ``SeriesKey.parse``."""
    return SeriesKey.parse(text)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a number comes from.

    ``fetched_at`` is empty where nobody recorded it: it is never the clock of an import.
    """

    source: str
    url: str = ""
    raw_sha256: str = ""
    fetched_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """One number as a source said it, in its canonical unit.

    ``observed_at`` is the instant the number speaks of, ``available_at`` the one
    from which the world could know it.
    """

    series: SeriesKey
    value: float
    unit: Unit
    observed_at: datetime
    available_at: datetime
    origin: Provenance = field(default_factory=lambda: Provenance(""))
    revision: int = 0
