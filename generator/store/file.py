"""The file under the store: SQLite in WAL mode, one writer, and the archive of raw bodies."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from generator.errors import InputError, WirecopyError
from generator.store.migrations import migrate
from generator.store.tables import optional_micros


class StoreFile:
    """An open store. What it holds is in the classes that build on this one."""

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

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        """A transaction that survives the end of the process, but not of the machine.

        A run keeps hundreds of replies while it listens; it must not wait for the disk at each.
        """
        if self._db.in_transaction:
            yield
            return
        self._db.execute("PRAGMA synchronous = NORMAL")
        try:
            with self.transaction():
                yield
        finally:
            self._db.execute("PRAGMA synchronous = FULL")

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

    def _body(self, sha256: str) -> bytes:
        """Return a raw body that a row names: it was archived in the row's own transaction."""
        body = self.raw(sha256)
        if body is None:
            raise InputError(f"{self.path}: has lost the raw body {sha256[:12]}; restore the file from a backup")
        return body
