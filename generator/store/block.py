"""Readings of one kind and one asset as columns: the form in which they move between stores and lakes.

A block has all columns of its table but ``asset``: those that name a series, those of a reading, and those of
its origin. Words are numbered, numbers are floats with NaN for what was not said, instants are whole microseconds
since 1970 with ``NAT`` for none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from generator.store.columns import INSTANTS, NAT, WORDS
from generator.store.tables import ORIGIN, TABLES, Table

WHOLE: Final = frozenset({"revision", "interval_hours"})
KINDS: Final = {table.name: table for table in TABLES.values()}
_SAID_OF: Final = {"observation": "metric", "candle": "interval"}
#: More would not fit into the whole numbers that name a combination.
_MOST: Final = 1 << 62

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Words:
    """A column of words.

    Args:
        codes: For each row where its word stands.
        names: The words, each once, in the order of their code points.
    """

    codes: Numbers
    names: tuple[str, ...]

    @classmethod
    def of(cls, words: Sequence[str]) -> Words:
        """Return a column of words as it is."""
        names = tuple(sorted(set(words)))
        place = {name: code for code, name in enumerate(names)}
        return cls(np.array([place[word] for word in words], dtype=np.int64), names)

    @classmethod
    def alike(cls, word: str, rows: int) -> Words:
        """Return a column of one word."""
        return cls(np.zeros(rows, dtype=np.int64), (word,) if rows else ())

    def chosen(self, rows: Numbers) -> Words:
        """Return the words of some rows, and no others."""
        codes = self.codes[rows]
        used = np.flatnonzero(np.bincount(codes, minlength=len(self.names)))
        return Words(np.searchsorted(used, codes), tuple(self.names[code] for code in used))


Column = Words | NDArray[Any]
Block = dict[str, Column]
Blocks = dict[str, Block]  # by the name of their kind


def columns_of(table: Table) -> tuple[str, ...]:
    """Return the columns of a kind's block, in order."""
    return (*(name for name in table.named if name != "asset"), *table.reading, *ORIGIN)


def empty(table: Table) -> Block:
    """Return a block without readings."""
    none = np.empty(0, dtype=np.int64)
    return {
        name: Words(none, ()) if name in WORDS else none if name in INSTANTS | WHOLE else np.empty(0)
        for name in columns_of(table)
    }


def rows_of(block: Block) -> int:
    """Return how many readings a block has."""
    return len(numbers_of(block, "observed_at"))


def numbers_of(block: Mapping[str, Column], name: str) -> NDArray[Any]:
    """Return a column of numbers or instants."""
    cells = block[name]
    assert not isinstance(cells, Words)
    return cells


def said_of(kind: str, block: Block) -> list[str] | None:
    """Return of what a block's readings are, as one asks for them; None for kinds of which one asks for all.

    Metrics of observations, intervals of bars; futures are ``dated`` or ``perpetual``.
    """
    if kind == "future_quote":
        dated = numbers_of(block, "expires_at") != NAT
        return [word for word, there in (("dated", dated.any()), ("perpetual", not dated.all())) if there]
    column = block.get(_SAID_OF.get(kind, ""))
    return list(column.names) if isinstance(column, Words) else None


def narrowed(kind: str, block: Block, *, of: Sequence[str] | None, since: int | None, until: int) -> Block:
    """Return the readings of a block that are of something, see ``said_of``, and known between two instants.

    Args:
        kind: The kind of reading.
        block: Readings with the columns that tell them apart.
        of: Of what; None for all.
        since: The first that is observed. [microseconds since 1970]
        until: The exclusive instant at which it became known. [microseconds since 1970]
    """
    fits = numbers_of(block, "available_at") < until
    if since is not None:
        fits &= numbers_of(block, "observed_at") >= since
    if of is not None and kind == "future_quote":
        fits &= (numbers_of(block, "expires_at") != NAT) == ("dated" in of)
    elif of is not None:
        column = block[_SAID_OF[kind]]
        assert isinstance(column, Words)
        fits &= np.isin(column.codes, [code for code, name in enumerate(column.names) if name in set(of)])
    if fits.all():
        return block
    rows = np.flatnonzero(fits)
    return {name: each.chosen(rows) if isinstance(each, Words) else each[rows] for name, each in block.items()}


def together(columns: Sequence[Column]) -> Column:
    """Return columns one below the other."""
    words = [each for each in columns if isinstance(each, Words)]
    if not words:
        return np.concatenate([each for each in columns if not isinstance(each, Words)])
    names = tuple(sorted({name for each in words for name in each.names}))
    place = {name: code for code, name in enumerate(names)}
    return Words(
        np.concatenate([np.array([place[name] for name in each.names], dtype=np.int64)[each.codes] for each in words]),
        names,
    )


def ranked(columns: Sequence[Column], rows: int) -> tuple[Numbers, Numbers]:
    """Return for each row the place of its cells among all that there are, in order; and a row that has each.

    Words are ordered by their code points, as SQLite orders them, and what has no instant comes first.
    """
    rank, many = np.zeros(rows, dtype=np.int64), 1
    for each in columns:
        if isinstance(each, Words):
            codes, count = each.codes, len(each.names)
        else:
            values, codes = np.unique(each, return_inverse=True)
            count = len(values)
        if many * max(count, 1) > _MOST:
            values, rank = np.unique(rank, return_inverse=True)
            many = len(values)
        rank, many = rank * max(count, 1) + codes, many * max(count, 1)
    _, first, rank = np.unique(rank, return_index=True, return_inverse=True)
    return rank, first
