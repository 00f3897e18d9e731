"""Charts: the day's readings as pictures, each with the finding that its alternative text tells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Self

from generator.model.chart import Chart, Mark, Trace
from generator.narrative.days import begins, closes, days_to, readings, rhythm, tones, window
from generator.narrative.declared import ALL
from generator.narrative.view import View, cast, finding
from generator.narrative.watch import watch

if TYPE_CHECKING:
    from generator.model.chart import Daily, Form, Zone
    from generator.model.fact import Fact, Facts
    from generator.model.finding import Finding
    from generator.model.names import Names
    from generator.model.outline import Outline
    from generator.model.signal import Signal, Stance
    from generator.narrative.declared import Album, Declared

#: An article's sections of this name and a chart's id hold what the picture's alternative text says.
PICTURE: Final = "picture-"
STANCE: Final = "stance"
#: On such a day the derivatives edition has no takeaways, and fewer pictures.
_QUIET: Final = "quiet"
_TAKEAWAYS: Final = "takeaways"
_COUNTED: Final = ("first", "second", "third")
#: Bars beyond these are too many to read.
_BARS: Final = 16


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What charts are made from: the day's facts and judgements, and what came before them.

    Args:
        daily: Fact → its readings by day.
        labels: A band's fact → its labels by day.
        zones: Rule → its bands, tinted.
    """

    view: View
    daily: Mapping[str, Daily]
    labels: Mapping[str, Daily]
    zones: Mapping[str, tuple[Zone, ...]]
    names: Names

    @classmethod
    def of(  # noqa: PLR0913 - all that is known of a day, by name
        cls, asset: str, *, as_of: datetime, facts: Facts, signals: Iterable[Signal], stance: Stance,
        daily: Mapping[str, Daily], labels: Mapping[str, Daily], zones: Mapping[str, tuple[Zone, ...]], names: Names,
    ) -> Self:  # fmt: skip
        """Return a day's material, told of one asset."""
        view = View(asset, as_of, facts, {signal.fact: signal for signal in signals}, stance)
        return cls(view=view, daily=daily, labels=labels, zones=zones, names=names)


def charts(album: Album, material: Material) -> tuple[Drawn, ...]:
    """Return every declared chart that there are enough readings for, in order of preference."""
    watched = {each.move: each for each in watch(material.view, "derivatives")}
    return tuple(_charts(album, material, watched))


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


def _charts(album: Album, material: Material, watched: Mapping[str, Finding]) -> Iterator[Drawn]:
    for entry in album.charts:
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


_Made = tuple[Chart, "Finding"]


def _over_days(entry: Declared, material: Material) -> _Made | None:
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
        _empty(entry, material, told),
        places=days_to(last, count),
        traces=traces,
        zones=tuple(_near(zones, traces) if entry.zones is None else [z for z in zones if z.label in entry.zones]),
    )
    edges = {zone.label.replace(" ", "_"): view.threshold(told, zone.label) for zone in zones}
    parts = cast(
        now=told, day=view.past(told, "1d"), week=view.past(told, "7d"),
        **dict(zip(_COUNTED, facts, strict=False)), **edges,
    )  # fmt: skip
    return chart, _alt(entry, parts, told)


def _near(zones: Iterable[Zone], traces: Iterable[Trace]) -> Iterator[Zone]:
    """Yield the bands that readings have been in, and what lies between them: far ones would flatten the line."""
    values = [value for trace in traces for value in trace.values if isinstance(value, float)]
    low, high = min(values), max(values)
    for zone in zones:
        if (zone.low is None or zone.low <= high) and (zone.high is None or zone.high >= low):
            yield zone


def _strip(entry: Declared, material: Material) -> _Made | None:
    """Return a strip of the asset's stance."""
    band = material.view.facts.get(f"{entry.asset or material.view.asset}/{STANCE}~band")
    daily = material.labels.get(band.id) if band is not None else None
    if band is None or daily is None or readings(daily, entry.days) < entry.needs:
        return None
    count = min(entry.days, (daily.last - begins(daily)).days + 1)
    chart = replace(
        _empty(entry, material, band),
        places=days_to(daily.last, count),
        traces=(Trace(label=entry.metrics[STANCE], values=window(daily, daily.last, count), fact=band.id),),
        tones=tones(material.zones.get(STANCE, ())),
    )
    return chart, _alt(entry, cast(stance=band), band, traits=("known",) if band.previous else ())


def _curve(entry: Declared, material: Material) -> _Made | None:
    """Return a curve over maturities, now and earlier."""
    metric, label = next(iter(entry.metrics.items()))
    view = material.view
    now = {tenor: view.level(metric, tenor) for tenor in entry.tenors}
    there = [fact for fact in now.values() if fact is not None]
    if len(there) < entry.needs:
        return None
    rows = [(label, now)]
    rows += [(words, {tenor: view.past(fact, ago) for tenor, fact in now.items()}) for ago, words in entry.past.items()]
    kept = [(words, row) for words, row in rows if sum(each is not None for each in row.values()) >= entry.needs]
    places = [tenor for tenor, fact in now.items() if fact is not None]
    chart = replace(
        _empty(entry, material, there[0]),
        places=tuple(entry.tenors[tenor].capitalize() for tenor in places),
        traces=tuple(_of_facts(words, [row[tenor] for tenor in places]) for words, row in kept),
    )
    near, far = there[0], there[-1]
    return chart, _alt(entry, cast(near=near, far=far, was=view.past(near, "7d"), wasfar=view.past(far, "7d")), near)


def _bars(entry: Declared, material: Material) -> _Made | None:
    """Return bars beside the names of assets, the largest value first."""
    metric = next(iter(entry.metrics))
    facts, first = material.view.facts, next(iter(entry.tenors))
    assets = dict.fromkeys(fact_id.partition("/")[0] for fact_id in facts if fact_id.endswith(f"/{metric}/{first}"))
    told = {asset: fact for asset in assets if (fact := facts.find(asset, metric, first, venue=""))}
    told = {asset: fact for asset, fact in told.items() if fact.computed}
    values = {asset: fact.value for asset, fact in told.items() if fact.value is not None}
    if len(values) < entry.needs:
        return None
    ranked = [(asset, told[asset]) for asset in sorted(values, key=values.__getitem__, reverse=True)][:_BARS]
    rows = [
        (words, [facts.find(asset, metric, tenor, venue="") for asset, _ in ranked])
        for tenor, words in entry.tenors.items()
    ]
    rows = [(words, row) for words, row in rows if sum(fact is not None for fact in row) >= entry.needs]
    chart = replace(
        _empty(entry, material, ranked[0][1]),
        places=tuple(material.names.asset(asset).title for asset, _ in ranked),
        traces=tuple(_of_facts(words, row) for words, row in rows),
    )
    spans = " and ".join(trace.label.lower() for trace in chart.traces)
    chart = replace(chart, title=chart.title.replace("{spans}", spans))
    own = told.get(material.view.asset)
    best, worst = ranked[0][1], ranked[-1][1]
    apart = own if own not in (best, worst) else None
    return chart, _alt(entry, cast(best=best, worst=worst, own=apart), best)


_MAKERS: Final[Mapping[Form, Callable[[Declared, Material], _Made | None]]] = {
    "line": _over_days,
    "columns": _over_days,
    "strip": _strip,
    "curve": _curve,
    "bars": _bars,
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


def _empty(entry: Declared, material: Material, told: Fact) -> Chart:
    """Return a chart with its words and nothing in it."""
    key = told.key
    words = {
        "{asset}": material.names.asset(entry.asset or material.view.asset).title,
        "{venue}": material.names.venue(key.venue),
        "{tenor}": entry.tenors.get(key.tenor, ""),
        "{how}": rhythm(told),
    }
    title, note = entry.title, entry.note
    for name, said in words.items():
        title, note = title.replace(name, said), note.replace(name, said)
    metric = next(iter(entry.metrics))
    return Chart(id=entry.id, form=entry.form, title=title, note=note, metric=metric, places=(), traces=())


def _alt(entry: Declared, parts: Mapping[str, Fact], told: Fact, *, traits: Iterable[str] = ()) -> Finding:
    how = {"close"} if closes(told) else set()
    return finding(
        f"chart-{entry.id}", f"{PICTURE}{entry.id}", parts, traits=how.union(traits), why="what a picture shows"
    )  # fmt: skip


def _marks(entry: Declared, watched: Mapping[str, Finding]) -> Iterator[Mark]:
    for place, label in entry.marks.items():
        move, _, part = place.partition("/")
        fact = watched[move].cast.get(part) if move in watched else None
        if fact is not None and fact.value is not None:
            yield Mark(label=label, value=fact.value, fact=fact.id)


def _of_facts(label: str, row: Sequence[Fact | None]) -> Trace:
    """Return a trace whose every value is a fact."""
    return Trace(
        label=label,
        values=tuple(None if fact is None else fact.value for fact in row),
        facts=tuple("" if fact is None else fact.id for fact in row),
    )
