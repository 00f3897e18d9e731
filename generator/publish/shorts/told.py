"""What a short form is made of, and what is read back from one; both are plain text in single lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, NamedTuple

from generator.errors import HeldError

#: Stands before the link. It asserts nothing of the market, so it is no sentence that the verifier is shown.
MORE: Final = "The article, with the source of each figure"
#: Begins the lines of a list.
ITEM: Final = "- "
_FIGURE: Final = re.compile(r"\d[\d,.]*\d|\d")
_WORD: Final = re.compile(r"[^\W_]+")
#: So many words in a row that were just read are a repetition, in whatever form: "pricing in panic", "price in panic".
_PHRASE: Final = 3
_STEM: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A paragraph, or a list with what stands above it.

    Args:
        sentences: Whole ones, each its own line of a list.
        heading: Above a list, "" for none.
        listed: Whether it is a list; one item is none.
    """

    sentences: tuple[str, ...]
    heading: str = ""
    listed: bool = False

    def lines(self, most: int) -> tuple[str, ...]:
        """Return the lines that the first ``most`` sentences make."""
        above = filter(None, [self.heading])
        if not self.listed or most == 1:
            return (*above, " ".join(self.sentences[:most]))
        return (*above, *(f"{ITEM}{each}" for each in self.sentences[:most]))

    def fitted(self, fits: Callable[[str], bool]) -> str:
        """Return as many of the first sentences as fit, "" where not even one does."""
        shown = ("\n".join(self.lines(most)) for most in range(len(self.sentences), 0, -1))
        return next(filter(fits, shown), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An article as short forms tell it.

    Args:
        dek: "" where it says again what the headline says.
        sections: In their order; the first is the lead.
        closing: The sentence that stands before the link.
        url: The article's page.
    """

    headline: str
    dek: str
    sections: tuple[Section, ...]
    closing: str
    url: str


class Said(NamedTuple):
    """What a written form says, read back from it; ``lines`` are paragraphs, and items with their mark."""

    headline: str
    dek: str
    lines: tuple[str, ...]


def repeats(text: str, before: str) -> bool:
    """Whether a text says a phrase again that was just read.

    Example:
        >>> repeats("Options price in panic, and more.", "Bitcoin falls as options price in panic")
        True
    """
    return not _phrases(text).isdisjoint(_phrases(before))


def _phrases(text: str) -> frozenset[tuple[str, ...]]:
    words = [word[:_STEM] for word in _WORD.findall(text.lower())]
    return frozenset(tuple(words[at : at + _PHRASE]) for at in range(len(words) - _PHRASE + 1))


def fresh(sentences: Iterable[str], before: Sequence[str]) -> Iterator[str]:
    """Yield the sentences that tell a figure which was not told before them, or none at all.

    Example:
        >>> list(fresh(["It lost 1.8%.", "Skew rose to 20%."], ["Bitcoin down 1.8%"]))
        ['Skew rose to 20%.']
    """
    known = set(chain.from_iterable(map(_FIGURE.findall, before)))
    for each in sentences:
        figures = set(_FIGURE.findall(each))
        if not figures or not figures <= known:
            yield each
        known |= figures


def too_long(form: str, most: int) -> HeldError:
    """Return why a headline has no place in a form: it is never cut, since a cut one could say something else."""
    return HeldError(f"the headline is too long for {form}, which holds {most} characters; shorten it")
