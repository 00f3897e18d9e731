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
    for asset in sorted({asset for asset, _ in chains}):
        pack(db, asset, [at for of, at in chains if of == asset])
    return gone


def _take_out(db: sqlite3.Connection, table: Table, run: int) -> int:
    columns = _names(table)
    db.execute(
        f"CREATE TEMP TABLE IF NOT EXISTS {_memory(table)} AS SELECT 0 AS run, {columns} FROM {table.name} WHERE 0"
    )
    db.execute(f"CREATE INDEX IF NOT EXISTS temp.{_memory(table)}_at ON {_memory(table)} (series, observed_at)")
    db.execute(f"DELETE FROM {_memory(table)} WHERE run = ?", (run,))
    db.execute(f"INSERT INTO {_memory(table)} SELECT ?, {columns} FROM {table.name} WHERE {_OF_RUN}", (run, run))
    return db.execute(f"DELETE FROM {table.name} WHERE {_OF_RUN}", (run,)).rowcount


def put_back(db: sqlite3.Connection, table: Table, run: int) -> int:
    """Put what a run says again back to where it was, and out of the table ``incoming``; return how many.

    A correction goes back only after what the run had said before it, and nothing goes back to
    where something else now stands: what was said otherwise is news, and so is what follows on it.
    """
    memory, columns = _memory(table), _names(table)
    if db.execute("SELECT 1 FROM temp.sqlite_master WHERE name = ?", (memory,)).fetchone() is None:
        return 0
    here = "{0}.series = f.series AND {0}.observed_at = f.observed_at"
    same = " AND ".join(f'i."{column}" IS f."{column}"' for column in (*table.said, *(("available_at",) * table.dated)))
    found = db.execute(
        f"""SELECT f.rowid, i.rowid FROM {memory} AS f JOIN incoming AS i
        ON {here.format("i")} AND i.origin = f.origin AND {same} WHERE f.run = ?1
        AND NOT EXISTS (SELECT 1 FROM {table.name} AS t WHERE {here.format("t")} AND t.revision = f.revision)
        AND NOT EXISTS (SELECT 1 FROM {memory} AS b WHERE b.run = ?1 AND {here.format("b")} AND b.revision < f.revision)
        """,
        (run,),
    ).fetchall()
    for then, now in found:
        db.execute(f"INSERT INTO {table.name} ({columns}) SELECT {columns} FROM {memory} WHERE rowid = ?", (then,))
        db.execute(f"DELETE FROM {memory} WHERE rowid = ?", (then,))
        db.execute("DELETE FROM incoming WHERE rowid = ?", (now,))
    return len(found)


def _memory(table: Table) -> str:
    return f"forgotten_{table.name}"


def _names(table: Table) -> str:
    return ", ".join(f'"{column}"' for column in table.columns)
