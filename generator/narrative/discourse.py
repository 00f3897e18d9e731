"""Discourse: what makes a text of findings: what changed since the last issue, explanations, sentences joined."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from generator.narrative.aggregate import aggregated
from generator.narrative.explain import explained
from generator.narrative.joins import joined
from generator.narrative.outlook import with_outlook
from generator.narrative.since import since

if TYPE_CHECKING:
    from generator.model.finding import Finding
    from generator.model.outline import Outline

#: Each of their findings stands by itself, in a list, a table or beside the text.
_LISTS: Final = frozenset({"takeaways", "know", "watch", "table", "made", "dek"})


def discourse(outline: Outline) -> Outline:
    """Return an outline as a text goes on from the ones before it.

    The outline knows the last issues and the desk's tone; without them nothing is told of earlier issues.
    """
    sections = with_outlook(aggregated(since(outline), outline), outline.recent)
    sections = explained(sections, outline.edition, outline.recent, outline.style.tone)
    return replace(outline, sections={name: _flowing(name, section) for name, section in sections.items()})


def _flowing(name: str, section: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return section if name in _LISTS or name.startswith("picture") else joined(section)
