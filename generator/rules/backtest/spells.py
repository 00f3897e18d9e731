"""Runs of one label: how many, how long, and how often one gave way to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from generator.rules.bands import UNKNOWN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from generator.rules.bands import Places


class Spans(NamedTuple):
    """Runs of equal places, those of no band left out: first row, length, place, and the place before."""

    start: NDArray[np.intp]
    length: NDArray[np.intp]
    place: Places
    before: Places


def spans(at: Places) -> Spans:
    """Return the runs of a history; a day without a label ends one."""
    if not at.size:
        nothing = np.empty(0, dtype=np.intp)
        return Spans(nothing, nothing, at, at)
    start = np.flatnonzero(np.concatenate([[True], at[1:] != at[:-1]]))
    length = np.diff(np.append(start, at.size))
    before = np.concatenate([[UNKNOWN], at[:-1]])[start]
    known = at[start] != UNKNOWN
    return Spans(start[known], length[known], at[start][known], before[known])


def changes(at: Places) -> tuple[int, int]:
    """Return how many days are known as is the day before, and on how many the label is another."""
    both = (at[1:] != UNKNOWN) & (at[:-1] != UNKNOWN)
    return int(np.count_nonzero(both)), int(np.count_nonzero(both & (at[1:] != at[:-1])))
