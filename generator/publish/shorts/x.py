"""A thread for X: the headline first, the link last, each post numbered."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Final

from generator.publish.shorts.told import MORE, Said, Told, too_long

#: developer.x.com, "Counting characters": of a post, in weighted characters.
MOST: Final = 280
#: The same page: every address counts as the short one that it is replaced by.
_ADDRESS_WEIGHT: Final = 23
#: The same page, configuration 3: characters up to each of these count once, all others twice.
_LIGHT: Final = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
#: Addresses, and words that X may take for one.
_ADDRESS: Final = re.compile(r"https?://\S+|(?:[a-z0-9-]+\.)+[a-z]{2,}\b\S*", re.IGNORECASE)
_COUNT: Final = re.compile(r"\n\n\d+/\d+\Z")
#: Room for the number: two line ends, and up to ``99/99``.
_COUNT_WEIGHT: Final = 7
_RULE: Final = "\n\n---\n\n"


def weight(post: str) -> int:
    """Return how long a post is by X's counting, or somewhat more: an emoji of several characters counts as all.

    Example:
        >>> weight("up 5%"), weight("上"), weight("https://example.org/articles/2026-02-10-btc-brief/")
        (5, 2, 23)
    """
    text = unicodedata.normalize("NFC", post)
    total = sum(_of(each) for each in text)
    for found in _ADDRESS.finditer(text):
        own = sum(_of(each) for each in found[0])
        certain = found[0].lower().startswith("http")
        total += (_ADDRESS_WEIGHT if certain else max(own, _ADDRESS_WEIGHT)) - own
    return total


def _of(character: str) -> int:
    return 1 if any(first <= ord(character) <= last for first, last in _LIGHT) else 2


def posts(told: Told) -> tuple[str, ...]:
    """Return the thread.

    Raises:
        HeldError: The headline is too long for a post.
    """
    if not _fits(told.headline):
        raise too_long("a post on X", MOST)
    opening = f"{told.headline}\n\n{told.dek}"
    made = [opening if told.dek and _fits(opening) else told.headline]
    made += filter(None, (section.fitted(_fits) for section in told.sections))
    made.append("\n".join(filter(None, [told.closing, f"{MORE}: {told.url}"])))
    return tuple(f"{post}\n\n{number}/{len(made)}" for number, post in enumerate(made, 1))


def _fits(post: str) -> bool:
    return weight(post) + _COUNT_WEIGHT <= MOST


def as_text(told: Told) -> str:
    """Return the thread for people to paste: a rule stands between two posts."""
    return _RULE.join(posts(told)) + "\n"


def as_json(told: Told) -> str:
    """Return the thread for programs."""
    thread = [{"text": post, "weight": weight(post)} for post in posts(told)]
    return json.dumps({"posts": thread, "most": MOST}, ensure_ascii=False, indent=2) + "\n"


def read_text(file: str) -> Said:
    """Read what ``as_text`` wrote."""
    return _read(file.removesuffix("\n").split(_RULE))


def read_json(file: str) -> Said:
    """Read what ``as_json`` wrote."""
    return _read([post["text"] for post in json.loads(file)["posts"]])


def _read(thread: list[str]) -> Said:
    bare = [_COUNT.sub("", post) for post in thread]
    headline, _, dek = bare[0].partition("\n\n")
    lines = "\n".join(bare[1:]).split("\n")
    return Said(headline, dek, tuple(each for each in lines if not each.startswith(f"{MORE}: http")))
