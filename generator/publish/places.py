"""Where in the published text each claim stands: for people and for other programs.

The verifier does not use these offsets. They let an editor's screen mark a word.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from generator.model.article import Claim, Sentence

#: What Markdown adds to plain text, and white space, which it may fold.
_MARKUP: Final = re.compile(r"\]\([^)\s]*\)|[\s*_`|\\\[\]#]")

#: Typographic quotes, minus signs and hyphens, as the plain ones that a reader's text has.
_PLAIN: Final = str.maketrans("\u2019\u2018\u201c\u201d\u2212\u2011\u2010", "''\"\"---")


@dataclass(frozen=True, slots=True)
class _Bare:
    """A text without its markup and white space, and where each character left stood."""

    text: str
    at: tuple[int, ...]


def placed(claims: Sequence[Claim], sentences: Sequence[Sentence], body: str, *, before: int) -> tuple[Claim, ...]:
    """Return the claims with ``start`` and ``end`` counted in code points.

    Args:
        claims: In the order of their sentences.
        sentences: In the order of the text.
        body: Markdown.
        before: Code points between the line that closes the front matter and ``body``.

    Returns:
        As many claims, in the same order; -1 for those outside the body.
    """
    bare = _strip(body)
    spots: dict[str, tuple[int, int]] = {}
    by_sentence: dict[str, list[Claim]] = {}
    for claim in claims:
        by_sentence.setdefault(claim.sentence, []).append(claim)
    cursor = 0
    for sentence in sentences:
        if sentence.field != "body":
            continue
        own = _strip(sentence.text)
        found = bare.text.find(own.text, cursor)
        if found < 0:
            continue
        cursor = found + len(own.text)
        for claim, start, end in _within(sentence.text, by_sentence.get(sentence.id, [])):
            first = found + bisect_left(own.at, start)
            last = found + bisect_left(own.at, end) - 1
            spots[claim.id] = (before + bare.at[first], before + bare.at[last] + 1)
    return tuple(_at(claim, spots.get(claim.id)) for claim in claims)


def _at(claim: Claim, spot: tuple[int, int] | None) -> Claim:
    # A claim that was not placed yet, and has no place, is as it should be.
    start, end = spot or (-1, -1)
    return claim if (claim.start, claim.end) == (start, end) else replace(claim, start=start, end=end)


@dataclass(frozen=True, slots=True)
class Span:
    """Where a sentence stands in a body, and each of its characters; the markup within it is skipped."""

    start: int
    end: int
    _own: tuple[int, ...]
    _at: tuple[int, ...]

    def of(self, start: int, end: int) -> tuple[int, int]:
        """Return where a part of the sentence stands."""
        return self._at[bisect_left(self._own, start)], self._at[bisect_left(self._own, end) - 1] + 1


def spans(texts: Sequence[str], body: str) -> list[Span | None]:
    """Return where sentences stand in a body, None for one that is not there.

    Args:
        texts: Plain, in the order of the body; one that is not there is passed over.
        body: Markdown.
    """
    bare = _strip(body.translate(_PLAIN))
    found: list[Span | None] = []
    cursor = 0
    for text in texts:
        own = _strip(text)
        at = bare.text.find(own.text, cursor) if own.text else -1
        if at < 0:
            found.append(None)
            continue
        cursor = at + len(own.text)
        places = bare.at[at:cursor]
        found.append(Span(places[0], places[-1] + 1, own.at, places))
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


def _strip(text: str) -> _Bare:
    kept: list[int] = []
    last = 0
    for mark in _MARKUP.finditer(text):
        start, end = mark.span()
        kept += range(last, start)
        last = end
    kept += range(last, len(text))
    return _Bare(_MARKUP.sub("", text), tuple(kept))
