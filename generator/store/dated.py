"""All rows of a kind with the instants from which they were known: what a day knew of them is a cut, not a copy."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

import numpy as np
import pandas as pd

from generator.model.ports import Rows
from generator.store.block import KINDS

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

_WORDS_OF_ORIGIN: Final = ("note", "source", "url", "raw_sha256")


class Request(NamedTuple):
    """What a frame is asked for, but for its instant; in a form that JSON takes.

    Args:
        kind: The kind of reading, as its table is called.
        assets: Of which assets; None for all that there are.
        of: Which metrics, which interval, or whether ``dated`` or ``perpetual``; None for all that there are.
        reach: How far before an instant, of what is asked of all assets; None for all of it. [microseconds]
    """

    kind: str
    assets: tuple[str, ...] | None = None
    of: tuple[str, ...] | None = None
    reach: int | None = None

    @classmethod
    def read(cls, told: Sequence[Any]) -> Request | None:
        """Return a request that JSON kept; None of what another version of the program asked for."""
        if len(told) != len(cls._fields) or told[0] not in KINDS:
            return None
        kind, assets, of, reach = told
        return cls(kind, None if assets is None else tuple(assets), None if of is None else tuple(of), reach)


class Source(Protocol):
    """Where a history is read from: a store or a lake."""

    def read(self, asked: Request, since: datetime | None, until: datetime) -> Dated:
        """Return the rows that became known before an instant, of readings from ``since`` on, with all revisions."""

    def absent(self, as_of: datetime) -> Mapping[str, str]:
        """See ``model.ports.Market``."""


@dataclass(slots=True)
class Dated:
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
    _hashed: NDArray[np.uint64] | None = None
    _done: tuple[int, Any] = (0, None)

    def __post_init__(self) -> None:
        self.plain = not self.again.any() and bool(np.all(np.diff(self.available) >= 0))
        self.prompt = self.plain and bool(np.all(self.available == self.at))

    @classmethod
    def of(cls, frame: pd.DataFrame, at: Numbers, available: Numbers, rank: Numbers) -> Dated:
        """Return rows in their order; ``rank`` is the place of each one's series."""
        again = (np.diff(at) == 0) & (np.diff(rank) == 0)
        return cls(frame, at, available, np.append(again, np.zeros(min(len(at), 1), dtype=bool)))

    def known(self, as_of: int, since: int | None) -> Rows:
        """Return what was known before an instant, of readings from ``since`` on. [microseconds since 1970]"""
        begin = 0 if since is None else int(np.searchsorted(self.at, since))
        if self.plain:
            return Rows(self.frame, begin, max(begin, int(np.searchsorted(self.available, as_of))), None, self.made)
        seen = self.available[begin:] < as_of
        replaced = self.again[begin:].copy()
        replaced[:-1] &= seen[1:]
        rows = begin + np.flatnonzero(seen & ~replaced)
        end = int(rows[-1]) + 1 if len(rows) else begin
        return Rows(self.frame, begin, end, None if len(rows) == end - begin else rows, self.made)

    def before(self, as_of: int, since: int | None) -> pd.DataFrame:
        """Return the same as a frame of its own."""
        rows = self.known(as_of, since)
        frame = self.frame.iloc[rows.begin : rows.end] if rows.chosen is None else self.frame.take(rows.chosen)
        frame = frame.set_axis(pd.RangeIndex(len(frame)), axis=0)
        return frame.assign(**{name: _used(frame[name].array) for name in _WORDS_OF_ORIGIN if name in frame})

    def digest(self, as_of: int, since: int | None) -> bytes:
        """Return the hash of the rows that were known before an instant, of readings from ``since`` on."""
        if self._line is None or self._hashed is None:
            self._line = np.argsort(self.available, kind="stable")
            self._hashed = np.asarray(pd.util.hash_pandas_object(self.frame, index=False), dtype="<u8")
        if since is not None:
            rows = self.known(as_of, since)
            chosen = slice(rows.begin, rows.end) if rows.chosen is None else rows.chosen
            return hashlib.sha256(self._hashed[chosen].tobytes()).digest()
        # In the order in which they became known, so that each day adds its own to those of the day before.
        count = int(np.searchsorted(self.available, as_of, sorter=self._line))
        done, running = self._done
        if running is None or done > count:
            done, running = 0, hashlib.sha256()
        running.update(self._hashed[self._line[done:count]].tobytes())
        self._done = (count, running)
        return bytes(running.copy().digest())


def _used(cells: Any) -> Any:  # noqa: ANN401 - a column is whatever pandas holds
    """Return words with the categories that they have, and no others."""
    used = np.bincount(cells.codes, minlength=len(cells.categories)).astype(bool)
    if used.all():
        return pd.Categorical(cells)
    names = [name for name, there in zip(cells.categories, used, strict=True) if there]
    return pd.Categorical.from_codes((np.cumsum(used) - 1)[cells.codes], dtype=pd.CategoricalDtype(names))
