"""Returns of a price: over windows, the day before's, and weeks in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from generator.metrics.book import derived, fact_at, rank_fact
from generator.metrics.grid import Sampled, earlier, lagged
from generator.metrics.history import extreme, weekly_run
from generator.metrics.track import instant
from generator.model.coverage import Coverage
from generator.model.fact import Fact, Kind
from generator.model.observation import SeriesKey

if TYPE_CHECKING:
    from generator.metrics.book import Book
    from generator.metrics.track import Track

#: Only moves beyond this are worth saying that one took the other back.
_RETRACED: Final = 0.03


def tell(book: Book, closes: Track, found: Sampled, price: Fact, window: int) -> Fact | None:
    """Put down ``A/spot.return/Nd`` and, for a day, how long ago there was one as large.

    Trailing: the price against that of the same clock hour ``window`` days ago.
    """
    row = earlier(found, window)
    name = str(SeriesKey(closes.key.asset, "spot.return", f"{window}d"))
    row_of = lagged(found, window)
    there = np.flatnonzero(row_of >= 0)
    if row is None or price.value is None:
        return None
    value = found.value[there] / found.value[row_of[there]] - 1
    series = Sampled(found.days[there], found.times[there], value, found.position[there])
    past, same = f"{price.id}~past:{window}d", book.facts.get(f"{price.id}~change:{window}d")
    fact = Fact(
        id=name, kind=Kind.CHANGE, value=float(value[-1]), unit="ratio", as_of=price.as_of,
        formula="price / price one window earlier - 1", inputs=(price.id, past), of=price.id, than=past,
        window=f"{window}d", start=instant(int(found.times[row])), publisher=price.publisher, computed=price.computed,
        usual=None if same is None else same.usual,
    )  # fmt: skip
    book.add(fact)
    book.past.put(name, series)
    rank = extreme(series.times, value) if window == 1 else None
    if rank is not None and value[-1] != 0 and (rank.rank == "highest") == (value[-1] > 0):
        book.add(rank_fact(fact, rank))
    return fact


def previous_day(book: Book, closes: Track, found: Sampled, price: Fact) -> None:
    """Put down the return of the day before, and how much of it today's move took back."""
    day = book.facts.get(str(SeriesKey(closes.key.asset, "spot.return", "1d")))
    row, before = earlier(found, 1), earlier(found, 2)
    if day is None or day.value is None or row is None or before is None:
        return
    then = fact_at(closes, int(found.position[before]), f"{price.id}~past:2d", Kind.PAST, of=price.id)
    value = float(found.value[row] / found.value[before] - 1)
    previous = Fact(
        id=f"{day.id}~previous", kind=Kind.PAST, value=value, unit="ratio", as_of=instant(int(found.times[row])),
        formula="price a day ago / price two days ago - 1", inputs=(f"{price.id}~past:1d", then.id), of=day.id,
        window="1d", start=then.as_of, publisher=day.publisher, computed=day.computed,
    )  # fmt: skip
    book.add(then, previous)
    if value * day.value < 0 and min(abs(value), abs(day.value)) > _RETRACED:
        start, middle = float(found.value[before]), float(found.value[row])
        book.add(
            derived(
                day, "retraced", Kind.SHARE, (float(found.value[-1]) - middle) / (start - middle), "ratio",
                formula="(price - price a day ago) / (price two days ago - price a day ago)",
                inputs=(price.id, f"{price.id}~past:1d", then.id), than=previous.id, window="1d",
            )
        )  # fmt: skip


def weekly_streak(book: Book, closes: Track, price: Fact) -> None:
    """Put down how many weeks in a row closed higher, or lower."""
    run = weekly_run(closes.times, closes.value, book.as_of)
    week = str(SeriesKey(closes.key.asset, "spot.return", "7d"))
    if run is None:
        return
    traces = [closes.trace(run.start), closes.trace(run.end)]
    start, end = instant(int(closes.times[run.start])), instant(int(closes.times[run.end]))
    book.add(
        Fact(
            id=f"{week}~streak", kind=Kind.STREAK, value=float(run.n), unit="weeks", as_of=end,
            formula="weeks (Monday to Sunday UTC) in a row whose last price lies on one side of the week before's",
            inputs=tuple(name for trace in traces for name in trace.inputs),
            sources=tuple(dict.fromkeys(source for trace in traces for source in trace.sources)),
            of=week if week in book.facts else price.id, start=start, n=run.n, sign=run.sign,
            coverage=Coverage(instant(int(closes.times[0])).date(), run.n, run.n, start_known=run.start_known),
            publisher=price.publisher, computed=price.computed,
        )
    )  # fmt: skip
