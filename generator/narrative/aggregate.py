"""Aggregation: coins that went the same way are told in one sentence, a figure each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from generator.narrative.view import trend

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from generator.model.fact import Fact
    from generator.model.finding import Finding
    from generator.model.outline import Outline

#: The sentence about the second coin, and the edition that tells of several.
_ALONE: Final = "other-major"
_TOGETHER: Final = "majors"
_EDITION: Final = "markets"
_FIRST: Final = "ETH"
#: Coins that are named beside it, those that come first in this order and went its way.
_NEXT: Final = ("SOL", "XRP", "BNB", "DOGE")
_MORE: Final = 1
_NAMES: Final = ("one", "two")


def aggregated(sections: Mapping[str, tuple[Finding, ...]], outline: Outline) -> dict[str, tuple[Finding, ...]]:
    """Return the sections, with the large coins that went one way told together in the edition of the whole market.

    Args:
        sections: An article's findings, in order.
        outline: The article.
    """
    if outline.edition != _EDITION:
        return dict(sections)
    leading = {fact.key.asset for each in sections.get("lead", ()) if each.move != _ALONE for fact in _prices(each)}
    return {name: tuple(_together(each, outline, leading) for each in section) for name, section in sections.items()}


def _prices(finding: Finding) -> list[Fact]:
    return [fact for fact in finding.cast.values() if fact.key.metric == "spot.price"]


def _together(finding: Finding, outline: Outline, leading: Collection[str]) -> Finding:
    """Return a finding of the second coin with others beside it, as far as they do not lead the article."""
    day = finding.cast.get("day")
    if finding.move != _ALONE or day is None or day.key.asset != _FIRST or "flat" in finding.traits:
        return finding
    names = [name for name in _NEXT if name not in leading]
    found = (outline.facts.find(name, "spot.return", "1d") for name in names)
    others = [each for each in found if each is not None]
    alike = [each for each in others if trend(each) == trend(day) and _is_of_the_same_day(each, day)][:_MORE]
    if len(alike) < _MORE:
        return finding
    cast = dict(zip(_NAMES, (day, *alike), strict=True))
    return replace(finding, move=_TOGETHER, cast=cast, why="large coins that went the same way")


def _is_of_the_same_day(one: Fact, other: Fact) -> bool:
    return one.as_of == other.as_of and one.window == other.window
