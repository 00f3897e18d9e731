"""A message for Telegram, in its HTML."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Final

from generator.publish.shorts.told import MORE, Said, Told, too_long

#: core.telegram.org/bots/api, sendMessage: characters of the text, after entities were read.
MOST: Final = 4096
_TAG: Final = re.compile(r"</?[bia](?: [^<>]*)?>")


def length(message: str) -> int:
    """Return how long a message is for Telegram, which counts the halves of characters beyond the basic plane."""
    return len(plain(message).encode("utf-16-le")) // 2


def plain(message: str) -> str:
    """Return a message as its reader sees it."""
    return unescape(_TAG.sub("", message))


def message(told: Told) -> str:
    """Return the message; of what is too long for one the last sections go first.

    Raises:
        HeldError: The headline is too long.
    """
    closing = "\n".join(filter(None, [_safe(told.closing), f'<a href="{escape(told.url)}">{MORE}</a>']))
    made = "\n".join(filter(None, [f"<b>{_safe(told.headline)}</b>", told.dek and f"<i>{_safe(told.dek)}</i>"]))
    if length(f"{made}\n\n{closing}") > MOST:
        raise too_long("a message on Telegram", MOST)
    for section in told.sections:
        left = MOST - length(f"{made}\n\n\n\n{closing}")
        shown = section.fitted(lambda text, left=left: len(text.encode("utf-16-le")) // 2 <= left)  # type: ignore[misc]
        if shown:
            made = f"{made}\n\n{_headed(_safe(shown), section.heading)}"
    return f"{made}\n\n{closing}\n"


def _safe(text: str) -> str:
    # Telegram knows four entities by name; an apostrophe needs none in text.
    return escape(text, quote=False)


def _headed(text: str, heading: str) -> str:
    above = _safe(heading)
    return f"<b>{above}</b>{text.removeprefix(above)}" if heading else text


def read(file: str) -> Said:
    """Read what ``message`` wrote."""
    top, *rest = file.removesuffix("\n").split("\n\n")
    headline, _, dek = plain(top).partition("\n")
    lines = plain("\n".join(rest)).split("\n")
    return Said(headline, dek, tuple(each for each in lines if each != MORE))
