"""Rewriting: what is wrong in a text is said anew, in one way after another; all else stays as it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from generator.editing.revision.afresh import JOINT, LEAD, Afresh
from generator.editing.revision.page import Page, Words
from generator.render.sentences import Written
from generator.render.titles import TITLE_LIMIT

if TYPE_CHECKING:
    from generator.editing.revision.claims import Changed
    from generator.model.finding import Finding

#: So many ways of today's program to say a sentence are tried before it is taken out.
_MOST: Final = 3
#: Roles whose words keep their capital within a sentence.
_PROPER: Final = frozenset(
    {"asset", "venue", "source", "against", "weekday", "date", "expiry", "since", "first", "start"}
)
#: Begins the moves that an article cannot be without: where one is no more, another stands in for it.
_NEEDED: Final = (LEAD, "dek-")
#: Roles that name and do not tell.
_NAMES: Final = frozenset({"asset", "venue", "source", "metric", "tenor"})

Way = Callable[[], bool]


@dataclass
class Rewriting:
    """One article on its way to being right again.

    Args:
        page: Its text.
        evidence: What it was written with.
        afresh: What is known now.
        wrong: The claims whose words do not hold, by sentence.
        removed: The sentences that were taken out, as they stood.
    """

    page: Page
    evidence: Mapping[str, Any]
    afresh: Afresh
    wrong: Mapping[str, Sequence[Changed]]
    removed: list[str] = field(default_factory=list)
    _left: dict[str, Iterator[Way]] = field(default_factory=dict)

    def go_on(self, sentences: Sequence[str]) -> bool:
        """Say each of some sentences, or those of a field, in the next way that there is; whether any has changed."""
        names = [
            each["id"] for name in dict.fromkeys(sentences) for each in self.page.sentences
            if name in (each["id"], each["field"])
        ]  # fmt: skip
        # The title comes last: it says only what the body tells.
        return sum(self._next(name) for name in sorted(names, key=lambda name: name.startswith("title"))) > 0

    def _next(self, name: str) -> bool:
        if name not in self._left:
            self._left[name] = iter(self._ways(name))
        return any(way() for way in self._left[name])

    def _ways(self, name: str) -> Iterator[Way]:
        """Yield the ways to put a sentence right: other words, other sentences, none at all."""
        sentence = self.page.sentence(name)
        if sentence is None:
            return
        wrong = list(self.wrong.get(name, ()))
        if wrong:
            yield partial(self._reword, name, wrong)
        if any(not each.as_written for each in wrong):
            return  # what a person wrote is not written over
        if sentence["fixed"]:
            yield partial(self.remove, name)
            return
        template = str(sentence["template"])
        facts = [str(each["fact"]) for each in self.page.claims_of(name)]
        yield from (partial(self.page.replace, name, written) for written in self._again(template, facts))
        if sentence["field"] == "title":
            titles = [self._first_way(replace(each, section="headline")) for each in self.afresh.outline.headlines]
            for strict in (True, False):
                yield from (partial(self._title, name, written, strict=strict) for written in titles)
            return
        if template.startswith(_NEEDED):
            findings = self.afresh.instead(template.partition(JOINT)[0].rpartition("/")[0], facts)
            yield from (partial(self._instead, name, finding) for finding in findings)
        yield partial(self.remove, name)

    def _reword(self, name: str, wrong: Sequence[Changed]) -> bool:
        """Exchange the words that do not hold for those that the same phrases print now."""
        own, written = self.page.claims_of(name), self._as_before(name)
        if written is None:
            return False
        aspects = [(claim.seed.role, claim.seed.fact, claim.seed.than) for claim in written.claims]
        if aspects != [(each["role"], each["fact"], each["than"]) for each in own]:
            return False
        printed = {each["id"]: claim.printed for each, claim in zip(own, written.claims, strict=True)}
        words = {each.claim: _cased(printed[each.claim], each) for each in wrong}
        changes = [Words(*each.place, words[each.claim]) for each in wrong]
        if not self.page.reword(name, wrong[0].text, sorted(changes, key=lambda each: each.start)):
            return False
        for claim in own:
            claim["printed"] = words.get(claim["id"], claim["printed"])
        return True

    def _as_before(self, name: str) -> Written | None:
        """Return a sentence in the phrases that said it, of the facts as they are; None where one has no words."""
        sentence = self.page.sentence(name)
        facts = [str(each["fact"]) for each in self.page.claims_of(name)]
        said: list[Written] = []
        for template in () if sentence is None else str(sentence["template"]).split(JOINT):
            written = next((way for way in self._said_by(template, facts) if way is not None), None)
            if written is None:
                return None
            said.append(written)
        return together(said)

    def _said_by(self, template: str, facts: Sequence[str]) -> Iterator[Written | None]:
        """Yield what a phrase makes of the finding that it told, and of the one that it would tell today."""
        if self.afresh.has_no_ground(template, facts, wrong=True):
            return
        move = template.rpartition("/")[0]
        told = [each for each in self.evidence["findings"] if each["said"] and move in _moves(each["id"])]
        if told:
            nearest = max(told, key=lambda each: len(set(each["facts"].values()) & set(facts)))
            yield self.afresh.say(self.afresh.rebound(nearest), template)
        finding = self.afresh.found(move, facts)
        if finding is not None:
            yield self.afresh.say(finding, template)

    def _again(self, template: str, facts: Sequence[str]) -> Iterator[Written]:
        """Yield what today's program says of a sentence's moves, the phrases that said them first."""
        ways: list[list[Written]] = []
        for part in template.split(JOINT):
            finding = self.afresh.found(part.rpartition("/")[0], facts)
            ways.append([] if finding is None else list(self.afresh.ways(finding, part)))
        for at in range(max(map(len, ways), default=0)):
            said = [each[min(at, len(each) - 1)] for each in ways if each]
            if at < _MOST:
                yield together(said)

    def _first_way(self, finding: Finding) -> Written | None:
        return next(iter(self.afresh.ways(finding, "")), None)

    def _title(self, name: str, written: Written | None, *, strict: bool) -> bool:
        """Put a title in; with ``strict`` only one whose facts the body tells."""
        if written is None or len(written.text) > TITLE_LIMIT:
            return False
        body = {each["id"] for each in self.page.sentences if each["field"] == "body"}
        told = {each["fact"] for each in self.page.claims if each["sentence"] in body}
        facts = {claim.seed.fact for claim in written.claims if claim.seed.role not in _NAMES}
        return (facts <= told or not strict) and self.page.replace(name, written)

    def _instead(self, name: str, finding: Finding) -> bool:
        """Put what today's program would begin with in the place of what holds no more, unless it is told already."""
        told = {part.rpartition("/")[0] for each in self.page.sentences for part in str(each["template"]).split(JOINT)}
        written = None if finding.move in told else self._first_way(finding)
        return written is not None and self.page.replace(name, written)

    def remove(self, name: str) -> bool:
        """Take a sentence out, and say whether it was there."""
        sentence = self.page.sentence(name)
        if sentence is None or not self.page.remove(name):
            return False
        self.removed.append(str(sentence["text"]))
        return True


def together(said: Sequence[Written]) -> Written:
    """Return sentences that one place of the text says, one after the other, as one."""
    text, claims, after = "", [], 0
    for each in said:
        start = len(text) + bool(text)
        text = f"{text} {each.text}".strip()
        claims += [
            claim._replace(start=claim.start + start, end=claim.end + start, statement=claim.statement + after)
            for claim in each.claims
        ]
        after = 1 + max((claim.statement for claim in claims), default=0)
    return Written(text, tuple(claims), JOINT.join(each.template for each in said))


def _moves(finding: str) -> tuple[str, str]:
    """Return the moves whose phrases may say a finding: its own, and that of its kind."""
    return finding, finding.partition(".")[0]


def _cased(printed: str, was: Changed) -> str:
    """Return new words with a capital where the old ones had one, and without where they had none."""
    if was.printed[:1].isupper():
        return printed[:1].upper() + printed[1:]
    lowered = was.printed[:1].islower() and was.role not in _PROPER
    return printed[:1].lower() + printed[1:] if lowered else printed
