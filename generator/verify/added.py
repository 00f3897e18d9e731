"""New sentences: they are never green. What facts say of them is found, contradicted or unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from generator.verify.charged import EMPTY
from generator.verify.charged import WORDS as CHARGED_WORDS
from generator.verify.edited import bag, likeness
from generator.verify.lookup import change_of
from generator.verify.read import read
from generator.verify.readings import Change
from generator.verify.tokens import tokenize

if TYPE_CHECKING:
    from generator.model.article import AddedNumber
    from generator.verify.lexicon import Index
    from generator.verify.read import Read

#: A fixed sentence in other words has this share of its words.
_REWORDED: Final = 0.6


def reworded(sentence: Read, lost: Iterable[str], names: Index) -> bool:
    """Whether a sentence is a fixed one in other words that asserts the same and turns on the same words."""
    own = bag(sentence.cut.lower)
    for text in lost:
        if likeness(own, bag(tokenize(text).lower)) < _REWORDED:
            continue
        theirs = read(text, names)
        new, gone = _words(sentence) - _words(theirs), _words(theirs) - _words(sentence)
        if len(new - EMPTY) > len(gone):
            continue
        if _asserted(sentence) == _asserted(theirs) and _context(sentence) == _context(theirs):
            return True
    return False


def _asserted(sentence: Read) -> list[str]:
    return [sentence.said(slot).lower() for slot in sentence.slots if slot.must]


def _words(sentence: Read) -> set[str]:
    return {word for word in sentence.cut.lower if word.isalpha()}


def _context(sentence: Read) -> Counter[str]:
    charged = (CHARGED_WORDS[word] for word in sentence.cut.lower if word in CHARGED_WORDS)
    return Counter(sentence.cut.lower[at] for at, _ in sentence.context) + Counter(charged)


def judged(sentence: Read, numbers: Sequence[AddedNumber]) -> Iterator[Change]:
    """Yield what is to be said of a new sentence: red where the facts contradict it, else a person must sign.

    Args:
        sentence: The sentence, as read.
        numbers: What is known of its numbers.
    """
    for number in numbers:
        yield change_of(number)
    if sentence.silent:
        yield Change("not-checkable", "a new sentence that nothing on record can confirm", "yellow")
    elif not numbers:
        yield Change("not-checkable", "a new sentence; a person must sign for it", "yellow")
