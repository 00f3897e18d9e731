"""Hidden words: what a reader can come to see of a Markdown file although it is no sentence of it.

Texts at links, raw HTML, definitions below the text and fields of the front matter that nobody wrote are read by no
check of sentences, so that a person must sign for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

_KINDS: Final = (
    ("words struck through", re.compile(r"~~[^~]+~~")),
    ("raw HTML", re.compile(r"<(?!!--)/?[A-Za-z][^>]*>")),
    ("the title of a link", re.compile(r"\]\(\s*[^()\s]*\s+(?:\"[^\"]*\"|'[^']*')\s*\)")),
    ("a definition below the text", re.compile(r"^ {0,3}\[[^\]]+\]:.*$", re.MULTILINE)),
)


def hidden(body: str) -> Iterator[tuple[int, str]]:
    """Yield (line of the body, what stands there) for words that are no sentences.

    Args:
        body: What follows the front matter.
    """
    for kind, pattern in _KINDS:
        for found in pattern.finditer(body):
            yield body.count("\n", 0, found.start()) + 1, f"{kind}: {found[0].strip()!r}"


def front_prose(front: Mapping[str, Any], written: Mapping[str, Any]) -> Iterator[str]:
    """Yield the fields of a front matter that nobody wrote and that hold prose.

    Args:
        front: As it stands in the text.
        written: As the evidence has it.
    """
    for field, value in front.items():
        if field not in written and field != "corrections" and isinstance(value, str) and len(value.split()) > 1:
            yield f"the field {field!r} is none that was written: {value!r}"
