"""A strip: one cell a day in the row of its state, so that it reads without colour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.errors import MissingDataError
from generator.model.chart import Chart, Tone
from generator.model.typeface import Typeface
from generator.render.charts import frame as around
from generator.render.charts.axes import Scale
from generator.render.charts.frame import BOTTOM, LEFT, PHONE_LABEL, RIGHT
from generator.render.charts.palette import TONES
from generator.render.charts.readings import days_of, last_of
from generator.render.charts.scene import Path, Shape, boxes, rule, words


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
    xs = [across(day.toordinal()) for day in days]
    gap = min(wide * 0.15, 2.0)
    pitch = (BOTTOM - 8 - top_edge) / len(names)
    for row, name in enumerate(names):
        top = top_edge + pitch * row
        cells = [
            (x - wide / 2 + gap / 2, top + 4, x + wide / 2 - gap / 2, top + pitch - 4)
            for x, value in zip(xs, values, strict=True)
            if value == name
        ]  # fmt: skip
        yield Path(d=rule((left, top + pitch / 2), (RIGHT, top + pitch / 2)), stroke="grid")
        if cells:
            yield Path(d=boxes(cells), fill=tones[name])
        now = values[last] == name
        yield words((left - 10, top + pitch / 2 + 4.5), name, "ink" if now else "muted", "v" if now else "k", "end")
    yield from around.day_axis(days[0], days[-1], across, left=left)


def tones_of(chart: Chart) -> Mapping[str, Tone]:
    """Return state → tone, the greediest first; a state without a tone is calm."""
    tones = dict(chart.tones) if chart.tones is not None else {}
    for value in chart.traces[0].values:
        if isinstance(value, str):
            tones.setdefault(value, "calm")
    return dict(sorted(tones.items(), key=lambda each: -TONES.index(each[1])))
