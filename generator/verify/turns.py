"""Turns: the words of an edited sentence that no claim carries, against those of the sentences it was made from.

Some turn what is said ("not", "receives", "only"), some charge it ("sellers", "calm", "ominous"), some only name
what nobody knows here. What an editor puts in of them, or takes out, a person must see.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from generator.verify.charged import CHARGED, EMPTY
from generator.verify.charged import WORDS as CHARGED_WORDS
from generator.verify.match import Match, match
from generator.verify.read import Read, read
from generator.verify.readings import Change
from generator.verify.words import RED_CONTEXT

if TYPE_CHECKING:
    from generator.verify.lexicon import Index
    from generator.verify.scene import Scene
    from generator.verify.settle import Written

#: Everyday words that assert something where a claim asks for it: an editor may not put them in.
_LOOSE: Final = frozenset({"asset", "metric", "side", "label", "level", "number", "unit", "span"})
#: So many words that nobody can check may an editor exchange in a sentence, and so many more may the new ones be.
_NEW_WORDS: Final = 5
_MORE_WORDS: Final = 1
_SHORT: Final = 3
#: From this length on a word that differs from a vanished one in a letter or two is a slip of the pen.
_LONG: Final = 6
_ENDINGS: Final = ("s", "d", "r", "n", "y", "ed", "es", "er", "ly", "ing", "'s")
#: Marks that say nothing, and those that do.
_USUAL: Final = frozenset(".,;:()-$%+/&*|\u2013\u2014")
_SPEAKING: Final = frozenset('?!"~')
_STARTS: Final = frozenset('.:?!"')


class _Place(NamedTuple):
    """A word that turns or charges: what it counts as, its group, the claim behind it, the claims on both sides."""

    word: str
    group: str
    behind: str
    near: list[str]

    @property
    def key(self) -> tuple[str, str]:
        """What two sentences are compared by: charged words by their group, turning ones with their place."""
        if self.group.startswith(CHARGED):
            return self.group, ""
        return self.word, self.behind if self.group in RED_CONTEXT else ""


def turns(sentence: Read, sources: Sequence[Written], found: Match, names: Index, scene: Scene) -> Iterator[Change]:
    """Yield what turns an edited sentence, or charges it, and did not stand in what it was made from.

    Args:
        sentence: The edited one.
        sources: What it was made from.
        found: How its places fit their claims.
        names: The words and names of the text.
        scene: The article's instant.
    """
    surviving = {pair.claim.id for pair in found.pairs}
    firm: Counter[tuple[str, str]] = Counter()
    loose: Counter[tuple[str, str]] = Counter()
    told: dict[tuple[str, str], _Place] = {}
    idle: Counter[str] = Counter()
    original: list[str] = []
    for source in sources:
        theirs = read(source.text, names)
        original.extend(theirs.cut.lower)
        fitted = match(theirs, source.claims, scene)
        idle.update(_idle(theirs, fitted))
        for place in _placed(theirs, fitted, surviving):
            told[place.key] = place
            gone = any(claim not in surviving for claim in place.near)
            (loose if gone else firm)[place.key] += 1
    own: Counter[tuple[str, str]] = Counter()
    for place in _placed(sentence, found, surviving):
        told[place.key] = place
        own[place.key] += 1
    for key in own - firm - loose:
        yield _turned(told[key], "was put in, or moved")
    for key in firm - own:
        yield _turned(told[key], "was taken out, or moved")
    for said in Counter(_idle(sentence, found)) - idle:
        yield Change("word", f"{said!r} was put in", "yellow")
    yield from _marks(sentence, original)
    yield from _unknown(sentence, original, found)


def _marks(sentence: Read, original: Sequence[str]) -> Iterator[Change]:
    """Yield marks that were put in and that change how a sentence is meant: a question, a quotation, a picture.

    Words and figures are none, nor is what belongs to one: "2.8", "day's".
    """
    new = Counter(sentence.cut.lower) - Counter(original)
    for mark in new:
        if mark in _SPEAKING or not (any(map(str.isalnum, mark)) or mark in _USUAL or mark[0] == "'"):
            yield Change("word", f"{mark!r} was put in", "yellow")


def _turned(place: _Place, what: str) -> Change:
    level = "red" if place.group in RED_CONTEXT else "yellow"
    kind = "word" if place.group.startswith(CHARGED) else "context"
    return Change(kind, f"{place.word!r} {what}", level)


def _placed(sentence: Read, found: Match, surviving: set[str]) -> Iterator[_Place]:
    """Yield each word that turns or charges and that no claim covers."""
    covered, idle = _covered(found), _covered_by_idioms(sentence)
    places = [(pair.slot.at, pair.claim.id) for pair in found.pairs]
    groups = {at: group for at, word in enumerate(sentence.cut.lower) if (group := CHARGED_WORDS.get(word))}
    groups.update(sentence.context)
    for at, group in groups.items():
        if at in covered or (at in idle and not group.startswith(CHARGED)):
            continue
        before = [name for start, name in places if start < at]
        behind = [name for start, name in places if start > at]
        following = next((name for name in behind if name in surviving), "")
        yield _Place(sentence.cut.lower[at], group, following, [*before[-1:], *behind[:1]])


def _covered(found: Match) -> set[int]:
    return {at for pair in found.pairs for at in range(pair.slot.at, pair.slot.at + pair.reading.length)}


def _covered_by_idioms(sentence: Read) -> set[int]:
    """Return the places inside of phrases that assert nothing: "came to", "at all"."""
    return {
        at
        for slot in sentence.slots
        for reading in slot.readings
        if reading.kind == "null" and reading.length > 1
        for at in range(slot.at, slot.at + reading.length)
    }


def _idle(sentence: Read, found: Match) -> Iterator[str]:
    """Yield the words that could assert something and that no claim asks for here."""
    covered = _covered(found)
    for slot in sentence.slots:
        if not slot.must and slot.at not in covered and slot.readings[0].kind in _LOOSE:
            yield sentence.said(slot).lower()


def _unknown(sentence: Read, original: Sequence[str], found: Match) -> Iterator[Change]:
    """Yield names that were put in, slips of the pen, judging adverbs, and too many words that nothing is known of."""
    covered, lower = _covered(found), sentence.cut.lower
    before = set(original)
    vanished = Counter(original) - Counter(lower)
    gone = {word for word in vanished if word.isalpha() and (word not in EMPTY or len(word) > _SHORT)}
    fresh = []
    for at, word in enumerate(sentence.cut.words):
        low = lower[at]
        if at in covered or not word.isalpha() or low in before:
            continue
        if at and word[0].isupper() and lower[at - 1] not in _STARTS:
            yield Change("name", f"{word!r} is a name that the evidence does not know here", "yellow")
        elif low not in EMPTY and low not in CHARGED_WORDS:
            fresh.append(low)
    for low in fresh:
        if meant := next((word for word in gone if _is_slip(low, word)), None):
            yield Change("other", f"{low!r} looks like a slip of the pen for {meant!r}", "yellow")
        elif low.endswith("ly") and not any(word.endswith("ly") for word in gone):
            yield Change("word", f"{low!r} was put in", "yellow")
    if len(fresh) > (min(_NEW_WORDS, len(gone) + _MORE_WORDS) if gone else 0):
        yield Change("not-checkable", f"{len(fresh)} words are new: {' '.join(fresh)}", "yellow")


def _is_slip(new: str, old: str) -> bool:
    """Whether a word is another with one letter changed, lost, put in, or two changed over, and no other form of it."""
    if min(len(new), len(old)) < _LONG or abs(len(new) - len(old)) > 1 or new[0] != old[0]:
        return new[:1] != old[:1] and len(new) >= _LONG and sorted(new) == sorted(old)
    if any(new == old + end or old == new + end for end in _ENDINGS):
        return False
    ahead = next((at for at, (one, other) in enumerate(zip(new, old, strict=False)) if one != other), None)
    if ahead is None:
        return True
    same_length = new[ahead + 1 :] == old[ahead + 1 :]
    changed_over = new[ahead : ahead + 2] == old[ahead : ahead + 2][::-1] and new[ahead + 2 :] == old[ahead + 2 :]
    return same_length or changed_over or new[ahead + 1 :] == old[ahead:] or new[ahead:] == old[ahead + 1 :]
