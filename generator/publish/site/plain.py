"""Text as pages, feeds, sitemaps and cards take it: without what XML forbids, in one line, not too long."""

from __future__ import annotations

import re
from typing import Final

#: What no XML document may hold, even escaped, and the control characters that HTML refuses too.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
#: Of these, what plain ASCII can hold.
_CONTROLS: Final = bytes([*range(9), 11, 12, *range(14, 32), 127])
_LAST_WORD: Final = re.compile(r"\s+\S*$")


def legal(text: str) -> str:
    r"""Return text without the characters that XML forbids; a headline is untrusted and may hold any.

    Example:
        >>> legal("up\x00 5%\ud800\x1b")
        'up 5%'
    """
    if text.isascii():  # most pages are, and then one pass without a decision a letter does
        return text.encode("ascii").translate(None, _CONTROLS).decode("ascii")
    return _FORBIDDEN.sub("", text)


def one_line(text: str) -> str:
    r"""Return legal text in which each run of white space is one blank.

    Example:
        >>> one_line(" Bitcoin\n edges  down")
        'Bitcoin edges down'
    """
    return " ".join(legal(text).split())


def cut(text: str, most: int) -> str:
    """Return text of at most so many characters, cut after a whole word.

    Example:
        >>> cut("Bitcoin edges down", 14)
        'Bitcoin edges…'
    """
    if len(text) <= most:
        return text
    kept = text[:most]
    return _LAST_WORD.sub("", kept)[: most - 1] + "…"


def capital(text: str) -> str:
    """Return text with its first letter as a capital and the others as they are."""
    return text[:1].upper() + text[1:]
