"""Where in the published text each claim stands: for people and for other programs.

The verifier does not use these offsets. They let an editor's screen mark a word.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from generator.model.article import Claim, Sentence

#: What Markdown adds to plain text, and white space, which it may fold.
_MARKUP: Final = re.compile(r"\]\([^)\s]*\)|[\s*_`|\\\[\]#]")

#: Where a claim stands that stands nowhere in the body.
NOWHERE: Final = (-1, -1)
#: Typographic quotes, minus signs and hyphens, as the plain ones that a reader's text has.
_PLAIN: Final = str.maketrans("\u2019\u2018\u201c\u201d\u2212\u2011\u2010", "''\"\"---")


class Bare:
    """A text without its markup and white space, which knows where each character left stood."""

    def __init__(self, text: str) -> None:
        kept: list[str] = []
        #: Where each run of kept characters begins, in ``text`` here and in the whole text.
        self._here: list[int] = []
        self._there: list[int] = []
        last = length = 0
        for mark in _MARKUP.finditer(text):
            start, end = mark.span()
            if last < start:
                kept.append(text[last:start])
                self._here.append(length)
                self._there.append(last)
                length += start - last
            last = end
        if last < len(text):
            kept.append(text[last:])
            self._here.append(length)
            self._there.append(last)
            length += len(text) - last
        self.text = "".join(kept)

    def stood(self, at: int) -> int:
        """Return where the character ``at`` of ``text`` stood."""
        run = bisect_right(self._here, at) - 1
        return self._there[run] + at - self._here[run]

    def before(self, place: int) -> int:
        """Return how many characters are left of those that stood before a place."""
        run = bisect_right(self._there, place) - 1
        if run < 0:
            return 0
        end = self._here[run + 1] if run + 1 < len(self._here) else len(self.text)
        return min(self._here[run] + place - self._there[run], end)


#: Claim → where it stands, of those in the body.
Spots = Mapping[str, tuple[int, int]]


def placed(claims: Sequence[Claim], sentences: Sequence[Sentence], body: str, *, before: int) -> tuple[Claim, ...]:
    """Return the claims with ``start`` and ``end`` as ``spots`` has them, -1 for those outside the body."""
    found = spots(claims, sentences, body, before=before)
    return tuple(_at(claim, found.get(claim.id, NOWHERE)) for claim in claims)


def _at(claim: Claim, spot: tuple[int, int]) -> Claim:
    # A claim that was not placed yet, and has no place, is as it should be.
    return claim if (claim.start, claim.end) == spot else replace(claim, start=spot[0], end=spot[1])


def spots(claims: Sequence[Claim], sentences: Sequence[Sentence], body: str, *, before: int) -> Spots:
    """Return where the claims stand that the body makes, counted in code points.

    Args:
        claims: In the order of their sentences.
        sentences: In the order of the text.
        body: Markdown.
        before: Code points between the line that closes the front matter and ``body``.
    """
    bare = Bare(body)
    found: dict[str, tuple[int, int]] = {}
    by_sentence: dict[str, list[Claim]] = {}
    for claim in claims:
        by_sentence.setdefault(claim.sentence, []).append(claim)
    cursor = 0
    for sentence in sentences:
        if sentence.field != "body":
            continue
        own = Bare(sentence.text)
        at = bare.text.find(own.text, cursor)
        if at < 0:
            continue
        cursor = at + len(own.text)
        for claim, start, end in _within(sentence.text, by_sentence.get(sentence.id, [])):
            first, last = bare.stood(at + own.before(start)), bare.stood(at + own.before(end) - 1)
            found[claim.id] = (before + first, before + last + 1)
    return found


@dataclass(frozen=True, slots=True)
class Span:
    """Where a sentence stands in a body, and each of its characters; the markup within it is skipped."""

    start: int
    end: int
    _own: Bare
    _body: Bare
    _at: int

    def of(self, start: int, end: int) -> tuple[int, int]:
        """Return where a part of the sentence stands."""
        first, last = self._at + self._own.before(start), self._at + self._own.before(end) - 1
        return self._body.stood(first), self._body.stood(last) + 1


def spans(texts: Sequence[str], body: str) -> list[Span | None]:
    """Return where sentences stand in a body, None for one that is not there.

    Args:
        texts: Plain, in the order of the body; one that is not there is passed over.
        body: Markdown.
    """
    bare = Bare(body.translate(_PLAIN))
    found: list[Span | None] = []
    cursor = 0
    for text in texts:
        own = Bare(text)
        at = bare.text.find(own.text, cursor) if own.text else -1
        if at < 0:
            found.append(None)
            continue
        cursor = at + len(own.text)
        found.append(Span(bare.stood(at), bare.stood(cursor - 1) + 1, own, bare, at))
    return found


def _within(text: str, claims: Sequence[Claim]) -> Iterator[tuple[Claim, int, int]]:
    cursor = 0
    for claim in sorted(claims, key=lambda each: each.order):
        start = _word(text, claim.printed, cursor)
        if start >= 0:
            cursor = start + len(claim.printed)
            yield claim, start, cursor


def _word(text: str, word: str, cursor: int) -> int:
    """Return where ``word`` stands by itself from ``cursor`` on, or -1: a "9" must not be found inside "19"."""
    start = text.find(word, cursor) if word else -1
    while start >= 0:
        around = text[start - 1 : start] + text[start + len(word) : start + len(word) + 1]
        if not any(letter.isalnum() or letter == "_" for letter in around):
            return start
        start = text.find(word, start + 1)
    return -1
