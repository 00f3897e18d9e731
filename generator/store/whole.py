"""All that a store or a lake knows, read once, and cut for each instant: the port ``History``.

A view asks SQLite anew for every instant, which for one article is right. Whoever writes years of days would read the
same rows thousands of times. Here each kind of frame is read on first use, with every revision; where nothing was
revised and rows lie in the order in which they became available, the frame of an instant is a slice of it, not a copy.

What is asked of named assets is read for all time. What is asked of all assets, for a while before an instant, is read
for a stretch of days at a time: so what is held is what some assets have, however many there are.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar, cast

from generator.model.instants import to_micros
from generator.store.dated import Dated, Request, Source

if TYPE_CHECKING:
    import pandas as pd

    from generator.model.ports import Market, Rows

T = TypeVar("T")
Of = TypeVar("Of")
_EVER: Final = datetime.max.replace(tzinfo=UTC)
#: So far ahead of an instant, what is asked of all assets is read with it.
_STRETCH: Final = timedelta(days=128)


class _Held(NamedTuple):
    """Rows of readings from ``since`` on that became known before ``until``."""

    rows: Dated
    since: datetime | None
    until: datetime

    def spans(self, since: datetime | None, as_of: datetime) -> bool:
        """Return whether nothing is lacking for an instant."""
        return as_of <= self.until and (self.since is None or (since is not None and self.since <= since))


class Whole:
    """A whole history; ``at`` gives what was known before an instant."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._held: dict[Request, _Held] = {}
        self._asked: dict[Request, None] = {}
        self._once: dict[str, object] = {}

    def at(self, as_of: datetime) -> Cut:
        """Return what was known before an instant; the frames are those of ``Store.market``."""
        return Cut(self, as_of)

    @property
    def asked(self) -> tuple[Request, ...]:
        """What has been asked for so far: on what those who asked can rest."""
        return tuple(self._asked)

    def digest(self, as_of: datetime, asked: Sequence[Sequence[Any]]) -> str:
        """Return the hash of all that ``at(as_of)`` knows of what is asked for; see ``asked``.

        What another version asked for has a hash that no day has.
        """
        found = hashlib.sha256()
        for each in asked:
            request = Request.read(each)
            if request is None:
                found.update(b"unknown")
                continue
            since = None if request.reach is None else as_of - timedelta(microseconds=request.reach)
            found.update(self.rows(request, since, as_of).digest(*_micros(as_of, since)))
        found.update(json.dumps(self.absent(as_of), sort_keys=True).encode())
        return found.hexdigest()

    def once(self, what: str, read: Callable[[Market], T]) -> T | None:
        """Return what ``read`` makes of everything that is ever known; None where some of that was revised."""
        if what not in self._once:
            ever = Cut(self, _EVER)
            found = read(ever)
            # Late or revised rows mean that an earlier day knew others than those that speak of instants before it.
            self._once[what] = found if all(rows.prompt for rows in ever.seen) else None
        return cast("T | None", self._once[what])

    def rows(self, asked: Request, since: datetime | None, as_of: datetime) -> Dated:
        """Return all rows of a kind, as far as an instant and those soon after it need them."""
        self._asked[asked] = None
        every = asked._replace(reach=None)
        held = self._held.get(every)
        if held is None or not held.spans(since, as_of):
            first, until = (None, _EVER) if asked.reach is None else (since, min(as_of, _EVER - _STRETCH) + _STRETCH)
            held = self._held[every] = _Held(self._source.read(asked, first, until), first, until)
        return held.rows

    def absent(self, as_of: datetime) -> Mapping[str, str]:
        """See ``model.ports.Market``."""
        return self._source.absent(as_of)


class _Kinds(Generic[Of]):
    """The calls of ``model.ports.Kinds``, as requests."""

    def __init__(self, cut: Callable[[Request, datetime | None], Of]) -> None:
        self._cut = cut

    def observations(
        self,
        *,
        metrics: Sequence[str] | None = None,
        assets: Sequence[str] | None = None,
        since: datetime | None = None,
    ) -> Of:
        """See ``model.ports.Market``."""
        return self._cut(Request("observation", _some(assets), _some(metrics)), since)

    def candles(self, interval: str, *, assets: Sequence[str] | None = None, since: datetime | None = None) -> Of:
        """See ``model.ports.Market``."""
        return self._cut(Request("candle", _some(assets), (interval,)), since)

    def option_quotes(self, asset: str, *, since: datetime | None = None) -> Of:
        """See ``model.ports.Market``."""
        return self._cut(Request("option_quote", (asset,)), since)

    def future_quotes(self, *, asset: str | None = None, dated: bool, since: datetime | None = None) -> Of:
        """See ``model.ports.Market``."""
        return self._cut(Request("future_quote", _one(asset), ("dated" if dated else "perpetual",)), since)

    def funding(self, *, asset: str | None = None, since: datetime | None = None) -> Of:
        """See ``model.ports.Market``."""
        return self._cut(Request("funding_settlement", _one(asset)), since)


def _some(names: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if names is None else tuple(names)


def _one(asset: str | None) -> tuple[str, ...] | None:
    return None if asset is None else (asset,)


def _micros(as_of: datetime, since: datetime | None) -> tuple[int, int | None]:
    return to_micros(as_of), None if since is None else to_micros(since)


class Cut(_Kinds["pd.DataFrame"]):
    """What was known before one instant, cut from a whole history; see ``model.ports.Market``."""

    def __init__(self, whole: Whole, as_of: datetime) -> None:
        super().__init__(self._frame)
        self._whole = whole
        self._as_of = as_of
        #: What has been read for it.
        self.seen: list[Dated] = []

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
        return self._dated(asked, since).before(*_micros(self._as_of, since))

    def _rows(self, asked: Request, since: datetime | None) -> Rows:
        return self._dated(asked, since).known(*_micros(self._as_of, since))

    def _dated(self, asked: Request, since: datetime | None) -> Dated:
        if asked.assets is None and since is not None:
            asked = asked._replace(reach=to_micros(self._as_of) - to_micros(since))
        found = self._whole.rows(asked, since, self._as_of)
        self.seen.append(found)
        return found
