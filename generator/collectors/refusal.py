"""Error objects that come with status 200: what the source says in them is why there is no reading."""

from __future__ import annotations

import json
from typing import Any, Final

from generator.errors import PayloadError
from generator.model.reply import Reply

_LONGEST: Final = 120


def not_refused(reply: Reply, *places: str) -> None:
    """Let a reply pass that holds no words at any of the places where its source puts errors.

    Args:
        reply: As it came; what is no JSON at all passes here, and is refused where it is read.
        places: Paths of fields: ``status.error_message``, or ``error.0`` where they stand in a list.

    Raises:
        PayloadError: The source refused; the text quotes its words.
    """
    try:
        body = json.loads(reply.body)
    except (ValueError, RecursionError):
        return
    for place in places:
        said = _at(body, place.split("."))
        if isinstance(said, str) and said.strip():
            raise PayloadError(f'{reply.name}: {place}: the source refused, in its words: "{_plain(said)}"')


def only_asked(reply: Reply, field: str, found: set[str]) -> None:
    """Let a list pass that is of the one subject that was asked about.

    Args:
        reply: As it came.
        field: Where the source names the subject of a row: ``data.instId``.
        found: The subjects of all rows.

    Raises:
        PayloadError: The list is empty, or of another subject.
    """
    if found != {reply.subject}:
        held = ", ".join(map(repr, sorted(found)))[:60] or "nothing"
        raise PayloadError(f"{reply.name}: {field}: holds {held}; ask again later")


def _at(body: Any, path: list[str]) -> object:  # noqa: ANN401 - what a wire holds
    for part in path:
        if isinstance(body, list) and part.isdecimal() and int(part) < len(body):
            body = body[int(part)]
        elif isinstance(body, dict) and part in body:
            body = body[part]
        else:
            return None
    return body


def _plain(text: str) -> str:
    """Return a source's words on one line: nothing in them moves a cursor or turns the writing round."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text[: _LONGEST * 4]).split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
