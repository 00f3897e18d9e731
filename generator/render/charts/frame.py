"""What stands around the data: heading, legend, grid, axes, bands and marks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Final, Literal

from generator.model.chart import Chart, Mark, Zone
from generator.model.typeface import Typeface
from generator.render.charts.axes import Scale, days, span, steps
from generator.render.charts.figures import Figures
from generator.render.charts.palette import LINES
from generator.render.charts.scene import Anchor, Path, Point, Shape, Words, box, coordinate, rule, words

WIDTH: Final = 760
HEIGHT: Final = 380
LEFT: Final = 12.0
RIGHT: Final = 748.0
BOTTOM: Final = 332.0
#: Sizes of type: title, note, labels; on a phone, where a picture has half its width, they grow.
TITLE: Final = 20.0
NOTE: Final = 13.5
LABEL: Final = 13.0
PHONE_TITLE: Final = 30.0
PHONE_LABEL: Final = 22.0
_HEADING: Final = 78.0
_LEGEND_ROW: Final = 27.0
#: Two labels nearer than this run into each other; on a phone sooner.
_APART: Final = 17.0
_PHONE_APART: Final = 26.0
#: A label is higher than this, so points no farther apart show whether a line passes under it.
_PASSING: Final = 8.0

Box = tuple[float, float, float, float]
#: Where a label may stand: x, baseline, and which end of it is meant.
Place = tuple[float, float, Anchor]
#: What stands before a legend's label; ``up`` and ``down`` say where the columns stand.
Key = Literal["line", "bar", "up", "down"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Where the data of one chart may be drawn, and how its values print."""

    chart: Chart
    figures: Figures
    typeface: Typeface
    top: float
    right: float = RIGHT

    @property
    def middle(self) -> float:
        """The middle of the height that the data has."""
        return (self.top + BOTTOM) / 2


def heading(chart: Chart, typeface: Typeface) -> Iterator[Shape]:
    """Yield the rule across the top, the title and the note."""
    yield Path(d=rule((LEFT, 1), (RIGHT, 1)), stroke="ink", width="1")
    yield Path(d=box(LEFT, 0, LEFT + 44, 6), fill="brand")
    room = RIGHT - LEFT
    yield words((LEFT, 35), typeface.cut(chart.title, TITLE, room, "SemiBold"), "ink", "t")
    yield words((LEFT, 59), typeface.cut(chart.note, NOTE, room), "muted", "n")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a legend: its label, its last value in words, the number of its trace, its key."""

    label: str
    value: str
    trace: int
    key: Key


def legend(entries: Sequence[Entry], typeface: Typeface) -> tuple[list[Shape], float]:
    """Return a legend, and where the data may begin below it.

    Entries stand as far apart as they need on a phone, so that larger type finds room.
    """
    shapes: list[Shape] = []
    x, y = LEFT, _HEADING + 8
    for entry in entries:
        text = f"{entry.label} {entry.value}"
        wide = 32 + typeface.width(text, PHONE_LABEL, "SemiBold") + 14
        if x > LEFT and x + wide > RIGHT:
            x, y = LEFT, y + _LEGEND_ROW
        shapes.append(_key(entry, x, y - 4.5))
        shapes.append(replace(words((x + 32, y), entry.label, "ink"), strong=entry.value))
        x += wide
    return shapes, (y + 18 if entries else _HEADING)


def _key(entry: Entry, x: float, y: float) -> Path:
    ink, dash = LINES[entry.trace % len(LINES)]
    if entry.key == "line":
        return Path(d=rule((x, y), (x + 24, y)), stroke=ink, width="2.5", dash=dash)
    if entry.key == "bar":
        hollow = entry.trace > 0
        return Path(d=box(x + 10, y - 6, x + 24, y + 6), fill="shade" if hollow else ink, stroke=ink, width="1.5")
    point, foot = (y - 6, y + 5) if entry.key == "up" else (y + 6, y - 5)
    corners = ((x + 10, foot), (x + 24, foot), (x + 17, point))
    return Path(d="M" + "L".join(f"{coordinate(a)} {coordinate(b)}" for a, b in corners) + "z", fill=ink)


def value_axis(
    frame: Frame, values: Sequence[float], *, zero: bool, mirrored: bool = False, last: str = ""
) -> ValueAxis:
    """Return the axis of values at the right, with room for its labels as wide as a phone shows them.

    Args:
        frame: Of its chart the marks and the near cuts of the zones are on the axis too.
        values: All readings.
        zero: Whether the axis must show zero.
        mirrored: Whether what is below zero is only drawn downward, and printed without a sign.
        last: The last value in words, which stands among the labels.
    """
    low, high = span(frame.chart, values, zero=zero)
    scale = Scale(low, high, BOTTOM, frame.top)
    step, ticks = steps(low, high, 5)
    largest = max((abs(tick) for tick in ticks), default=step)
    labels = tuple(
        (scale(float(tick)), frame.figures.tick(abs(tick) if mirrored else tick, step, largest)) for tick in ticks
    )
    widest = max((frame.typeface.width(text, PHONE_LABEL) for _, text in labels), default=0.0)
    beside = frame.typeface.width(last, PHONE_LABEL, "SemiBold")
    return ValueAxis(scale, labels, RIGHT - max(widest + 8, beside + 14, 58))


@dataclass(frozen=True, slots=True)
class ValueAxis:
    """Values from bottom to top; ``right`` is where the data has to end."""

    scale: Scale
    labels: tuple[tuple[float, str], ...]
    right: float

    def shapes(self, taken: float | None) -> Iterator[Shape]:
        """Yield lines, and labels on them; one that runs into the last value at ``taken`` steps back."""
        lines = "".join(rule((LEFT, y), (RIGHT, y)) for y, _ in self.labels)
        if lines:
            yield Path(d=lines, stroke="grid")
        for y, text in self.labels:
            off = abs(y - LABEL * 0.7 - taken) if taken is not None else _PHONE_APART
            if off >= _APART:
                yield replace(words((RIGHT, y - 5), text, anchor="end"), minor=off < _PHONE_APART)


def day_axis(first: date, last: date, place: Scale, *, left: float = LEFT) -> Iterator[Shape]:
    """Yield the axis of days: its line, a tick and a label each, years below."""
    labels = days(first, last)
    ticks = "".join(
        rule((place(each.day.toordinal()), BOTTOM), (place(each.day.toordinal()), BOTTOM + 5)) for each in labels
    )
    yield Path(d=rule((left, BOTTOM), (max(place.start, place.end), BOTTOM)) + ticks, stroke="axis")
    for number, each in enumerate(reversed(labels)):
        x = place(each.day.toordinal())
        anchor: Anchor = "start" if x < left + 24 else "end" if x > RIGHT - 24 else "middle"
        minor = number % 2 == 1 and len(labels) > 5 and not each.under
        yield replace(words((x, BOTTOM + 20), each.text, anchor=anchor), minor=minor)
        if each.under:
            yield words((x, BOTTOM + 40), each.under, anchor=anchor)


def bands(zones: Sequence[Zone], scale: Scale) -> Iterator[Shape]:
    """Yield the tinted bands of a rule, as far as the axis shows them, and a line at each cut."""
    for zone in zones:
        shown = _shown(zone, scale)
        if shown is None:
            continue
        low, high = shown
        yield Path(d=box(LEFT, scale(high), RIGHT, scale(low)), fill=f"tint-{zone.tone}")
    cuts = {zone.low for zone in zones} | {zone.high for zone in zones}
    inside = sorted(cut for cut in cuts if cut is not None and scale.low < cut < scale.high)
    if inside:
        yield Path(
            d="".join(rule((LEFT, scale(cut)), (RIGHT, scale(cut))) for cut in inside), stroke="axis", dash="1 3"
        )


def _shown(zone: Zone, scale: Scale) -> tuple[float, float] | None:
    low = scale.low if zone.low is None else max(zone.low, scale.low)
    high = scale.high if zone.high is None else min(zone.high, scale.high)
    return (low, high) if low < high else None


class Room:
    """Where there is room for a label: free of the data, of lines across, and of the labels before it."""

    def __init__(self, runs: Sequence[Sequence[Point]], typeface: Typeface, frame: Box) -> None:
        self._points = sorted(point for each in runs for point in _along(each))
        self._typeface = typeface
        self._frame = frame
        self._taken: list[Box] = []

    def cross(self, ys: Sequence[float]) -> None:
        """Keep labels off lines that run across the chart."""
        left, _, right, _ = self._frame
        self._taken.extend((left, y - 1, right, y + 1) for y in ys)

    def place(self, text: str, places: Sequence[Place]) -> Place:
        """Return the first of the places that is free, else the least crowded."""
        wide = self._typeface.width(text, LABEL, "SemiBold")
        least: tuple[int, Box, Place] | None = None
        for place in places:
            covered = _box(wide, place)
            crowd = self._crowd(covered)
            if least is None or crowd < least[0]:
                least = crowd, covered, place
        if least is None:
            raise ValueError(f"no place is given for {text!r}")
        self._taken.append(least[1])
        return least[2]

    def _crowd(self, label: Box) -> int:
        left, top, right, bottom = label
        first = bisect_left(self._points, (left - 4, 0.0))
        last = bisect_left(self._points, (right + 4, 0.0))
        over = sum([top - 3 <= y <= bottom + 3 for _, y in self._points[first:last]])
        for other in self._taken:
            if left < other[2] + 4 and other[0] < right + 4 and top < other[3] and other[1] < bottom:
                over += 100
        outside = left < self._frame[0] or top < self._frame[1] or right > self._frame[2] or bottom > self._frame[3]
        return over + 500 * outside


def _box(wide: float, place: Place) -> Box:
    x, y, anchor = place
    left = x if anchor == "start" else x - wide / 2 if anchor == "middle" else x - wide
    return left, y - LABEL * 0.8, left + wide, y + 3


def _along(run: Sequence[Point]) -> list[Point]:
    """Return the points of a run, and enough between two that are far apart to see a line pass."""
    found = list(run)
    for (x, y), (to_x, to_y) in pairwise(run):
        far = max(abs(to_x - x), abs(to_y - y))
        if far > _PASSING:
            pieces = int(far / _PASSING) + 1
            found += [(x + (to_x - x) * n / pieces, y + (to_y - y) * n / pieces) for n in range(1, pieces)]
    return found


def zone_labels(zones: Sequence[Zone], scale: Scale, right: float, room: Room) -> Iterator[Words]:
    """Yield each band's name at its left edge, or at its right one where the data is in the way."""
    for zone in zones:
        shown = _shown(zone, scale)
        if shown is None:
            continue
        top, bottom = scale(shown[1]), scale(shown[0])
        if bottom - top < _APART or not zone.label:
            continue
        across: list[Place] = []
        for y in (top + 15, bottom - 6):
            across += [(LEFT + 6, y, "start"), (right - 6, y, "end"), ((LEFT + right) / 2, y, "middle")]
        x, y, anchor = room.place(zone.label, across)
        yield words((x, y), zone.label, "muted", anchor=anchor)


def gutter(zones: Sequence[Zone], scale: Scale, typeface: Typeface) -> float:
    """Return where columns may begin, right of the names of the bands."""
    named = [zone.label for zone in zones if _shown(zone, scale) is not None]
    return LEFT + max((typeface.width(name, PHONE_LABEL) for name in named), default=0) + (16 if named else 0)


def gutter_labels(zones: Sequence[Zone], scale: Scale, end: float) -> Iterator[Words]:
    """Yield each band's name beside it, left of ``end``."""
    for zone in zones:
        shown = _shown(zone, scale)
        if shown is not None and scale(shown[0]) - scale(shown[1]) >= _APART:
            middle = (scale(shown[0]) + scale(shown[1])) / 2
            yield words((end - 10, middle + 4.5), zone.label, "muted", anchor="end")


def mark_lines(marks: Sequence[Mark], scale: Scale, right: float) -> Iterator[Shape]:
    """Yield a dashed line for each mark."""
    if marks:
        lines = "".join(rule((LEFT, scale(mark.value)), (right, scale(mark.value))) for mark in marks)
        yield Path(d=lines, stroke="muted", dash="5 4")


def mark_labels(frame: Frame, scale: Scale, right: float, room: Room) -> Iterator[Words]:
    """Yield each mark's label with its value, above or below its line where there is room."""
    room.cross([scale(mark.value) for mark in frame.chart.marks])
    for mark in sorted(frame.chart.marks, key=lambda each: -each.value):
        y = scale(mark.value)
        text = f"{mark.label} {frame.figures.edge(mark.value, mark.fact)}".strip()
        wide = right - LEFT
        places: list[Place] = []
        for part in (0.0, 0.15, 0.3, 0.45, 0.6, 0.75):
            places += [(LEFT + wide * part, y - 5, "start"), (LEFT + wide * part, y + 15, "start")]
        x, y, anchor = room.place(text, places)
        halo = not frame.chart.zones
        yield Words(x=coordinate(x), y=coordinate(y), text=text, ink="ink", anchor=anchor, halo=halo)
