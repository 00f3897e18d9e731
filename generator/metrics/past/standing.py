"""One day of a series' statistics as plain values: what a sentence may say of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

import numpy as np

from generator.metrics.history import Extreme, Run
from generator.metrics.track import instant
from generator.model.coverage import Coverage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from generator.metrics.past.since import Reach
    from generator.metrics.past.statistics import Beyond, Statistics
    from generator.metrics.past.stretches import Stretches


@dataclass(frozen=True, slots=True)
class First:
    """A reading as the first above or below a cut since a day; None where the record has no earlier one."""

    since: date | None
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Side:
    """The side of a cut that a reading is on, for how long, and since when it was not there, if that may be told."""

    cut: float
    held: Run
    first: First | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A reading among those up to it; None, or no entry, for what may not be said.

    Args:
        coverage: The days of the last year, or of a younger record.
        peak: Day of the highest reading so far; ``drawdown`` the fraction below it.
        extreme: As the lowest or the highest since a day, or of the whole record.
        band: Days in its band, whose number is the run's ``sign``.
    """

    day: date
    value: float
    change: Mapping[int, float]
    unusual: Mapping[int, float]
    percentile: float | None
    score: float | None
    coverage: Coverage
    peak: date
    drawdown: float | None
    extreme: Extreme | None
    streak: Run | None
    weeks: Run | None
    band: Run
    beyond: tuple[Side, ...]


def standing(of: Statistics, row: int) -> Standing:
    """Return one row of a series' statistics."""
    row = range(len(of.day))[row]
    return Standing(
        day=_day(of, row),
        value=float(of.value[row]),
        change=_there(of.change, row),
        unusual=_there(of.unusual, row),
        percentile=_number(of.percentile, row),
        score=_number(of.score, row),
        coverage=Coverage(_day(of, 0), int(of.readings[row]), int(of.expected[row])),
        peak=_day(of, int(of.peak[row])),
        drawdown=_number(of.drawdown, row),
        extreme=_extreme(of, of.lowest, row, "lowest") or _extreme(of, of.highest, row, "highest"),
        streak=_run(of.streak, row),
        weeks=_run(of.weeks, row),
        band=_held(of.band, row),
        beyond=tuple(_side(of, each, row) for each in of.beyond),
    )


def _day(of: Statistics, row: int) -> date:
    return instant(int(of.times[row])).date()


def _number(values: NDArray[np.float64], row: int) -> float | None:
    return None if np.isnan(values[row]) else float(values[row])


def _there(values: Mapping[int, NDArray[np.float64]], row: int) -> dict[int, float]:
    return {window: float(each[row]) for window, each in values.items() if not np.isnan(each[row])}


def _since(of: Statistics, claim: Reach, row: int) -> tuple[date | None, Coverage]:
    since = int(claim.since[row])
    covered = Coverage(_day(of, 0), int(claim.days[row]), int(claim.expected[row]))
    return (None if since < 0 else _day(of, since)), covered


def _extreme(of: Statistics, claim: Reach, row: int, rank: Literal["lowest", "highest"]) -> Extreme | None:
    if not claim.told[row]:
        return None
    since, covered = _since(of, claim, row)
    return Extreme(rank, since, int(claim.ties[row]), covered)


def _side(of: Statistics, beyond: Beyond, row: int) -> Side:
    first = First(*_since(of, beyond.first, row)) if beyond.first.told[row] else None
    return Side(beyond.cut, _held(beyond.side, row), first)


def _held(of: Stretches, row: int) -> Run:
    return Run(int(of.n[row]), int(of.label[row]), int(of.end[row]), int(of.start[row]), bool(of.known[row]))


def _run(of: Stretches, row: int) -> Run | None:
    return _held(of, row) if of.n[row] else None
