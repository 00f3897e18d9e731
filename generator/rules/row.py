"""The row path: one reading at a time, judged with what the reading before it left behind.

It gives the labels that ``bands.states`` gives a whole history, and is for whoever has no
history at hand, or wants to know why a label came about. A scale is made ready once; after
that a reading costs a search among a few numbers.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from math import fsum, inf, isnan, nan, sqrt
from typing import TYPE_CHECKING, Final, NamedTuple

from generator.rules.bands import DIGITS, EXACT, MISSING, NEEDS, NO_NUMBER, SHORT_PAST, UNKNOWN, edge, way_back

if TYPE_CHECKING:
    from generator.rules.book import Cut, Moving, Scale

_SHIFT: Final = 10.0**DIGITS


class Seen(NamedTuple):
    """What a reading leaves behind: its band, and all that the next reading needs.

    Args:
        place: The band's place, ``UNKNOWN`` for none.
        why: Why there is none, or "".
        held: For each cut, whether its outer side holds; empty where ``place`` says it, or nothing is held.
        runs: For each cut, how many readings in a row lie beyond it; empty in the same places.
        past: The readings that moving cuts follow from, oldest first, nan for a gap; empty where none moves.
    """

    place: int
    why: str = ""
    held: tuple[bool, ...] = ()
    runs: tuple[int, ...] = ()
    past: tuple[float, ...] = ()


class Trace(NamedTuple):
    """Why a reading has its label.

    Args:
        seen: What the reading leaves behind.
        state: Its label, None where it is unknown; ``seen.why`` says why.
        previous: The label of the reading before, None where that is unknown.
        reading: The number that was judged, None where the state is unknown.
        thresholds: Where each cut lay for this reading, moved by the hysteresis where its state held; nan where a
            cut follows from a past that is too short.
        away: How far above each of them the reading lies, less than 0 for below; empty where the state is unknown.
        nearest: The index of the nearest threshold, ``UNKNOWN`` where the state is.
    """

    seen: Seen
    state: str | None
    previous: str | None
    reading: float | None
    thresholds: tuple[float, ...]
    away: tuple[float, ...]
    nearest: int


#: Before the first reading.
NOTHING: Final = Seen(UNKNOWN, MISSING)


class RowPath:
    """A scale made ready to judge readings one by one."""

    __slots__ = ("_edges", "_labels", "_lines", "_longest", "_open", "_plain", "_scale", "_seen")

    def __init__(self, scale: Scale) -> None:
        self._scale = scale
        self._labels: list[str | None] = [*(band.state for band in scale.bands), None]  # UNKNOWN takes the last
        self._longest = max((cut.moving.days for cut in scale.cuts if cut.moving is not None), default=0)
        self._plain = scale.after == 1 and not self._longest
        self._open = (False,) * len(scale.cuts)
        self._seen = [Seen(place) for place in range(len(scale.bands))]
        # Where the cuts lie for the reading that follows each place, and at last for one that follows a gap.
        places = [*range(len(scale.bands)), scale.middle] if self._plain else []
        levels = tuple(cut.value for cut in scale.cuts)
        held = [
            tuple(place > at if cut.sign > 0 else place <= at for at, cut in enumerate(scale.cuts)) for place in places
        ]
        self._lines = [self._moved(levels, each) for each in held]
        self._edges = [tuple(map(edge, lines, scale.cuts)) for lines in self._lines]

    def judge(self, reading: object, before: Seen = NOTHING, why: str = "") -> Seen:
        """Return what a reading is, and what it leaves behind.

        Args:
            reading: It has a band if it is a finite number; all else is unknown.
            before: What the reading before it left, ``NOTHING`` for the first.
            why: Why the reading must not be judged though it is there (``stale``), or "".
        """
        number = reading if type(reading) is float else _number(reading)
        if why or not -inf < number < inf:
            return self._unknown(why or (MISSING if reading is None else NO_NUMBER), nan, before)
        number = decimal(number)
        if self._plain:
            return self._seen[bisect_right(self._edges[before.place], number)]
        return self._judge(number, before)

    def trace(self, reading: object, before: Seen = NOTHING, why: str = "") -> Trace:
        """Return the same with the reasons."""
        seen = self.judge(reading, before, why)
        lines = self._lines[before.place] if self._plain else self._moved(self._levels(before), before.held)
        state, previous = self._labels[seen.place], self._labels[before.place]
        if state is None:
            return Trace(seen, state, previous, None, lines, (), UNKNOWN)
        number = decimal(reading if type(reading) is float else _number(reading))
        away = tuple([number - line for line in lines])
        distances = list(map(abs, away))
        return Trace(seen, state, previous, number, lines, away, distances.index(min(distances)))

    def label(self, seen: Seen) -> str | None:
        """Return the label of a band, None where it is unknown."""
        return self._labels[seen.place]

    def _judge(self, number: float, before: Seen) -> Seen:
        """Return what a number is where cuts move or a state needs more than one reading."""
        scale, levels = self._scale, self._levels(before)
        if any(map(isnan, levels)):
            return self._unknown(SHORT_PAST, number, before)
        outside = [_outside(number, cut, level) for cut, level in zip(scale.cuts, levels, strict=True)]
        sides = {cut.sign for cut, out in zip(scale.cuts, outside, strict=True) if out}
        runs = tuple(
            [run + 1 if out else 0 for run, out in zip(before.runs or (0,) * len(outside), outside, strict=True)]
        )
        held = before.held or self._open
        lines = self._moved(levels, held)
        stays = tuple(
            [
                run >= scale.after or (was and -cut.sign not in sides and _outside(number, cut, line))
                for run, was, cut, line in zip(runs, held, scale.cuts, lines, strict=True)
            ]
        )
        place = scale.middle + sum(cut.sign for cut, stay in zip(scale.cuts, stays, strict=True) if stay)
        return Seen(place, "", stays, runs, self._past(number, before))

    def _unknown(self, why: str, number: float, before: Seen) -> Seen:
        return Seen(UNKNOWN, why, past=self._past(number, before))

    def _past(self, number: float, before: Seen) -> tuple[float, ...]:
        return (*before.past[1 - self._longest :], number) if self._longest else ()

    def _levels(self, before: Seen) -> tuple[float, ...]:
        """Return where each cut lies after the readings so far, nan for one that has too few of them."""
        return tuple([cut.value if cut.moving is None else _level(cut.moving, before.past) for cut in self._scale.cuts])

    def _moved(self, levels: Sequence[float], held: Sequence[bool]) -> tuple[float, ...]:
        """Return the cuts, those whose state holds moved towards neutral by the hysteresis."""
        by = self._scale.hysteresis
        return tuple(
            [
                level if not was else way_back(cut, by) if cut.moving is None else decimal(level - cut.sign * by)
                for cut, level, was in zip(self._scale.cuts, levels, held or self._open, strict=True)
            ]
        )


def decimal(number: float) -> float:
    """Return a number as ``bands.decimals`` takes it."""
    return round(number * _SHIFT) / _SHIFT if -EXACT < number < EXACT else number


def _number(reading: object) -> float:
    """Return what is a number as one; nan for all else, a truth and a text of digits among it."""
    if isinstance(reading, bool) or not isinstance(reading, int | float):
        return nan
    try:
        return float(reading)
    except OverflowError:
        return nan


def _outside(number: float, cut: Cut, level: float) -> bool:
    return (number > level if cut.lower_owns else number >= level) == (cut.sign > 0)


def _level(moving: Moving, past: Sequence[float]) -> float:
    """Return where a cut lies after these readings; ``bands.levels`` says by which definitions."""
    known = sorted(number for number in past[-moving.days :] if not isnan(number))
    if len(known) < min(moving.days, NEEDS):
        return nan
    if moving.kind == "percentile":
        rank, part = divmod((len(known) - 1) * moving.amount / 100, 1)
        low, high = known[int(rank)], known[min(int(rank) + 1, len(known) - 1)]
        return decimal(low + (high - low) * part)
    mean = fsum(known) / len(known)
    return decimal(moving.amount * sqrt(fsum((number - mean) ** 2 for number in known) / (len(known) - 1)))
