"""A sparkline: a line as high as a word, for tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from generator.render.charts.axes import Scale
from generator.render.charts.scene import coordinate, run, runs

_WIDE: Final = 96
_HIGH: Final = 24
_EDGE: Final = 3.0


def spark(values: Sequence[float | None]) -> str:
    """Return an inline SVG of the values, "" with fewer than two.

    It takes the colour of the text around it and is hidden from screen readers: the table beside it has
    the numbers.
    """
    there = [value for value in values if value is not None]
    if len(there) < 2:
        return ""
    low, high = min(there), max(there)
    up = Scale(low, high if high > low else low + 1, _HIGH - _EDGE, _EDGE)
    across = Scale(0, len(values) - 1, _EDGE, _WIDE - _EDGE)
    points = [None if value is None else (across(place), up(value)) for place, value in enumerate(values)]
    end = next(point for point in reversed(points) if point is not None)
    path = "".join(run(each) for each in runs(points))
    return (
        f'<svg class="spark" viewBox="0 0 {_WIDE} {_HIGH}" width="{_WIDE}" height="{_HIGH}" aria-hidden="true">'
        f'<path d="{path}" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" '
        'stroke-linecap="round"/>'
        f'<circle cx="{coordinate(end[0])}" cy="{coordinate(end[1])}" r="2.5" fill="currentColor"/></svg>'
    )
