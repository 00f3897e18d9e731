"""Choice: which phrase of a class says it this time.

The class is chosen before, of the finding alone (``phrases.py``), so that two tones and two memories tell equal
facts. Within it go first, in this order: what this article has not said yet, what no lead of the last issues began
with, what is written for the desk's tone, and what was not said in the last issues at all. Where all was said, the
half said longest ago goes first. Among equals those go first that do not begin as the sentence before them did, and
the day's seed draws.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.model.memory import ISSUES
from generator.render.words import drawn

if TYPE_CHECKING:
    from generator.model.finding import Finding
    from generator.model.memory import Said
    from generator.render.phrases import Class, Phrase

#: A phrase of the desk's tone that was said in one of so many issues gives way to those without a tone.
_TIRED: Final = 3
_OPENER: Final = re.compile(r"[A-Z][a-z]*(?= )")
_ARTICLES: Final = frozenset({"A", "An", "The"})


@dataclass(frozen=True, slots=True)
class Telling:
    """What was said at a place: the finding, the class, the phrase that was taken of it, and its text."""

    finding: Finding
    group: Class
    phrase: Phrase
    text: str


class Chooser:
    """Chooses the phrases of one article.

    Args:
        tone: The desk's.
        recent: The issues before it, the newest first.
        instead: Place → phrase that is said there, whatever else would be.
    """

    def __init__(self, tone: str = "", recent: Sequence[Said] = (), instead: Mapping[str, str] | None = None) -> None:
        self._tone = tone
        self._ages: dict[str, int] = {}
        for age, said in enumerate(recent[:ISSUES]):
            for name in said.phrases:
                self._ages.setdefault(name, age)
        self._frames = frozenset(said.frame for said in recent[:ISSUES])
        self._instead = instead or {}
        self._places: dict[str, str] = {}
        #: What was said, by place, in the order of the text.
        self.told: dict[str, Telling] = {}

    def order(self, group: Class, place: str, seed: str, *, neutral: bool = False) -> list[Phrase]:
        """Return the phrases of a class that may be said, the best first.

        Args:
            group: The class.
            place: Where it is said; the same place may say the same phrase again.
            seed: Draws among equals.
            neutral: Whether only phrases without a tone may be said.
        """
        tones = ("",) if neutral else ("", self._tone)
        allowed = [phrase for phrase in group if phrase.tone in tones]
        if len(allowed) == 1:
            return allowed

        rested = self._rested(allowed)
        last = next((told for where, told in reversed(self.told.items()) if where != place), None)
        before = opener(last.text) if last is not None else None

        def key(phrase: Phrase) -> tuple[object, ...]:
            age = self._age(phrase)
            ours = bool(phrase.tone) and age >= _TIRED
            return (
                phrase.name != self._instead.get(place),
                self._places.get(phrase.name, place) != place,
                phrase.name in self._frames,
                not ours,
                # Were the very oldest taken, all classes of one size would go round in step.
                -rested if age >= rested else -age,
                before is not None and opener(phrase.say) == before,
                drawn(f"{seed}:{phrase.name}"),
            )

        return sorted(allowed, key=key)

    def _rested(self, group: Sequence[Phrase]) -> int:
        """Return the age from which on a phrase of a class has rested: not said at all, else of the older half."""
        ages = sorted((self._age(phrase) for phrase in group), reverse=True)
        return ages[0] if ages[0] == ISSUES else ages[(len(ages) - 1) // 2]

    def others(self, place: str) -> list[Phrase]:
        """Return what could be said at a place instead, the best first: not what is told elsewhere or led lately."""
        telling = self.told[place]
        led = telling.phrase.name in self._frames
        return [
            phrase
            for phrase in self.order(telling.group, place, place)
            if phrase != telling.phrase
            and phrase.name not in self._places
            and (led or phrase.name not in self._frames)
        ]  # fmt: skip

    def take(self, place: str, telling: Telling) -> None:
        """Take down what is said at a place, instead of what was said there before."""
        before = self.told.get(place)
        if before is not None:
            self._places.pop(before.phrase.name, None)
        self._places[telling.phrase.name] = place
        self.told[place] = telling

    def _age(self, phrase: Phrase) -> int:
        """Return how many issues ago a phrase was last said; what was never said is older than all of them."""
        return self._ages.get(phrase.name, ISSUES)


def opener(text: str) -> str | None:
    """Return the word that a sentence begins with, None of one that may well begin two in a row: a name, an article."""
    found = _OPENER.match(text)
    return found[0] if found is not None and found[0] not in _ARTICLES else None


def place_of(finding: Finding) -> str:
    """Return where a finding is said, as a name that is the same in every writing of an article."""
    cast = ",".join(f"{name}={fact.id}" for name, fact in finding.cast.items())
    return f"{finding.section}/{finding.move}({cast})"
