"""The last complete week, month and quarter of a price: its change, how many in a row, the worst or best since.

Weeks run Monday to Sunday, all periods by UTC. A period closes with the last hour of its last day;
the running one never counts, and one whose close is missing is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from generator.metrics.book import Book, derived, fact_at
from generator.metrics.track import DAY, HOUR, Track, instant
from generator.model.coverage import Coverage
from generator.model.fact import Fact, Kind
from generator.model.observation import SeriesKey

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from generator.model.units import FactUnit

#: A run of one is no run.
_SHORTEST: Final = 2


def week_of(day: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the week, Monday to Sunday, of days since 1970, whose first was a Thursday."""
    return (day + 3) // 7


def month_of(day: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the calendar month of days since 1970, counted from January 1970."""
    return day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def quarter_of(day: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the calendar quarter of days since 1970, counted from the first of 1970."""
    return month_of(day) // 3


@dataclass(frozen=True, slots=True)
class Calendar:
    """One way of cutting time into periods.

    Args:
        number: The period of each day.
        runs: What a run of periods is counted in; "" where none is told.
        beaten: An extreme of fewer periods is no news.
    """

    number: Callable[[NDArray[np.int64]], NDArray[np.int64]]
    runs: Literal["weeks", "months", ""]
    beaten: int


CALENDARS: Final[Mapping[str, Calendar]] = {
    "week": Calendar(week_of, "weeks", 12),
    "month": Calendar(month_of, "months", 6),
    "quarter": Calendar(quarter_of, "", 4),
}


@dataclass(frozen=True, slots=True)
class Periods:
    """The changes of a price over complete periods, one a period whose two ends are known.

    Args:
        number: The periods, ascending.
        value: Their changes, a fraction.
        start: Where in the track the close before each of them stands; ``end`` its own close.
    """

    number: NDArray[np.int64]
    value: NDArray[np.float64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.number)


def periods(at: NDArray[np.int64], price: NDArray[np.float64], calendar: Calendar, as_of: int) -> Periods:
    """Return the change of a price over each complete period.

    Args:
        at: Times of the prices, ascending. [microseconds since 1970]
        price: The prices, above 0.
        calendar: How time is cut.
        as_of: The exclusive instant of the article; a period that ends later is not complete. [microseconds]
    """
    day = at // DAY
    late = np.flatnonzero((at - day * DAY >= DAY - HOUR) & ((day + 1) * DAY <= as_of))
    number = calendar.number(day[late])
    closing = number != calendar.number(day[late] + 1)
    late, number = late[closing], number[closing]
    last = np.append(number[1:] != number[:-1], True)[: len(number)]
    late, number = late[last], number[last]
    follows = np.flatnonzero(np.diff(number) == 1) + 1
    start, end = late[follows - 1], late[follows]
    return Periods(number[follows], price[end] / price[start] - 1, start, end)


@dataclass(frozen=True, slots=True)
class Run:
    """Periods in a row with one sign, the last one among them."""

    n: int
    sign: int
    start_known: bool


def run_of(found: Periods) -> Run | None:
    """Return the run that the last period ends; None where it did not change.

    A missing close ends the run where it stands, whose start is then unknown.
    """
    sign = np.sign(found.value)
    if not len(found) or sign[-1] == 0:
        return None
    others = np.flatnonzero(sign != sign[-1])
    first = int(others[-1]) + 1 if len(others) else 0
    holes = np.flatnonzero(np.diff(found.number[first:]) != 1)
    begin = first + (int(holes[-1]) + 1 if len(holes) else 0)
    known = begin > 0 and int(found.number[begin] - found.number[begin - 1]) == 1
    return Run(len(found) - begin, int(sign[-1]), known)


@dataclass(frozen=True, slots=True)
class Extreme:
    """The last period as the worst or best since another.

    Args:
        since: Where among the periods the last one as extreme stands, None if there is none in the record.
        ties: How many of those since the last one that was more extreme are equal.
        span: How many periods the claim speaks of, the last one among them.
    """

    rank: Literal["lowest", "highest"]
    since: int | None
    ties: int
    span: int


def extreme_of(found: Periods, beaten: int) -> Extreme | None:
    """Return how far back no period was as bad (as good, for a gain) as the last one.

    None with fewer than ``beaten`` periods between, or where one of them is missing.
    """
    if not len(found) or found.value[-1] == 0:
        return None
    falling = bool(found.value[-1] < 0)
    signed = found.value if falling else -found.value
    before, now = signed[:-1], signed[-1]
    as_far = np.flatnonzero(before <= now)
    further = np.flatnonzero(before < now)
    since = int(as_far[-1]) if len(as_far) else None
    first = 0 if since is None else since
    between = len(before) - (0 if since is None else since + 1)
    span = int(found.number[-1] - found.number[first]) + 1
    if between < beaten or span != len(found) - first:
        return None
    ties = int(np.count_nonzero(before[int(further[-1]) + 1 if len(further) else 0 :] == now))
    return Extreme("lowest" if falling else "highest", since, ties, span)


def frames(book: Book) -> None:
    """Put down each coin's last complete week, month and quarter."""
    for asset in book.assets:
        closes = told_price(book, asset)
        if closes is not None:
            for name, calendar in CALENDARS.items():
                _frame(book, closes, name, calendar)


def told_price(book: Book, asset: str) -> Track | None:
    """Return the price of a coin that is told first, None where none is."""
    keys = (key for key in book.tracks if (key.asset, key.metric) == (asset, "spot.price"))
    return next((book.tracks[key] for key in keys if str(key) in book.facts), None)


def _frame(book: Book, closes: Track, name: str, calendar: Calendar) -> None:
    price = book.facts[str(closes.key)]
    found = periods(closes.times, closes.value, calendar, book.as_of)
    running = int(calendar.number(np.array([book.as_of // DAY]))[0])
    if not len(found) or found.number[-1] != running - 1:
        return
    after = fact_at(closes, int(found.end[-1]), f"{price.id}~close:{name}", Kind.PAST, of=price.id)
    before = fact_at(closes, int(found.start[-1]), f"{price.id}~open:{name}", Kind.PAST, of=price.id)
    change = Fact(
        id=str(SeriesKey(closes.key.asset, "spot.calendar_return", name)), kind=Kind.CHANGE,
        value=float(found.value[-1]), unit="ratio", as_of=after.as_of,
        formula=f"last close of the {name} / last close of the {name} before - 1", inputs=(after.id, before.id),
        of=after.id, than=before.id, window=name, start=before.as_of, publisher=price.publisher,
        computed=price.computed,
    )  # fmt: skip
    book.add(after, before, change)
    if calendar.runs:
        _run(book, change, found, closes, calendar.runs)
    _rank(book, change, found, closes, calendar)


def _run(book: Book, change: Fact, found: Periods, closes: Track, unit: FactUnit) -> None:
    run = run_of(found)
    if run is None or run.n < _SHORTEST:
        return
    start = instant(int(closes.times[found.start[-run.n]]))
    book.add(
        derived(
            change, "streak", Kind.STREAK, float(run.n), unit, formula=f"{unit} in a row whose closes moved one way",
            start=start, n=run.n, sign=run.sign,
            coverage=Coverage(_ended(found, closes, 0), run.n, run.n, start_known=run.start_known),
        )
    )  # fmt: skip


def _rank(book: Book, change: Fact, found: Periods, closes: Track, calendar: Calendar) -> None:
    extreme = extreme_of(found, calendar.beaten)
    if extreme is None:
        return
    since = None if extreme.since is None else _ended(found, closes, extreme.since)
    book.add(
        derived(
            change, "rank", Kind.RANK, change.value, change.unit,
            formula=f"{extreme.rank} change of a {change.window} since the last one as extreme", rank=extreme.rank,
            since=since, ties=extreme.ties,
            coverage=Coverage(_ended(found, closes, 0), extreme.span, extreme.span),
        )
    )  # fmt: skip


def _ended(found: Periods, closes: Track, place: int) -> date:
    return instant(int(closes.times[found.end[place]])).date()
