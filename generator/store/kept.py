"""What articles rest on beside readings: what runs asked for in vain or set aside, and what earlier issues said."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from generator.store.absent import absent
from generator.store.migrations import migrate

#: Table → its columns, each ``int``, ``text`` or ``bytes``.
KEPT: Final[Mapping[str, Mapping[str, str]]] = {
    "run": {"id": "int", "kind": "text", "began_at": "int", "ended_at": "int", "summary": "text"},
    "trouble": {
        "run": "int", "source": "text", "kind": "text", "subject": "text", "why": "text", "status": "int",
        "feeds": "text", "fetched_at": "int",
    },
    "set_aside": {
        "id": "text", "run": "int", "source": "text", "why": "text", "readings": "int", "records": "bytes",
    },
    "released": {"id": "text"},
    "issue": {
        "slug": "text", "tone": "text", "edition": "text", "asset": "text", "as_of": "int", "frame": "text",
        "headline": "text",
    },
    "said": {"slug": "text", "tone": "text", "kind": "text", "place": "int", "what": "text"},
}  # fmt: skip
#: In which order rows lie: what is told of a run is told in the order in which it went wrong.
_ORDER: Final = {"run": "id", "trouble": "rowid", "set_aside": "rowid"}

Kept = dict[str, list[tuple[Any, ...]]]  # table → rows


def kept_of(db: sqlite3.Connection) -> Kept:
    """Return these tables of a store, of runs the live ones."""
    of_live = {"run": "kind = 'live'"} | dict.fromkeys(
        ("trouble", "set_aside"), "run IN (SELECT id FROM run WHERE kind = 'live')"
    )
    kept: Kept = {}
    for table, columns in KEPT.items():
        names = ", ".join(columns)
        query = f"SELECT {names} FROM {table} WHERE {of_live.get(table, '1')} ORDER BY {_ORDER.get(table, names)}"
        kept[table] = db.execute(query).fetchall()
    return kept


def keep(db: sqlite3.Connection, kept: Kept) -> None:
    """Put such tables in, within the caller's transaction; what the store knows of a run or an issue stays."""
    numbers, news = _runs(db, kept.get("run", []))
    _insert(db, "trouble", [(numbers[run], *rest) for run, *rest in kept.get("trouble", []) if run in news])
    _insert(db, "set_aside", [(name, numbers[run], *rest) for name, run, *rest in kept.get("set_aside", [])])
    _insert(db, "released", kept.get("released", []))
    known = set(db.execute("SELECT slug, tone FROM issue"))
    for table in ("issue", "said"):
        _insert(db, table, [row for row in kept.get(table, []) if row[:2] not in known])


def _runs(db: sqlite3.Connection, rows: list[tuple[Any, ...]]) -> tuple[dict[int, int], set[int]]:
    """Put runs in; return under which number each now stands, and which of them are news."""
    numbers: dict[int, int] = {}
    news: set[int] = set()
    for number, kind, began_at, *rest in rows:
        query = "SELECT id FROM run WHERE kind = ? AND began_at = ?"
        known = db.execute(query, (kind, began_at)).fetchone()
        if known is None:
            row = (kind, began_at, *rest)
            done = db.execute("INSERT INTO run (kind, began_at, ended_at, summary) VALUES (?, ?, ?, ?)", row).lastrowid
            assert done is not None
            numbers[number] = done
            news.add(number)
        else:
            numbers[number] = known[0]
    return numbers, news


def _insert(db: sqlite3.Connection, table: str, rows: list[tuple[Any, ...]]) -> None:
    columns = KEPT[table]
    marks = ", ".join("?" * len(columns))
    db.executemany(f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


class Missing:
    """Why metrics were missing at an instant, by the same tables; see ``absent``."""

    def __init__(self, kept: Kept) -> None:
        self._db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        migrate(self._db)
        keep(self._db, {table: rows for table, rows in kept.items() if table not in ("issue", "said")})

    def __call__(self, as_of: datetime) -> Mapping[str, str]:
        """Return metric → why a reading of it did not come or was not let in."""
        return absent(self._db, as_of)
