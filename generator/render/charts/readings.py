"""The values of a chart, checked: numbers where numbers are drawn, days where days are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from generator.errors import MissingDataError
from generator.model.chart import Chart, Trace
from generator.render import numbers

Numbers = tuple[float | None, ...]


def numbers_of(chart: Chart, trace: Trace) -> Numbers:
    """Return a trace's values.

    Raises:
        ValueError: There are more or fewer than places, or one is no finite number.
    """
    if len(trace.values) != len(chart.places):
        raise ValueError(f"chart {chart.id}: {len(trace.values)} values of {trace.label} at {len(chart.places)} places")
    found: list[float | None] = []
    for value in trace.values:
        if isinstance(value, str) or (value is not None and not math.isfinite(value)):
            raise ValueError(f"chart {chart.id}: {trace.label} has {value!r} where a number is drawn")
        found.append(value)
    return tuple(found)


def all_numbers(chart: Chart) -> list[Numbers]:
    """Return the values of all traces.

    Raises:
        MissingDataError: None of them has any.
    """
    found = [numbers_of(chart, trace) for trace in chart.traces]
    if all(value is None for trace in found for value in trace):
        raise MissingDataError(f"chart {chart.id} has no reading; leave it out")
    return found


def present(traces: Sequence[Numbers]) -> list[float]:
    """Return every value that is there."""
    return [value for trace in traces for value in trace if value is not None]


def last_of(values: Sequence[float | str | None]) -> int | None:
    """Return the place of the last value that is there."""
    return next((place for place in range(len(values) - 1, -1, -1) if values[place] is not None), None)


def days_of(chart: Chart) -> tuple[date, ...]:
    """Return the places as days.

    Raises:
        ValueError: They are names.
    """
    found = tuple(place for place in chart.places if isinstance(place, date))
    if len(found) != len(chart.places) or not found:
        raise ValueError(f"chart {chart.id} is a {chart.form} over days, and its places are none")
    return found


def fact_of(trace: Trace, place: int) -> str:
    """Return the id of the fact that a value is, or is a reading of."""
    return trace.facts[place] if trace.facts else trace.fact


def places_of(chart: Chart) -> tuple[str, ...]:
    """Return the names that stand beside values; a day has its year where it is not the last one's."""
    days = [place for place in chart.places if isinstance(place, date)]
    near = days[0] if chart.form == "bars" and days else days[-1] if days else None
    return tuple(
        numbers.day(place, near=near) if isinstance(place, date) and near is not None else str(place)
        for place in chart.places
    )
