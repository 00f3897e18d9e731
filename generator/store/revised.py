"""What was said otherwise since an article was written: readings that newer ones have replaced."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from generator.model.instants import from_micros, iso, to_micros
from generator.model.observation import SeriesKey
from generator.model.revision import Revision
from generator.store.tables import ORIGIN, TABLES, Table

#: What names a reading of a table to people; an option is one of its chain.
_NAMED: Final[Mapping[str, str]] = {
    "candle": "candle:{venue}:{asset}:{interval}:{at}",
    "funding_settlement": "funding:{venue}:{asset}:{at}",
    "future_quote": "future:{venue}:{instrument}:{at}",
    "option_quote": "chain:{venue}:{asset}:{at}",
}
_NUMBERS: Final = (int, float)


def seen(table: Table, as_of: datetime, known: datetime | None) -> str:
    """Return the condition on a table's rows: what had become available before ``as_of``.

    Args:
        table: One kind of reading.
        as_of: The exclusive instant.
        known: Where given, of each reading that was there at ``as_of`` what became available before this instant
            too: so a later revision replaces what it revises, and nothing that first came later is seen.
    """
    at = to_micros(as_of)
    if known is None or known <= as_of:
        return f"available_at < {at}"
    return f"""(available_at < {at} OR (available_at < {to_micros(known)} AND observed_at < {at} AND EXISTS (
        SELECT 1 FROM {table.name} AS first WHERE first.series = {table.name}.series
        AND first.observed_at = {table.name}.observed_at AND first.available_at < {at})))"""


def revised(db: sqlite3.Connection, as_of: datetime, since: datetime, known: datetime) -> list[Revision]:
    """Return what replaced readings that were there at ``as_of``, by reading.

    Args:
        db: The store.
        as_of: The exclusive instant of what an article knew.
        since: The exclusive instant up to which revisions have been told of already; not before ``as_of``.
        known: The exclusive instant of what is known now.
    """
    return [
        each for table in TABLES.values() for each in _of_table(db, table, as_of=as_of, since=since, known=known)
    ]  # fmt: skip


def _of_table(
    db: sqlite3.Connection, table: Table, *, as_of: datetime, since: datetime, known: datetime
) -> Iterator[Revision]:
    columns = [f't."{name}"' for name in ("series", *table.reading)]
    named, origin = [f's."{name}"' for name in table.named], [f'o."{name}"' for name in ORIGIN]
    query = f"""SELECT {", ".join((*columns, *named, *origin))} FROM {table.name} AS t
        JOIN {table.series} AS s ON s.id = t.series JOIN origin AS o ON o.id = t.origin
        WHERE t.observed_at < {to_micros(as_of)} AND t.available_at < {to_micros(known)}
        AND (t.series, t.observed_at) IN (SELECT series, observed_at FROM {table.name} WHERE revision > 0)
        ORDER BY {", ".join(named)}, t.observed_at, t.available_at, t.revision"""
    cells = ("series", *table.reading, *table.named, *ORIGIN)
    rows = (dict(zip(cells, row, strict=True)) for row in db.execute(query))
    for _, group in groupby(rows, key=lambda row: (row["series"], row["observed_at"])):
        yield from _of_reading(table, list(group), to_micros(as_of), to_micros(max(as_of, since)))


def _of_reading(table: Table, rows: list[dict[str, Any]], as_of: int, since: int) -> Iterator[Revision]:
    """Yield in what the last reading differs from the one that was in force."""
    if rows[0]["available_at"] >= as_of:
        return  # nothing was known of it then
    before, now = [row for row in rows if row["available_at"] < since][-1], rows[-1]
    said: Iterable[str] = (name for name in table.said if before[name] != now[name])
    for name in said:
        was, new = (row[name] if isinstance(row[name], _NUMBERS) else None for row in (before, now))
        instrument = f"{now['instrument']} " if table.name == "option_quote" else ""
        yield Revision(
            input=_name(table, now),
            what=f"{instrument}{name}",
            was=was,
            now=new,
            source=now["source"],
            url=now["url"],
            raw_sha256=now["raw_sha256"],
            available_at=from_micros(now["available_at"]),
        )


def _name(table: Table, row: Mapping[str, Any]) -> str:
    at = iso(from_micros(row["observed_at"]))
    if table.name in _NAMED:
        return _NAMED[table.name].format(at=at, **{name: row[name] for name in table.named})
    return f"obs:{SeriesKey(*(row[name] for name in table.named))}@{at}"
