"""Columns over days: one row of them, two that stand back to back, or more side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from generator.model.chart import Chart, Tone, Zone
from generator.render.charts import frame as around
from generator.render.charts.axes import Scale
from generator.render.charts.frame import BOTTOM, LEFT, RIGHT, Frame, Room, ValueAxis
from generator.render.charts.lines import last_value, last_words
from generator.render.charts.palette import LINES
from generator.render.charts.readings import Numbers, all_numbers, days_of, last_of, present
from generator.render.charts.scene import Path, Shape, coordinate, rule

#: Columns narrower than this touch: a gap of a fraction of a pixel is a shimmer.
_APART: Final = 4.0
#: Where a column stands, and where it ends.
_Column = tuple[float, float]


def columns(frame: Frame) -> Iterator[Shape]:
    """Yield columns over days.

    Two traces without a negative value stand back to back, the first one upward: which is which shows
    without colour, and both can be read off the axis.
    """
    chart, days, traces = frame.chart, days_of(frame.chart), all_numbers(frame.chart)
    mirrored = back_to_back(chart)
    if mirrored:
        traces = [traces[0], tuple(None if value is None else -value for value in traces[1])]
    told = last_words(frame) if len(traces) == 1 else ""
    axis = around.value_axis(frame, present(traces), zero=True, mirrored=mirrored, last=told)
    first, last = days[0].toordinal(), days[-1].toordinal()
    left = around.gutter(chart.zones, axis.scale, frame.typeface)
    across = Scale(first - 0.5, last + 0.5, left, axis.right)
    xs = [across(day.toordinal()) for day in days]
    place = last_of(traces[0])
    value = None if place is None or not told else traces[0][place]
    yield from around.bands(chart.zones, axis.scale)
    yield from axis.shapes(None if value is None else axis.scale(value))
    yield from around.gutter_labels(chart.zones, axis.scale, left)
    wide = (axis.right - left) / (last - first + 1)
    side = 1 if mirrored else len(traces)
    for number, trace in enumerate(traces):
        shift = 0.0 if side == 1 else (number - (side - 1) / 2) * wide / side
        yield from _trace(number, [x + shift for x in xs], trace, wide / side, axis, chart.zones)
    yield from around.mark_lines(chart.marks, axis.scale, axis.right)
    if axis.scale.low < 0:
        yield Path(d=rule((LEFT, axis.scale(0)), (RIGHT, axis.scale(0))), stroke="axis")
    yield from around.day_axis(days[0], days[-1], across)
    tops = [[(x, axis.scale(v))] for trace in traces for x, v in zip(xs, trace, strict=True) if v is not None]
    room = Room(tops, frame.typeface, (LEFT, frame.top - 8, axis.right, BOTTOM))
    if value is not None:
        yield replace(last_value(frame, told, axis.scale(value)), ink="ink")
    yield from around.mark_labels(frame, axis.scale, axis.right, room)


def back_to_back(chart: Chart) -> bool:
    """Return whether two rows of columns stand up and down from one line."""
    return chart.form == "columns" and len(chart.traces) == 2 and min(present(all_numbers(chart))) >= 0


def _trace(
    number: int, xs: Sequence[float], values: Numbers, wide: float, axis: ValueAxis, zones: Sequence[Zone]
) -> Iterator[Shape]:
    """Yield one row of columns: a path for each colour, by the zone that a value is in."""
    groups: dict[str, list[list[_Column]]] = {}
    before = ""
    for x, value in zip(xs, values, strict=True):
        tone = None if value is None else _tone(value, zones)
        fill: str = tone if tone is not None else LINES[number % len(LINES)][0]
        if value is not None:
            own = groups.setdefault(fill, [])
            if fill != before or wide >= _APART:
                own.append([])
            own[-1].append((x, axis.scale(value)))
        before = fill if value is not None else ""
    for fill, rows in groups.items():
        yield Path(d="".join(_steps(row, wide, axis.scale(0.0)) for row in rows), fill=fill)


def _steps(row: Sequence[_Column], wide: float, zero: float) -> str:
    """Return one shape of columns that touch; one by itself leaves a gap to its neighbours."""
    half = wide / 2 if wide < _APART else wide / 2 - min(wide * 0.12, 1.0)
    path = [f"M{coordinate(row[0][0] - half)} {coordinate(zero)}"]
    path.extend(f"V{coordinate(y)}H{coordinate(x + half)}" for x, y in row)
    return "".join([*path, f"V{coordinate(zero)}z"])


def _tone(value: float, zones: Sequence[Zone]) -> Tone | None:
    """Return the tint of the zone that holds a value; on a cut it is the upper one's."""
    holding = [
        zone for zone in zones
        if (zone.low is None or zone.low <= value) and (zone.high is None or value <= zone.high)
    ]  # fmt: skip
    return holding[-1].tone if holding else None
