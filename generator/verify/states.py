"""States of a desk's own: words that no list has, and that can be read as labels all the same."""

from __future__ import annotations

from typing import Final

from generator.verify.lexicon import WORDS
from generator.verify.read import read

#: A longer one is a sentence.
_MOST_WORDS: Final = 4
_JOINS: Final = frozenset("-'")


def readable(state: str) -> bool:
    """Return whether a word for a state can be read as a label and as nothing else.

    It is one of the lists, or has only words that assert nothing: a state called "rising" or "bullish" says
    more than that a condition holds.

    Example:
        >>> readable("extreme fear"), readable("dog days"), readable("bullish"), readable("up 5%")
        (True, True, False, False)
    """
    return is_known(state) or is_own(state)


def is_known(state: str) -> bool:
    """Return whether the lists have the word as a label of this state."""
    found = read(state, WORDS)
    whole = len(found.cut.words)
    slots = [slot for slot in found.slots if slot.at == 0]
    return any(
        each.kind == "label" and each.length == whole and isinstance(each.meaning, frozenset) and state in each.meaning
        for slot in slots
        for each in slot.readings
    )


def is_own(state: str) -> bool:
    """Return whether a word is on no list of ours, so that it may be a desk's name for a state."""
    found = read(state, WORDS)
    words = found.cut.lower
    plain = all(word.isalpha() or word in _JOINS for word in words)
    return plain and 0 < len(words) <= _MOST_WORDS and found.silent and not found.context
