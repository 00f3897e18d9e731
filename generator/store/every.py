"""What ever became known, read from a store: of each reading all revisions, with the instants that tell them apart."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from generator.store.absent import absent
from generator.store.dated import Dated, Request
from generator.store.view import Cells, Numbers, View, numbers, ordered

if TYPE_CHECKING:
    import pandas as pd

#: How each kind of frame is read.
_READ: Final[Mapping[str, Callable[[View, Request, datetime | None], pd.DataFrame]]] = {
    "observation": lambda view, asked, since: view.observations(metrics=asked.of, assets=asked.assets, since=since),
    "candle": lambda view, asked, since: view.candles(*asked.of or (), assets=asked.assets, since=since),
    "option_quote": lambda view, asked, since: view.option_quotes(*asked.assets or (), since=since),
    "future_quote": lambda view, asked, since: view.future_quotes(
        asset=_first(asked.assets), dated=asked.of == ("dated",), since=since
    ),
    "funding_settlement": lambda view, asked, since: view.funding(asset=_first(asked.assets), since=since),
}


def _first(assets: tuple[str, ...] | None) -> str | None:
    return None if assets is None else assets[0]


class Every:
    """A store as the ``Source`` of a whole history."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def read(self, asked: Request, since: datetime | None, until: datetime) -> Dated:
        """See ``Source``."""
        view = _View(self._db, until)
        frame = _READ[asked.kind](view, asked, since)
        return Dated.of(frame, *view.dates)

    def absent(self, as_of: datetime) -> Mapping[str, str]:
        """See ``Source``."""
        return absent(self._db, as_of)


class _View(View):
    """A view that shows all revisions."""

    #: Of the rows of the last frame: their times, when they became available, and the place of their series.
    dates: tuple[Numbers, Numbers, Numbers]

    def __init__(self, db: sqlite3.Connection, as_of: datetime) -> None:
        super().__init__(db, as_of)
        self._dated = True

    def _shown(self, cells: Cells, rank: Numbers) -> Numbers:
        order = ordered(cells, rank)
        at = numbers(cells["observed_at"])[order]
        # A packed chain does not say when it became available: when it was made.
        available = numbers(cells["available_at"])[order] if "available_at" in cells else at
        self.dates = at, available, rank[order]
        return order
