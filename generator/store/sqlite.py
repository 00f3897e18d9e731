"""The store: one SQLite file in WAL mode, one writer, idempotent imports, point-in-time views."""

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
from typing import TYPE_CHECKING, Any, Self

from generator.errors import InputError, WirecopyError
from generator.model.instants import from_micros
from generator.model.observation import Observation, Provenance, SeriesKey
from generator.model.quotes import Record
from generator.store.migrations import migrate
from generator.store.tables import TABLES, optional_micros
from generator.store.upsert import Added, upsert

if TYPE_CHECKING:
    from generator.store.view import View

__all__ = ["Added", "Freshness", "Store"]


@dataclass(frozen=True, slots=True)
class Freshness:
    """How far one kind of reading from one source reaches; ``metric`` is empty but for observations."""

    table: str
    source: str
    rows: int
    first: datetime
    last: datetime
    metric: str = ""


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
        db = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            db = sqlite3.connect(path, isolation_level=None, timeout=30)
            db.execute("PRAGMA journal_mode = WAL")
            # FULL: what was acknowledged survives a power cut too, at one sync a file.
            db.execute("PRAGMA synchronous = FULL")
            migrate(db)
        except (OSError, sqlite3.DatabaseError, InputError) as error:
            if db is not None:
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
        """All of what is written within is kept, or none of it. Nested use joins the outer one.

        Raises:
            WirecopyError: Another run is writing and does not end.
        """
        if self._db.in_transaction:
            yield
            return
        try:
            self._db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise WirecopyError(
                f"{self.path}: cannot be written ({error}); wait until another run has ended"
            ) from error
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    def archive(self, body: bytes, *, name: str, url: str = "", fetched_at: datetime | None = None) -> str:
        """Keep a raw body, compressed, and return its SHA-256; the same body is kept once."""
        sha256 = hashlib.sha256(body).hexdigest()
        with self.transaction():
            known = self._db.execute("SELECT 1 FROM raw WHERE sha256 = ?", (sha256,)).fetchone()
            if known is None:
                row = (sha256, name, url, optional_micros(fetched_at), zlib.compress(body, 6))
                self._db.execute("INSERT INTO raw VALUES (?, ?, ?, ?, ?)", row)
        return sha256

    def raw(self, sha256: str) -> bytes | None:
        """Return a raw body as it was archived, or None."""
        found = self._db.execute("SELECT body FROM raw WHERE sha256 = ?", (sha256,)).fetchone()
        return None if found is None else zlib.decompress(found[0])

    def add(self, records: Iterable[Record]) -> Added:
        """Add readings, all or none; the same ones again change nothing, different ones become a new revision."""
        with self.transaction():
            return upsert(self._db, records)

    def market(self, as_of: datetime) -> View:
        """Return what was known before ``as_of``."""
        # Here, since only a view needs pandas: importing, exporting and `doctor` start without it.
        from generator.store.view import View  # noqa: PLC0415

        return View(self._db, as_of)

    def observations(self) -> Iterator[Observation]:
        """Yield every observation with all its revisions, in the order of series and time."""
        query = """
            SELECT asset, metric, tenor, venue, observed_at, available_at, revision, value, unit,
                source, url, raw_sha256, fetched_at, note
            FROM observation AS t JOIN observation_series AS s ON s.id = t.series JOIN origin AS o ON o.id = t.origin
            ORDER BY asset, metric, tenor, venue, observed_at, revision"""
        for row in self._db.execute(query):
            yield _observation(row)

    def freshness(self) -> list[Freshness]:
        """Return, for each kind of reading and source, how many there are and how far they reach."""
        found: list[Freshness] = []
        for table in TABLES.values():
            metric = "s.metric" if "metric" in table.named else "''"
            query = f"""
                SELECT o.source, {metric}, COUNT(*), MIN(observed_at), MAX(observed_at)
                FROM {table.name} AS t JOIN {table.series} AS s ON s.id = t.series JOIN origin AS o ON o.id = t.origin
                GROUP BY 1, 2 ORDER BY 1, 2"""
            found += [
                Freshness(table.name, source, rows, from_micros(first), from_micros(last), name)
                for source, name, rows, first, last in self._db.execute(query)
            ]
        return found


def _observation(row: tuple[Any, ...]) -> Observation:
    asset, metric, tenor, venue, observed, available, revision, value, unit, *origin = row
    source, url, sha256, fetched, note = origin
    return Observation(
        series=SeriesKey(asset, metric, tenor, venue),
        value=value,
        unit=unit,
        observed_at=from_micros(observed),
        available_at=from_micros(available),
        origin=Provenance(source, url, sha256, None if fetched is None else from_micros(fetched), note),
        revision=revision,
    )
