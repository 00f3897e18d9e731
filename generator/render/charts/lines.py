"""Lines over days, and curves over tenors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from generator.render import numbers
from generator.render.charts import frame as around
from generator.render.charts.axes import Scale
from generator.render.charts.frame import BOTTOM, LABEL, LEFT, RIGHT, Entry, Frame, Room, ValueAxis
from generator.render.charts.palette import LINES
from generator.render.charts.readings import all_numbers, days_of, fact_of, last_of, present
from generator.render.charts.scene import Dot, Path, Point, Shape, coordinate, rule, run, runs, words

#: Tenors nearer than this on a true scale are set evenly instead: their labels would run together.
_TENORS_APART: Final = 60.0


def entries(frame: Frame) -> list[Entry]:
    """Return a legend's entries: each trace with its last value. A single line needs none."""
    if len(frame.chart.traces) < 2:
        return []
    found: list[Entry] = []
    for number, trace in enumerate(frame.chart.traces):
        place = last_of(trace.values)
        value = None if place is None else trace.values[place]
        told = isinstance(value, float | int) and place is not None and frame.chart.form != "curve"
        found.append(
            Entry(trace.label, frame.figures.printed(float(value), fact_of(trace, place)) if told else "", number)  # type: ignore[arg-type]
        )
    return found


def line(frame: Frame) -> Iterator[Shape]:
    """Yield lines over days: bands and grid behind, the first trace in front, its last value in words."""
    chart, days, traces = frame.chart, days_of(frame.chart), all_numbers(frame.chart)
    axis = around.value_axis(frame, present(traces), zero=False)
    first, last = days[0].toordinal(), max(days[-1].toordinal(), days[0].toordinal() + 1)
    across = Scale(first, last, LEFT, axis.right)
    xs = [across(day.toordinal()) for day in days]
    drawn = [[None if v is None else (x, axis.scale(v)) for x, v in zip(xs, trace, strict=True)] for trace in traces]
    points = [point for trace in drawn for point in trace if point is not None]
    room = Room(points, frame.typeface, (LEFT, frame.top - 8, axis.right, BOTTOM))
    alone = len(traces) == 1
    end = drawn[0][last_of(traces[0])] if alone else None  # type: ignore[index]
    yield from around.bands(chart.zones, axis.scale, axis.right)
    if alone and not chart.zones:
        yield Path(d="".join(_area(each, axis) for each in runs(drawn[0])), fill="shade")
    yield from axis.shapes(end[1] if end is not None else None)
    yield from around.mark_lines(chart.marks, axis.scale, axis.right)
    for number in range(len(drawn) - 1, -1, -1):
        yield from _stroke(drawn[number], number)
    yield from around.day_axis(days[0], days[-1], across)
    if alone:
        yield from _last_value(frame, drawn[0], axis, room)
    yield from around.mark_labels(frame, axis.scale, axis.right, room)
    yield from around.zone_labels(chart.zones, axis.scale, axis.right, room)


def _stroke(points: Sequence[Point | None], number: int) -> Iterator[Shape]:
    ink, dash = LINES[number % len(LINES)]
    path = "".join(run(each) for each in runs(points))
    if path:
        yield Path(d=path, stroke=ink, width="2", dash=dash)
        end = next(point for point in reversed(points) if point is not None)
        yield Dot(x=coordinate(end[0]), y=coordinate(end[1]), fill=ink)


def _area(points: Sequence[Point], axis: ValueAxis) -> str:
    """Return the area down to zero, or to the foot of an axis that does not show zero."""
    foot = axis.scale(0.0) if axis.scale.low < 0 < axis.scale.high else BOTTOM
    return f"{run(points)}V{coordinate(foot)}H{coordinate(points[0][0])}z" if len(points) > 1 else ""


def _last_value(frame: Frame, points: Sequence[Point | None], axis: ValueAxis, room: Room) -> Iterator[Shape]:
    trace = frame.chart.traces[0]
    place = last_of(trace.values)
    point = points[place] if place is not None else None
    value = trace.values[place] if place is not None else None
    if point is None or place is None or not isinstance(value, float | int):
        return
    text = frame.figures.printed(value, fact_of(trace, place))
    y = point[1]
    beside = RIGHT - axis.right - 10 >= frame.typeface.width(text, LABEL, "SemiBold")
    spot = (RIGHT, y + 4.5) if beside else room.place(text, [(RIGHT, y - 11, "end"), (RIGHT, y + 20, "end")])[:2]
    label = words(spot, text, LINES[0][0], "v", "end")
    yield replace(label, halo=not frame.chart.zones)


def curve(frame: Frame) -> Iterator[Shape]:
    """Yield curves over tenors: the first one solid with its values in words, the others behind it."""
    chart, traces = frame.chart, all_numbers(frame.chart)
    axis = around.value_axis(frame, present(traces), zero=False)
    xs = _tenor_places(tuple(str(place) for place in chart.places), axis.right)
    drawn = [[None if v is None else (x, axis.scale(v)) for x, v in zip(xs, trace, strict=True)] for trace in traces]
    yield from around.bands(chart.zones, axis.scale, axis.right)
    yield from axis.shapes(None)
    yield from around.mark_lines(chart.marks, axis.scale, axis.right)
    for number in range(len(drawn) - 1, -1, -1):
        yield from _knots(drawn[number], number)
    yield Path(d=rule((LEFT, BOTTOM), (axis.right, BOTTOM)), stroke="axis")
    for x, place in zip(xs, chart.places, strict=True):
        yield words((x, BOTTOM + 20), str(place), anchor="middle")
    room = Room([p for trace in drawn for p in trace if p], frame.typeface, (LEFT, frame.top - 8, axis.right, BOTTOM))
    for place, (point, value) in enumerate(zip(drawn[0], traces[0], strict=True)):
        if point is not None and value is not None:
            text = frame.figures.printed(value, fact_of(chart.traces[0], place))
            x, y = point
            x, y, anchor = room.place(text, [(x, y - 12, "middle"), (x, y + 22, "middle")])
            yield replace(words((x, y), text, LINES[0][0], "v", anchor), halo=not chart.zones)
    yield from around.mark_labels(frame, axis.scale, axis.right, room)
    yield from around.zone_labels(chart.zones, axis.scale, axis.right, room)


def _knots(points: Sequence[Point | None], number: int) -> Iterator[Shape]:
    ink, dash = LINES[number % len(LINES)]
    path = "".join(run(each) for each in runs(points))
    if path:
        yield Path(d=path, stroke=ink, width="2.5" if number == 0 else "1.8", dash=dash)
    for point in points:
        if point is not None:
            hollow = number > 0
            yield Dot(
                x=coordinate(point[0]), y=coordinate(point[1]), fill="paper" if hollow else ink,
                stroke=ink if hollow else "paper", radius="3.5" if hollow else "4.5",
            )  # fmt: skip


def _tenor_places(tenors: Sequence[str], right: float) -> list[float]:
    """Return a place for each tenor, true to its length where the labels have room, else evenly."""
    left, end = LEFT + 34, right - 34
    lengths = [numbers.days_of(tenor) for tenor in tenors]
    known = [length for length in lengths if length is not None]
    if len(known) == len(tenors) > 1 and known == sorted(set(known)):
        place = Scale(known[0], known[-1], left, end)
        true = [place(length) for length in known]
        if min(b - a for a, b in pairwise(true)) >= _TENORS_APART:
            return true
    if len(tenors) == 1:
        return [(left + end) / 2]
    return [left + (end - left) * number / (len(tenors) - 1) for number in range(len(tenors))]
