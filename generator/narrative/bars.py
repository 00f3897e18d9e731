"""Charts of one instant: a curve over maturities, bars beside names, bars beside expiries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from generator.narrative.material import Made, Material, alt, empty, of_facts
from generator.narrative.view import cast

if TYPE_CHECKING:
    from generator.model.fact import Fact
    from generator.narrative.declared import Declared

#: Bars beyond these are too many to read.
_BARS: Final = 16
#: Below it a move prints as 0.0%.
_NOTHING: Final = 0.0005
#: As a tenor: every date that a quantity is told of.
EXPIRIES: Final = "expiries"


def curve(entry: Declared, material: Material) -> Made | None:
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
        empty(entry, material, there[0]),
        places=tuple(entry.tenors[tenor].capitalize() for tenor in places),
        traces=tuple(of_facts(words, [row[tenor] for tenor in places]) for words, row in kept),
    )
    near, far = there[0], there[-1]
    return chart, alt(entry, cast(near=near, far=far, was=view.past(near, "7d"), wasfar=view.past(far, "7d")), near)


def bars(entry: Declared, material: Material) -> Made | None:
    """Return bars beside the names of assets, the largest value first, or beside expiries in their order."""
    if EXPIRIES in entry.tenors:
        return _by_expiry(entry, material)
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
        empty(entry, material, ranked[0][1]),
        places=tuple(material.names.asset(asset).title for asset, _ in ranked),
        traces=tuple(of_facts(words, row) for words, row in rows),
    )
    spans = " and ".join(trace.label.lower() for trace in chart.traces)
    chart = replace(chart, title=chart.title.replace("{spans}", spans))
    own = told.get(material.view.asset)
    best, worst = (fact if _moved(fact) else None for fact in (ranked[0][1], ranked[-1][1]))
    apart = own if own not in (best, worst) and own is not None and _moved(own) else None
    return chart, alt(entry, cast(best=best, worst=worst, own=apart), ranked[0][1])


def _moved(change: Fact) -> bool:
    """Return whether a move is told as one: what prints as nothing goes neither up nor down."""
    return change.value is not None and abs(change.value) >= _NOTHING


def _by_expiry(entry: Declared, material: Material) -> Made | None:
    """Return a bar for each expiry; of more than can be read the largest ones."""
    metric, asset = next(iter(entry.metrics)), entry.asset or material.view.asset
    dated = {
        day: fact
        for fact in material.view.facts.values()
        if "~" not in fact.id
        and (fact.key.asset, fact.key.metric) == (asset, metric)
        and (day := _date(fact.key.tenor)) is not None
    }
    values = {day: fact.value for day, fact in dated.items() if fact.value is not None}
    if len(values) < entry.needs:
        return None
    largest = sorted(values, key=values.__getitem__, reverse=True)
    days = sorted(largest[:_BARS])
    chart = replace(
        empty(entry, material, dated[days[0]]),
        places=tuple(days),
        traces=(of_facts(entry.tenors[EXPIRIES], [dated[day] for day in days]),),
    )
    return chart, alt(entry, cast(next=dated[days[0]], most=dated[largest[0]]), dated[days[0]])


def _date(tenor: str) -> date | None:
    try:
        return date.fromisoformat(tenor)
    except ValueError:
        return None
