"""Afresh: what the program knows of an article's instant now, and how it would say it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from generator.model.finding import Finding
from generator.render.choice import place_of

if TYPE_CHECKING:
    from generator.model.chart import Chart, Picture
    from generator.model.fact import Fact, Facts
    from generator.model.outline import Outline
    from generator.publish.evidence import Ground
    from generator.render.phrases import Phrase
    from generator.render.sentences import Writer, Written

#: Between the phrases of a sentence that says two findings.
JOINT: Final = "+"
#: The fixed sentence that stands where a move asks for a cause and none is known.
_NO_CAUSE: Final = "no-event"
#: The ways to say a finding that are looked at; the first are the best.
_WAYS: Final = 12
#: Moves that an edition makes for a place of its own.
_PLACED: Final = ("take-", "know-", "dek-", "row-", "chart-", "derivatives-", "watch-", "explain-", "caveat-")
#: Begins the moves that may open an article.
LEAD: Final = "lead-"
#: Traits that say where a finding stands, and nothing of what it tells.
_OF_PLACE: Final = frozenset({"first"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Afresh:
    """An article's instant as it is known now.

    Args:
        ground: The facts, written down as evidence has them.
        raw: The same, read: id → fields.
        outline: What would be said of it today.
        then: The same of what was known when the article was written.
        writer: Says a finding as a sentence that stands for itself.
        charts: What could be drawn, by its name.
        drawn: Draws one of them.
    """

    ground: Ground
    raw: Mapping[str, Mapping[str, Any]]
    outline: Outline
    then: Outline
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
        phrase = self._phrase(template)
        if phrase is None or not phrase.uses <= finding.cast.keys():
            return None
        return self.writer.try_to_say(phrase, finding, place_of(finding))

    def ways(self, finding: Finding, template: str) -> Iterator[Written]:
        """Yield the ways to say a finding, the phrase that said it before first, the best of the others then."""
        ways = [written for _, written in zip(range(_WAYS), self._ways(finding), strict=False)]
        yield from sorted(ways, key=lambda written: written.template != template)

    def _ways(self, finding: Finding) -> Iterator[Written]:
        return (written for _, written in self.writer.ways(finding))

    def found(self, move: str, facts: Sequence[str]) -> Finding | None:
        """Return the finding that is told by a move today: of several, the one that shares most facts."""
        return _found(self.outline, move, facts)

    def instead(self, move: str, facts: Sequence[str]) -> list[Finding]:
        """Return what is told today where a move was told then, what shares most facts with it first."""
        held = (name for name, section in self.then.sections.items() if any(each.move == move for each in section))
        findings = self.outline.sections.get(next(held, ""), ())
        return sorted(findings, key=lambda each: -_shared(each.cast, facts))

    def has_no_ground(self, template: str, facts: Sequence[str], *, wrong: bool) -> bool:
        """Whether the words of a phrase had grounds beyond its claims that are no more: a contrast, a large move.

        What the program does not know of the article's own day, which another version has written, is left to the
        verifier; so is what an edition makes for a place, where its absence says that others were chosen. A lead
        stays only while none of its claims is wrong: it says what mattered most.

        Args:
            template: The phrase.
            facts: What its sentence claims.
            wrong: Whether one of these claims is wrong.
        """
        move = template.rpartition("/")[0]
        then, now, phrase = _found(self.then, move, facts), self.found(move, facts), self._phrase(template)
        if then is None or phrase is None or not _stands(phrase, then):
            return False
        if now is None:
            return not move.startswith(_PLACED if wrong else (*_PLACED, LEAD))
        return not _stands(phrase, now)

    def groundless(self, sentences: Iterable[Mapping[str, Any]], claims: Sequence[Mapping[str, Any]]) -> list[str]:
        """Return the ids of sentences whose words have lost their grounds, whether or not a claim has changed.

        Args:
            sentences: As the evidence lists them.
            claims: Likewise.
        """
        facts: dict[str, list[str]] = {}
        for claim in claims:
            facts.setdefault(claim["sentence"], []).append(str(claim["fact"]))
        return [str(each["id"]) for each in sentences if self._is_groundless(each, facts.get(each["id"], ()))]

    def _is_groundless(self, sentence: Mapping[str, Any], facts: Sequence[str]) -> bool:
        if sentence["fixed"]:
            return sentence["fixed"] == _NO_CAUSE and self.then.unexplained and not self.outline.unexplained
        return any(self.has_no_ground(part, facts, wrong=False) for part in str(sentence["template"]).split(JOINT))

    def _phrase(self, template: str) -> Phrase | None:
        phrases = self.writer.phrases.moves.get(template.rpartition("/")[0], ())
        return next((each for each in phrases if each.name == template), None)

    def rebound(self, finding: Mapping[str, Any]) -> Finding:
        """Return a finding of the evidence with its facts as they are now; those that are no more are left out."""
        cast = {part: self.facts[name] for part, name in finding["facts"].items() if name in self.facts}
        return Finding(finding["id"], finding["section"], cast, frozenset(finding.get("traits", ())))


def read_ground(ground: Ground) -> dict[str, dict[str, Any]]:
    """Return facts as they are read from evidence."""
    return {name: json.loads(text) for name, text in ground.facts.items()}


def _found(outline: Outline, move: str, facts: Sequence[str]) -> Finding | None:
    alike = [each for each in _findings(outline) if move in (each.move, each.move.partition(".")[0])]
    return max(alike, key=lambda each: _shared(each.cast, facts), default=None)


def _findings(outline: Outline) -> Iterator[Finding]:
    for section in outline.sections.values():
        yield from section
    yield from outline.unsaid
    yield from (replace(each, section="headline") for each in outline.headlines)


def _stands(phrase: Phrase, finding: Finding) -> bool:
    """Whether a finding has what a phrase asks for beside its facts."""
    return phrase.when - _OF_PLACE <= finding.traits and not (phrase.unless - _OF_PLACE) & finding.traits


def _shared(cast: Mapping[str, Fact], facts: Sequence[str]) -> int:
    return len({fact.id for fact in cast.values()} & set(facts))
