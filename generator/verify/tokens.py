"""Tokens: words, numbers and signs of a plain text, with their places."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?|[^\W\d_]+|'[a-z]+|\S")


class Tokens(NamedTuple):
    """A sentence cut into tokens, four lists of one length.

    ``lower`` is what word lists are asked for; ``start`` and ``end`` are offsets in ``text``.
    """

    text: str
    words: list[str]
    lower: list[str]
    start: list[int]
    end: list[int]

    def touches(self, at: int) -> bool:
        """Whether token ``at`` follows the one before it without a space."""
        return 0 < at < len(self.words) and self.start[at] == self.end[at - 1]

    def printed(self, start: int, end: int) -> str:
        """Return the text of tokens ``start`` to ``end``, the latter excluded."""
        return self.text[self.start[start] : self.end[end - 1]] if start < end else ""


def tokenize(text: str) -> Tokens:
    """Cut plain text into tokens.

    Example:
        >>> tokenize("Bitcoin's -3.4%").words
        ['Bitcoin', "'s", '-', '3.4', '%']
    """
    found = list(_TOKEN.finditer(text))
    words = [match[0] for match in found]
    return Tokens(text, words, [word.lower() for word in words], [m.start() for m in found], [m.end() for m in found])
