"""Histories: each quantity's readings as a chart, for the pages of metrics."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
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
_STANCES: Final = f"/{STANCE}~band"


def histories(material: Material, catalogue: Catalogue) -> Iterator[tuple[Fact, Chart]]:
    """Yield each reading that has a history of two or more, with a chart of all that there is; then the stances."""
    names = material.names
    tints = tones(material.zones.get(STANCE, ()))
    for fact, daily in _told(material, catalogue):
        if fact.id.endswith(_STANCES):
            yield fact, _history(fact, daily, names, STANCE, tints=tints)
        else:
            signal = material.view.signal(fact)
            zones = material.zones.get(signal.rule, ()) if signal is not None else ()
            yield fact, _history(fact, daily, names, catalogue[fact.key.metric].label, zones=zones)


def assets_of(material: Material, catalogue: Catalogue) -> frozenset[str]:
    """Return the assets that ``histories`` tells of."""
    found: set[str] = set()
    # One history of an asset is enough: the others need not be read.
    for fact, _ in _told(material, catalogue, but=found):
        found.add(fact.key.asset)
    return frozenset(found)


def _told(
    material: Material, catalogue: Catalogue, *, but: Container[str] = frozenset()
) -> Iterator[tuple[Fact, Daily]]:
    """Yield readings of the catalogue's metrics, then stances, that have a history; none of some assets."""
    facts = material.view.facts
    for name in material.daily:
        fact = facts.get(name) if "~" not in name else None
        if fact is None or fact.key.metric not in catalogue or fact.key.asset in but:
            continue
        if readings(daily := material.daily[name]) >= _HISTORY:
            yield fact, daily
    for name, daily in material.labels.items():
        fact = facts.get(name) if name.endswith(_STANCES) else None
        if fact is not None and fact.key.asset not in but and readings(daily) >= _HISTORY:
            yield fact, daily


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
