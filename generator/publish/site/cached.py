"""Heads of articles, remembered: a library of thousands is read by looking at its files' times.

The memory is one JSON file with the hash of its content in its first line. A damaged one, or one
of another form, is as good as none.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, Self

from generator.publish.files import write_file
from generator.publish.site.head import EVIDENCE
from generator.publish.site.piece import Correction, Piece

#: Raised with each change of ``Piece`` or of how it is read.
_FORM: Final = "wirecopy library 1"
#: A file changed twice within a tick of the disk's clock looks unchanged, so what is as young as this
#: memory is read again. [ns]
_TICK_NS: Final = 2_000_000_000
_NAMES: Final = tuple(each.name for each in fields(Piece) if each.name != "path")
#: Size, time and number of a file; of three files: Markdown, evidence, folder of pictures.
Stamp = list[int]
#: A stamp, and what was read when files looked so.
Row = tuple[Stamp, list[Any]]


def listing(folder: Path) -> Iterator[tuple[str, Stamp]]:
    """Yield each article's slug and what its files look like from outside, by slug.

    Files whose names begin with a dot are being written, and are left alone.
    """
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        seen = {entry.name: entry for entry in entries if not entry.name.startswith(".")}
    for name in sorted(name for name in seen if name.endswith(".md")):
        slug = name[:-3]
        stamp: Stamp = []
        for part in (name, slug + EVIDENCE, slug):
            entry = seen.get(part)
            if entry is None:
                stamp += (0, 0, 0)
            else:
                at = entry.stat()
                stamp += (at.st_size, at.st_mtime_ns, at.st_ino)
        yield slug, stamp


@dataclass(slots=True)
class Memory:
    """What was read of a folder's articles, by slug: their stamp, and their head's values in a row."""

    rows: dict[str, Row] = field(default_factory=dict)
    written_ns: int = 0

    @classmethod
    def load(cls, path: Path | None) -> Self:
        """Read the memory; one that is missing, damaged or of another form remembers nothing."""
        if path is None:
            return cls()
        try:
            raw = path.read_bytes()
            written_ns = path.stat().st_mtime_ns
        except OSError:
            return cls()
        head, _, content = raw.partition(b"\n")
        if head.decode(errors="replace") != _head(content):
            return cls()
        rows: dict[str, Row] = json.loads(content)
        return cls(rows, written_ns)

    def recall(self, slug: str, stamp: Stamp, path: Path) -> Piece | None:
        """Return the head as it was read, or None where the files may have changed since."""
        row = self.rows.get(slug)
        if row is None or row[0] != stamp or max(stamp[1::3]) > self.written_ns - _TICK_NS:
            return None
        return _piece(row[1], path)


def row_of(piece: Piece) -> list[Any]:
    """Return a head's values in a row, as it is remembered."""
    return [getattr(piece, name) for name in _NAMES]


def save(path: Path, rows: Mapping[str, Row]) -> None:
    """Remember these heads, and no others.

    Raises:
        InputError: The place cannot be written.
    """
    content = json.dumps(rows, ensure_ascii=False, separators=(",", ":"), default=_plain)
    write_file(path, f"{_head(content.encode())}\n{content}")


def _head(content: bytes) -> str:
    return f"{_FORM} {','.join(_NAMES)} {blake2b(content, digest_size=16).hexdigest()}"


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Correction):
        return [value.at, value.what]
    raise TypeError(f"the memory cannot hold {value!r}")


def _piece(row: list[Any], path: Path) -> Piece:
    given = dict(zip(_NAMES, row, strict=True))
    for name in ("date", "lastmod"):
        given[name] = datetime.fromisoformat(given[name])
    for name in ("tags", "authors", "sources", "metrics"):
        given[name] = tuple(given[name])
    given["corrections"] = tuple(
        Correction(at=datetime.fromisoformat(at), what=what) for at, what in given["corrections"]
    )
    return Piece(path=path, **given)
