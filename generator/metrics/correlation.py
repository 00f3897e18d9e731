"""How far bitcoin's daily moves go with those of stocks, gold and the dollar."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from generator.metrics.arithmetic import dot, log
from generator.metrics.book import Book, change
from generator.metrics.frames import told_price
from generator.metrics.track import DAY, HOUR, Track, instant, joined
from generator.model.fact import Fact, Kind
from generator.model.observation import SeriesKey

if TYPE_CHECKING:
    from numpy.typing import NDArray

_METRIC: Final = "market.correlation"
#: Stocks, gold and the dollar; of stocks and of the dollar two, since not every desk has the first.
_OTHERS: Final = ("macro:SPX", "macro:NDX", "macro:GOLD", "macro:DXY", "macro:USD_BROAD")
_WINDOWS: Final = (30, 90)
#: The shorter one is compared with that of four weeks earlier: a session of the same weekday.
_COMPARED: Final = 30
_EARLIER: Final = 28
#: A market that was closed for longer than this makes no daily move.
_CLOSED_AT_MOST: Final = 5
_ENOUGH: Final = 0.8
_FORMULA: Final = (
    "Pearson's correlation of log returns from session to session; the coin's are between its UTC closes of those days"
)


@dataclass(frozen=True, slots=True)
class Moves:
    """The log returns of two markets between the same sessions, one row a session.

    Args:
        day: The session's day, ``start`` that of the session before. [days since 1970]
        coin: The coin's log return between the two days' UTC closes.
        other: The other market's, between its closes.
    """

    day: NDArray[np.int64]
    start: NDArray[np.int64]
    coin: NDArray[np.float64]
    other: NDArray[np.float64]


def moves(
    coin_at: NDArray[np.int64], coin: NDArray[np.float64], other_at: NDArray[np.int64], other: NDArray[np.float64]
) -> Moves:
    """Return the moves of a coin and of another market between the latter's neighbouring sessions.

    A session on whose day the coin has no close makes no move, nor does the one after it.

    Args:
        coin_at: Times of the coin's prices, ascending; those in a day's last hour are its close. [microseconds]
        coin: The coin's prices, above 0.
        other_at: Times of the other market's closes, ascending, one a session. [microseconds]
        other: Those closes.
    """
    late = np.flatnonzero(coin_at % DAY >= DAY - HOUR)
    closed, session = coin_at[late] // DAY, other_at // DAY
    place = np.searchsorted(closed, session, side="right") - 1
    there = (place >= 0) & (closed[np.maximum(place, 0)] == session) if len(closed) else np.zeros(len(session), bool)
    sound = there & (other > 0)
    follows = np.flatnonzero(sound[1:] & sound[:-1] & (np.diff(session) <= _CLOSED_AT_MOST)) + 1
    now, then = late[place[follows]], late[place[follows - 1]]
    return Moves(
        session[follows], session[follows - 1],
        log(coin[now] / coin[then]), log(other[follows] / other[follows - 1]),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A correlation over the days up to ``end``, and what it rests on.

    Args:
        first: The day of the first close that is in it.
        n: Moves used, of ``expected``: the weekdays of the window.
    """

    value: float
    first: int
    end: int
    n: int
    expected: int


def correlated(found: Moves, days: int, end: int) -> Found | None:
    """Return the correlation of the moves that lie within ``days`` days up to and including day ``end``.

    None where fewer than 80% of the weekdays have a move, or one of the two stood still.
    """
    within = slice(int(np.searchsorted(found.start, end - days)), int(np.searchsorted(found.day, end, side="right")))
    coin, other = found.coin[within], found.other[within]
    expected = int(np.busday_count(*np.array([end - days + 1, end + 1], dtype="datetime64[D]")))
    if len(coin) < _ENOUGH * expected:
        return None
    value = pearson(coin, other)
    return None if value is None else Found(value, int(found.start[within.start]), end, len(coin), expected)


def pearson(one: NDArray[np.float64], other: NDArray[np.float64]) -> float | None:
    """Return Pearson's correlation, -1 to 1; None where one of the two does not vary."""
    first, second = one - one.mean(), other - other.mean()
    size = math.sqrt(dot(first, first) * dot(second, second))
    # What is left of equal numbers after their mean is rounding, no move.
    if size <= 1e-12 * len(one) * float(np.abs(one).max() * np.abs(other).max()):
        return None
    return float(np.clip(dot(first, second) / size, -1.0, 1.0))


def correlation(book: Book) -> None:
    """Put down how the first coin's daily moves went with other markets', over 30 and 90 days."""
    coin = told_price(book, book.assets[0]) if book.assets else None
    if coin is None:
        return
    for name in _OTHERS:
        keys = (key for key in book.delivered if (key.asset, key.metric) == (name, "macro.level"))
        other = next((book.delivered[key] for key in keys if book.sampled(book.delivered[key]).current), None)
        if other is not None:
            _correlations(book, coin, other)


def _correlations(book: Book, coin: Track, other: Track) -> None:
    known = int(np.searchsorted(other.times, book.as_of))
    found = moves(coin.times, coin.value, other.times[:known], other.value[:known])
    stale = book.catalogue.stale(_METRIC).days
    if not len(found.day) or book.as_of // DAY - int(found.day[-1]) > stale:
        return
    end = int(found.day[-1])
    for days in _WINDOWS:
        now = correlated(found, days, end)
        if now is None:
            continue
        name = str(SeriesKey(coin.key.asset, _METRIC, f"{days}d", other.key.asset))
        level = _fact(coin, other, now, name, Kind.LEVEL, days)
        book.add(level)
        if days == _COMPARED:
            _compared(book, coin, other, found, level)


def _compared(book: Book, coin: Track, other: Track, found: Moves, level: Fact) -> None:
    """Put down what the correlation was four weeks earlier, and by how much it changed."""
    wanted = int(found.day[-1]) - _EARLIER
    then = correlated(found, _COMPARED, wanted) if np.any(found.day == wanted) else None
    if then is None:
        return
    window = f"{_EARLIER}d"
    past = _fact(coin, other, then, f"{level.id}~past:{window}", Kind.PAST, _COMPARED, of=level.id)
    changed = change(level, past, f"{level.id}~change:{window}", window)
    if changed is not None:
        book.add(past, changed)


def _fact(
    coin: Track, other: Track, found: Found, name: str, kind: Kind, days: int, *, of: str | None = None
) -> Fact:  # fmt: skip
    ends = [(_close_of(each, day), each) for day in (found.end, found.first) for each in (coin, other)]
    traces = joined(*(each.trace(place) for place, each in ends))
    return Fact(
        id=name, kind=kind, value=found.value, unit="ratio", as_of=instant(int(coin.times[ends[0][0]])),
        formula=_FORMULA, inputs=traces.inputs, sources=traces.sources, of=of, window=None if of else f"{days}d",
        start=instant(int(coin.times[ends[2][0]])), n=found.n, total=found.expected,
        note="inputs are the first and the last close of each",
    )  # fmt: skip


def _close_of(each: Track, day: int) -> int:
    """Return the place of a day's last reading."""
    return int(np.searchsorted(each.times, (day + 1) * DAY)) - 1
