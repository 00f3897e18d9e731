"""Option chains in packed form: all quotes of one coin at one instant as one value, beside their rows.

The rows stay what is true; a packed chain is made from them in the transaction that writes them,
so the two cannot differ. It is there for speed: a year of chains is tens of thousands of rows,
and SQLite hands over a row in the time in which numpy takes a thousand numbers.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from struct import Struct
from typing import Any, Final

from generator.model.quotes import OptionQuote
from generator.store.tables import TABLES

#: The columns of a packed chain, one whole column after the other, eight bytes a cell, little-endian.
NUMBERED: Final = ("series", "origin")  # as whole numbers
SAID: Final = TABLES[OptionQuote].said  # as floats; what was not said is NaN


def pack(db: sqlite3.Connection, asset: str, instants: Iterable[int]) -> None:
    """Pack the chains of a coin at some instants anew, within the caller's transaction.

    A chain with a revision depends on when one looks at it. It is not packed: it is listed
    without its quotes, and read row by row.
    """
    columns = ", ".join(f't."{column}"' for column in (*NUMBERED, *SAID))
    rows = db.execute(
        f"""SELECT observed_at, revision > 0 OR available_at <> observed_at, {columns} FROM option_quote AS t
        WHERE series IN (SELECT id FROM option_quote_series WHERE asset = ?)
        AND observed_at IN (SELECT value FROM json_each(?)) ORDER BY observed_at""",
        (asset, json.dumps(sorted(instants))),
    )
    for at, chain in groupby(rows, key=itemgetter(0)):
        _, revised, *cells = zip(*chain, strict=True)
        db.execute(
            "INSERT OR REPLACE INTO option_chain VALUES (?, ?, ?)",
            (asset, at, None if any(revised) else _packed(cells)),
        )


def pack_all(db: sqlite3.Connection) -> None:
    """Pack every chain of a store that has none packed."""
    for (asset,) in db.execute("SELECT DISTINCT asset FROM option_quote_series").fetchall():
        query = "SELECT DISTINCT observed_at FROM option_quote JOIN option_quote_series ON id = series WHERE asset = ?"
        pack(db, asset, [at for (at,) in db.execute(query, (asset,))])


def _packed(cells: Sequence[Sequence[Any]]) -> bytes:
    size = len(cells[0])
    whole, real = Struct(f"<{size}q"), Struct(f"<{size}d")
    numbered, said = cells[: len(NUMBERED)], cells[len(NUMBERED) :]
    missing = float("nan")
    return b"".join(
        [
            *(whole.pack(*column) for column in numbered),
            *(real.pack(*(missing if cell is None else cell for cell in column)) for column in said),
        ]
    )
