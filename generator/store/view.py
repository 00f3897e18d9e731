"""A view of the store as it was known before one instant: the port ``Market``."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Final

import pandas as pd

from generator.model.instants import to_micros
from generator.store.tables import TABLES, Table

_BY_NAME: Final[dict[str, Table]] = {table.name: table for table in TABLES.values()}
_INSTANTS: Final = ("observed_at", "expires_at", "fetched_at")


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
        return self._frame("observation", note=True)

    def candles(
        self, interval: str, *, assets: Sequence[str] | None = None, since: datetime | None = None
    ) -> pd.DataFrame:
        """See ``model.ports.Market``."""
        where: dict[str, str | Sequence[str]] = {"interval": interval}
        if assets is not None:
            where["asset"] = assets
        return self._frame("candle", where, since).drop(columns="interval")

    def option_quotes(self, asset: str, *, since: datetime | None = None) -> pd.DataFrame:
        """See ``model.ports.Market``."""
        return self._frame("option_quote", {"asset": asset}, since).drop(columns="asset")

    def future_quotes(self, *, asset: str | None = None, dated: bool, since: datetime | None = None) -> pd.DataFrame:
        """See ``model.ports.Market``."""
        where = {} if asset is None else {"asset": asset}
        also = f"expires_at IS {'NOT ' if dated else ''}NULL"
        return self._frame("future_quote", where, since, also=also)

    def funding(self, *, asset: str | None = None, since: datetime | None = None) -> pd.DataFrame:
        """See ``model.ports.Market``."""
        return self._frame("funding_settlement", {} if asset is None else {"asset": asset}, since)

    def _frame(
        self,
        name: str,
        where: dict[str, str] | dict[str, str | Sequence[str]] | None = None,
        since: datetime | None = None,
        *,
        also: str = "1",
        note: bool = False,
    ) -> pd.DataFrame:
        table = _BY_NAME[name]
        conditions, values = ["available_at < ?", also], [to_micros(self._as_of)]  # type: list[str], list[int | str]
        if since is not None:
            conditions.append("observed_at >= ?")
            values.append(to_micros(since))
        for column, wanted in (where or {}).items():
            each = [wanted] if isinstance(wanted, str) else list(wanted)
            conditions.append(f'"{column}" IN ({", ".join("?" * len(each))})')
            values.extend(each)
        own = [column for column in table.columns if column != "available_at"]
        columns = ", ".join(f't."{column}"' for column in own)
        rows = self._db.execute(
            f'SELECT {columns}, t.origin FROM "{name}" AS t WHERE {" AND ".join(conditions)}', values
        ).fetchall()
        frame = pd.DataFrame.from_records(rows, columns=[*own, "origin"])
        frame = frame.sort_values(["observed_at", "revision"], kind="stable", ignore_index=True)
        if len(frame) and frame["revision"].to_numpy().max() > 0:
            frame = frame.drop_duplicates([*table.key, "observed_at"], keep="last", ignore_index=True)
        return self._finished(frame.drop(columns="revision"), note=note)

    def _finished(self, frame: pd.DataFrame, *, note: bool) -> pd.DataFrame:
        """Put the origin's columns in place of its id, and instants in place of integers."""
        origins = pd.DataFrame.from_records(
            self._db.execute("SELECT id, source, url, raw_sha256, fetched_at, note FROM origin").fetchall(),
            columns=["id", "source", "url", "raw_sha256", "fetched_at", "note"],
        ).set_index("id")
        at = origins.index.get_indexer(pd.Index(frame.pop("origin")))
        names = [*(["note"] if note else []), "source", "url", "raw_sha256", "fetched_at"]
        for column in names:
            frame[column] = origins[column].to_numpy()[at] if len(frame) else pd.Series(dtype=object)
        for column in _INSTANTS:
            if column in frame:
                frame[column] = pd.to_datetime(frame[column], unit="us", utc=True)
        return frame
