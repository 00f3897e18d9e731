"""A view of the store as it was known before one instant: the port ``Market``.

SQLite hands over rows of plain numbers; what is the same for a whole series, and where a
reading came from, is looked up once a series or origin and spread over the rows by number.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator.model.instants import to_micros
from generator.store.absent import absent
from generator.store.columns import INSTANTS, LEFT_OUT, NAT, WORDS, laid, origins_of
from generator.store.revised import seen
from generator.store.tables import ORIGIN, TABLES, Table
from generator.store.unpack import unpack

_BY_NAME: Final[dict[str, Table]] = {table.name: table for table in TABLES.values()}

Numbers = NDArray[np.int64]
Cells = dict[str, Any]  # a column is a tuple as SQLite gives it, or an array as it was packed


class View:
    """Frames of what had ``available_at`` before ``as_of``; see ``model.ports.Market``.

    With ``known``, the same readings as they have been revised until then.
    """

    def __init__(self, db: sqlite3.Connection, as_of: datetime, known: datetime | None = None) -> None:
        self._db = db
        self._as_of = as_of
        self._known = known
        #: Whether readings are wanted with their revision and the instant at which they became available.
        self._dated = False

    @property
    def as_of(self) -> datetime:
        """The exclusive instant of this view."""
        return self._as_of

    def observations(
        self,
        *,
        metrics: Sequence[str] | None = None,
        assets: Sequence[str] | None = None,
        since: datetime | None = None,
    ) -> pd.DataFrame:
        """See ``model.ports.Market``."""
        asked = {"metric": metrics, "asset": assets}
        where = {column: wanted for column, wanted in asked.items() if wanted is not None}
        return self._frame("observation", where, since)

    def candles(
        self, interval: str, *, assets: Sequence[str] | None = None, since: datetime | None = None
    ) -> pd.DataFrame:
        """See ``model.ports.Market``."""
        where: dict[str, Sequence[str]] = {"interval": [interval]}
        if assets is not None:
            where["asset"] = assets
        return self._frame("candle", where, since)

    def option_quotes(self, asset: str, *, since: datetime | None = None) -> pd.DataFrame:
        """See ``model.ports.Market``."""
        table = _BY_NAME["option_quote"]
        chains = self._chains(asset, table, since)
        # Of all the options that ever were, the few that these chains quote: listing the others costs more.
        used = np.flatnonzero(np.bincount(numbers(chains["series"]))).tolist()
        series = self._series(table, {}, f"id IN ({', '.join(map(str, used))})")
        return self._laid_out(table, series, chains)

    def future_quotes(self, *, asset: str | None = None, dated: bool, since: datetime | None = None) -> pd.DataFrame:
        """See ``model.ports.Market``."""
        where = {} if asset is None else {"asset": [asset]}
        return self._frame("future_quote", where, since, also=f"expires_at IS {'NOT ' if dated else ''}NULL")

    def funding(self, *, asset: str | None = None, since: datetime | None = None) -> pd.DataFrame:
        """See ``model.ports.Market``."""
        return self._frame("funding_settlement", {} if asset is None else {"asset": [asset]}, since)

    def absent(self) -> Mapping[str, str]:
        """See ``model.ports.Market``."""
        return absent(self._db, self._as_of)

    def _frame(
        self, name: str, where: Mapping[str, Sequence[str]], since: datetime | None = None, *, also: str = "1"
    ) -> pd.DataFrame:
        table = _BY_NAME[name]
        series = self._series(table, where, also)
        return self._laid_out(table, series, self._readings(table, series["id"], since))

    def _laid_out(self, table: Table, series: Cells, cells: Cells) -> pd.DataFrame:
        """Return the readings that are shown as a frame, with the names of their series and their origins."""
        rank = places(series["id"], numbers(cells["series"]))
        order = self._shown(cells, rank)
        place = rank[order]
        # One index for all, or pandas lays each column out anew.
        index = pd.RangeIndex(len(order))
        frame: dict[str, Any] = {}
        for column in table.named:
            if column not in LEFT_OUT.get(table.name, ()):
                frame[column] = _column(column, series[column], place, index)
            if column == table.named[-1]:
                frame["observed_at"] = _column("observed_at", cells["observed_at"], order, index)
        for column in table.said:
            frame[column] = _column(column, cells[column], order, index)
        origins = self._origins(numbers(cells["origin"])[order], origins_of(table.name), index)
        return pd.DataFrame(frame | origins, index=index, copy=False)

    def _shown(self, cells: Cells, rank: Numbers) -> Numbers:
        """Return the rows to show, by time and then by series: of revisions the one that became available last."""
        order = ordered(cells, rank)
        if "revision" not in cells:
            return order
        at = numbers(cells["observed_at"])[order]
        last = np.ones(len(order), dtype=bool)
        last[:-1] = (np.diff(at) != 0) | (np.diff(rank[order]) != 0)
        return order[last]

    def _series(self, table: Table, where: Mapping[str, Sequence[str]], also: str) -> Cells:
        """Return the series that are wanted, by name: so frames do not depend on the order of imports."""
        conditions: list[str] = [also]
        values: list[str] = []
        for column, wanted in where.items():
            conditions.append(f'"{column}" IN ({", ".join("?" * len(wanted))})')
            values += wanted
        columns = ["id", *table.named]
        named = ", ".join(f'"{column}"' for column in table.named)
        query = f"SELECT id, {named} FROM {table.series} WHERE {' AND '.join(conditions)} ORDER BY {named}"
        return _by_column(columns, self._db.execute(query, values).fetchall())

    def _chains(self, asset: str, table: Table, since: datetime | None) -> Cells:
        """Return option quotes, packed ones as they lie, those of revised chains row by row."""
        earliest = "" if since is None else f" AND observed_at >= {to_micros(since)}"
        # A quote is available when it is made, a revised one later: no chain is seen before its instant.
        query = f"""SELECT observed_at, quotes FROM option_chain
            WHERE asset = ? AND observed_at < {to_micros(self._as_of)}{earliest} ORDER BY observed_at"""
        chains = self._db.execute(query, (asset,)).fetchall()
        packed: Cells = unpack([(at, quotes) for at, quotes in chains if quotes is not None])
        revised = [at for at, quotes in chains if quotes is None]
        if not revised:
            return packed
        ids = self._series(table, {"asset": [asset]}, "1")["id"]
        rows = self._readings(table, ids, since, also=f"observed_at IN ({', '.join(map(str, revised))})")
        packed |= {"revision": np.zeros_like(packed["observed_at"]), "available_at": packed["observed_at"]}
        return {
            column: np.concatenate([packed[column], np.array(below, dtype=packed[column].dtype)])
            for column, below in rows.items()
        }

    def _readings(self, table: Table, ids: Sequence[int], since: datetime | None, also: str = "1") -> Cells:
        columns = list(table.columns)
        revised = (
            self._dated
            or self._db.execute(f"SELECT EXISTS (SELECT 1 FROM {table.name} WHERE revision > 0)").fetchone()[0]
        )
        if not revised:
            columns = [column for column in columns if column not in ("revision", "available_at")]
        quoted = ", ".join(f'"{column}"' for column in columns)
        earliest = "" if since is None else f" AND observed_at >= {to_micros(since)}"
        query = f"""SELECT {quoted} FROM {table.name} WHERE {seen(table, self._as_of, self._known)}{earliest}
            AND series IN ({", ".join(map(str, ids))}) AND {also}"""
        return _by_column(columns, self._db.execute(query).fetchall())

    def _origins(self, ids: Numbers, wanted: Sequence[str], index: pd.RangeIndex) -> dict[str, Any]:
        """Return the columns of the rows' origins: one category a name, since there are few."""
        # Years of runs have tens of thousands of origins, and a frame's rows have some of them.
        used = np.flatnonzero(np.bincount(ids)).tolist()
        query = f"SELECT id, {', '.join(ORIGIN)} FROM origin WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
        listed = _by_column(["id", *ORIGIN], self._db.execute(query, (json.dumps(used),)).fetchall())
        at = places(listed["id"], ids)
        columns: dict[str, Any] = {}
        for column in wanted:
            if column == "fetched_at":
                columns[column] = _column(column, listed[column], at, index)
                continue
            names = sorted(set(listed[column]))
            place = {name: code for code, name in enumerate(names)}
            codes = numbers([place[name] for name in listed[column]])
            columns[column] = pd.Categorical.from_codes(codes[at], dtype=pd.CategoricalDtype(names))
        return columns


def _by_column(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Cells:
    # One pass a column: handing pandas the rows would have it guess each cell's type.
    return dict(zip(columns, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(columns, ())


def numbers(cells: Sequence[Any] | NDArray[Any]) -> Numbers:
    """Return a column of whole numbers."""
    return np.asarray(cells, dtype=np.int64)


def places(ids: Sequence[int], wanted: Numbers) -> Numbers:
    """Return where each wanted id stands in ``ids``."""
    known = numbers(ids)
    order = np.argsort(known)
    return order[np.searchsorted(known, wanted, sorter=order)]


def ordered(cells: Cells, rank: Numbers) -> Numbers:
    """Return all rows by time and then by series, of one reading's revisions the last one last."""
    at = numbers(cells["observed_at"])
    if "revision" not in cells:
        return np.lexsort((rank, at))
    return np.lexsort((numbers(cells["revision"]), numbers(cells["available_at"]), rank, at))


def _column(  # a column is whatever pandas holds
    name: str, cells: Sequence[Any], rows: Numbers, index: pd.RangeIndex
) -> Any:  # noqa: ANN401
    return laid(name, _array(name, cells)[rows], index)


def _array(name: str, cells: Sequence[Any]) -> NDArray[Any]:
    if name in WORDS:
        return np.array(cells, dtype=object)
    if name in INSTANTS:
        # What has no such instant (a perpetual's expiry) becomes NaT.
        holes = isinstance(cells, tuple) and None in cells
        return numbers([NAT if cell is None else cell for cell in cells] if holes else cells)
    return np.asarray(cells, dtype=np.int64 if name == "interval_hours" else float)
