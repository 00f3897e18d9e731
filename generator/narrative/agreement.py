"""Agreement: who else says the same, as the measure of how firmly a finding may conclude."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from generator.narrative.conditions import MOVE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.model.fact import Fact
    from generator.model.finding import Finding
    from generator.narrative.view import View

_WAYS: Final = {-1: "down", 1: "up"}

Sections = dict[str, tuple["Finding", ...]]


def agreeing(view: View, sections: Mapping[str, tuple[Finding, ...]]) -> Sections:
    """Return the sections with the count of those who agree as ``agree`` in the casts that lean one way."""
    return {name: tuple(_counted(view, each) for each in found) for name, found in sections.items()}


def _counted(view: View, finding: Finding) -> Finding:
    count = agreement(view, finding)
    return (
        finding if count is None or "agree" in finding.cast else replace(finding, cast={**finding.cast, "agree": count})
    )


def agreement(view: View, finding: Finding) -> Fact | None:
    """Return the count of those who agree with what a finding says, None where its readings lean both ways or neither.

    Of a condition these are the kinds of markets that it follows from, of anything else the families of the stance.
    """
    if finding.move.startswith(MOVE):
        return view.facts.get(finding.cast["band"].id.replace("~band", "~agree"))
    leans = {_lean(view, fact) for fact in finding.cast.values()} - {0}
    return view.facts.get(f"{view.asset}/stance~agree:{_WAYS[leans.pop()]}") if len(leans) == 1 else None


def _lean(view: View, fact: Fact) -> int:
    """Return which way a reading's band leans for the price, or a band itself; 0 for what no rule judges."""
    band = fact if fact.id.endswith("~band") else view.derived(fact, "band")
    return 0 if band is None or band.sign is None else band.sign
