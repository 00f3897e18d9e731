"""Liquidations: shares of a delivered total, what its parts add up to, and the record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from generator.metrics.book import derived, fact_at
from generator.metrics.grid import SAME_CLOCK
from generator.metrics.track import DAY, HOUR
from generator.metrics.venues import SET
from generator.model.fact import Fact, Kind
from generator.model.instants import to_micros
from generator.model.observation import SeriesKey

if TYPE_CHECKING:
    from generator.metrics.book import Book
    from generator.metrics.track import Track

_TOTAL: Final = "liquidations.total"
_SIDES: Final = ("liquidations.long", "liquidations.short")
_WHOLE: Final = "CRYPTO"
_DAY: Final = "1d"
_INTEREST: Final = "futures.open_interest_usd"


def liquidations(book: Book) -> None:
    """Put down what follows from the delivered totals; nothing of it is measured here."""
    keys = [key for key in book.tracks if key.metric in (_TOTAL, *_SIDES)]
    for key in keys:
        total = book.facts.get(str(SeriesKey(key.asset, _TOTAL, key.tenor, key.venue)))
        if key.metric in _SIDES:
            _share(book, book.facts.get(str(key)), total)
        elif key.asset == _WHOLE and total is not None:
            parts = [
                book.facts[str(other)]
                for other in keys
                if other.asset != _WHOLE and (other.metric, other.tenor, other.venue) == (_TOTAL, key.tenor, key.venue)
                and str(other) in book.facts
            ]  # fmt: skip
            _parts(book, total, [part for part in parts if _together(part, total)])
        if key.metric == _TOTAL:
            _record(book, key)
            if key.tenor == _DAY and total is not None:
                _of_interest(book, total)


def _together(one: Fact, other: Fact) -> bool:
    """Return whether two sums are one publisher's, of windows that end within the hour."""
    return one.publisher == other.publisher and abs(to_micros(one.as_of) - to_micros(other.as_of)) <= HOUR


def _share(book: Book, part: Fact | None, total: Fact | None) -> None:
    if part is None or total is None or part.value is None or not total.value or not _together(part, total):
        return
    share = part.value / total.value
    if 0 <= share <= 1:
        book.add(
            derived(
                part, "share", Kind.SHARE, share, "ratio", formula="part / total", inputs=(part.id, total.id),
                than=total.id,
            )
        )  # fmt: skip


def _parts(book: Book, total: Fact, parts: list[Fact]) -> None:
    """Put down what the named parts add up to, and what of the total they leave unsaid."""
    if not parts or total.value is None:
        return
    for part in parts:
        _share(book, part, total)
    value = sum(part.value for part in parts if part.value is not None)
    summed = derived(
        total, "parts", Kind.LEVEL, value, "USD", formula="sum of the parts by asset",
        inputs=tuple(part.id for part in parts), n=len(parts), than=total.id,
    )  # fmt: skip
    book.add(
        summed,
        derived(
            total, "unallocated", Kind.LEVEL, total.value - value, "USD", formula="total - sum of the parts",
            inputs=(total.id, summed.id), than=total.id,
        ),
    )  # fmt: skip


def _of_interest(book: Book, total: Fact) -> None:
    """Put down which share of open interest the day's liquidations were: of their own scope, else of the set's.

    Open interest is that at the end of the day, or else within it.
    """
    key = total.key
    interest = next(
        (
            fact
            for venue in (key.venue, SET)
            if (fact := book.facts.get(str(SeriesKey(key.asset, _INTEREST, "", venue)))) is not None
            and (venue == SET or fact.publisher == total.publisher)
        ),
        None,
    )
    if interest is None or total.value is None or not interest.value or total.value > interest.value:
        return
    apart = to_micros(total.as_of) - to_micros(interest.as_of)
    if -SAME_CLOCK <= apart <= DAY:
        book.add(
            derived(
                total, "of_interest", Kind.SHARE, total.value / interest.value, "ratio",
                formula="liquidations of the day / open interest in dollars", inputs=(total.id, interest.id),
                than=interest.id, window=_DAY,
            )
        )  # fmt: skip


def _record(book: Book, key: SeriesKey) -> None:
    """Put down the largest earlier reading of the scope, with its date and the window it is of.

    Totals of shorter windows count too: the days around them held at least as much. The
    record stands even where today's reading is missing.
    """
    best: tuple[float, Track, int] | None = None
    for other, each in book.tracks.items():
        same = (other.asset, other.metric, other.venue) == (key.asset, key.metric, key.venue)
        before = int(np.searchsorted(each.times, book.as_of)) if same and _days(other) <= _days(key) else 0
        if before:
            place = int(np.argmax(each.value[:before]))
            value = float(each.value[place])
            best = (value, each, place) if best is None or value > best[0] else best
    today = book.facts.get(str(key))
    if best is None:
        return
    _, each, place = best
    record = fact_at(each, place, f"{key}~record", Kind.PAST, of=None if today is None else today.id)
    if today is None or record.as_of != today.as_of:
        book.add(replace(record, window=each.key.tenor))


def _days(key: SeriesKey) -> int:
    return int(key.tenor[:-1]) if key.tenor[:-1].isdigit() and key.tenor.endswith("d") else 0
