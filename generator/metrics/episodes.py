"""Episodes: how often a series was as extreme as today, and what the price did around each beginning.

One case is an anecdote; from three on their median, their ends and their number are told together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from generator.metrics.analogues import above
from generator.metrics.book import Book, derived
from generator.metrics.history import PERCENTILE_READINGS
from generator.metrics.past.spread import shares
from generator.metrics.track import DAY, HOUR, Trace, instant, joined
from generator.model.coverage import Coverage
from generator.model.fact import Fact, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from generator.metrics.grid import Sampled
    from generator.metrics.track import Track
    from generator.model.cut import Cut

#: Fewer cases have no middle.
CASES: Final = 3
#: A stretch begins after so many days without such a reading; the price is followed for as long.
APART: Final = 30
_WINDOW: Final = f"{APART}d"
#: A bar ends a millisecond before midnight, and its close is its own day's. [microseconds]
_LAST_INSTANT: Final = 1_000
#: Part of the record's days that must have a reading, as for every claim about a record.
_COVERED: Final = 0.95
#: Readings in the 30 days before a beginning: nobody knows what happened in a hole.
_SEEN: Final = 27
#: Where no rule says what is unusual: a tenth of the year's readings on either side.
_TAIL: Final = 0.1
_MARKET: Final = "CRYPTO"
_MOOD: Final = "sentiment.fear_greed"
#: What articles tell; of the coin that they are about, and of the market.
_TOLD: Final = frozenset(
    {
        ("futures.basis", "90d"), ("options.skew_25d", "7d"), ("options.skew_25d", "30d"),
        ("perp.funding_rate", "1d"), ("options.dvol", ""), (_MOOD, ""), ("spot.return", "1d"),
        ("spot.return", "7d"), ("spot.realised_vol", "30d"), ("spot.drawdown", ""),
    }
)  # fmt: skip


def episodes(book: Book) -> None:
    """Put down ``X~episodes`` and what the price did around them, for the series that articles tell."""
    asset = book.assets[0]
    closes = next((t for k, t in book.tracks.items() if (k.asset, k.metric) == (asset, "spot.price")), None)
    if closes is None:
        return
    prices = Closes.of(closes, book.as_of)
    for level, sampled in _told(book, asset):
        key, found = level.key, sampled()
        if not found.current or covered(found.days) < _COVERED:
            continue
        for like in alike(found, book.cuts(key)):
            judged = np.flatnonzero(like.judged)
            cases = prices.cases(found, judged[beginnings(found.days[judged], like.inside[judged])])
            if len(cases.rows) >= CASES:
                track = book.tracks.get(key, closes)
                book.add(*_facts(level, like, cases, found, joined(*map(track.trace, found.position[cases.rows]))))
                break


def _told(book: Book, asset: str) -> Iterator[tuple[Fact, Callable[[], Sampled]]]:
    """Yield the facts whose episodes are told, with their histories."""
    for name, sampled in list(book.past.sampled.items()):
        level = book.facts.get(name) if name.startswith((f"{asset}/", f"{_MARKET}/")) and "~" not in name else None
        if level is not None:
            key = level.key
            if (key.metric, key.tenor) in _TOLD and (key.asset == _MARKET) == (key.metric == _MOOD):
                yield level, sampled


@dataclass(frozen=True, slots=True, eq=False)
class Like:
    """Which readings are like the last one or beyond it.

    Args:
        inside: One for each reading.
        judged: Of which readings that is known; a record's first ones are of no percentile.
        state: The band that begins at the cut which today's reading is beyond, "" for a percentile.
        note: By what they are chosen.
    """

    inside: NDArray[np.bool_]
    judged: NDArray[np.bool_]
    state: str
    note: str


def alike(found: Sampled, cuts: Sequence[Cut]) -> Iterator[Like]:
    """Yield today's like by level, then by percentile; neither where today's reading is an ordinary one.

    By level: in today's band or beyond, seen from the neutral band. By percentile: among the lowest
    or the highest tenth of the year's readings, and each day's share of its own year is compared.

    Args:
        found: Readings, today's last.
        cuts: Where the bands meet, ascending.
    """
    outer: tuple[Cut, NDArray[np.bool_]] | None = None
    for cut in sorted(cuts, key=lambda cut: cut.value * cut.sign):
        high = above(found.value, cut)
        inside = high if cut.sign > 0 else ~high
        if inside[-1]:
            outer = cut, inside
    if outer is not None:
        everywhere = np.ones(len(found.days), dtype=np.bool_)
        yield Like(outer[1], everywhere, outer[0].state, "by level: today's band or beyond")
    today = found.value[-1]
    year = found.value[found.days < 365]
    share = np.count_nonzero(year <= today) / len(year)
    if len(year) >= PERCENTILE_READINGS and not _TAIL < share < 1 - _TAIL:
        below, readings = shares(-found.days, found.value)
        each = below / readings
        inside = each <= each[-1] if share <= _TAIL else each >= each[-1]
        side = "below" if share <= _TAIL else "above"
        note = f"by percentile: at today's or {side}, each day among its own year"
        yield Like(inside, readings >= PERCENTILE_READINGS, "", note)


def covered(days: NDArray[np.int64]) -> float:
    """Return the part of a record's days that have a reading.

    Args:
        days: Days before today, descending to 0.
    """
    return len(days) / (int(days[0]) + 1)


def beginnings(days: NDArray[np.int64], inside: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the rows at which a stretch begins, that of today's left out.

    A stretch begins with a reading inside after 30 days without one. The day before must have a
    reading, and no more than three of the 30 may lack one.

    Args:
        days: Days before today, descending to 0, of which that is known.
        inside: One for each of them.
    """
    rows = np.flatnonzero(inside)
    if not len(rows):
        return rows
    quiet = np.diff(-days[rows], prepend=-days[rows[0]] - APART) >= APART
    seen = rows - np.searchsorted(-days, -days[rows] - APART) >= _SEEN
    known = seen & (days[np.maximum(rows - 1, 0)] == days[rows] + 1)
    if inside[-1]:
        known &= np.arange(len(rows)) < np.flatnonzero(quiet)[-1]
    begins: NDArray[np.int64] = rows[quiet & known]
    return begins


@dataclass(frozen=True, slots=True, eq=False)
class Cases:
    """Episodes with a price before, at and after their beginning, the oldest first.

    Args:
        rows: Rows of their first readings.
        before: What the price had done in the 30 days before. [fraction]
        after: What it did in the 30 days after. [fraction]
        inputs: Ids of the closes that are used: 30 days before, at, and 30 days after each beginning.
    """

    rows: NDArray[np.int64]
    before: NDArray[np.float64]
    after: NDArray[np.float64]
    inputs: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Closes:
    """The last price of each whole UTC day, on a line without holes.

    Args:
        first: The line's first day. [since 1970]
        place: Each day's place in the track, -1 where no price closes the day.
    """

    track: Track
    first: int
    place: NDArray[np.int64]
    _names: dict[int, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, track: Track, as_of: int) -> Closes:
        """Return the closes before an instant: prices of a day's last hour."""
        known = int(np.searchsorted(track.times, as_of))
        day = track.times[:known] // DAY
        rows = np.flatnonzero(track.times[:known] - day * DAY >= DAY - HOUR)
        if not len(rows):
            return cls(track, 0, np.empty(0, dtype=np.int64))
        first = int(day[rows[0]])
        place = np.full(int(day[rows[-1]]) - first + 1, -1, dtype=np.int64)
        place[day[rows] - first] = rows  # of several prices the last one stays
        return cls(track, first, place)

    def at(self, day: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the places of days' closes, -1 where there is none."""
        line = day - self.first
        there = (line >= 0) & (line < len(self.place))
        return np.where(there, self.place[np.where(there, line, 0)], -1) if len(self.place) else line * 0 - 1

    def cases(self, found: Sampled, rows: NDArray[np.int64]) -> Cases:
        """Return those beginnings for which all three prices are known.

        The price of a reading is the last close at or before it, so nothing is bought in hindsight.
        """
        day = (found.times[rows] + _LAST_INSTANT) // DAY - 1
        places = np.stack([self.at(day - APART), self.at(day), self.at(day + APART)])
        kept = np.all(places >= 0, axis=0)
        before, then, after = (self.track.value[each] for each in places[:, kept])
        inputs = [tuple(name for place in each for name in self._named(place)) for each in places[:, kept].tolist()]
        return Cases(rows[kept], then / before - 1, after / then - 1, (inputs[0], inputs[1], inputs[2]))

    def _named(self, place: int) -> tuple[str, ...]:
        """Return the ids behind a close; the same few days serve many series."""
        if place not in self._names:
            self._names[place] = self.track.trace(place).inputs
        return self._names[place]


def _facts(level: Fact, like: Like, cases: Cases, found: Sampled, trace: Trace) -> Iterator[Fact]:
    n = len(cases.rows)
    record = Coverage(instant(int(found.times[0])).date(), len(found.days), int(found.days[0]) + 1)
    by_reply = {(source.name, source.url, source.raw_sha256): source for source in trace.sources}
    count = derived(
        level, "episodes", Kind.COUNT, float(n), "count", inputs=trace.inputs, sources=tuple(by_reply.values()),
        formula="beginnings, 30 days or more after a reading like today's, of stretches like today's before this one",
        n=n, state=like.state or None, coverage=record, note=like.note,
    )  # fmt: skip
    yield count
    earlier, then, later = cases.inputs
    before, after = (count.id, *earlier, *then), (count.id, *then, *later)

    def moved(name: str, value: float, inputs: tuple[str, ...], formula: str) -> Fact:
        return derived(count, name, Kind.CHANGE, value, "ratio", formula=formula, inputs=inputs, window=_WINDOW)

    yield moved("before:30d", float(np.median(cases.before)), before, "median of price / price 30 days before - 1")
    yield moved("after:30d", float(np.median(cases.after)), after, "median of price 30 days after / price - 1")
    yield moved("after:30d:low", float(cases.after.min()), after, "lowest of price 30 days after / price - 1")
    yield moved("after:30d:high", float(cases.after.max()), after, "highest of price 30 days after / price - 1")
    gains = int(np.count_nonzero(cases.after > 0))
    yield derived(
        count, "after:30d:gains", Kind.COUNT, float(gains), "count", inputs=after,
        formula="episodes after which the price was higher 30 days later", n=gains, total=n, window=_WINDOW,
    )  # fmt: skip
