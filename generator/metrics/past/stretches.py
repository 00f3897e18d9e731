"""Stretches of days and weeks in a row, for every day: rises and falls, and the same side or band."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from generator.metrics.grid import SAME_CLOCK
from generator.metrics.track import DAY

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: The direction of a change that cannot be told, as a reading before it is missing.
UNKNOWN: Final = 2


@dataclass(frozen=True, slots=True, eq=False)
class Stretches:
    """The stretch that each reading ends; one row a reading.

    Args:
        n: Its length: readings, or changes of one direction; 0 where there is none.
        label: What is the same throughout: a direction (-1, 1), a side, the number of a band.
        start: Row of its first reading; for changes, the reading before the first change. -1 where there is none.
        end: Row of its last reading, -1 where there is none.
        known: Whether the stretch is known to begin there; if not, it may be longer.
    """

    n: NDArray[np.int64]
    label: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    known: NDArray[np.bool_]


def rows_in_a_row(label: NDArray[np.int64], linked: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the first row of the stretch of equal labels that each row ends, and whether the row before is known.

    Args:
        label: What is to stay the same.
        linked: Whether a row follows on the one before it, without a gap.
    """
    row = np.arange(len(label))
    begins = np.ones(len(label), dtype=np.bool_)
    begins[1:] = (label[1:] != label[:-1]) | ~linked[1:]
    first = np.maximum.accumulate(np.where(begins, row, 0)) if len(label) else row
    return first, linked[first]


def of_labels(day: NDArray[np.int64], label: NDArray[np.int64]) -> Stretches:
    """Return the days in a row with one label that each reading ends; a missing day breaks them."""
    first, known = rows_in_a_row(label, follows(day))
    row = np.arange(len(day))
    return Stretches(row - first + 1, label, first, row, known)


def follows(number: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return whether each row's day, or week, is the one after that of the row before."""
    found = np.zeros(len(number), dtype=np.bool_)
    found[1:] = np.diff(number) == 1
    return found


def of_days(day: NDArray[np.int64], at: NDArray[np.int64], value: NDArray[np.float64]) -> Stretches:
    """Return the daily rises or falls in a row that each reading ends.

    Readings of different clock hours are not a day apart, whatever their days are called.
    """
    linked = follows(day)
    linked[1:] &= np.abs(np.diff(at) - DAY) <= SAME_CLOCK
    return of_changes(directions(value, linked))


def directions(value: NDArray[np.float64], linked: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return -1, 0 or 1 for each reading against the one before it, ``UNKNOWN`` where that is not of the time before.

    Args:
        value: The readings.
        linked: Whether a row follows on the one before it, without a gap.
    """
    found = np.full(len(value), UNKNOWN)
    found[1:] = np.where(linked[1:], 1 * (value[1:] > value[:-1]) - (value[1:] < value[:-1]), UNKNOWN)
    return found


def of_changes(direction: NDArray[np.int64]) -> Stretches:
    """Return the rises or falls in a row that each row ends; no change and an unknown one break them.

    Each change is taken to follow on the one of the row before; where it does not, it is unknown.
    """
    row = np.arange(len(direction))
    first, _ = rows_in_a_row(direction, np.ones(len(direction), dtype=np.bool_))
    moves = (direction == 1) | (direction == -1)
    known = moves & (first > 0) & (direction[np.maximum(first - 1, 0)] != UNKNOWN)
    return Stretches(
        np.where(moves, row - first + 1, 0),
        np.where(moves, direction, 0),
        np.where(moves, first - 1, -1),
        np.where(moves, row, -1),
        known,
    )


def of_weeks(at: NDArray[np.int64], value: NDArray[np.float64]) -> Stretches:
    """Return the weekly rises or falls in a row that the last complete week of each reading's day ends.

    Weeks run Monday to Sunday UTC and close with Sunday's reading. A Sunday is complete with
    its reading; a week without one breaks the stretch.

    Args:
        at: Times of the readings, ascending, one a day. [microseconds since 1970]
        value: The readings.
    """
    day = at // DAY + 3  # the first of January 1970 was a Thursday
    sundays = np.flatnonzero(day % 7 == 6)
    closed = day[sundays] // 7
    found = of_changes(directions(value[sundays], follows(closed)))
    complete = (day + 1) // 7 - 1
    place = np.searchsorted(closed, complete, side="right") - 1
    # What place -1 would give is masked; a row of zeros after the Sundays lets it give something.
    there = (place >= 0) & (np.append(closed, 0)[place] == complete) & (np.append(found.n, 0)[place] > 0)

    def of_week(each: NDArray[np.int64], nothing: int) -> NDArray[np.int64]:
        return np.where(there, np.append(each, 0)[place], nothing)

    return Stretches(
        of_week(found.n, 0),
        of_week(found.label, 0),
        of_week(np.append(sundays, -1)[found.start], -1),
        of_week(np.append(sundays, -1)[found.end], -1),
        there & np.append(found.known, False)[place],
    )
