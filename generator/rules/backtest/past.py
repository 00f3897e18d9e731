"""What the rules can rest on over the whole history: each series on the same days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Self

import numpy as np

from generator.errors import MissingDataError
from generator.model.instants import closing_day
from generator.model.observation import SeriesKey
from generator.rules.reading import between_sessions, on_days

if TYPE_CHECKING:
    from datetime import datetime

    from generator.model.catalogue import Catalogue
    from generator.model.names import Names
    from generator.model.ports import Measured
    from generator.rules.bands import Readings

_PRICE: Final = "spot.price"


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """Readings on consecutive days, nan on a day that has none.

    Args:
        asset: Whose labels are wanted.
        last: The last day.
        readings: Written form of a series, or of its change, → its readings. In the order in which rules
            prefer them: the asset's own before those that speak for all, computed before delivered ones.
        price: Of the asset. [USD]
    """

    asset: str
    last: date
    readings: Mapping[str, Readings]
    price: Readings

    @classmethod
    def of(
        cls, measured: Measured, *, asset: str, shared: str, catalogue: Catalogue, names: Names, as_of: datetime
    ) -> Self:
        """Put the histories of an asset, and of what speaks for all, on the same days.

        Args:
            measured: Measured at the last instant, over the whole history.
            asset: Whose labels are wanted.
            shared: The asset whose readings speak for all.
            catalogue: Says when the last day's reading is stale; earlier days count what was new on them, or on the
                session before.
            names: Venues in order of preference.
            as_of: The instant.

        Raises:
            MissingDataError: No price of the asset is known.
        """
        venues = {venue: place for place, venue in enumerate(names.venues)}

        def preference(name: str) -> tuple[bool, bool, int]:
            venue = name.partition("~")[0].partition("@")[2]
            fact = measured.facts.get(name)
            place = venues.get(venue, len(venues)) if venue else -1
            return name.partition("/")[0] != asset, fact is not None and not fact.computed, place

        wanted = [name for name in measured.history if name.partition("/")[0] in (asset, shared)]
        last = closing_day(as_of)
        rows: dict[str, Readings] = {}
        for name in sorted(wanted, key=preference):
            history = measured.history[name]
            if not history.empty:
                ago = (as_of - history.index[-1].to_pydatetime()) // timedelta(days=1)
                fact = measured.facts.get(name)
                stale = timedelta() if fact is None else catalogue.stale(fact.key.metric)
                rows[name] = between_sessions(np.concatenate([on_days(history), np.full(ago, np.nan)]), stale)
                if fact is not None and as_of - fact.as_of >= stale:
                    rows[name][-1] = np.nan
        prices = [name for name in rows if _is(name, asset, _PRICE)]
        if not prices:
            raise MissingDataError(f"no price of {asset} is known; name a coin that the store holds")
        length = max(len(row) for row in rows.values())
        padded = {name: np.concatenate([np.full(length - len(row), np.nan), row]) for name, row in rows.items()}
        return cls(asset=asset, last=last, readings=padded, price=padded[prices[0]])

    def __len__(self) -> int:
        """Return how many days there are."""
        return len(self.price)

    def day(self, row: int) -> date:
        """Return the day of a row."""
        return self.last - timedelta(days=len(self) - 1 - row)

    def row(self, day: date) -> int:
        """Return the row of a day; it may lie outside."""
        return len(self) - 1 - (self.last - day).days

    def until(self, rows: int) -> Past:
        """Return what was known on an earlier day: the first rows alone."""
        readings = {name: row[:rows] for name, row in self.readings.items()}
        return Past(asset=self.asset, last=self.day(rows - 1), readings=readings, price=self.price[:rows])


def series(name: str) -> SeriesKey | None:
    """Return the key of a series, None for what is derived from one."""
    return None if "~" in name else SeriesKey.parse(name)


def _is(name: str, asset: str, metric: str) -> bool:
    key = series(name)
    return key is not None and (key.asset, key.metric) == (asset, metric)
