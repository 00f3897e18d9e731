"""All short forms of an article as files, and each of them read back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from generator.publish.shorts import push, slack, telegram, x
from generator.publish.shorts.told import Said, Told

#: File → who writes it.
_WRITTEN: Final[Mapping[str, Callable[[Told], str]]] = {
    "x.txt": x.as_text,
    "x.json": x.as_json,
    "telegram.html": telegram.message,
    "slack.json": slack.message,
    "push.txt": push.line,
}
NAMES: Final = tuple(_WRITTEN)


def forms(told: Told) -> Mapping[str, str]:
    """Return every form, name of its file → text; the same article, the same bytes.

    Raises:
        HeldError: The headline is too long for one of them.
    """
    return {name: write(told) for name, write in _WRITTEN.items()}


def read(name: str, file: str, headline: str) -> Said:
    """Return what a form says, read from the file as it is.

    Args:
        name: One of ``NAMES``.
        file: Its text.
        headline: The article's, which parts the line of a push message.
    """
    readers: Mapping[str, Callable[[str], Said]] = {
        "x.txt": x.read_text,
        "x.json": x.read_json,
        "telegram.html": telegram.read,
        "slack.json": slack.read,
        "push.txt": partial(push.read, headline=headline),
    }
    return readers[name](file)
