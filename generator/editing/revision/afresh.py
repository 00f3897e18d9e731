"""Afresh: what the program knows of an article's instant now, and how it would say it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from generator.model.finding import Finding

if TYPE_CHECKING:
    from generator.model.chart import Chart, Picture
    from generator.model.fact import Fact, Facts
    from generator.model.outline import Outline
    from generator.publish.evidence import Ground
    from generator.render.sentences import Writer, Written

#: The ways to say a finding that are looked at; the first are the best.
_WAYS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Afresh:
    """An article's instant as it is known now.

    Args:
        ground: The facts, written down as evidence has them.
        raw: The same, read: id → fields.
        outline: What would be said of it today.
        writer: Says a finding as a sentence that stands for itself.
        charts: What could be drawn, by its name.
        drawn: Draws one of them.
    """

    ground: Ground
    raw: Mapping[str, Mapping[str, Any]]
    outline: Outline
    writer: Writer
    charts: Mapping[str, Chart]
    drawn: Callable[[str], Picture]

    @property
    def facts(self) -> Facts:
        """What is known."""
        return self.outline.facts

    @property
    def front(self) -> dict[str, str]:
        """What the front matter says of the market's stance."""
        stance = self.outline.stance
        return {
            "stance": stance.label or "unknown", "horizon": stance.horizon, "confidence": str(stance.confidence),
        }  # fmt: skip

    def say(self, finding: Finding, template: str) -> Written | None:
        """Return a finding in the words of one phrase, None where it does not fit any more."""
        move = template.rpartition("/")[0]
        known = (each for each in self.writer.phrases.moves.get(move, ()) if each.name == template)
        phrase = next(known, None)
        if phrase is None or not phrase.uses <= finding.cast.keys():
            return None
        return self.writer.try_to_say(phrase, finding)

    def ways(self, finding: Finding, template: str) -> Iterator[Written]:
        """Yield the ways to say a finding, the phrase that said it before first, the best of the others then."""
        ways = [written for _, written in zip(range(_WAYS), self._ways(finding), strict=False)]
        yield from sorted(ways, key=lambda written: written.template != template)

    def _ways(self, finding: Finding) -> Iterator[Written]:
        return (written for _, written in self.writer.ways(finding))

    def found(self, move: str, facts: Sequence[str]) -> Finding | None:
        """Return the finding that is told by a move today: of several, the one that shares most facts."""
        alike = [each for each in self._findings() if each.move == move or each.move.partition(".")[0] == move]
        return max(alike, key=lambda each: _shared(each.cast, facts), default=None)

    def _findings(self) -> Iterator[Finding]:
        for section in self.outline.sections.values():
            yield from section
        yield from self.outline.unsaid
        yield from (replace(each, section="headline") for each in self.outline.headlines)

    def rebound(self, finding: Mapping[str, Any]) -> Finding:
        """Return a finding of the evidence with its facts as they are now; those that are no more are left out."""
        cast = {part: self.facts[name] for part, name in finding["facts"].items() if name in self.facts}
        return Finding(finding["id"], finding["section"], cast, frozenset(finding.get("traits", ())))


def read_ground(ground: Ground) -> dict[str, dict[str, Any]]:
    """Return facts as they are read from evidence."""
    return {name: json.loads(text) for name, text in ground.facts.items()}


def _shared(cast: Mapping[str, Fact], facts: Sequence[str]) -> int:
    return len({fact.id for fact in cast.values()} & set(facts))
