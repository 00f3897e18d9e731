"""Putting readings in: the same ones change nothing, different ones become a new revision.

Of several revisions of one reading, the one that became available last is in force. An
observation says itself when it became available: it is *unchanged* if the same value is there
with the same time, so that importing an older file after its correction finds its own row and
undoes nothing. A quote does not: it is unchanged too if it says what was in force when it was
fetched.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from generator.model.observation import Provenance
from generator.model.quotes import OptionQuote, Record
from generator.store.forget import put_back
from generator.store.pack import pack
from generator.store.tables import ORIGIN, TABLES, Row, Table, origin_row

_SAME_KEY: Final = "t.series = i.series AND t.observed_at = i.observed_at"


@dataclass(frozen=True, slots=True)
class Added:
    """What an import did: new readings, ones already there, ones that a new revision replaces."""

    new: int = 0
    unchanged: int = 0
    revised: int = 0

    def __add__(self, other: Added) -> Added:
        """Return the sums."""
        return Added(self.new + other.new, self.unchanged + other.unchanged, self.revised + other.revised)


def upsert(db: sqlite3.Connection, records: Iterable[Record], *, run: int | None = None) -> Added:
    """Put readings in, within the caller's transaction.

    Args:
        db: The store.
        records: The readings.
        run: Whose readings they are; what was taken out as that run's goes back to where it was.
    """
    rows: dict[str, tuple[Table, list[Row]]] = {}
    chains: dict[str, set[int]] = {}
    ids = Ids(db)
    for record in records:
        table = TABLES[type(record)]
        named, reading = table.split(record)
        row = (ids.series(table, named), *reading, ids.origin(record.origin))
        rows.setdefault(table.name, (table, []))[1].append(row)
        if isinstance(record, OptionQuote):
            chains.setdefault(record.asset, set()).add(reading[0])
    added = sum((_merge(db, table, turn, run) for table, given in rows.values() for turn in _turns(given)), Added())
    if added.new or added.revised or run is not None:
        for asset, instants in chains.items():
            pack(db, asset, instants)
    return added


def _turns(rows: Sequence[Row]) -> list[list[Row]]:
    """Return rows such that none in a turn are of one series and instant: later ones see earlier ones."""
    if len({row[:2] for row in rows}) == len(rows):
        return [list(rows)]
    seen: Counter[tuple[int, int]] = Counter()
    turns: list[list[Row]] = []
    for row in rows:
        at = (row[0], row[1])
        turn = seen[at]
        seen[at] += 1
        if turn == len(turns):
            turns.append([])
        turns[turn].append(row)
    return turns


def _merge(db: sqlite3.Connection, table: Table, rows: Sequence[Row], run: int | None) -> Added:
    """Insert what says something new."""
    names = ", ".join(f'"{column}"' for column in table.columns)
    known = f"EXISTS (SELECT 1 FROM {table.name} AS t WHERE {_SAME_KEY})"
    db.execute(f"CREATE TEMP TABLE incoming AS SELECT {names} FROM {table.name} WHERE 0")
    try:
        db.executemany(f"INSERT INTO incoming VALUES ({', '.join('?' * len(table.columns))})", rows)
        if run is not None:
            put_back(db, table, run)
        # Most that comes is of an instant that nothing was known of; asking that once is all it needs.
        (met,) = db.execute(f"SELECT EXISTS (SELECT 1 FROM incoming AS i WHERE {known})").fetchone()
        revised = _compare(db, table, known) if met else 0
        done = db.execute(f"INSERT INTO {table.name} ({names}) SELECT {names} FROM incoming").rowcount
    finally:
        db.execute("DROP TABLE incoming")
    return Added(new=done - revised, unchanged=len(rows) - done, revised=revised)


def _compare(db: sqlite3.Connection, table: Table, known: str) -> int:
    """Leave what is news among ``incoming``, and return how many of that are revisions.

    A revision number that is taken gives way to the next free one.
    """
    same = " AND ".join(f't."{column}" IS i."{column}"' for column in table.said)
    alike = "t.available_at = i.available_at"
    if not table.dated:
        alike += f""" OR t.revision = (SELECT revision FROM {table.name} AS t WHERE {_SAME_KEY}
            AND t.available_at <= i.available_at ORDER BY t.available_at DESC, t.revision DESC LIMIT 1)"""
        db.execute(
            f"""UPDATE incoming AS i SET available_at = MAX(available_at, origin.fetched_at) FROM origin
            WHERE origin.id = i.origin AND origin.fetched_at IS NOT NULL AND {known}"""
        )
    db.execute(
        f"""DELETE FROM incoming AS i WHERE EXISTS (
            SELECT 1 FROM {table.name} AS t WHERE {_SAME_KEY} AND {same} AND ({alike}))"""
    )
    (revised,) = db.execute(f"SELECT COUNT(*) FROM incoming AS i WHERE {known}").fetchone()
    db.execute(
        f"""UPDATE incoming AS i SET revision = (SELECT MAX(revision) + 1 FROM {table.name} AS t WHERE {_SAME_KEY})
        WHERE EXISTS (SELECT 1 FROM {table.name} AS t WHERE {_SAME_KEY} AND t.revision = i.revision)"""
    )
    return int(revised)


def restore(db: sqlite3.Connection, table: Table, rows: Sequence[Row]) -> Added:
    """Put rows of a table in as another store held them, within the caller's transaction.

    Such a row says itself when it became available, whatever its kind.

    Args:
        db: The store.
        table: Which kind of reading.
        rows: In the table's columns, with this store's numbers of series and origins; of one reading's revisions
            the earlier ones first.
    """
    dated = replace(table, dated=True)
    return sum((_merge(db, dated, turn, None) for turn in _turns(rows)), Added())


class Ids:
    """Numbers of series and origins, each written once."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._series: dict[tuple[str, Row], int] = {}
        self._origins: dict[Provenance, int] = {}
        self._last: tuple[Provenance | None, int] = (None, 0)

    def series(self, table: Table, named: Row) -> int:
        """Return the number of a series."""
        known = self._series.get((table.name, named))
        if known is None:
            known = self._series[table.name, named] = self._find(table.series, table.named, named)
        return known

    def origin(self, origin: Provenance) -> int:
        """Return the number of an origin; a file's readings share one, which need not be hashed for each."""
        last, known = self._last
        if origin is not last:
            found = self._origins.get(origin)
            known = self.origin_of(origin_row(origin)) if found is None else found
            self._origins[origin] = known
            self._last = (origin, known)
        return known

    def origin_of(self, row: Row) -> int:
        """Return the number of an origin that is given as its row."""
        return self._find("origin", ORIGIN, row)

    def _find(self, table: str, columns: Sequence[str], row: Row) -> int:
        where = " AND ".join(f'"{column}" IS ?' for column in columns)
        found = self._db.execute(f"SELECT id FROM {table} WHERE {where}", row).fetchone()
        if found is not None:
            return int(found[0])
        names, marks = ", ".join(f'"{column}"' for column in columns), ", ".join("?" * len(columns))
        added = self._db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", row).lastrowid
        assert added is not None
        return added
