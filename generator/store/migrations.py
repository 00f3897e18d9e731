"""The schema, as numbered steps. A step that has shipped is never edited; a new one is added.

Instants are whole microseconds since 1970, UTC. A table of readings (``option_quote``) holds what
changes from instant to instant; what names a series and never changes (an option's strike) lies
once in the table beside it (``option_quote_series``). Written out in every row it made the file
twice as large and reading it twice as slow.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Final

from generator.errors import InputError
from generator.store.pack import pack_all

_READINGS: Final = (
    (
        "observation",
        "asset TEXT NOT NULL, metric TEXT NOT NULL, tenor TEXT NOT NULL, venue TEXT NOT NULL",
        "value REAL NOT NULL, unit TEXT NOT NULL",
    ),
    (
        "candle",
        "interval TEXT NOT NULL, asset TEXT NOT NULL, venue TEXT NOT NULL",
        """open REAL NOT NULL, high REAL NOT NULL, low REAL NOT NULL, close REAL NOT NULL, volume REAL,
        quote TEXT NOT NULL""",
    ),
    (
        "option_quote",
        """asset TEXT NOT NULL, venue TEXT NOT NULL, instrument TEXT NOT NULL, expires_at INTEGER NOT NULL,
        strike REAL NOT NULL, "right" TEXT NOT NULL""",
        """mark_iv REAL, mark REAL, bid REAL, ask REAL, open_interest REAL, volume REAL, underlying REAL,
        "index" REAL""",
    ),
    (
        "future_quote",
        "asset TEXT NOT NULL, venue TEXT NOT NULL, instrument TEXT NOT NULL, expires_at INTEGER",
        'price REAL NOT NULL, basis TEXT NOT NULL, "index" REAL, open_interest REAL, volume REAL',
    ),
    (
        "funding_settlement",
        "asset TEXT NOT NULL, venue TEXT NOT NULL, instrument TEXT NOT NULL",
        "interval_hours INTEGER NOT NULL, rate REAL NOT NULL",
    ),
)


def m001_readings_by_series(db: sqlite3.Connection) -> None:
    """Raw bodies, origins, and the five kinds of readings."""
    db.execute(
        "CREATE TABLE raw (sha256 TEXT PRIMARY KEY, name TEXT, url TEXT, fetched_at INTEGER, body BLOB NOT NULL)"
    )
    db.execute(
        """CREATE TABLE origin (id INTEGER PRIMARY KEY, source TEXT NOT NULL, url TEXT NOT NULL,
        raw_sha256 TEXT NOT NULL, fetched_at INTEGER, note TEXT NOT NULL)"""
    )
    db.execute("CREATE UNIQUE INDEX origin_once ON origin (source, url, raw_sha256, note, COALESCE(fetched_at, -1))")
    for name, naming, values in _READINGS:
        named = ", ".join(column.split()[0] for column in naming.split(", "))
        db.execute(f"CREATE TABLE {name}_series (id INTEGER PRIMARY KEY, {naming})")
        db.execute(f"CREATE INDEX {name}_series_named ON {name}_series ({named})")
        db.execute(
            f"""CREATE TABLE {name} (series INTEGER NOT NULL REFERENCES {name}_series (id),
            observed_at INTEGER NOT NULL, revision INTEGER NOT NULL, available_at INTEGER NOT NULL, {values},
            origin INTEGER NOT NULL REFERENCES origin (id),
            PRIMARY KEY (series, observed_at, revision)) WITHOUT ROWID"""
        )
        # Nearly always empty, and it tells at once that no reading need be looked at for revisions.
        db.execute(f"CREATE INDEX {name}_revised ON {name} (series, observed_at) WHERE revision > 0")


def m002_packed_chains(db: sqlite3.Connection) -> None:
    """Option chains in packed form beside their rows; ``quotes`` is NULL where a chain has revisions."""
    db.execute(
        """CREATE TABLE option_chain (asset TEXT NOT NULL, observed_at INTEGER NOT NULL, quotes BLOB,
        PRIMARY KEY (asset, observed_at))"""
    )
    pack_all(db)


_COLLECTED: Final = (
    """run (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, began_at INTEGER NOT NULL, ended_at INTEGER,
    summary TEXT NOT NULL DEFAULT '')""",
    """reply (id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES run (id), source TEXT NOT NULL,
    kind TEXT NOT NULL, subject TEXT NOT NULL, url TEXT NOT NULL, request TEXT NOT NULL, status INTEGER NOT NULL,
    asked_at INTEGER NOT NULL, fetched_at INTEGER NOT NULL, raw_sha256 TEXT NOT NULL REFERENCES raw (sha256),
    content_type TEXT NOT NULL, etag TEXT NOT NULL, last_modified TEXT NOT NULL, limits TEXT NOT NULL)""",
    """trouble (run INTEGER NOT NULL REFERENCES run (id), source TEXT NOT NULL, kind TEXT NOT NULL,
    subject TEXT NOT NULL, why TEXT NOT NULL, status INTEGER, feeds TEXT NOT NULL, fetched_at INTEGER)""",
    """set_aside (id TEXT PRIMARY KEY, run INTEGER NOT NULL REFERENCES run (id), source TEXT NOT NULL,
    why TEXT NOT NULL, readings INTEGER NOT NULL, records BLOB NOT NULL)""",
    # Beside what was set aside: a run that is read again sets it aside again, and the decision stands.
    "released (id TEXT PRIMARY KEY)",
    """compared (run INTEGER NOT NULL REFERENCES run (id), quantity TEXT NOT NULL, told TEXT NOT NULL,
    told_value REAL NOT NULL, other TEXT NOT NULL, other_value REAL NOT NULL, apart REAL NOT NULL,
    tolerance REAL NOT NULL, holds TEXT NOT NULL)""",
    """segment (venue TEXT NOT NULL, began_at INTEGER NOT NULL, ended_at INTEGER NOT NULL,
    messages INTEGER NOT NULL, raw_sha256 TEXT NOT NULL REFERENCES raw (sha256), PRIMARY KEY (venue, began_at))""",
    """headline (feed TEXT NOT NULL, link TEXT NOT NULL, title TEXT NOT NULL, published_at INTEGER NOT NULL,
    source TEXT NOT NULL, url TEXT NOT NULL, raw_sha256 TEXT NOT NULL, fetched_at INTEGER, note TEXT NOT NULL,
    PRIMARY KEY (feed, link))""",
)
_FOUND_BY: Final = (
    "reply_of_run ON reply (run)",
    "reply_to ON reply (url, request)",
    "trouble_of_run ON trouble (run)",
    "set_aside_of_run ON set_aside (run)",
    "compared_of_run ON compared (run)",
    "headline_at ON headline (published_at)",
)


def m003_live_collection(db: sqlite3.Connection) -> None:
    """Runs, their replies and troubles, what the gate set aside, recorded streams, headlines."""
    for table in _COLLECTED:
        db.execute(f"CREATE TABLE {table}")
    for index in _FOUND_BY:
        db.execute(f"CREATE INDEX {index}")


def m004_reviews(db: sqlite3.Connection) -> None:
    """Editors' decisions on articles, one row each; the last one of a slug counts."""
    db.execute(
        """CREATE TABLE review (id INTEGER PRIMARY KEY, slug TEXT NOT NULL, state TEXT NOT NULL, at INTEGER NOT NULL,
        decided_by TEXT NOT NULL, reasons TEXT NOT NULL, sha256 TEXT NOT NULL)"""
    )
    db.execute("CREATE INDEX review_of ON review (slug, id)")


def m005_drafts(db: sqlite3.Connection) -> None:
    """What became of each newsletter issue at each target, one row each."""
    db.execute(
        """CREATE TABLE draft (issue TEXT NOT NULL, target TEXT NOT NULL, draft TEXT NOT NULL, sha256 TEXT NOT NULL,
        content TEXT NOT NULL, at INTEGER NOT NULL, begun TEXT NOT NULL, PRIMARY KEY (issue, target)) WITHOUT ROWID"""
    )


def m006_memory(db: sqlite3.Connection) -> None:
    """What was said in which issue: phrases, explained metrics and sentences, one row each."""
    db.execute(
        """CREATE TABLE issue (slug TEXT NOT NULL, tone TEXT NOT NULL, edition TEXT NOT NULL, asset TEXT NOT NULL,
        as_of INTEGER NOT NULL, frame TEXT NOT NULL, headline TEXT NOT NULL, PRIMARY KEY (slug, tone)) WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX issue_at ON issue (edition, asset, tone, as_of)")
    db.execute(
        """CREATE TABLE said (slug TEXT NOT NULL, tone TEXT NOT NULL, kind TEXT NOT NULL, place INTEGER NOT NULL,
        what TEXT NOT NULL, PRIMARY KEY (slug, tone, kind, place)) WITHOUT ROWID"""
    )


STEPS: Final[tuple[Callable[[sqlite3.Connection], None], ...]] = (
    m001_readings_by_series,
    m002_packed_chains,
    m003_live_collection,
    m004_reviews,
    m005_drafts,
    m006_memory,
)


def migrate(db: sqlite3.Connection) -> None:
    """Bring the schema up to date; each step is recorded and runs once, whole or not at all.

    Raises:
        InputError: The file was made by a program that has other steps.
    """
    db.execute("CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL)")
    if _done(db) == len(STEPS):
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        # Asked again now that we are the only writer: another run may just have done it.
        for number, step in enumerate(STEPS[_done(db) :], start=_done(db) + 1):
            step(db)
            db.execute("INSERT INTO migration VALUES (?, ?)", (number, step.__name__))
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _done(db: sqlite3.Connection) -> int:
    names = [name for (name,) in db.execute("SELECT name FROM migration ORDER BY number")]
    if names != [step.__name__ for step in STEPS[: len(names)]]:
        raise InputError(f"another version made it, at step {names[-1]}")
    return len(names)
