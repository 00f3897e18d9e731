"""Lines over days, and curves over tenors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from generator.render import numbers
from generator.render.charts import frame as around
from generator.render.charts.axes import Scale
from generator.render.charts.frame import BOTTOM, LEFT, PHONE_LABEL, RIGHT, Frame, Place, Room, ValueAxis
from generator.render.charts.palette import LINES
from generator.render.charts.readings import all_numbers, days_of, fact_of, last_of, present
from generator.render.charts.scene import Dot, Path, Point, Shape, Words, coordinate, rule, run, runs, words

#: Tenors nearer than this on a true scale are set evenly instead: their labels would run together.
_TENORS_APART: Final = 60.0


def line(frame: Frame) -> Iterator[Shape]:
    """Yield lines over days: bands and grid behind, the first trace in front, its last value in words."""
    chart, days, traces = frame.chart, days_of(frame.chart), all_numbers(frame.chart)
    alone = len(traces) == 1
    told = last_words(frame) if alone else ""
    axis = around.value_axis(frame, present(traces), zero=False, last=told)
    first, last = days[0].toordinal(), max(days[-1].toordinal(), days[0].toordinal() + 1)
    across = Scale(first, last, LEFT, axis.right)
    xs = [across(day.toordinal()) for day in days]
    drawn = [[None if v is None else (x, axis.scale(v)) for x, v in zip(xs, trace, strict=True)] for trace in traces]
    room = Room(
        [each for trace in drawn for each in runs(trace)], frame.typeface, (LEFT, frame.top - 8, axis.right, BOTTOM)
    )
    end = next((point for point in reversed(drawn[0]) if point is not None), None) if alone else None
    yield from around.bands(chart.zones, axis.scale)
    paths = [[run(each) for each in runs(trace)] for trace in drawn]
    if alone and not chart.zones:
        area = "".join(_closed(path, each[0], axis) for path, each in zip(paths[0], runs(drawn[0]), strict=True))
        yield Path(d=area, fill="shade")
    yield from axis.shapes(end[1] if end is not None else None)
    yield from around.mark_lines(chart.marks, axis.scale, axis.right)
    for number in range(len(drawn) - 1, -1, -1):
        yield from _stroke("".join(paths[number]), drawn[number], number)
    yield from around.day_axis(days[0], days[-1], across)
    if end is not None:
        yield last_value(frame, told, end[1])
    yield from around.mark_labels(frame, axis.scale, axis.right, room)
    yield from around.zone_labels(chart.zones, axis.scale, axis.right, room)


def _stroke(path: str, points: Sequence[Point | None], number: int) -> Iterator[Shape]:
    ink, dash = LINES[number % len(LINES)]
    if path:
        yield Path(d=path, stroke=ink, width="2", dash=dash)
        end = next(point for point in reversed(points) if point is not None)
        yield Dot(x=coordinate(end[0]), y=coordinate(end[1]), fill=ink)


def _closed(path: str, start: Point, axis: ValueAxis) -> str:
    """Return a run's path closed down to zero, or to the foot of an axis that does not show zero."""
    foot = axis.scale(0.0) if axis.scale.low < 0 < axis.scale.high else BOTTOM
    return f"{path}V{coordinate(foot)}H{coordinate(start[0])}z"


def last_words(frame: Frame) -> str:
    """Return the last value of the first trace in words, "" where it has none."""
    trace = frame.chart.traces[0]
    place = last_of(trace.values)
    value = None if place is None else trace.values[place]
    if place is None or not isinstance(value, float | int):
        return ""
    return frame.figures.printed(value, fact_of(trace, place))


def last_value(frame: Frame, told: str, y: float) -> Words:
    """Return the last value in words, at the right and as high as it is."""
    return replace(words((RIGHT, y + 4.5), told, LINES[0][0], "v", "end"), halo=not frame.chart.zones)


def curve(frame: Frame) -> Iterator[Shape]:
    """Yield curves over tenors: the first one solid with its values in words, the others behind it."""
    chart, traces = frame.chart, all_numbers(frame.chart)
    axis = around.value_axis(frame, present(traces), zero=False)
    xs = _tenor_places(tuple(str(place) for place in chart.places), axis.right)
    drawn = [[None if v is None else (x, axis.scale(v)) for x, v in zip(xs, trace, strict=True)] for trace in traces]
    yield from around.bands(chart.zones, axis.scale)
    yield from axis.shapes(None)
    yield from around.mark_lines(chart.marks, axis.scale, axis.right)
    for number in range(len(drawn) - 1, -1, -1):
        yield from _knots(drawn[number], number)
    yield Path(d=rule((LEFT, BOTTOM), (axis.right, BOTTOM)), stroke="axis")
    for x, place in zip(xs, chart.places, strict=True):
        inside = x - frame.typeface.width(str(place), PHONE_LABEL) / 2 >= LEFT
        yield words((x if inside else LEFT, BOTTOM + 20), str(place), anchor="middle" if inside else "start")
    room = Room(
        [each for trace in drawn for each in runs(trace)], frame.typeface, (LEFT, frame.top - 8, axis.right, BOTTOM)
    )
    for place, (point, value) in enumerate(zip(drawn[0], traces[0], strict=True)):
        if point is not None and value is not None:
            text = frame.figures.printed(value, fact_of(chart.traces[0], place))
            x, y = point
            places: list[Place] = [
                (x, y - 12, "middle"),
                (x + 6, y - 9, "start"),
                (x - 6, y - 9, "end"),
                (x, y + 22, "middle"),
            ]
            x, y, anchor = room.place(text, places)
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
