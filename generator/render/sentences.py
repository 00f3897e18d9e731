"""Sentences: finding → phrase → words with claims, as one finished sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from generator.errors import TemplateError
from generator.model.finding import Finding, Gap
from generator.model.instants import closing_day
from generator.model.style import Style
from generator.render.aspects.base import Speaker, UnsayableError
from generator.render.choice import Chooser, Telling, place_of
from generator.render.filled import filled
from generator.render.ink import CLAUSE, Ink, Inked, Seed
from generator.render.reference import Reference
from generator.render.told import Told
from generator.templating import fill, load

if TYPE_CHECKING:
    from datetime import datetime

    from jinja2 import Environment

    from generator.model.article import Role
    from generator.model.catalogue import Catalogue
    from generator.model.names import Names
    from generator.render.phrases import Phrase, Phrases
    from generator.render.words import Words

#: Sections in which there is no room for words that a sign can say.
_WITH_SIGNS: Final = ("headline", "table")
_SPACE: Final = re.compile(r"[ \t\n]+")
_COLON: Final = re.compile(r": (?=[a-z])")
#: Roles of what begins a clause, where a state or a list that stands behind a colon begins none.
_SUBJECTS: Final = frozenset({"asset", "side", "n"})
#: "an" stands before 8, 11 and 18, however the number goes on: an 8%, an 11-day, an 18% gain, an eighth day.
_ARTICLE: Final = re.compile(r"\b([Aa]) (\ue000\d+\ue001)?(?=\$?(?:8|11(?!\d)|18(?!\d))|eight)")


@dataclass(frozen=True, slots=True)
class Written:
    """A finished sentence: Markdown text, its claims, and what it was made from.

    ``small`` where it would begin with a small letter if it began no sentence.
    """

    text: str
    claims: tuple[Inked, ...]
    template: str
    fixed: str | None = None
    small: bool = False


@dataclass(frozen=True, slots=True)
class Writer:
    """Everything that turns a finding into a sentence, for one article."""

    jinja: Environment
    phrases: Phrases
    words: Words
    names: Names
    catalogue: Catalogue
    as_of: datetime
    seed: str
    missing: Mapping[str, str]
    style: Style = field(default_factory=Style)
    reference: Reference = field(default_factory=Reference)
    chooser: Chooser = field(default_factory=Chooser)
    _known: dict[tuple[str, str], Written | None] = field(default_factory=dict, repr=False)

    def again(self, chooser: Chooser) -> Writer:
        """Return a writer of the same article with another choice of words; what was said once is not made again."""
        return replace(self, reference=Reference(), chooser=chooser)

    def say(self, finding: Finding) -> Written | None:
        """Return the finding as a sentence, None if no phrase fits it."""
        for telling, written in self.ways(finding):
            self.chooser.take(place_of(finding), telling)
            return written
        return None

    def ways(self, finding: Finding, *, neutral: bool = False) -> Iterator[tuple[Telling, Written]]:
        """Yield the ways to say a finding, the best first; with ``neutral`` those that are of no tone.

        What one class cannot say the next one says, which asks for less. Whether a class can is decided by its
        phrases without a tone, so that every tone tells the same facts.
        """
        seed, place = f"{self.seed}:{finding.move}", place_of(finding)
        for group in self.phrases.ranked(finding, seed):
            said = (
                (Telling(finding, group, phrase, written.text), written)
                for phrase in self.chooser.order(group, place, seed, neutral=neutral)
                if (written := self.try_to_say(phrase, finding, place)) is not None
            )
            first = next(said, None)
            if first is not None and self._in_any_tone(first[0], place):
                yield first
                yield from said

    def _in_any_tone(self, telling: Telling, place: str) -> bool:
        neutral = [phrase for phrase in telling.group if not phrase.tone]
        return not telling.phrase.tone or any(self.try_to_say(phrase, telling.finding, place) for phrase in neutral)

    def try_to_say(self, phrase: Phrase, finding: Finding, place: str) -> Written | None:
        """Return the finding of a place in the words of a phrase, None if a fact has no such aspect."""
        key = (phrase.name, place)
        # What points back at the sentence before is another one behind another sentence.
        if key not in self._known or phrase.refers:
            try:
                self._known[key] = self._said(phrase, finding, place)
            except UnsayableError:
                self._known[key] = None
        return self._known[key]

    def _said(self, phrase: Phrase, finding: Finding, place: str) -> Written:
        ink = Ink()
        speaker = Speaker(
            ink, self.words, self.names, self.catalogue, closing_day(self.as_of), self.seed, self.style,
            short=finding.section == "headline", reference=self.reference,
        )  # fmt: skip
        cast: dict[str, object] = {name: Told(fact, speaker) for name, fact in finding.cast.items()}
        text = self._filled(phrase, place, cast)
        if self.style.percent == "percent" and finding.section not in _WITH_SIGNS:
            text = text.replace("%", " percent")
        return finished(ink, text, phrase.name)

    def _filled(self, phrase: Phrase, place: str, values: Mapping[str, object]) -> str:
        bank = self.phrases.banks.at(f"{self.seed}:{place}:{phrase.name}")
        bound = {**values, "clause": CLAUSE, "bank": bank}
        parts = self.phrases.parts(phrase)
        text = None if parts is None else filled(parts, bound)
        return fill(load(self.jinja, phrase.name), bound) if text is None else text

    def gaps(self, missing: Sequence[Gap]) -> Written:
        """Return the one sentence that names what is missing.

        Raises:
            TemplateError: A metric has no name for this in ``templates/words/gaps.yaml``.
        """
        ink = Ink()
        named = [self._gap(ink, gap) for gap in missing]
        listed = " and ".join([", ".join(named[:-1]), named[-1]]) if len(named) > 1 else named[0]
        finding = Finding("gaps", "gaps", {}, frozenset({"one"} if len(named) == 1 else {"several"}))
        place = place_of(finding)
        for group in self.phrases.ranked(finding, self.seed, also={"missing"}):
            for phrase in self.chooser.order(group, place, self.seed):
                return finished(ink, self._filled(phrase, place, {"missing": listed}), phrase.name)
        raise TemplateError("no phrase names the gaps; add one to templates/phrases")

    def _gap(self, ink: Ink, gap: Gap) -> str:
        def mark(role: Role, words: str) -> str:
            return ink.mark(Seed("name", role, gap.id, None, gap.metric, "none"), words)

        if gap.asset:
            return mark("asset", self.names.asset(gap.asset).name)
        if gap.metric not in self.missing:
            raise TemplateError(f"no name for the gap {gap.metric!r}; add it to templates/words/gaps.yaml")
        where = f" on {mark('venue', self.names.venue(gap.venue))}" if gap.venue else ""
        return mark("gap", self.missing[gap.metric]) + where

    def fixed(self, name: str, texts: Mapping[str, str]) -> Written:
        """Return a fixed sentence of ``data/reference/fixed.yaml``.

        Raises:
            TemplateError: There is none of that name.
        """
        if name not in texts:
            raise TemplateError(f"fixed sentence {name!r} is missing; add it to data/reference/fixed.yaml")
        return Written(texts[name], (), f"fixed/{name}", fixed=name)


def finished(ink: Ink, text: str, template: str) -> Written:
    """Return a sentence as it is filled in: white space folded, "an" where it belongs, a capital where a clause begins.

    That is at its beginning and behind a colon; a title goes on in small letters.
    """
    folded = _SPACE.sub(" ", text).strip()
    with_articles = _ARTICLE.sub(lambda found: f"{found[1]}n {found[2] or ''}", folded)
    plain, claims = ink.dry(with_articles)
    start = re.match(r"[\s*|]*", plain)
    at = start.end() if start else 0
    first = plain[at : at + 1]
    small = first.islower()
    begins = {at} if small else set()
    if plain.endswith("."):
        subjects = {claim.start for claim in claims if claim.seed.role in _SUBJECTS}
        begins |= {found.end() for found in _COLON.finditer(plain)} & subjects
    for place in begins:
        plain = plain[:place] + plain[place].upper() + plain[place + 1 :]
    if begins:
        claims = [_recased(claim, plain) for claim in claims]
    return Written(plain, tuple(claims), template, small=small)


def _recased(claim: Inked, plain: str) -> Inked:
    return Inked(claim.seed, plain[claim.start : claim.end], claim.start, claim.end, claim.statement)
