"""Shards: what became of an asset's days, a line a day, where whoever writes days and the desk both find them.

Each attempt at an asset writes parts of its own, so a part has one writer, and an attempt that was taken for dead
spoils nothing. A line that a killed process left unfinished is no line. Days that two attempts wrote are the same.
What lies in the desk is folded into one file a year, without the texts.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from io import BufferedWriter
from pathlib import Path
from typing import Final

from generator.batch.rows import Row
from generator.errors import InputError
from generator.publish.files import write_file

_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")
_FOLDED: Final = ".jsonl"
_PART: Final = ".part"


def name_of(asset: str) -> str:
    """Return an asset's folder: feeds call assets anything."""
    return _UNSAFE.sub("-", asset).lstrip(".-") or "asset"


class Shelf:
    """Shards in a folder."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._counted: dict[Path, tuple[int, int]] = {}

    def rows(self, asset: str) -> dict[date, Row]:
        """Return the days of an asset; of a day written twice what was written last."""
        folder = self._root / name_of(asset)
        found: dict[date, Row] = {}
        for path in sorted(folder.glob(f"*{_FOLDED}")) + self._parts(folder):
            with path.open("rb") as file:
                for line in file:
                    row = _read(line)
                    if row is not None:
                        found[row.day] = row
        return found

    @contextmanager
    def parts(self, asset: str) -> Iterator[Parts]:
        """Hand out what new days are written with."""
        folder = self._root / name_of(asset)
        folder.mkdir(parents=True, exist_ok=True)
        parts = Parts(folder)
        try:
            yield parts
        finally:
            parts.close()

    def fold(self, asset: str, rows: Mapping[date, Row]) -> None:
        """Keep an asset's days without their texts, in place of all its parts."""
        folder = self._root / name_of(asset)
        parts = self._parts(folder)
        years: dict[int, list[str]] = {}
        for day in sorted(rows):
            years.setdefault(day.year, []).append(rows[day].bare().line())
        for year, lines in years.items():
            text = "".join(lines)
            path = folder / f"{year}{_FOLDED}"
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                write_file(path, text)
        for part in parts:
            part.unlink(missing_ok=True)

    def count(self) -> int:
        """Return how many days lie in parts; cheap to ask again and again."""
        for path in self._root.glob(f"*/*{_PART}"):
            begin, number = self._counted.get(path, (0, 0))
            with path.open("rb") as file:
                file.seek(begin)
                more = file.read()
            self._counted[path] = (begin + len(more), number + more.count(b"\n"))
        return sum(number for _, number in self._counted.values())

    def _parts(self, folder: Path) -> list[Path]:
        return sorted(folder.glob(f"*{_PART}"), key=lambda path: (path.stat().st_mtime_ns, path.name))


class Parts:
    """One attempt's parts, one a year."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._year = 0
        self._file: BufferedWriter | None = None

    def put(self, row: Row) -> None:
        """Write a day; it survives the end of the process."""
        if self._file is None or row.day.year != self._year:
            self.close()
            self._year = row.day.year
            handle, _ = tempfile.mkstemp(prefix=f"{self._year}.", suffix=_PART, dir=self._folder)
            self._file = os.fdopen(handle, "wb")
        try:
            self._file.write(row.line().encode())
            self._file.flush()
        except OSError as error:
            raise InputError(
                f"{self._folder}: cannot be written: {error.strerror or error}; free the place or its rights"
            ) from error

    def close(self) -> None:
        """Return when what was written survives the end of the machine."""
        if self._file is not None:
            os.fsync(self._file.fileno())
            self._file.close()
            self._file = None


def _read(line: bytes) -> Row | None:
    if not line.endswith(b"\n"):
        return None
    try:
        return Row.read(line.decode())
    except (ValueError, KeyError, TypeError):
        return None  # the day is written again


def pending(rows: Iterable[Row]) -> list[Row]:
    """Return the days whose texts do not lie in the desk yet."""
    return [row for row in rows if any(text.article is not None for text in row.texts)]
