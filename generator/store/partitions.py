"""The partitions of a lake as the ``Source`` of a whole history: of what is asked for, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from generator.model.instants import to_micros
from generator.store.block import KINDS, Block, Column, Numbers, Words, empty, narrowed, numbers_of, ranked, rows_of
from generator.store.block import together as stacked
from generator.store.columns import LEFT_OUT, laid, origins_of
from generator.store.dated import Dated, Request
from generator.store.kept import Missing

if TYPE_CHECKING:
    from datetime import datetime

    from generator.store.lake import Lake
    from generator.store.tables import Table

#: So many files are held as they lie at a time.
_AT_ONCE: Final = 64
_DATES: Final = ("observed_at", "available_at", "revision")


class Partitions:
    """A lake, or some of its assets.

    What the lake holds is what it held when it was first asked.
    """

    def __init__(self, lake: Lake, assets: Sequence[str] | None) -> None:
        self._lake = lake
        self._assets = assets

    def read(self, asked: Request, since: datetime | None, until: datetime) -> Dated:
        """See ``Source``."""
        table = KINDS[asked.kind]
        first = None if since is None else to_micros(since)
        parts: list[tuple[str, Block]] = [("", empty(table))]
        for asset, block in self._blocks(table, asked):
            own = narrowed(asked.kind, block, of=asked.of, since=first, until=to_micros(until))
            if rows_of(own):
                parts.append((asset, own))
        return _laid_out(table, {name: _together(name, parts) for name in _columns(table)})

    def absent(self, as_of: datetime) -> Mapping[str, str]:
        """See ``Source``."""
        return self._missing(as_of)

    def _blocks(self, table: Table, asked: Request) -> Iterator[tuple[str, Block]]:
        """Yield the assets that can hold something of what is asked for, with their readings of the kind."""
        assets = self._listed if asked.assets is None else sorted(set(asked.assets))
        wanted = [
            asset
            for asset in assets
            if asset in self._listed and self._listed[asset].holds(asked.kind, asked.of)
        ]  # fmt: skip
        columns = [name for name in _columns(table) if name != "asset"]
        for begin in range(0, len(wanted), _AT_ONCE):
            some = wanted[begin : begin + _AT_ONCE]
            yield from self._lake.columns(asked.kind, {asset: self._listed[asset] for asset in some}, columns)

    @cached_property
    def _listed(self) -> Mapping[str, Any]:
        return self._lake.listed(self._assets)

    @cached_property
    def _missing(self) -> Missing:
        return Missing(self._lake.read_kept())


def _columns(table: Table) -> tuple[str, ...]:
    """Return the columns of a kind that its frames are made of."""
    named = (name for name in table.named if name not in _DATES)
    return (*named, *_DATES, *table.said, *origins_of(table.name))


def _together(name: str, parts: Sequence[tuple[str, Block]]) -> Column:
    if name == "asset":
        return stacked([Words.alike(asset, rows_of(block)) for asset, block in parts])
    return stacked([block[name] for _, block in parts])


def _laid_out(table: Table, columns: Mapping[str, Column]) -> Dated:
    """Return columns as rows in the order of frames."""
    at, available, revision = (numbers_of(columns, name) for name in _DATES)
    rank, _ = ranked([columns[name] for name in table.named], len(at))
    order = np.lexsort((revision, available, rank, at))
    index = pd.RangeIndex(len(order))
    frame: dict[str, Any] = {}
    for name in table.named:
        if name not in LEFT_OUT.get(table.name, ()):
            frame[name] = laid(name, _spread(columns[name], order), index)
        if name == table.named[-1]:
            frame["observed_at"] = laid("observed_at", at[order], index)
    for name in table.said:
        frame[name] = laid(name, _spread(columns[name], order), index)
    for name in origins_of(table.name):
        column = columns[name]
        frame[name] = (
            pd.Categorical.from_codes(column.codes[order], dtype=pd.CategoricalDtype(list(column.names)))
            if isinstance(column, Words)
            else laid(name, column[order], index)
        )
    return Dated.of(pd.DataFrame(frame, index=index, copy=False), at[order], available[order], rank[order])


def _spread(column: Column, rows: Numbers) -> np.ndarray[Any, Any]:
    if isinstance(column, Words):
        return np.array(column.names, dtype=object)[column.codes[rows]]
    return column[rows]
