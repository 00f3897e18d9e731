"""An editor's notes: ``notes/<date>.md``, or several a day as ``notes/<date>-<name>.md``.

A note carries what data cannot know, such as an exchange that closed. Its front matter
gives ``topic``, and where they apply ``asset``, ``source`` and ``url``; its one paragraph
is quoted as it stands. This module lies beside the settings and not in a room, since
notes belong to the desk: the pipeline reads them and hands them to the narrative.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final

from generator.errors import InputError
from generator.model.instants import closing_day
from generator.model.note import Note
from generator.resources import parse_yaml

_NAME: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-[a-z0-9-]+)?")
_FRONT: Final = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*\n", re.DOTALL | re.MULTILINE)
_KEYS: Final = ("topic", "asset", "source", "url")


def read_notes(folder: Path, *, as_of: datetime) -> tuple[Note, ...]:
    """Return the notes of the day that ends at, or holds, ``as_of``, by file name.

    Raises:
        InputError: A note has no topic, an unknown key, or not exactly one paragraph.
    """
    day = closing_day(as_of)
    notes = []
    for path in sorted(folder.glob(f"{day.isoformat()}*.md"), key=lambda path: path.stem):
        if _NAME.fullmatch(path.stem) is None:
            raise InputError(f"{path}: a note is called {day}.md or {day}-some-name.md; rename it")
        notes.append(_read(path, day))
    return tuple(notes)


def _read(path: Path, day: date) -> Note:
    try:
        text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}; save it as UTF-8 text") from error
    found = _FRONT.match(text)
    if found is None:
        raise InputError(f"{path}:1: a note begins with front matter; write ---, a line `topic: …`, and ---")
    # A line before the block keeps the line numbers those of the file.
    front = parse_yaml(f"\n{found[1]}", str(path))
    if not isinstance(front, Mapping) or "topic" not in front:
        raise InputError(f"{path}:1: a note needs a topic; add `topic: …` to its front matter")
    for key, value in front.items():
        if key not in _KEYS:
            raise InputError(f"{path}:{_line(front, key)}: unknown key {key!r}; use {', '.join(_KEYS)}")
        if not isinstance(value, str):
            raise InputError(f"{path}:{_line(front, key)}: {key} must be a text; put it in quotes")
    body = text[found.end() :].strip()
    line = text.count("\n", 0, found.end()) + 1
    if not body or "\n\n" in body or body.startswith(("#", "-", "|", ">")):
        raise InputError(f"{path}:{line}: a note is one paragraph of plain text; give each one a file of its own")
    return Note(
        id=path.stem,
        day=day,
        text=" ".join(body.split()),
        topic=front["topic"],
        asset=front.get("asset", ""),
        source=front.get("source", ""),
        url=front.get("url", ""),
    )


def _line(front: Mapping[str, object], key: str) -> int:
    lines: Mapping[str, int] = getattr(front, "lines", {})
    return lines.get(key, 1)
