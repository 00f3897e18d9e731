"""Charts: the day's readings as pictures, each with the finding that its alternative text tells."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from generator.model.chart import Chart, Mark, Trace
from generator.narrative.bars import bars, curve
from generator.narrative.days import begins, days_to, readings, tones, window
from generator.narrative.declared import ALL
from generator.narrative.material import PICTURE, Made, Material, alt, empty
from generator.narrative.view import View, cast
from generator.narrative.watch import watch

if TYPE_CHECKING:
    from generator.model.chart import Form, Zone
    from generator.model.fact import Fact
    from generator.model.finding import Finding
    from generator.model.outline import Outline
    from generator.narrative.declared import Album, Declared

STANCE: Final = "stance"
#: On such a day the derivatives edition has no takeaways, and fewer pictures.
_QUIET: Final = "quiet"
_TAKEAWAYS: Final = "takeaways"
_COUNTED: Final = ("first", "second", "third")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart that there are readings for.

    Args:
        alt: What its alternative text says; section ``picture-ID``.
        editions: Which editions may show it.
        late: Whether it stands behind the others: it is for days with news of it, and there are none.
    """

    chart: Chart
    alt: Finding
    editions: tuple[str, ...]
    late: bool = False


def charts(album: Album, material: Material, editions: Collection[str] | None = None) -> tuple[Drawn, ...]:
    """Return every declared chart that there are enough readings for, in order of preference.

    Args:
        album: What is declared.
        material: The day.
        editions: For which the charts are wanted; for all of them if not given.
    """
    watched = {each.move: each for each in watch(material.view, "derivatives")}
    wanted = [each for each in album.charts if editions is None or not set(each.editions).isdisjoint(editions)]
    return tuple(_charts(wanted, material, watched))


def illustrate(outline: Outline, drawn: Iterable[Drawn], most: Mapping[str, int]) -> Outline:
    """Return the outline with its edition's charts, and with what their alternative texts say."""
    room = most.get(outline.edition, 0)
    if outline.edition == "derivatives" and _TAKEAWAYS not in outline.sections:
        room = min(room, most.get(_QUIET, room))
    own = [each for each in drawn if outline.edition in each.editions]
    chosen = sorted(own, key=lambda each: each.late)[:room]
    sections = {**outline.sections, **{each.alt.section: (each.alt,) for each in chosen}}
    return replace(outline, sections=sections, charts=tuple(each.chart for each in chosen))


def shown(outline: Outline, findings: Iterable[tuple[Finding, bool]]) -> tuple[Chart, ...]:
    """Return the charts whose alternative text was said: without one a picture is not shown."""
    said = {finding.section for finding, is_said in findings if is_said}
    return tuple(chart for chart in outline.charts if f"{PICTURE}{chart.id}" in said)


def _charts(wanted: Iterable[Declared], material: Material, watched: Mapping[str, Finding]) -> Iterator[Drawn]:
    for entry in wanted:
        found = _MAKERS[entry.form](entry, material)
        if found is None:
            continue
        chart, alt = found
        marks = tuple(_marks(entry, watched)) if chart.form == "line" else ()
        late = entry.news and not _is_news(material.view, alt.cast.get("now"))
        yield Drawn(replace(chart, marks=marks), alt, entry.editions, late)


def _is_news(view: View, told: Fact | None) -> bool:
    """Whether a reading is an extreme, or in another band than the day before."""
    signal = view.signal(told)
    return view.derived(told, "rank") is not None or (signal is not None and signal.changed)


def _over_days(entry: Declared, material: Material) -> Made | None:
    """Return a chart over days: a trace for each venue, or for each metric."""
    series = [(label, fact, material.daily[fact.id]) for label, fact in _told(entry, material)]
    series = [each for each in series if readings(each[2], entry.days) >= entry.needs]
    if not series or (len(entry.metrics) > 1 and len(series) < len(entry.metrics)):
        return None
    last = max(daily.last for _, _, daily in series)
    first = max(last - timedelta(days=entry.days - 1), min(begins(daily) for _, _, daily in series))
    count = (last - first).days + 1
    traces = tuple(Trace(label=label, values=window(daily, last, count), fact=fact.id) for label, fact, daily in series)
    facts = [fact for _, fact, _ in series]
    view, told = material.view, facts[0]
    signal = view.signal(told)
    zones = material.zones.get(signal.rule, ()) if signal is not None else ()
    chart = replace(
        empty(entry, material, told),
        places=days_to(last, count),
        traces=traces,
        zones=tuple(_near(zones, traces) if entry.zones is None else [z for z in zones if z.label in entry.zones]),
    )
    edges = {zone.label.replace(" ", "_"): view.threshold(told, zone.label) for zone in zones}
    parts = cast(
        now=told, day=view.past(told, "1d"), week=view.past(told, "7d"),
        **dict(zip(_COUNTED, facts, strict=False)), **edges,
    )  # fmt: skip
    return chart, alt(entry, parts, told)


def _near(zones: Iterable[Zone], traces: Iterable[Trace]) -> Iterator[Zone]:
    """Yield the bands that readings have been in, and what lies between them: far ones would flatten the line."""
    values = [value for trace in traces for value in trace.values if isinstance(value, float)]
    low, high = min(values), max(values)
    for zone in zones:
        if (zone.low is None or zone.low <= high) and (zone.high is None or zone.high >= low):
            yield zone


def _strip(entry: Declared, material: Material) -> Made | None:
    """Return a strip of the asset's stance."""
    band = material.view.facts.get(f"{entry.asset or material.view.asset}/{STANCE}~band")
    daily = material.labels.get(band.id) if band is not None else None
    if band is None or daily is None or readings(daily, entry.days) < entry.needs:
        return None
    count = min(entry.days, (daily.last - begins(daily)).days + 1)
    chart = replace(
        empty(entry, material, band),
        places=days_to(daily.last, count),
        traces=(Trace(label=entry.metrics[STANCE], values=window(daily, daily.last, count), fact=band.id),),
        tones=tones(material.zones.get(STANCE, ())),
    )
    return chart, alt(entry, cast(stance=band), band, traits=("known",) if band.previous else ())


_MAKERS: Final[Mapping[Form, Callable[[Declared, Material], Made | None]]] = {
    "line": _over_days,
    "columns": _over_days,
    "strip": _strip,
    "curve": curve,
    "bars": bars,
}


def _told(entry: Declared, material: Material) -> Iterator[tuple[str, Fact]]:
    """Yield the facts that have a history, with the names of their traces: those that the text tells."""
    view = material.view
    for metric, label in entry.metrics.items():
        for tenor in entry.tenors:
            found = [fact for fact in _facts(entry, view, metric, tenor) if fact.id in material.daily]
            if entry.venues == ALL:
                yield from ((material.names.venue(fact.key.venue), fact) for fact in found)
            elif found:
                yield label, found[0]
            if found:
                break  # the first tenor that is known


def _facts(entry: Declared, view: View, metric: str, tenor: str) -> list[Fact]:
    """Return the facts of a quantity: those of all venues in order of preference, or the told one first."""
    asset = entry.asset or view.asset
    others = view.facts.all_of(asset, metric, tenor)
    if entry.venues == ALL:
        return others
    told = view.interest() if metric == "futures.open_interest_usd" else view.level(metric, tenor, asset=asset)
    return list({fact.id: fact for fact in (told, *others) if fact is not None}.values())


def _marks(entry: Declared, watched: Mapping[str, Finding]) -> Iterator[Mark]:
    for place, label in entry.marks.items():
        move, _, part = place.partition("/")
        fact = watched[move].cast.get(part) if move in watched else None
        if fact is not None and fact.value is not None:
            yield Mark(label=label, value=fact.value, fact=fact.id)
