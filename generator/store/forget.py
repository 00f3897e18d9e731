"""Taking a run's readings out, so that its replies can be read again in their place.

A reading keeps the number of its revision and the time from which it was known, although
others have come after it. So what is taken out is remembered for as long as the store is open,
and a reading that is then said again goes back to where it was; only what is said otherwise
comes in as news.
"""

from __future__ import annotations

import sqlite3
from typing import Final

from generator.store.pack import pack
from generator.store.tables import TABLES, Table

_OF_RUN: Final = """origin IN (SELECT o.id FROM origin AS o JOIN reply AS r
    ON r.raw_sha256 = o.raw_sha256 AND r.fetched_at = o.fetched_at WHERE r.run = ?)"""


def forget(db: sqlite3.Connection, run: int) -> int:
    """Take out the readings that came with a run's replies, within the caller's transaction; return how many."""
    chains = db.execute(
        f"""SELECT DISTINCT asset, observed_at FROM option_quote JOIN option_quote_series ON id = series
        WHERE {_OF_RUN}""",
        (run,),
    ).fetchall()
    gone = sum(_take_out(db, table, run) for table in TABLES.values())
    db.executemany("DELETE FROM option_chain WHERE asset = ? AND observed_at = ?", chains)
    for asset in {asset for asset, _ in chains}:
        pack(db, asset, [at for of, at in chains if of == asset])
    return gone


def _take_out(db: sqlite3.Connection, table: Table, run: int) -> int:
    columns = _names(table)
    db.execute(
        f"CREATE TEMP TABLE IF NOT EXISTS {_memory(table)} AS SELECT 0 AS run, {columns} FROM {table.name} WHERE 0"
    )
    db.execute(f"DELETE FROM {_memory(table)} WHERE run = ?", (run,))
    db.execute(f"INSERT INTO {_memory(table)} SELECT ?, {columns} FROM {table.name} WHERE {_OF_RUN}", (run, run))
    return db.execute(f"DELETE FROM {table.name} WHERE {_OF_RUN}", (run,)).rowcount


def put_back(db: sqlite3.Connection, table: Table, run: int) -> int:
    """Put what a run says again back to where it was, and out of the table ``incoming``; return how many.

    Where something else has come into a reading's place, it stays out and is news like any other.
    """
    memory, columns = _memory(table), _names(table)
    if db.execute("SELECT 1 FROM temp.sqlite_master WHERE name = ?", (memory,)).fetchone() is None:
        return 0
    same = "f.series = i.series AND f.observed_at = i.observed_at AND f.origin = i.origin AND "
    same += " AND ".join(f'f."{column}" IS i."{column}"' for column in table.said)
    if table.dated:
        same += " AND f.available_at = i.available_at"
    taken = f"""EXISTS (SELECT 1 FROM {table.name} AS t WHERE t.series = f.series AND t.observed_at = f.observed_at
        AND t.revision = f.revision)"""
    # Of several that said the same, the one that came first: SQLite takes the row from where the minimum is.
    found = db.execute(
        f"""SELECT f.rowid, i.rowid, MIN(f.revision) FROM {memory} AS f JOIN incoming AS i ON {same}
        WHERE f.run = ? AND NOT {taken} GROUP BY i.rowid""",
        (run,),
    ).fetchall()
    for then, now, _ in found:
        db.execute(f"INSERT INTO {table.name} ({columns}) SELECT {columns} FROM {memory} WHERE rowid = ?", (then,))
        db.execute(f"DELETE FROM {memory} WHERE rowid = ?", (then,))
        db.execute("DELETE FROM incoming WHERE rowid = ?", (now,))
    return len(found)


def _memory(table: Table) -> str:
    return f"forgotten_{table.name}"


def _names(table: Table) -> str:
    return ", ".join(f'"{column}"' for column in table.columns)
