"""Readings against their own past: splits, slips of the point, and units that changed overnight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import Final

from generator.collectors.gate.bench import Bench
from generator.collectors.gate.readings import asset_of, measures
from generator.collectors.gate.wording import against, number, span
from generator.model.quotes import FundingSettlement, Record
from generator.model.reply import SetAside

#: The catalogue's jump is of two days; after a longer gap only a change of unit shows.
_DAYS: Final = timedelta(days=2)
_UNIT: Final = 50.0
_YEAR: Final = timedelta(days=365)
_REMEMBERED: Final = 3
_FIRST: Final = 5

#: Eight settled rates in a row were between 1/18 and 22 times the thirty before them, from 2019 to 2026.
_SIZE: Final = 40.0
_RATES: Final = 8
_RATES_BEFORE: Final = 30


def jumped(bench: Bench) -> Iterator[SetAside]:
    """Yield the readings that are further from those before them than their metric moves."""
    for rows in bench.series.values():
        for name in [name for name, _ in measures(rows[-1])]:
            metric = bench.catalogue.get(name)
            jump = None if metric is None else metric.jump.of(asset_of(rows[0]))
            if jump is not None:
                yield from _walk(rows, name, jump, bench)


def _walk(rows: Sequence[Record], name: str, jump: float, bench: Bench) -> Iterator[SetAside]:
    """Compare each reading with the last one that was believed, and with the middle of the last three.

    A reading must be far from both: one bad reading in the past spoils nothing, and a true step
    that an editor let in once is the new past.
    """
    told = [(record.observed_at, value) for record in rows for value in _values(record, name)]
    stored = [
        (record.observed_at, value)
        for record in reversed(bench.memory.before(rows[0], _REMEMBERED))
        for value in _values(record, name)
    ]
    believed = stored or _start(told)
    fallen: list[Record] = []
    why = ""
    for record in rows:
        for value in _values(record, name):
            told_why = _far(value, record.observed_at, believed[-_REMEMBERED:], jump)
            if told_why is None:
                believed.append((record.observed_at, value))
            else:
                fallen.append(record)
                why = told_why
    if fallen:
        yield SetAside(tuple(fallen), why)


def _values(record: Record, name: str) -> list[float]:
    return [value for measured, value in measures(record) if measured == name]


def _start(told: Sequence[tuple[datetime, float]]) -> list[tuple[datetime, float]]:
    """Return where a list begins of which nothing is stored: the middle of its first readings."""
    if len(told) < _REMEMBERED:
        return []
    return [(told[0][0], median(value for _, value in told[:_FIRST]))]


def _far(value: float, at: datetime, believed: Sequence[tuple[datetime, float]], jump: float) -> str | None:
    if not believed:
        return None
    last_at, last = believed[-1]
    gap = at - last_at
    middle = median(value for _, value in believed)
    allowed = jump if gap <= _DAYS else max(jump, _UNIT)
    if gap > _YEAR or last <= 0 or middle <= 0:
        return None
    if value <= 0:
        return f"{number(value)} after {number(last)}"
    if all(not 1 / allowed <= value / other <= allowed for other in (last, middle)):
        before = f" {span(gap)} before" if gap >= timedelta(minutes=1) else ""
        return f"{against(value, last)} its own reading{before}"
    return None


def rates_of_another_size(bench: Bench) -> Iterator[SetAside]:
    """Yield settled rates whose usual size is not that of the thirty before: another unit or interval.

    Rates hover near zero, so that one against the one before says nothing.
    """
    for rows in bench.series.values():
        rates = [abs(row.rate) for row in rows if isinstance(row, FundingSettlement)]
        if len(rates) < _RATES:
            continue
        before = [abs(r.rate) for r in bench.memory.before(rows[0], _RATES_BEFORE) if isinstance(r, FundingSettlement)]
        if len(before) < _RATES_BEFORE or median(before) <= 0 or median(rates) <= 0:
            continue
        if not 1 / _SIZE <= median(rates) / median(before) <= _SIZE:
            size = against(median(rates), median(before))
            yield SetAside(tuple(rows), f"rates {size} the usual size of the thirty before")
