"""What one room is handed of another, as small protocols."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from generator.model.chart import Daily
    from generator.model.fact import Facts
    from generator.model.mailing import Entry, Found, Mailing, Pictures
    from generator.model.memory import Said
    from generator.model.quotes import Record

Of = TypeVar("Of", covariant=True)  # noqa: PLC0105 - a port's type is named by what it is


class Kinds(Protocol[Of]):
    """What is known before an instant, kind by kind.

    Every kind holds only rows with ``available_at < as_of``, of several revisions the
    last one available then, ordered by ``observed_at``. Times are ``datetime64[us, UTC]``.
    All end in the columns ``source, url, raw_sha256, fetched_at``.
    """

    def observations(
        self,
        *,
        metrics: Sequence[str] | None = None,
        assets: Sequence[str] | None = None,
        since: datetime | None = None,
    ) -> Of:
        """Columns ``asset, metric, tenor, venue, observed_at, value, unit, note``."""

    def candles(self, interval: str, *, assets: Sequence[str] | None = None, since: datetime | None = None) -> Of:
        """Columns ``asset, venue, observed_at, open, high, low, close, volume, quote``."""

    def option_quotes(self, asset: str, *, since: datetime | None = None) -> Of:
        """Columns as an option is quoted.

        ``venue, instrument, expires_at, strike, right, observed_at, mark_iv, mark, bid, ask,
        open_interest, volume, underlying, index``.
        """

    def future_quotes(self, *, asset: str | None = None, dated: bool, since: datetime | None = None) -> Of:
        """Columns as a future is quoted; perpetuals when ``dated`` is false.

        ``asset, venue, instrument, expires_at, observed_at, price, basis, index, open_interest, volume``.
        """

    def funding(self, *, asset: str | None = None, since: datetime | None = None) -> Of:
        """Columns ``asset, venue, instrument, observed_at, interval_hours, rate``."""


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows of a kind that are ever known, and those of them that are known before an instant.

    Args:
        frame: All rows, of a revised reading every revision.
        begin: The first that is known, ``end`` one past the last.
        chosen: Where some between are not known: the places of those that are.
        kept: What was made of the frame, by name, for as long as the frame lasts.
    """

    frame: pd.DataFrame
    begin: int
    end: int
    chosen: NDArray[np.int64] | None
    kept: dict[str, object]


class Market(Kinds["pd.DataFrame"], Protocol):
    """What was known before one instant, as frames."""

    @property
    def as_of(self) -> datetime:
        """The exclusive instant of this view."""

    def absent(self) -> Mapping[str, str]:
        """Return, for each metric that the last collecting run before the instant missed somewhere, why."""


class History(Protocol):
    """All that is known, read once and cut for many instants."""

    def at(self, as_of: datetime) -> Market:
        """Return what was known before an instant."""

    @property
    def asked(self) -> Sequence[Sequence[object]]:
        """What its markets were asked for so far, in a form that JSON takes: on what those who asked can rest."""

    def digest(self, as_of: datetime, asked: Sequence[Sequence[object]]) -> str:
        """Return the hash of all that was known before an instant of what is asked for."""


class Past(Protocol):
    """What the store held before a run began; the gate sets new readings against it.

    Two records are of one series if everything that names them is alike: asset, venue and,
    where they have them, metric, tenor, interval, instrument.
    """

    def same(self, record: Record) -> Record | None:
        """Return the reading in force of the record's series and instant, None where there is none."""

    def before(self, record: Record, count: int) -> Sequence[Record]:
        """Return the series' last ``count`` readings before the record's instant, the newest first."""


class Grid(NamedTuple):
    """A daily history as plain arrays.

    Args:
        days: Whole days before the article's instant, descending.
        value: The reading of each.
    """

    days: NDArray[np.int64]
    value: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Measured:
    """What the metrics room hands on: the day's facts, and the daily history of each series.

    ``history`` maps a fact's id to its readings on a daily grid that ends at ``as_of``:
    one value a day, the last one available before that day's instant, no filling in of
    days without a fresh reading. The index is the day's instant, the last row is the fact.
    ``daily`` has the last 400 days of the same readings by the day that each is of, for charts.
    ``grids`` gives the same as ``history`` as plain arrays, for whoever asks for many; None where nobody made them.
    """

    facts: Facts
    history: Mapping[str, pd.Series[float]]
    daily: Mapping[str, Daily] = field(default_factory=dict)
    grids: Callable[[str], Grid] | None = None


class Memory(Protocol):
    """What was said in which issue; the store keeps it."""

    def recent(self, *, edition: str, asset: str, tone: str, before: datetime, count: int) -> Sequence[Said]:
        """Return the last ``count`` issues of an edition whose instant lies before ``before``, the newest first."""

    def remember(self, said: Said) -> None:
        """Keep an issue, in place of what was kept of its slug and tone."""


class DraftLedger(Protocol):
    """What was drafted where; the store keeps it."""

    def drafted(self, issue: str, target: str) -> Entry | None:
        """Return the last entry, None where nothing was drafted."""

    def note_draft(self, entry: Entry) -> None:
        """Remember an entry in place of the one before it."""


class Target(Protocol):
    """A tool that people send from. It has no call that sends or schedules.

    Every call raises ``TargetError`` with one clear line: where, what, what to do. None of its texts holds
    a password, key or token.
    """

    #: As configuration and ledger name it: ``imap``, ``buttondown``.
    name: str
    #: How it takes pictures.
    pictures: Pictures
    #: What it puts in place of this token when it sends; None where the sender's system adds the way out
    #: itself, "" where the desk must give an address.
    unsubscribe: str | None

    def find(self, mailing: Mailing, known: str) -> Found | None:
        """Return the issue's draft: of id ``known`` ("" for none), or one that a broken-off run left."""

    def create(self, mailing: Mailing) -> Found:
        """Make the draft, read it back and return it."""

    def replace(self, found: Found, mailing: Mailing) -> Found:
        """Put the mailing in the place of a draft, read it back and return it; never a moment without one."""
