"""The histories of a day by fact, built when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from generator.metrics.track import DAY
from generator.model.ports import Grid

if TYPE_CHECKING:
    from generator.metrics.grid import Sampled


class History(Mapping[str, "pd.Series[float]"]):
    """Fact id → its daily readings; a series is built when it is first asked for.

    Most series are never asked for, and building an index costs more than measuring.
    """

    def __init__(self, as_of: int) -> None:
        self._as_of = as_of
        self._found: dict[str, Callable[[], Sampled]] = {}
        self._made: dict[str, Sampled] = {}
        self._built: dict[str, pd.Series[float]] = {}

    def put(self, name: str, found: Sampled) -> None:
        """Keep a series; the first of an id stays."""
        if len(found.days):
            self._found.setdefault(name, lambda: found)

    def put_later(self, name: str, found: Callable[[], Sampled]) -> None:
        """Keep a series that is worked out only if somebody asks for it, and then once."""
        self._found.setdefault(name, partial(self._once, name, found))

    def _once(self, name: str, found: Callable[[], Sampled]) -> Sampled:
        if name not in self._made:
            self._made[name] = found()
        return self._made[name]

    def grid(self, name: str) -> Grid:
        """Return a series as plain arrays."""
        found = self._found[name]()
        return Grid(found.days, found.value)

    @property
    def sampled(self) -> Mapping[str, Callable[[], Sampled]]:
        """What each series is made from, for those who want its readings' own times."""
        return self._found

    def __getitem__(self, name: str) -> pd.Series[float]:
        if name not in self._built:
            found = self._found[name]()
            instants = (self._as_of - found.days * DAY).view("datetime64[us]")
            self._built[name] = pd.Series(found.value, index=pd.DatetimeIndex(instants, tz="UTC"))
        return self._built[name]

    def __contains__(self, name: object) -> bool:
        return name in self._found

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)
