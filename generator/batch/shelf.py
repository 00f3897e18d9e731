"""Shards: what became of an asset's days, a line a day, where whoever writes them and the desk both find them.

Each attempt at an asset writes parts of its own, so a part has one writer, and an attempt that was taken for dead
spoils nothing. A line that a killed process left unfinished is no line. What two attempts wrote of one day from the
same is the same, so it does not matter which of them counts.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from io import BufferedWriter
from pathlib import Path
from typing import Final, Protocol

from generator.batch.rows import Row
from generator.errors import InputError
from generator.model.names import file_stem

PART: Final = ".part"
SCHEME: Final = "://"


class Writer(Protocol):
    """What one attempt writes with."""

    def put(self, row: Row) -> None:
        """Write a day; it survives the end of the process."""


class Shelf(Protocol):
    """Where shards lie."""

    def rows(self, asset: str) -> Iterator[Row]:
        """Yield what was written of an asset's days and has not been cleared away, one at a time: years are large.

        There are several rows of a day that was written from one thing and then from another.
        """

    def writer(self, asset: str) -> AbstractContextManager[Writer]:
        """Hand out what new days are written with."""

    def clear(self, asset: str) -> None:
        """Clear away an asset's shards, once their texts lie in the desk."""

    def count(self) -> int:
        """Return how many days lie in shards; cheap to ask again and again."""


def shelf_at(address: str) -> Shelf:
    """Return the shelf in a folder, or at an address of an object store."""
    if SCHEME in address:
        from generator.batch.far import FarShelf  # noqa: PLC0415 - an optional part

        return FarShelf(address)
    return NearShelf(Path(address))


def read_rows(lines: Iterable[bytes]) -> Iterator[Row]:
    """Yield the rows of a shard; a line that is none is a day that will be written again."""
    for line in lines:
        if line.endswith(b"\n"):
            try:
                yield Row.read(line.decode())
            except (ValueError, KeyError, TypeError):
                continue


class NearShelf:
    """Shards in a folder."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._counted: dict[Path, tuple[int, int]] = {}

    def rows(self, asset: str) -> Iterator[Row]:
        """See ``Shelf``."""
        for path in self._parts(asset):
            with path.open("rb") as file:
                yield from read_rows(file)

    @contextmanager
    def writer(self, asset: str) -> Iterator[Parts]:
        """See ``Shelf``."""
        parts = Parts(self._root / file_stem(asset))
        try:
            yield parts
        finally:
            parts.close()

    def clear(self, asset: str) -> None:
        """See ``Shelf``."""
        for part in self._parts(asset):
            part.unlink(missing_ok=True)

    def count(self) -> int:
        """See ``Shelf``."""
        for path in self._root.glob(f"*/*{PART}"):
            begin, number = self._counted.get(path, (0, 0))
            with path.open("rb") as file:
                file.seek(begin)
                more = file.read()
            self._counted[path] = (begin + len(more), number + more.count(b"\n"))
        return sum(number for _, number in self._counted.values())

    def _parts(self, asset: str) -> list[Path]:
        return sorted((self._root / file_stem(asset)).glob(f"*{PART}"))


class Parts:
    """One attempt's parts, one a year."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._year = 0
        self._file: BufferedWriter | None = None

    def put(self, row: Row) -> None:
        """See ``Writer``."""
        try:
            if self._file is None or row.day.year != self._year:
                self.close()
                self._year = row.day.year
                self._folder.mkdir(parents=True, exist_ok=True)
                handle, _ = tempfile.mkstemp(prefix=f"{self._year}.", suffix=PART, dir=self._folder)
                self._file = os.fdopen(handle, "wb")
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
