"""Whole histories held as columns, and cut for any instant into frames as ``Store.market`` gives them.

Rows lie in the order of frames, by time and then by the name of the series, of one reading's revisions the last one
last. With each row stand the instant from which it was known and the one from which a revision replaced it, so what
was in force before an instant is one comparison; where nothing was revised and all was known when it was observed it
is the beginning of the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from generator.model.instants import to_micros
from generator.store.block import (
    KINDS,
    Block,
    Blocks,
    Column,
    Numbers,
    Words,
    empty,
    numbers_of,
    ranked,
    rows_of,
    together,
)
from generator.store.columns import NAT, laid
from generator.store.tables import ORIGIN

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WHENCE: Final = ("source", "url", "raw_sha256", "fetched_at")
_NEVER: Final = int(np.iinfo(np.int64).max)

Rows = slice | Numbers


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows and columns of a kind a frame is asked for.

    Args:
        where: Column of the series' names → what it may be.
        dated: Whether the future expires; None where that is not asked.
        leave: Columns to leave out.
        origin: Columns of the origins, in order.
    """

    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    dated: bool | None = None
    leave: tuple[str, ...] = ()
    origin: tuple[str, ...] = _WHENCE


class Held:
    """One kind of readings, of some assets."""

    def __init__(self, kind: str, parts: Sequence[tuple[str, Block]]) -> None:
        table = KINDS[kind]
        parts = list(parts) or [("", empty(table))]
        sizes = [rows_of(block) for _, block in parts]
        columns: dict[str, Column] = {
            name: together([Words.alike(asset, size) for (asset, _), size in zip(parts, sizes, strict=True)])
            if name == "asset"
            else together([block[name] for _, block in parts])
            for name in ("asset", *(each for each in (*table.named, *table.reading, *ORIGIN) if each != "asset"))
        }
        rank, first = ranked([columns[name] for name in table.named], sum(sizes))
        at, available, revision = (numbers_of(columns, n) for n in ("observed_at", "available_at", "revision"))
        order = np.lexsort((revision, available, rank, at))
        self._table = table
        self._series = {name: _chosen(columns[name], first) for name in table.named}
        self._many = len(first)
        self._rank = rank[order]
        self._at, self._available = at[order], available[order]
        again = (np.diff(self._at) == 0) & (np.diff(self._rank) == 0)
        self._until = np.full(len(order), _NEVER)
        self._until[:-1][again] = self._available[1:][again]
        self._cells = {name: _chosen(columns[name], order) for name in (*table.said, *ORIGIN)}
        self._kept: dict[Wanted, _Kept] = {}

    def before(self, as_of: datetime, since: datetime | None, wanted: Wanted) -> pd.DataFrame:
        """Return what was known before an instant, of readings from ``since`` on."""
        kept = self._kept.get(wanted)
        if kept is None:
            kept = self._kept[wanted] = self._narrowed(wanted)
        return kept.before(to_micros(as_of), None if since is None else to_micros(since))

    def _narrowed(self, wanted: Wanted) -> _Kept:
        fits = np.ones(self._many, dtype=bool)
        for name, may_be in wanted.where:
            column = self._series[name]
            assert isinstance(column, Words)
            codes = [code for code, word in enumerate(column.names) if word in set(may_be)]
            fits &= np.isin(column.codes, codes)
        if wanted.dated is not None:
            fits &= (numbers_of(self._series, "expires_at") != NAT) == wanted.dated
        rows = np.flatnonzero(fits[self._rank])
        rank = self._rank[rows]
        columns: dict[str, NDArray[Any]] = {}
        for name in self._table.named:
            if name not in wanted.leave:
                columns[name] = _spread(self._series[name], rank)
            if name == self._table.named[-1]:
                columns["observed_at"] = self._at[rows]
        columns |= {name: _spread(self._cells[name], rows) for name in self._table.said}
        origins = {name: _chosen(self._cells[name], rows) for name in wanted.origin}
        return _Kept(columns, origins, self._at[rows], self._available[rows], self._until[rows])


@dataclass(slots=True)
class _Kept:
    """Rows and columns that were asked for once, in order, all revisions among them; see ``Held``."""

    columns: Mapping[str, NDArray[Any]]
    origins: Mapping[str, Column]
    at: Numbers
    available: Numbers
    until: Numbers
    plain: bool = field(init=False)
    types: dict[tuple[str, bytes], pd.CategoricalDtype] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.plain = bool((self.available == self.at).all() and (self.until == _NEVER).all())

    def before(self, as_of: int, since: int | None) -> pd.DataFrame:
        """Return the frame of an instant. [microseconds since 1970]"""
        rows = self._rows(as_of, since)
        count = rows.stop - rows.start if isinstance(rows, slice) else len(rows)
        index = pd.RangeIndex(count)
        # Copied, since the next instant's frame is cut from the same rows.
        frame = {name: laid(name, cells[rows].copy(), index) for name, cells in self.columns.items()}
        for name, column in self.origins.items():
            frame[name] = self._origin(name, column, rows, index)
        return pd.DataFrame(frame, index=index, copy=False)

    def _rows(self, as_of: int, since: int | None) -> Rows:
        begin = 0 if since is None else int(np.searchsorted(self.at, since))
        if self.plain:
            return slice(begin, max(begin, int(np.searchsorted(self.at, as_of))))
        seen = (self.available[begin:] < as_of) & (self.until[begin:] >= as_of)
        return begin + np.flatnonzero(seen)

    def _origin(self, name: str, column: Column, rows: Rows, index: pd.RangeIndex) -> Any:  # noqa: ANN401 - as pandas
        if not isinstance(column, Words):
            return laid(name, column[rows].copy(), index)
        codes = column.codes[rows]
        used = np.bincount(codes, minlength=len(column.names)).astype(bool)
        kind = self.types.get((name, used.tobytes()))
        if kind is None:
            names = [word for word, there in zip(column.names, used, strict=True) if there]
            kind = self.types[name, used.tobytes()] = pd.CategoricalDtype(names)
        return pd.Categorical.from_codes((np.cumsum(used) - 1)[codes], dtype=kind)


def _chosen(column: Column, rows: Numbers) -> Column:
    return Words(column.codes[rows], column.names) if isinstance(column, Words) else column[rows]


def _spread(column: Column, rows: Numbers) -> NDArray[Any]:
    if isinstance(column, Words):
        return np.array(column.names, dtype=object)[column.codes[rows]]
    return column[rows]


class Whole:
    """All that is known of some assets; ``at`` gives what was known before an instant."""

    def __init__(self, assets: Mapping[str, Blocks], absent: Callable[[datetime], Mapping[str, str]]) -> None:
        self._held = {
            kind: Held(kind, [(asset, blocks[kind]) for asset, blocks in assets.items() if kind in blocks])
            for kind in KINDS
        }
        self._absent = absent

    def at(self, as_of: datetime) -> Cut:
        """Return what was known before an instant; its frames are those of ``Store.market``."""
        return Cut(self._held, as_of, self._absent)


class Cut:
    """What was known before one instant; see ``model.ports.Market``."""

    def __init__(
        self, held: Mapping[str, Held], as_of: datetime, absent: Callable[[datetime], Mapping[str, str]]
    ) -> None:
        self._held = held
        self._as_of = as_of
        self._absent = absent

    @property
    def as_of(self) -> datetime:
        """The exclusive instant."""
        return self._as_of

    def observations(self, *, metrics: Sequence[str] | None = None, since: datetime | None = None) -> pd.DataFrame:
        """See ``model.ports.Market``."""
        where = () if metrics is None else (("metric", tuple(metrics)),)
        return self._cut("observation", since, Wanted(where, origin=("note", *_WHENCE)))

    def candles(
        self, interval: str, *, assets: Sequence[str] | None = None, since: datetime | None = None
    ) -> pd.DataFrame:
        """See ``model.ports.Market``."""
        where = (("interval", (interval,)), *(() if assets is None else (("asset", tuple(assets)),)))
        return self._cut("candle", since, Wanted(where, leave=("interval",)))

    def option_quotes(self, asset: str, *, since: datetime | None = None) -> pd.DataFrame:
        """See ``model.ports.Market``."""
        return self._cut("option_quote", since, Wanted(_of(asset), leave=("asset",)))

    def future_quotes(self, *, asset: str | None = None, dated: bool, since: datetime | None = None) -> pd.DataFrame:
        """See ``model.ports.Market``."""
        return self._cut("future_quote", since, Wanted(_of(asset), dated))

    def funding(self, *, asset: str | None = None, since: datetime | None = None) -> pd.DataFrame:
        """See ``model.ports.Market``."""
        return self._cut("funding_settlement", since, Wanted(_of(asset)))

    def absent(self) -> Mapping[str, str]:
        """See ``model.ports.Market``."""
        return self._absent(self._as_of)

    def _cut(self, kind: str, since: datetime | None, wanted: Wanted) -> pd.DataFrame:
        return self._held[kind].before(self._as_of, since, wanted)


def _of(asset: str | None) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return () if asset is None else (("asset", (asset,)),)
