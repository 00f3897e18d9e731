"""Since we last wrote: what is another now than at the instant of the last issue."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from generator.narrative.view import cast, finding, trend

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from generator.model.fact import Fact, Facts
    from generator.model.finding import Finding
    from generator.model.outline import Outline

#: How the facts of an earlier instant end; ``metrics.since_last`` makes them.
_BAND: Final = "~band~issue"
_RETURN: Final = "~issue~return"
#: Move → the beginning of the metric whose label it tells, the most telling first.
_LABELS: Final = (
    ("since-stance", "stance"), ("since-skew", "options.skew_25d"), ("since-basis", "futures.basis"),
    ("since-funding", "perp.funding_rate"), ("since-mood", "sentiment.fear_greed"),
)  # fmt: skip
_SHORTS: Final = "shorts pay"
#: Section that ends with what has changed, by edition; the review of a week has a section of its own for it.
_PLACES: Final = {"derivatives": "context", "markets": "lead", "brief": "impact"}


def since(outline: Outline) -> dict[str, tuple[Finding, ...]]:
    """Return an outline's sections with what has changed since the last issue, at most a move and a label."""
    sections = dict(outline.sections)
    place = _PLACES.get(outline.edition)
    if place is None or not outline.recent:
        return sections
    if place == "context" and not outline.sections.get("takeaways"):
        place = "lead"  # a short article has no paragraph of context
    led = {fact.id for first in sections.get("lead", ())[:1] for fact in first.cast.values()}
    told = [*_price(outline.facts), *list(_labels(outline.facts, led))[:1]]
    sections[place] = (*sections.get(place, ()), *(replace(each, section=place) for each in told))
    return sections


def _price(facts: Facts) -> Iterator[Finding]:
    for fact_id, change in facts.items():
        if fact_id.endswith(_RETURN):
            before = facts.get(change.than or "")
            yield finding(
                "since-price", "context", cast(change=change, before=before), traits=trend(change),
                why="the price since the last issue",
            )  # fmt: skip


def _labels(facts: Facts, led: AbstractSet[str]) -> Iterator[Finding]:
    """Yield the labels that are others now, but those of readings that the article leads with: they are told there."""
    changed = [fact for fact_id, fact in facts.items() if fact_id.endswith(_BAND)]
    for move, metric in _LABELS:
        band = next((fact for fact in changed if fact.key.metric == metric), None)
        if band is not None and band.of not in led:
            reading = facts.get(band.of) if band.of else None
            yield finding(
                move, "context", cast(band=band, now=reading), traits=_traits(band), why="another label than last time"
            )


def _traits(band: Fact) -> set[str]:
    """Return who pays, or paid, where the label says that, and for all else that it can be counted as."""
    now, before = (str(state).startswith(_SHORTS) for state in (band.state, band.previous))
    if now and before:
        return {"same-side"}
    return {"now-shorts"} if now else {"was-shorts"} if before else {"counts"}
