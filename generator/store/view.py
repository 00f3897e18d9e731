"""A view of the store as it was known before one instant: the port ``Market``."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import numpy as np
import pandas as pd

from generator.model.instants import to_micros
from generator.store.tables import TABLES, Table

_BY_NAME: Final[dict[str, Table]] = {table.name: table for table in TABLES.values()}
_INSTANTS: Final = frozenset({"observed_at", "expires_at"})
_WORDS: Final = frozenset(
    {"asset", "metric", "tenor", "venue", "unit", "interval", "quote", "instrument", "right", "basis"}
)
_ORIGIN: Final = ("source", "url", "raw_sha256", "fetched_at")


class View:
    """Frames of what had ``available_at`` before ``as_of``; see ``model.ports.Market``."""

    def __init__(self, db: sqlite3.Connection, as_of: datetime) -> None:
        self._db = db
        self._as_of = as_of

    @property
    def as_of(self) -> datetime:
        """The exclusive instant of this view."""
        return self._as_of

    def observations(self) -> pd.DataFrame:
        """See ``model.ports.Market``."""
        return self._frame("observation", {}, origin=("note", *_ORIGIN))

    def candles(
        self, interval: str, *, assets: Sequence[str] | None = None, since: datetime | None = None
    ) -> pd.DataFrame:
        """See ``model.ports.Market``."""
        where: dict[str, Sequence[str]] = {"interval": [interval]}
        if assets is not None:
            where["asset"] = assets
        return self._frame("candle", where, since).drop(columns="interval")

    def option_quotes(self, asset: str, *, since: datetime | None = None) -> pd.DataFrame:
        """See ``model.ports.Market``."""
        return self._frame("option_quote", {"asset": [asset]}, since).drop(columns="asset")

    def future_quotes(self, *, asset: str | None = None, dated: bool, since: datetime | None = None) -> pd.DataFrame:
        """See ``model.ports.Market``."""
        where = {} if asset is None else {"asset": [asset]}
        return self._frame("future_quote", where, since, also=f"expires_at IS {'NOT ' if dated else ''}NULL")

    def funding(self, *, asset: str | None = None, since: datetime | None = None) -> pd.DataFrame:
        """See ``model.ports.Market``."""
        return self._frame("funding_settlement", {} if asset is None else {"asset": [asset]}, since)

    def _frame(
        self,
        name: str,
        where: Mapping[str, Sequence[str]],
        since: datetime | None = None,
        *,
        also: str = "1",
        origin: Sequence[str] = _ORIGIN,
    ) -> pd.DataFrame:
        table = _BY_NAME[name]
        columns = [column for column in table.columns if column != "available_at"]
        rows = self._rows(table, columns, where, since, also)
        # One pass a column: handing pandas the rows would have it guess each cell's type.
        cells = dict(zip([*columns, "origin"], zip(*rows, strict=True), strict=True)) if rows else {}
        frame = {column: _column(column, cells.get(column, ())) for column in columns}
        frame |= self._origins(np.array(cells.get("origin", ()), dtype=np.int64), origin)
        order = np.lexsort((_numbers(cells.get("revision", ())), _numbers(cells.get("observed_at", ()))))
        sorted_frame = pd.DataFrame(frame).take(order).reset_index(drop=True)
        if len(rows) and sorted_frame["revision"].to_numpy().max() > 0:
            key = [*table.key, "observed_at"]
            sorted_frame = sorted_frame.drop_duplicates(key, keep="last", ignore_index=True)
        return sorted_frame.drop(columns="revision")

    def _rows(
        self,
        table: Table,
        columns: Sequence[str],
        where: Mapping[str, Sequence[str]],
        since: datetime | None,
        also: str,
    ) -> list[tuple[Any, ...]]:
        conditions = ["available_at < ?", also]
        values: list[int | str] = [to_micros(self._as_of)]
        if since is not None:
            conditions.append("observed_at >= ?")
            values.append(to_micros(since))
        for column, wanted in where.items():
            conditions.append(f'"{column}" IN ({", ".join("?" * len(wanted))})')
            values.extend(wanted)
        quoted = ", ".join(f'"{column}"' for column in columns)
        query = f'SELECT {quoted}, origin FROM "{table.name}" WHERE {" AND ".join(conditions)}'
        return self._db.execute(query, values).fetchall()

    def _origins(self, ids: np.ndarray[Any, np.dtype[np.int64]], wanted: Sequence[str]) -> dict[str, Any]:
        """Return the columns of the rows' origins: one category an origin, since there are few."""
        listed = self._db.execute(
            "SELECT id, source, url, raw_sha256, fetched_at, note FROM origin ORDER BY id"
        ).fetchall()
        at = np.searchsorted(_numbers([row[0] for row in listed]), ids)
        columns: dict[str, Any] = {}
        for place, column in enumerate(("source", "url", "raw_sha256", "fetched_at", "note"), start=1):
            if column == "fetched_at":
                instants = pd.to_datetime(pd.Series([row[place] for row in listed], dtype="Int64"), unit="us", utc=True)
                columns[column] = instants.take(at).reset_index(drop=True)
            elif column in wanted:
                names = sorted({row[place] for row in listed})
                codes = np.array([names.index(row[place]) for row in listed], dtype=np.int64)
                columns[column] = pd.Categorical.from_codes(codes[at], dtype=pd.CategoricalDtype(names))
        return {column: columns[column] for column in wanted}


def _numbers(cells: Sequence[Any]) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.array(cells, dtype=np.int64)


def _column(name: str, cells: Sequence[Any]) -> Any:  # noqa: ANN401 - a column is whatever pandas holds
    if name in _WORDS:
        # As objects: turning them into pandas' own strings costs more than reading them.
        return pd.Series(np.array(cells, dtype=object), dtype=object)
    if name in _INSTANTS:
        # A perpetual contract has no expiry: NaN becomes NaT.
        return pd.to_datetime(np.array(cells, dtype=float) if None in cells else _numbers(cells), unit="us", utc=True)
    return np.array(cells, dtype=np.int64 if name in ("revision", "interval_hours") else float)
