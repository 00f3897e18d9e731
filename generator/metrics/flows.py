"""Flows into exchange-traded funds: sessions in a row with one sign, and the sum of five sessions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from generator.metrics.book import Book, Plan, derived
from generator.metrics.sessions import session_numbers
from generator.metrics.track import DAY, Trace, Track, instant, joined, track
from generator.model.coverage import Coverage
from generator.model.fact import Fact, Kind
from generator.model.instants import EPOCH
from generator.model.observation import SeriesKey

if TYPE_CHECKING:
    from numpy.typing import NDArray

_METRIC: Final = "flows.etf_net"
#: One day's flow relative to another's says nothing, since their signs may differ: no changes.
_PLAN: Final = Plan(windows=())
_WEEK: Final = 5
#: As the coverage of every rank: that of a year, or since the last one as extreme.
_YEAR: Final = 365


def flows(book: Book) -> None:
    """Put down each series of daily flows, its run of one sign and its sum of five sessions."""
    for key, each in list(book.delivered.items()):
        if key.metric != _METRIC or key.tenor not in ("", "1d"):
            continue
        held = of_sessions(each)
        book.delivered[key] = held
        level = book.tell(held, _PLAN)
        if level is not None:
            _streak(book, level, held)
            _cover(book, level, held)
            sums = five_sessions(held)
            total = book.tell(sums, _PLAN)
            if total is not None:
                _cover(book, total, sums)


def of_sessions(each: Track) -> Track:
    """Return a series without the empty rows that some sources write for days on which markets were closed."""
    _, session = session_numbers(each.times // DAY)
    kept = np.flatnonzero(session | (each.value != 0))
    if len(kept) == len(each):
        return each

    def trace(position: int) -> Trace:
        return each.trace(int(kept[position]))

    return replace(each, times=each.times[kept], value=each.value[kept], trace=trace)


@dataclass(frozen=True, slots=True)
class Run:
    """Sessions in a row with one sign, the last reading among them."""

    n: int
    sign: int
    start_known: bool


def run_of(number: NDArray[np.int64], value: NDArray[np.float64]) -> Run | None:
    """Return the run that the last session ends; None where nothing flowed in it.

    A missing session ends the run where it stands, and so does one of exactly nothing, which sources also
    write for a session that they do not know: then the run was at least so long.

    Args:
        number: Sessions, counted; neighbours differ by one.
        value: Their flows.
    """
    sign = np.sign(value)
    if not len(value) or sign[-1] == 0:
        return None
    others = np.flatnonzero(sign != sign[-1])
    first = int(others[-1]) + 1 if len(others) else 0
    holes = np.flatnonzero(np.diff(number[first:]) != 1)
    begin = first + (int(holes[-1]) + 1 if len(holes) else 0)
    known = begin > 0 and sign[begin - 1] == -sign[-1] and int(number[begin] - number[begin - 1]) == 1
    return Run(len(value) - begin, int(sign[-1]), bool(known))


def five_sessions(daily: Track) -> Track:
    """Return the sums of five sessions' flows, one for each session that ends five without a hole."""
    number, _ = session_numbers(daily.times // DAY)
    if len(daily) < _WEEK:
        whole, sums = np.empty(0, dtype=np.int64), np.empty(0)
    else:
        whole = np.flatnonzero(number[_WEEK - 1 :] - number[: 1 - _WEEK] == _WEEK - 1)
        sums = np.lib.stride_tricks.sliding_window_view(daily.value, _WEEK).sum(axis=1)[whole]

    def trace(position: int) -> Trace:
        first = int(whole[position])
        return joined(*(daily.trace(place) for place in range(first, first + _WEEK)))

    key = SeriesKey(daily.key.asset, _METRIC, "5d", daily.key.venue)
    return track(
        key, daily.unit, daily.times[whole + _WEEK - 1], sums, trace, formula="sum of five sessions' net flows",
        computed=daily.computed,
    )  # fmt: skip


def _streak(book: Book, level: Fact, held: Track) -> None:
    known = int(np.searchsorted(held.times, book.as_of))
    number, _ = session_numbers(held.times[:known] // DAY)
    run = run_of(number, held.value[:known])
    if run is not None:
        covered = Coverage(instant(int(held.times[0])).date(), run.n, run.n, start_known=run.start_known)
        book.add(
            derived(
                level, "streak", Kind.STREAK, float(run.n), "days",
                formula="sessions of New York's exchange in a row whose net flow has one sign",
                start=instant(int(held.times[known - run.n])), n=run.n, sign=run.sign, coverage=covered,
            )
        )  # fmt: skip


def _cover(book: Book, level: Fact, held: Track) -> None:
    """Let the level's rank rest on sessions: what is expected of the record is not a reading a day."""
    rank = book.facts.get(f"{level.id}~rank")
    if rank is None or rank.coverage is None:
        return
    known = int(np.searchsorted(held.times, book.as_of))
    day = held.times[:known] // DAY
    number, _ = session_numbers(day)
    since = int(day[0]) if rank.since is None else (rank.since - EPOCH.date()).days
    first = int(np.searchsorted(day, max(since, int(day[-1]) - _YEAR + 1)))
    covered = replace(rank.coverage, days=known - first, expected=int(number[-1] - number[first]) + 1)
    book.facts[rank.id] = replace(rank, coverage=covered)
