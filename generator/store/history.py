"""A store's whole history, asset by asset, out as blocks and in again without loss."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from generator.store.block import (
    KINDS,
    WHOLE,
    Block,
    Blocks,
    Column,
    Words,
    numbers_of,
    ranked,
    rows_of,
    together,
)
from generator.store.columns import INSTANTS, NAT, WORDS
from generator.store.file import StoreFile
from generator.store.kept import Kept, keep, kept_of
from generator.store.pack import pack
from generator.store.tables import ORIGIN, Row, Table
from generator.store.upsert import Added, Ids, restore

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: So many rows are held as Python's own numbers at a time: an hourly record of options has millions.
_AT_ONCE: Final = 50_000


class History(StoreFile):
    """An open store, to take its history out or put one in."""

    def assets(self) -> list[str]:
        """Return the assets of which there are readings, in order."""
        found: set[str] = set()
        for table in KINDS.values():
            query = f"""SELECT DISTINCT asset FROM {table.series} AS s
                WHERE EXISTS (SELECT 1 FROM {table.name} AS t WHERE t.series = s.id)"""
            found.update(asset for (asset,) in self._db.execute(query))
        return sorted(found)

    def blocks(self, asset: str) -> Blocks:
        """Return all readings of an asset, with all their revisions, by the name of their kind."""
        blocks = {kind: _block(self._db, table, asset) for kind, table in KINDS.items()}
        return {kind: block for kind, block in blocks.items() if rows_of(block)}

    def restore(self, asset: str, blocks: Blocks) -> Added:
        """Put readings of an asset in as they were taken out, all or none; what is there already changes nothing.

        Number and instant of each revision stay, unless the store has another reading under that number.
        """
        done = Added()
        with self.transaction():
            ids = Ids(self._db)
            for kind, block in blocks.items():
                done += self._restore(ids, KINDS[kind], asset, block)
        return done

    def _restore(self, ids: Ids, table: Table, asset: str, block: Block) -> Added:
        rows = rows_of(block)
        series, first = ranked([block[name] for name in table.named if name != "asset"], rows)
        named = _cells(block, [name for name in table.named if name != "asset"], first)
        place = table.named.index("asset")
        numbers = [ids.series(table, (*row[:place], asset, *row[place:])) for row in named]
        whence, whose = ranked([block[name] for name in ORIGIN], rows)
        origins = [ids.origin_of(row) for row in _cells(block, ORIGIN, whose)]
        added = Added()
        for begin in range(0, rows, _AT_ONCE):
            some = np.arange(begin, min(begin + _AT_ONCE, rows))
            added += restore(
                self._db,
                table,
                [
                    (numbers[at], *reading, origins[by])
                    for at, reading, by in zip(
                        series[some].tolist(), _cells(block, table.reading, some), whence[some].tolist(), strict=True
                    )
                ],
            )
        if table.name == "option_quote" and (added.new or added.revised):
            pack(self._db, asset, np.unique(numbers_of(block, "observed_at")).tolist())
        return added

    def kept(self) -> Kept:
        """Return what articles rest on beside readings; see ``kept``."""
        return kept_of(self._db)

    def keep(self, kept: Kept) -> None:
        """Put that in; what the store knows of a run or an issue stays."""
        with self.transaction():
            keep(self._db, kept)


def _block(db: sqlite3.Connection, table: Table, asset: str) -> Block:
    """Return an asset's readings of a kind, by series, time and revision."""
    named = [name for name in table.named if name != "asset"]
    by_name = ", ".join(f'"{name}"' for name in named)
    series = db.execute(
        f"SELECT id, {by_name} FROM {table.series} WHERE asset = ? ORDER BY {by_name}", (asset,)
    ).fetchall()
    place = {number: at for at, (number, *_) in enumerate(series)}
    cells = _read(db, table, list(place))
    rank = np.array([place[number] for number in numbers_of(cells, "series").tolist()], dtype=np.int64)
    order = np.lexsort((numbers_of(cells, "revision"), numbers_of(cells, "observed_at"), rank))
    block: Block = (
        {
            name: _spread(_column(name, column), rank[order])
            for name, column in zip(named, list(zip(*series, strict=True))[1:], strict=True)
        }
        if series
        else {name: _column(name, ()) for name in named}
    )
    block |= {name: _spread(cells[name], order) for name in table.reading}
    return block | _origins(db, numbers_of(cells, "origin")[order])


def _read(db: sqlite3.Connection, table: Table, series: Sequence[int]) -> Block:
    """Return the readings of some series in any order, ``series`` and ``origin`` as the store's numbers."""
    names = table.columns
    columns = ", ".join(f'"{name}"' for name in names)
    query = f"SELECT {columns} FROM {table.name} WHERE series IN (SELECT value FROM json_each(?))"
    rows = db.execute(query, (json.dumps(series),))
    parts: list[Block] = [{name: _column(name, ()) for name in names}]
    while some := rows.fetchmany(_AT_ONCE):
        parts.append({name: _column(name, cells) for name, cells in zip(names, zip(*some, strict=True), strict=True)})
    return {name: together([part[name] for part in parts]) for name in names}


def _origins(db: sqlite3.Connection, numbers: NDArray[np.int64]) -> Block:
    used, place = np.unique(numbers, return_inverse=True)
    query = f"SELECT {', '.join(ORIGIN)} FROM origin WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
    listed = db.execute(query, (json.dumps(used.tolist()),)).fetchall()
    columns = zip(*listed, strict=True) if listed else [()] * len(ORIGIN)
    return {name: _spread(_column(name, cells), place) for name, cells in zip(ORIGIN, columns, strict=True)}


def _column(name: str, cells: Sequence[Any]) -> Column:
    """Return a column as SQLite gives it."""
    if name in WORDS:
        return Words.of(cells)
    if name in INSTANTS:
        return np.array([NAT if cell is None else cell for cell in cells], dtype=np.int64)
    whole = name in WHOLE or name in ("series", "origin")
    return np.array(cells, dtype=np.int64 if whole else np.float64)


def _spread(column: Column, rows: NDArray[np.int64]) -> Column:
    return column.chosen(rows) if isinstance(column, Words) else column[rows]


def _cells(block: Mapping[str, Column], names: Sequence[str], rows: NDArray[np.int64]) -> Iterator[Row]:
    """Yield some rows of a block as SQLite takes them."""
    return zip(*(_plain(name, block[name], rows) for name in names), strict=True)


def _plain(name: str, column: Column, rows: NDArray[np.int64]) -> list[Any]:
    if isinstance(column, Words):
        return [column.names[code] for code in column.codes[rows].tolist()]
    cells: list[Any] = column[rows].tolist()
    if name in WHOLE:
        return cells
    missing = NAT if name in INSTANTS else None
    return [None if cell == missing or cell != cell else cell for cell in cells]  # noqa: PLR0124 - NaN is not itself
