"""Bars beside names, the negative ones to the left."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from generator.render.charts.axes import Scale
from generator.render.charts.frame import LABEL, LEFT, PHONE_LABEL, RIGHT, Frame
from generator.render.charts.palette import LINES
from generator.render.charts.readings import all_numbers, fact_of, places_of, present
from generator.render.charts.scene import Anchor, Path, Shape, Voice, box, rule, words

_ROW: Final = 34.0
_MORE: Final = 20.0
_NAMES: Final = 220.0
#: Mail shows pictures at three quarters, drawn twice as large: both are whole numbers in steps of four.
_STEP: Final = 4.0


def bars(frame: Frame) -> Iterator[Shape]:
    """Yield a row for each name: the name, its bar from zero, its value in words at the bar's end."""
    chart, traces = frame.chart, all_numbers(frame.chart)
    names = [frame.typeface.cut(place, PHONE_LABEL, _NAMES) for place in places_of(chart)]
    name_end = LEFT + max(frame.typeface.width(name, PHONE_LABEL) for name in names) + 14
    told = [
        [None if v is None else frame.figures.printed(v, fact_of(trace, place)) for place, v in enumerate(values)]
        for trace, values in zip(chart.traces, traces, strict=True)
    ]
    widest = max(frame.typeface.width(text, PHONE_LABEL, "SemiBold") for row in told for text in row if text) + 10
    values = present(traces)
    low, high = min(0.0, *values), max(0.0, *values)
    left = name_end + (widest if low < 0 else 0)
    across = Scale(low, high if high > low else low + 1, left, RIGHT - (widest if high > 0 else 8))
    zero = across(0.0)
    pitch = row_height(len(traces))
    thick = (pitch - 12) / len(traces)
    for place, name in enumerate(names):
        top = frame.top + pitch * place
        yield words((name_end - 10, top + pitch / 2 + 4.5), name, "ink", anchor="end")
        for number, trace in enumerate(traces):
            value, text = trace[place], told[number][place]
            y = top + 6 + thick * number
            if value is None or text is None:
                yield words((zero + 6, y + thick / 2 + LABEL * 0.36), "no reading")
                continue
            ink = _ink(number, value, alone=len(traces) == 1)
            shape = box(min(zero, across(value)), y + 1, max(zero, across(value)), y + thick - 1)
            yield Path(d=shape, fill=ink if number == 0 else "shade", stroke=ink)
            ends = across(value) + (6 if value >= 0 else -6)
            anchor: Anchor = "start" if value >= 0 else "end"
            voice: Voice = "v" if number == 0 else "k"
            yield words((ends, y + thick / 2 + LABEL * 0.36), text, "ink", voice, anchor)
    yield Path(d=rule((zero, frame.top), (zero, frame.top + pitch * len(names))), stroke="axis")


def row_height(traces: int) -> float:
    """Return how high the row of one name is."""
    return _ROW + _MORE * (traces - 1)


def height(frame: Frame) -> float:
    """Return how high the picture is: as many rows as there are names, in steps that mail can show."""
    least = frame.top + row_height(len(frame.chart.traces)) * len(frame.chart.places) + 14
    return math.ceil(least / _STEP) * _STEP


def _ink(number: int, value: float, *, alone: bool) -> str:
    if alone:
        return LINES[0][0] if value >= 0 else LINES[1][0]
    return LINES[number % len(LINES)][0]
