"""Histories: each quantity's readings as a chart, for the pages of metrics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from generator.model.chart import Chart, Trace
from generator.narrative.charts import STANCE
from generator.narrative.days import days_to, readings, rhythm, tones

if TYPE_CHECKING:
    from generator.model.catalogue import Catalogue
    from generator.model.chart import Daily, Tone, Zone
    from generator.model.fact import Fact
    from generator.model.names import Names
    from generator.narrative.material import Material

#: One reading is no history.
_HISTORY: Final = 2


def histories(material: Material, catalogue: Catalogue) -> Iterator[tuple[Fact, Chart]]:
    """Yield each reading that has a history of two or more, with a chart of all that there is; then the stances."""
    view, names = material.view, material.names
    for name in material.daily:
        fact = view.facts.get(name) if "~" not in name else None
        listed = catalogue.get(fact.key.metric) if fact is not None else None
        if fact is None or listed is None or readings(daily := material.daily[name]) < _HISTORY:
            continue
        signal = view.signal(fact)
        zones = material.zones.get(signal.rule, ()) if signal is not None else ()
        yield fact, _history(fact, daily, names, listed.label, zones=zones)
    tints = tones(material.zones.get(STANCE, ()))
    for name, daily in material.labels.items():
        fact = view.facts.get(name) if name.endswith(f"/{STANCE}~band") else None
        if fact is not None and readings(daily) >= _HISTORY:
            yield fact, _history(fact, daily, names, STANCE, tints=tints)


def _history(
    fact: Fact,
    daily: Daily,
    names: Names,
    label: str,
    *,
    zones: tuple[Zone, ...] = (),
    tints: Mapping[str, Tone] | None = None,
) -> Chart:
    key = fact.key
    where = names.venue(key.venue) if key.venue else fact.publisher
    return Chart(
        id="history",
        form="line" if tints is None else "strip",
        title=f"{names.asset(key.asset).title}: {label}",
        note=", ".join(filter(None, (where, rhythm(fact), "UTC"))),
        metric=key.metric,
        places=days_to(daily.last, len(daily.values)),
        traces=(Trace(label=label, values=daily.values, fact=fact.id),),
        zones=zones,
        tones=tints,
    )
