"""A chart becomes a picture: SVG for the eye, a table for everyone, CSV for programs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.model.chart import Chart, Picture, Trace
from generator.model.typeface import Typeface, load_typeface
from generator.render.charts import bars, columns, frame, lines, strip
from generator.render.charts import table as tables
from generator.render.charts.figures import Figures, figures
from generator.render.charts.frame import (
    HEIGHT,
    LABEL,
    LEFT,
    NOTE,
    PHONE_LABEL,
    PHONE_TITLE,
    RIGHT,
    TITLE,
    WIDTH,
    Entry,
    Frame,
    Key,
)
from generator.render.charts.palette import PALETTE, Colour
from generator.render.charts.readings import fact_of, last_of
from generator.render.charts.scene import Shape, Words
from generator.templating import fill, load

if TYPE_CHECKING:
    from jinja2 import Environment

    from generator.model.catalogue import Catalogue

_FORMS: Final[Mapping[str, Callable[[Frame], Iterator[Shape]]]] = {
    "line": lines.line,
    "curve": lines.curve,
    "columns": columns.columns,
    "bars": bars.bars,
}
#: What XML cannot hold, however it is escaped; a name may come from anywhere. Naming what it can hold compiles slowly.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: The description names no more values than one listens to.
_TOLD: Final = 8


def draw(chart: Chart, *, catalogue: Catalogue, jinja: Environment, table: bool = True) -> Picture:
    """Return a chart as files; the same chart gives the same bytes.

    Args:
        chart: What is drawn.
        catalogue: Says how its metric prints; a strip's states need none.
        jinja: Has ``charts/chart.svg.j2``.
        table: Whether its printed table is wanted too; an article shows none.

    Raises:
        MissingDataError: The chart has no reading at all: there is nothing to draw.
        TemplateError: The catalogue has no such metric, or the template asks for what is not there.
        ValueError: Traces and places do not fit each other.
    """
    typeface = load_typeface()
    words = None if chart.form == "strip" else figures(chart, catalogue)
    shapes, height = _scene(chart, words, typeface)
    svg = fill(
        load(jinja, "charts/chart.svg.j2"),
        {
            "chart": chart,
            "told": _told(chart, words),
            "width": WIDTH,
            "height": round(height),
            "shapes": shapes,
            "palette": PALETTE,
            "used": _used(shapes),
            "sizes": _sizes(chart, typeface),
        },
    )
    return Picture(
        id=chart.id,
        title=chart.title,
        svg=_FORBIDDEN.sub("", svg),
        csv=tables.exact(chart),
        head=tables.head(chart),
        rows=tables.rows(chart, words) if table else (),
    )


def _scene(chart: Chart, words: Figures | None, typeface: Typeface) -> tuple[list[Shape], float]:
    """Return everything on the picture, and its height."""
    shapes = [*frame.heading(chart, typeface)]
    if words is None:
        return [*shapes, *strip.strip(chart, typeface, frame.legend((), typeface)[1])], HEIGHT
    plain = Frame(chart=chart, figures=words, typeface=typeface, top=0)
    keys, top = frame.legend(_entries(plain), typeface)
    placed = Frame(chart=chart, figures=words, typeface=typeface, top=top)
    height = bars.height(placed) if chart.form == "bars" else HEIGHT
    return [*shapes, *keys, *_FORMS[chart.form](placed)], height


def _entries(plain: Frame) -> list[Entry]:
    """Return a legend's entries: each trace, with its last value where days are drawn. One alone needs none."""
    chart = plain.chart
    if len(chart.traces) < 2:
        return []
    mirrored = columns.back_to_back(chart)
    keys: tuple[Key, ...] = ("line",) if chart.form in ("line", "curve") else ("up", "down") if mirrored else ("bar",)
    return [
        Entry(trace.label, _last(plain, trace), number, keys[number % len(keys)])
        for number, trace in enumerate(chart.traces)
    ]


def _last(plain: Frame, trace: Trace) -> str:
    place = last_of(trace.values) if plain.chart.form in ("line", "columns") else None
    return "" if place is None else _words(trace.values[place], fact_of(trace, place), plain.figures)


def _told(chart: Chart, words: Figures | None) -> str:
    """Return the last values in words, or every value where each stands for a name."""
    if chart.form in ("bars", "curve"):
        trace = chart.traces[0]
        printed = tables.rows(chart, words)
        pairs = [f"{row[0]} {row[1]}" for row in printed if row[1]]
        label = f"{trace.label}: " if trace.label else ""
        return f"{label}{', '.join(pairs[:_TOLD])}{', and more' if len(pairs) > _TOLD else ''}."
    last = []
    for trace in chart.traces:
        place = last_of(trace.values)
        if place is not None:
            value = trace.values[place]
            last.append(f"{trace.label} {_words(value, fact_of(trace, place), words)}".strip())
    return f"Last: {', '.join(last)}." if last else ""


def _words(value: float | str | None, fact: str, words: Figures | None) -> str:
    return words.printed(value, fact) if words is not None and isinstance(value, float | int) else str(value)


@dataclass(frozen=True, slots=True)
class _Sizes:
    """Sizes of type, and those for a phone, where title and note still have to fit their line."""

    title: str
    note: str
    label: str
    phone_title: str
    phone_note: str
    phone_label: str


def _sizes(chart: Chart, typeface: Typeface) -> _Sizes:
    room = RIGHT - LEFT
    title = min(PHONE_TITLE, max(TITLE, room / typeface.width(chart.title or " ", 1, "SemiBold")))
    note = min(PHONE_LABEL, max(NOTE, room / typeface.width(chart.note or " ", 1)))
    phone = (f"{int(size * 10) / 10:g}" for size in (title, note, PHONE_LABEL))
    return _Sizes(f"{TITLE:g}", f"{NOTE:g}", f"{LABEL:g}", *phone)


def _used(shapes: list[Shape]) -> tuple[dict[str, Colour], dict[str, Colour]]:
    """Return the colours that fill and the ones that stroke, so that only they are told again for the dark."""
    fills = {"paper"} | {each.ink if isinstance(each, Words) else each.fill for each in shapes}
    strokes = {each.stroke for each in shapes if not isinstance(each, Words)}
    return (
        {name: colour for name, colour in PALETTE.items() if name in fills},
        {name: colour for name, colour in PALETTE.items() if name in strokes},
    )
