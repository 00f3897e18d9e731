"""What was said: one issue of one edition, as plain words, so that the next ones say it otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from generator.model.article import Sentence

#: The distinct runs of four words of a text.
Grams = frozenset[tuple[str, ...]]

#: So many earlier issues count.
ISSUES: Final = 14
#: A title's pattern rests for so many issues.
PATTERN_RESTS: Final = 5
#: The largest share of a text's four-grams that an earlier issue may have said too.
OVERLAP: Final = 0.2

#: Moves that close an article or stand beside its text, by the beginning of their name.
_BESIDE: Final = ("gaps", "row-", "chart-", "made", "method", "publishers", "source-")
#: Signs within a word belong to it, those around it do not; a sign before a number is part of the number.
_AROUND: Final = ".,;:!?()[]\"'|*\u201c\u201d\u2018\u2019\u2026\u2013\u2014"
_GRAM: Final = 4
#: Each edition of an asset is set against its own last issues.
_RECALLED: Final = 5 * ISSUES


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One issue: a text of one edition about one asset, as it was published.

    Args:
        slug: The article.
        asset: What it is about, "" for the whole market.
        tone: How it speaks; memories of two tones are two.
        as_of: The exclusive instant of what was known.
        frame: The phrase that its lead began with, ``lead-day/3``.
        headline: The pattern of its title: the move, ``head-contrast``.
        phrases: The names of all its phrases, in the order of the text.
        explained: What was explained, by the names of the moves that do: ``skew`` for ``explain-skew``.
        sentences: Its prose, sentence by sentence: without headings, tables, fixed sentences and what closes it.
    """

    slug: str
    edition: str
    asset: str
    tone: str
    as_of: datetime
    frame: str
    headline: str
    phrases: tuple[str, ...]
    explained: tuple[str, ...]
    sentences: tuple[str, ...]


def prose(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """Yield the dek and the sentences of a body that vary from issue to issue.

    Headings, notes and fixed sentences do not, nor does what stands beside the text (rows of the table, alternative
    texts of pictures) and what closes it (where it comes from, what is missing, how it was made).
    """
    for sentence in sentences:
        if sentence.field != "title" and sentence.fixed is None and not sentence.template.startswith(_BESIDE):
            yield sentence


def four_grams(sentences: Iterable[str]) -> Grams:
    """Return the distinct runs of four words within a sentence.

    Words are lower-cased and lose the punctuation around them; numbers stay as they are printed: ``$70,580`` and
    ``-3.4%`` are words like others.
    """
    found: set[tuple[str, ...]] = set()
    for sentence in sentences:
        words = [word for each in sentence.lower().split() if (word := each.strip(_AROUND))]
        found.update(zip(*(words[start:] for start in range(_GRAM)), strict=False))
    return frozenset(found)


class Recalled:
    """The four-grams of issues, worked out once for as long as later ones are set against them."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], Grams] = {}

    def grams(self, said: Said) -> Grams:
        """Return the four-grams of an issue."""
        found = self._known.pop(said.sentences, None)
        self._known[said.sentences] = four_grams(said.sentences) if found is None else found
        if len(self._known) > _RECALLED:
            del self._known[next(iter(self._known))]  # what was asked for longest ago
        return self._known[said.sentences]


def overlap(sentences: Iterable[str], earlier: Iterable[str]) -> float:
    """Return the share of a text's four-grams that an earlier text has too, 0 for a text of no four words.

    Args:
        sentences: The text, sentence by sentence.
        earlier: The one before it.
    """
    own = four_grams(sentences)
    return len(own & four_grams(earlier)) / len(own) if own else 0.0
