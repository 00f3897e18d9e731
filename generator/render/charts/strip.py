"""A strip: one cell a day in the row of its state, so that it reads without colour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from generator.errors import MissingDataError
from generator.model.chart import Chart, Tone
from generator.model.typeface import Typeface
from generator.render.charts import frame as around
from generator.render.charts.axes import Scale
from generator.render.charts.frame import BOTTOM, LEFT, PHONE_LABEL, RIGHT
from generator.render.charts.palette import TONES
from generator.render.charts.readings import days_of, last_of
from generator.render.charts.scene import Path, Shape, boxes, rule, words

#: Cells narrower than this touch, and a spell of one state is one cell: a gap would be a shimmer.
_APART: Final = 4.0


def strip(chart: Chart, typeface: Typeface, top_edge: float) -> Iterator[Shape]:
    """Yield a row for each state, the greediest on top, and a cell for each day.

    Raises:
        MissingDataError: No day has a state.
    """
    days = days_of(chart)
    values = chart.traces[0].values
    tones = tones_of(chart)
    last = last_of(values)
    if last is None:
        raise MissingDataError(f"chart {chart.id} has no reading; leave it out")
    names = list(tones)
    left = LEFT + max(typeface.width(name, PHONE_LABEL, "SemiBold") for name in names) + 14
    across = Scale(days[0].toordinal() - 0.5, days[-1].toordinal() + 0.5, left, RIGHT)
    wide = (RIGHT - left) / (days[-1].toordinal() - days[0].toordinal() + 1)
    gap = min(wide * 0.15, 2.0) if wide >= _APART else 0.0
    pitch = (BOTTOM - 8 - top_edge) / len(names)
    for row, name in enumerate(names):
        top = top_edge + pitch * row
        cells = [
            (across(start - 0.5) + gap / 2, top + 4, across(end + 0.5) - gap / 2, top + pitch - 4)
            for start, end in _spells(days, values, name, whole=gap == 0)
        ]
        yield Path(d=rule((left, top + pitch / 2), (RIGHT, top + pitch / 2)), stroke="grid")
        if cells:
            yield Path(d=boxes(cells), fill=tones[name])
        now = values[last] == name
        yield words((left - 10, top + pitch / 2 + 4.5), name, "ink" if now else "muted", "v" if now else "k", "end")
    yield from around.day_axis(days[0], days[-1], across, left=left)


def _spells(
    days: Sequence[date], values: Sequence[float | str | None], name: str, *, whole: bool
) -> Iterator[tuple[int, int]]:
    """Yield the first and the last day, as ordinals, of each spell of a state; of each day unless ``whole``."""
    start = end = 0
    for day in (each.toordinal() for each, value in zip(days, values, strict=True) if value == name):
        if whole and day == end + 1:
            end = day
            continue
        if start:
            yield start, end
        start = end = day
    if start:
        yield start, end


def tones_of(chart: Chart) -> Mapping[str, Tone]:
    """Return state → tone, the greediest first; a state without a tone is calm."""
    tones = dict(chart.tones) if chart.tones is not None else {}
    for value in chart.traces[0].values:
        if isinstance(value, str):
            tones.setdefault(value, "calm")
    return dict(sorted(tones.items(), key=lambda each: -TONES.index(each[1])))
