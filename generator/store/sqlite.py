"""The store: one SQLite file in WAL mode, one writer, idempotent upserts, point-in-time views."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from generator.errors import InputError
from generator.model.instants import from_micros, to_micros
from generator.model.observation import Observation, Provenance, SeriesKey
from generator.model.quotes import Record
from generator.store.migrations import migrate
from generator.store.tables import TABLES, Row, Table, origin_row
from generator.store.view import View

_ORIGIN: Final = "source, url, raw_sha256, fetched_at, note"


@dataclass(frozen=True, slots=True)
class Added:
    """What an import did: new rows, rows already there, rows that a new revision replaces."""

    new: int = 0
    unchanged: int = 0
    revised: int = 0

    def __add__(self, other: Added) -> Added:
        """Return the sums."""
        return Added(self.new + other.new, self.unchanged + other.unchanged, self.revised + other.revised)


@dataclass(frozen=True, slots=True)
class Freshness:
    """How far one kind of reading from one source reaches."""

    table: str
    source: str
    rows: int
    first: datetime
    last: datetime


class Store:
    """A desk's readings. Open it with ``Store.open``; it is a context manager."""

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        self._db = db
        self.path = path

    @classmethod
    def open(cls, path: Path, *, create: bool = True) -> Self:
        """Open the store and bring its schema up to date.

        Raises:
            InputError: There is no store and ``create`` is false, or the file is none.
        """
        if not create and not path.exists():
            raise InputError(f"{path}: there is no store; run `wirecopy import FILE` or `wirecopy run --sample` first")
        path.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(path, isolation_level=None, timeout=30)
        try:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = FULL")
            migrate(db)
        except sqlite3.DatabaseError as error:
            db.close()
            raise InputError(f"{path}: is not a store of ours ({error}); move it away and import again") from error
        return cls(db, path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of what is written within is kept, or none of it. Nested use joins the outer one."""
        if self._db.in_transaction:
            yield
            return
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def archive(self, body: bytes, *, name: str, url: str = "", fetched_at: datetime | None = None) -> str:
        """Keep a raw body, compressed, and return its SHA-256; the same body is kept once."""
        sha256 = hashlib.sha256(body).hexdigest()
        at = None if fetched_at is None else to_micros(fetched_at)
        with self.transaction():
            known = self._db.execute("SELECT 1 FROM raw WHERE sha256 = ?", (sha256,)).fetchone()
            if known is None:
                packed = zlib.compress(body, 6)
                self._db.execute("INSERT INTO raw VALUES (?, ?, ?, ?, ?)", (sha256, name, url, at, packed))
        return sha256

    def raw(self, sha256: str) -> bytes | None:
        """Return a raw body as it was archived, or None."""
        found = self._db.execute("SELECT body FROM raw WHERE sha256 = ?", (sha256,)).fetchone()
        return None if found is None else zlib.decompress(found[0])

    def add(self, records: Iterable[Record]) -> Added:
        """Add readings; the same ones again change nothing, different ones become a new revision."""
        by_table: dict[str, tuple[Table, list[Row]]] = {}
        with self.transaction():
            origins = _Origins(self._db)
            for record in records:
                table = TABLES[type(record)]
                rows = by_table.setdefault(table.name, (table, []))[1]
                rows.append((*table.row(record), origins.id(record.origin)))
            return sum((self._upsert(table, rows) for table, rows in by_table.values()), Added())

    def _upsert(self, table: Table, rows: list[Row]) -> Added:
        columns = [*table.columns, "origin"]
        quoted = ", ".join(f'"{column}"' for column in columns)
        marks = ", ".join("?" * len(columns))
        key = [*table.key, "observed_at"]
        self._db.execute(f'CREATE TEMP TABLE incoming AS SELECT {quoted} FROM "{table.name}" WHERE 0')
        try:
            self._db.executemany(f"INSERT INTO incoming VALUES ({marks})", rows)
            return self._merge(table.name, quoted, key, table.values)
        finally:
            self._db.execute("DROP TABLE incoming")

    def _merge(self, name: str, quoted: str, key: list[str], values: tuple[str, ...]) -> Added:
        """Insert what has no row of its key and revision yet; what differs goes in as the next revision.

        A row whose values any revision of its key already has is unchanged: importing an
        older file again must not undo a later revision.
        """
        same_key = " AND ".join(f't."{column}" = i."{column}"' for column in key)
        same = " AND ".join(f't."{column}" IS i."{column}"' for column in (*values, "available_at"))
        total = self._db.execute("SELECT COUNT(*) FROM incoming").fetchone()[0]
        self._db.execute(
            f'DELETE FROM incoming AS i WHERE EXISTS (SELECT 1 FROM "{name}" AS t WHERE {same_key} AND {same})'
        )
        self._db.execute(
            f'UPDATE incoming AS i SET revision = (SELECT MAX(t.revision) + 1 FROM "{name}" AS t WHERE {same_key})'
            f' WHERE EXISTS (SELECT 1 FROM "{name}" AS t WHERE {same_key} AND t.revision >= i.revision)'
        )
        revised = self._db.execute(
            f'SELECT COUNT(*) FROM incoming AS i WHERE EXISTS (SELECT 1 FROM "{name}" AS t WHERE {same_key})'
        ).fetchone()[0]
        # A key given twice in one file: the later line is what the file ends up saying.
        done = self._db.execute(f'INSERT OR REPLACE INTO "{name}" ({quoted}) SELECT {quoted} FROM incoming').rowcount
        return Added(new=done - revised, unchanged=total - done, revised=revised)

    def market(self, as_of: datetime) -> View:
        """Return what was known before ``as_of``."""
        return View(self._db, as_of)

    def observations(self) -> Iterator[Observation]:
        """Yield every observation with all its revisions, in the order of series and time."""
        query = (
            f"SELECT asset, metric, tenor, venue, observed_at, revision, available_at, value, unit, {_ORIGIN}"
            " FROM observation JOIN origin ON origin.id = observation.origin"
            " ORDER BY asset, metric, tenor, venue, observed_at, revision"
        )
        for row in self._db.execute(query):
            yield _observation(row)

    def freshness(self) -> list[Freshness]:
        """Return, for each table and source, how many rows there are and how far they reach."""
        found: list[Freshness] = []
        for table in TABLES.values():
            query = (
                f'SELECT o.source, COUNT(*), MIN(t.observed_at), MAX(t.observed_at) FROM "{table.name}" AS t'
                " JOIN origin AS o ON o.id = t.origin GROUP BY o.source ORDER BY o.source"
            )
            found += [
                Freshness(table.name, source, rows, from_micros(first), from_micros(last))
                for source, rows, first, last in self._db.execute(query)
            ]
        return found


class _Origins:
    """Ids of origins, each written once."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._ids: dict[Provenance, int] = {}

    def id(self, origin: Provenance) -> int:
        known = self._ids.get(origin)
        if known is None:
            known = self._ids[origin] = self._find(origin_row(origin))
        return known

    def _find(self, row: Row) -> int:
        found = self._db.execute(
            "SELECT id FROM origin WHERE source = ? AND url = ? AND raw_sha256 = ? AND fetched_at IS ? AND note = ?",
            row,
        ).fetchone()
        if found is not None:
            return int(found[0])
        added = self._db.execute(f"INSERT INTO origin ({_ORIGIN}) VALUES (?, ?, ?, ?, ?)", row).lastrowid
        assert added is not None
        return added


def _observation(row: tuple[Any, ...]) -> Observation:
    asset, metric, tenor, venue, observed, revision, available, value, unit, source, url, sha, fetched, note = row
    return Observation(
        series=SeriesKey(asset, metric, tenor, venue),
        value=value,
        unit=unit,
        observed_at=from_micros(observed),
        available_at=from_micros(available),
        origin=Provenance(source, url, sha, None if fetched is None else from_micros(fetched), note),
        revision=revision,
    )
