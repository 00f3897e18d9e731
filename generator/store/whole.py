"""All that a store knows, read once, and cut for each instant: the port ``History``.

A view asks SQLite anew for every instant, which for one article is right. Whoever writes years of days would read the
same rows thousands of times. Here each kind of frame is read on first use, with every revision; where nothing was
revised and rows lie in the order in which they became available, the frame of an instant is a slice of it, not a copy.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar, cast

import numpy as np
import pandas as pd

from generator.model.instants import to_micros
from generator.model.ports import Rows
from generator.store.absent import absent
from generator.store.tables import Table
from generator.store.view import Cells, Numbers, View, alike, numbers, ordered, places

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from generator.model.ports import Market

T = TypeVar("T")
Of = TypeVar("Of")
_EVER: Final = datetime.max.replace(tzinfo=UTC)


class Request(NamedTuple):
    """What a frame is asked for, but for its times: the call's name and arguments, ``None`` for all there are."""

    call: str
    which: tuple[str, ...] | None = None
    more: str = ""


#: How each kind of frame is read.
_READ: Final[Mapping[str, Callable[[View, Request], pd.DataFrame]]] = {
    "observations": lambda view, asked: view.observations(metrics=asked.which),
    "candles": lambda view, asked: view.candles(asked.more, assets=asked.which),
    "option_quotes": lambda view, asked: view.option_quotes(asked.more),
    "future_quotes": lambda view, asked: view.future_quotes(asset=_first(asked.which), dated=asked.more == "dated"),
    "funding": lambda view, asked: view.funding(asset=_first(asked.which)),
}


def _first(which: tuple[str, ...] | None) -> str | None:
    return None if which is None else which[0]


class Whole:
    """A store's history; ``at`` gives what was known before an instant."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._all = _All(db)
        self._kept: dict[Request, _Kept] = {}
        self._once: dict[str, object] = {}

    def at(self, as_of: datetime) -> Cut:
        """Return what was known before an instant; the frames are those of ``Store.market``."""
        return Cut(self, as_of)

    @property
    def asked(self) -> tuple[Request, ...]:
        """What has been asked for so far: on what those who asked can rest."""
        return tuple(self._kept)

    def digest(self, as_of: datetime, asked: Sequence[Sequence[Any]]) -> str:
        """Return the hash of all that ``at(as_of)`` knows of what is asked for; see ``asked``."""
        found = hashlib.sha256()
        for each in asked:
            call, which, more = each
            request = Request(call, None if which is None else tuple(which), more)
            found.update(self.kept(request).digest(to_micros(as_of)))
        found.update(json.dumps(self.absent(as_of), sort_keys=True).encode())
        return found.hexdigest()

    def once(self, what: str, read: Callable[[Market], T]) -> T | None:
        """Return what ``read`` makes of everything that is ever known; None where some of that was revised."""
        if what not in self._once:
            ever = Cut(self, _EVER)
            found = read(ever)
            # Late or revised rows mean that an earlier day knew others than those that speak of instants before it.
            self._once[what] = found if all(self.kept(asked).prompt for asked in ever.asked) else None
        return cast("T | None", self._once[what])

    def kept(self, asked: Request) -> _Kept:
        """Return all rows of a kind."""
        found = self._kept.get(asked)
        if found is None:
            frame = _READ[asked.call](self._all, asked)
            found = self._kept[asked] = _Kept(frame, *self._all.dates)
        return found

    def absent(self, as_of: datetime) -> Mapping[str, str]:
        """See ``model.ports.Market``."""
        return absent(self._db, as_of)


class _Kinds(Generic[Of]):
    """The calls of ``model.ports.Kinds``, as requests."""

    def __init__(self, cut: Callable[[Request, datetime | None], Of]) -> None:
        self._cut = cut

    def observations(self, *, metrics: Sequence[str] | None = None, since: datetime | None = None) -> Of:
        """See ``model.ports.Market``."""
        return self._cut(Request("observations", None if metrics is None else tuple(metrics)), since)

    def candles(self, interval: str, *, assets: Sequence[str] | None = None, since: datetime | None = None) -> Of:
        """See ``model.ports.Market``."""
        return self._cut(Request("candles", None if assets is None else tuple(assets), interval), since)

    def option_quotes(self, asset: str, *, since: datetime | None = None) -> Of:
        """See ``model.ports.Market``."""
        return self._cut(Request("option_quotes", None, asset), since)

    def future_quotes(self, *, asset: str | None = None, dated: bool, since: datetime | None = None) -> Of:
        """See ``model.ports.Market``."""
        which = None if asset is None else (asset,)
        return self._cut(Request("future_quotes", which, "dated" if dated else "perpetual"), since)

    def funding(self, *, asset: str | None = None, since: datetime | None = None) -> Of:
        """See ``model.ports.Market``."""
        return self._cut(Request("funding", None if asset is None else (asset,)), since)


class Cut(_Kinds["pd.DataFrame"]):
    """What was known before one instant, cut from a whole history; see ``model.ports.Market``."""

    def __init__(self, whole: Whole, as_of: datetime) -> None:
        super().__init__(self._frame)
        self._whole = whole
        self._as_of = as_of
        self.asked: list[Request] = []

    @property
    def as_of(self) -> datetime:
        """The exclusive instant."""
        return self._as_of

    @property
    def rows(self) -> _Kinds[Rows]:
        """The same with all rows that are ever known, for whoever reads them once for many instants."""
        return _Kinds(self._rows)

    def absent(self) -> Mapping[str, str]:
        """See ``model.ports.Market``."""
        return self._whole.absent(self._as_of)

    def once(self, what: str, read: Callable[[Market], T]) -> T | None:
        """See ``Whole.once``."""
        return self._whole.once(what, read)

    def _frame(self, asked: Request, since: datetime | None) -> pd.DataFrame:
        return self._kept(asked).before(*self._window(since))

    def _rows(self, asked: Request, since: datetime | None) -> Rows:
        return self._kept(asked).known(*self._window(since))

    def _window(self, since: datetime | None) -> tuple[int, int | None]:
        return to_micros(self._as_of), None if since is None else to_micros(since)

    def _kept(self, asked: Request) -> _Kept:
        self.asked.append(asked)
        return self._whole.kept(asked)


class _All(View):
    """A view of everything that ever became available, of each reading with all its revisions."""

    #: Of the rows of the last frame: their times, when they became available, whether the next is of the same reading.
    dates: tuple[Numbers, Numbers, NDArray[np.bool_]]

    def __init__(self, db: sqlite3.Connection) -> None:
        super().__init__(db, _EVER)
        self._dated = True

    def _laid_out(
        self, table: Table, series: Cells, cells: Cells, *, leave: Sequence[str] = (), origin: Sequence[str] = ()
    ) -> pd.DataFrame:
        rank = places(series["id"], numbers(cells["series"]))
        order = ordered(cells, rank)
        at = numbers(cells["observed_at"])[order]
        # A packed chain does not say when it became available: when it was made.
        available = numbers(cells["available_at"])[order] if "available_at" in cells else at
        self.dates = at, available, np.append(alike(cells, rank, order), False)[: len(order)]
        extra = {"origin": origin} if origin else {}
        return self._framed(table, series, cells, rank[order], order, leave=leave, **extra)


@dataclass(slots=True)
class _Kept:
    """All rows of a kind, by time, then series; of one reading the revision that came last lies last.

    Args:
        frame: The rows.
        at: Their times, ascending. [microseconds since 1970]
        available: When each became available.
        again: Whether the next row is a later revision of the same reading.
    """

    frame: pd.DataFrame
    at: Numbers
    available: Numbers
    again: NDArray[np.bool_]
    plain: bool = field(init=False)
    prompt: bool = field(init=False)
    made: dict[str, object] = field(default_factory=dict)
    _line: Numbers | None = None
    _hashes: NDArray[np.uint64] | None = None
    _done: tuple[int, Any] = (0, None)

    def __post_init__(self) -> None:
        self.plain = not self.again.any() and bool(np.all(np.diff(self.available) >= 0))
        self.prompt = self.plain and bool(np.all(self.available == self.at))

    def known(self, as_of: int, since: int | None) -> Rows:
        """Return what was known before an instant, of readings from ``since`` on. [microseconds since 1970]"""
        begin = 0 if since is None else int(np.searchsorted(self.at, since))
        if self.plain:
            return Rows(self.frame, begin, max(begin, int(np.searchsorted(self.available, as_of))), None, self.made)
        # Nothing is available before it is observed, so later rows need no look.
        end = max(begin, int(np.searchsorted(self.at, as_of)))
        seen = self.available[begin:end] < as_of
        replaced = self.again[begin:end].copy()
        replaced[:-1] &= seen[1:]
        replaced[-1:] = False
        rows = begin + np.flatnonzero(seen & ~replaced)
        return Rows(self.frame, begin, end, None if len(rows) == end - begin else rows, self.made)

    def before(self, as_of: int, since: int | None) -> pd.DataFrame:
        """Return the same as a frame of its own."""
        rows = self.known(as_of, since)
        if rows.chosen is None:
            return self.frame.iloc[rows.begin : rows.end].set_axis(pd.RangeIndex(rows.end - rows.begin), axis=0)
        return self.frame.take(rows.chosen).set_axis(pd.RangeIndex(len(rows.chosen)), axis=0)

    def digest(self, as_of: int) -> bytes:
        """Return the hash of the rows that were available before an instant, by when they became so."""
        if self._line is None or self._hashes is None:
            self._line = np.argsort(self.available, kind="stable")
            self._hashes = np.asarray(pd.util.hash_pandas_object(self.frame, index=False), dtype="<u8")[self._line]
        count = int(np.searchsorted(self.available[self._line], as_of))
        done, running = self._done
        if running is None or done > count:
            done, running = 0, hashlib.sha256()
        running.update(self._hashes[done:count].tobytes())
        self._done = (count, running)
        return bytes(running.copy().digest())
