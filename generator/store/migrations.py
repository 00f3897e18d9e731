"""The schema, as numbered steps. A step that has shipped is never edited; a new one is added.

Instants are whole microseconds since 1970, UTC. Every table of readings has the columns
``available_at`` and ``revision``; ``origin`` names where a row came from.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Final

_READINGS: Final = (
    ("observation", "asset TEXT, metric TEXT, tenor TEXT, venue TEXT", "value REAL NOT NULL, unit TEXT NOT NULL"),
    (
        "candle",
        "interval TEXT, asset TEXT, venue TEXT",
        """open REAL NOT NULL, high REAL NOT NULL, low REAL NOT NULL, close REAL NOT NULL, volume REAL,
        quote TEXT NOT NULL""",
    ),
    (
        "option_quote",
        "asset TEXT, venue TEXT, instrument TEXT",
        """expires_at INTEGER NOT NULL, strike REAL NOT NULL, "right" TEXT NOT NULL, mark_iv REAL, mark REAL, bid REAL,
        ask REAL, open_interest REAL, volume REAL, underlying REAL, "index" REAL""",
    ),
    (
        "future_quote",
        "asset TEXT, venue TEXT, instrument TEXT",
        """expires_at INTEGER, price REAL NOT NULL, basis TEXT NOT NULL, "index" REAL, open_interest REAL,
        volume REAL""",
    ),
    (
        "funding_settlement",
        "asset TEXT, venue TEXT, instrument TEXT",
        "interval_hours INTEGER NOT NULL, rate REAL NOT NULL",
    ),
)


def m001_readings(db: sqlite3.Connection) -> None:
    """Raw bodies, origins, and the five kinds of readings."""
    db.execute(
        "CREATE TABLE raw (sha256 TEXT PRIMARY KEY, name TEXT, url TEXT, fetched_at INTEGER, body BLOB NOT NULL)"
    )
    db.execute(
        """CREATE TABLE origin (id INTEGER PRIMARY KEY, source TEXT NOT NULL, url TEXT NOT NULL,
        raw_sha256 TEXT NOT NULL, fetched_at INTEGER, note TEXT NOT NULL)"""
    )
    db.execute("CREATE UNIQUE INDEX origin_once ON origin (source, url, raw_sha256, note, COALESCE(fetched_at, -1))")
    for name, key, values in _READINGS:
        names = ", ".join(column.split()[0] for column in key.split(", "))
        db.execute(
            f"""CREATE TABLE {name} ({key}, observed_at INTEGER NOT NULL, revision INTEGER NOT NULL,
            available_at INTEGER NOT NULL, {values}, origin INTEGER NOT NULL REFERENCES origin (id),
            PRIMARY KEY ({names}, observed_at, revision)) WITHOUT ROWID"""
        )


STEPS: Final[tuple[Callable[[sqlite3.Connection], None], ...]] = (m001_readings,)


def migrate(db: sqlite3.Connection) -> None:
    """Bring the schema up to date; each step is recorded and runs once, whole or not at all."""
    db.execute("CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL)")
    done = db.execute("SELECT COALESCE(MAX(number), 0) FROM migration").fetchone()[0]
    for number, step in enumerate(STEPS, start=1):
        if number > done:
            db.execute("BEGIN IMMEDIATE")
            try:
                step(db)
                db.execute("INSERT INTO migration VALUES (?, ?)", (number, step.__name__))
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")
