"""What the store held before a run began: the port ``Past``."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from generator.model.instants import to_micros
from generator.model.observation import Provenance
from generator.model.quotes import Record
from generator.store.tables import ORIGIN, TABLES, Row, Table, to_origin


class StoredPast:
    """Readings that were fetched and available before an instant, one series at a time; see ``model.ports.Past``.

    What was stored later is as if it were not there: a run that is read again years later
    sees the past that it saw.
    """

    def __init__(self, db: sqlite3.Connection, before: datetime) -> None:
        self._db = db
        self._instant = before
        self._micros = to_micros(before)
        self._series: dict[tuple[str, Row], list[tuple[int, Row]]] = {}
        self._origins: dict[int, Provenance] = {}

    def same(self, record: Record) -> Record | None:
        """See ``model.ports.Past``."""
        table = TABLES[type(record)]
        at = to_micros(record.observed_at)
        return next(self._in_force(table, record, "observed_at = ?", at), None)

    def before(self, record: Record, count: int) -> Sequence[Record]:
        """See ``model.ports.Past``."""
        table = TABLES[type(record)]
        at = to_micros(record.observed_at)
        return list(islice(self._in_force(table, record, "observed_at < ?", at), count))

    def _in_force(self, table: Table, record: Record, when: str, at: int) -> Iterator[Record]:
        """Yield the readings in force of a record's series, the newest first."""
        last = None
        for series, reading, origin in self._readings(table, record, when, at):
            if reading[0] == last:
                continue
            whence = self._origin(origin)
            if whence.fetched_at is None or whence.fetched_at < self._instant:
                last = reading[0]
                yield table.join(series, reading, whence)

    def _readings(self, table: Table, record: Record, when: str, at: int) -> Iterator[tuple[Row, Row, int]]:
        """Yield what became available in time: series, reading, and number of the origin."""
        found = [self._of_series(table, number, named, when, at) for number, named in self._numbers(table, record)]
        if len(found) == 1:
            return found[0]
        # A venue once named one contract in two ways. Their readings are one series.
        return iter(sorted((row for rows in found for row in rows), key=_newest_first))

    def _of_series(self, table: Table, number: int, named: Row, when: str, at: int) -> Iterator[tuple[Row, Row, int]]:
        columns = ", ".join(f'"{column}"' for column in (*table.reading, "origin"))
        query = f"""SELECT {columns} FROM {table.name} WHERE series = ? AND {when} AND available_at < ?
            ORDER BY observed_at DESC, available_at DESC, revision DESC"""
        rows = self._db.execute(query, (number, at, self._micros))
        try:
            for row in rows:
                yield named, row[:-1], row[-1]
        finally:
            # Also where nobody reads to the end: an open query would hold the file's state.
            rows.close()

    def _numbers(self, table: Table, record: Record) -> list[tuple[int, Row]]:
        """Return numbers and names of a record's series: one, but for a contract that was named in two ways."""
        named, _ = table.split(record)
        known_by = tuple(cell for column, cell in zip(table.named, named, strict=True) if column in table.known_by)
        found = self._series.get((table.name, known_by))
        if found is None:
            columns = ", ".join(f'"{column}"' for column in table.named)
            where = " AND ".join(f'"{column}" = ?' for column in table.known_by)
            rows = self._db.execute(f"SELECT id, {columns} FROM {table.series} WHERE {where}", known_by)
            found = [(row[0], row[1:]) for row in rows]
            if found:  # what is not there yet may come
                self._series[table.name, known_by] = found
        return found

    def _origin(self, number: int) -> Provenance:
        known = self._origins.get(number)
        if known is None:
            row = self._db.execute(f"SELECT {', '.join(ORIGIN)} FROM origin WHERE id = ?", (number,)).fetchone()
            known = self._origins[number] = to_origin(row)
        return known


def _newest_first(row: tuple[Row, Row, int]) -> Any:  # noqa: ANN401 - of whatever can be compared
    _, (at, revision, available, *_), _ = row
    return -at, -available, -revision
