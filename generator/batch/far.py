"""Shards in an object store, through fsspec: a part is there whole or not at all, and nothing is ever appended to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Final

from generator.batch.rows import Row
from generator.batch.shelf import PART, read_rows
from generator.errors import InputError
from generator.model.names import file_stem

#: So many days become one object: fewer cost more requests, more are lost with a worker.
_DAYS: Final = 16
#: One asks an object store less often than a folder.
_ASKED: Final = 25


class FarShelf:
    """Shards at an address; see ``shelf.Shelf``."""

    def __init__(self, address: str) -> None:
        self._files, self._root = _opened(address)
        self._count = self._ticks = 0

    def rows(self, asset: str) -> Iterator[Row]:
        """See ``Shelf``."""
        for path in self._parts(file_stem(asset)):
            yield from read_rows(self._files.cat_file(path).splitlines(keepends=True))

    @contextmanager
    def writer(self, asset: str) -> Iterator[Objects]:
        """See ``Shelf``."""
        objects = Objects(self._files, f"{self._root}/{file_stem(asset)}")
        try:
            yield objects
        finally:
            objects.flush()

    def clear(self, asset: str) -> None:
        """See ``Shelf``."""
        for path in self._parts(file_stem(asset)):
            self._files.rm_file(path)

    def count(self) -> int:
        """See ``Shelf``."""
        if self._ticks % _ASKED == 0:
            self._count = sum(int(path.rpartition("/")[2].split(".")[1]) for path in self._parts("*"))
        self._ticks += 1
        return self._count

    def _parts(self, folder: str) -> list[str]:
        self._files.invalidate_cache()
        return sorted(map(str, self._files.glob(f"{self._root}/{folder}/*{PART}")))


class Objects:
    """One attempt's objects."""

    def __init__(self, files: Any, folder: str) -> None:  # noqa: ANN401 - fsspec has no types
        self._files = files
        self._folder = folder
        self._rows: list[Row] = []

    def put(self, row: Row) -> None:
        """Take a day; it survives the end of the process once its object is full."""
        self._rows.append(row)
        if len(self._rows) == _DAYS:
            self.flush()

    def flush(self) -> None:
        """Write what has been taken."""
        if not self._rows:
            return
        body = "".join(row.line() for row in self._rows).encode()
        # Named by what it holds: the same days written twice are one object.
        name = f"{self._rows[0].day}.{len(self._rows)}.{hashlib.sha256(body).hexdigest()[:12]}{PART}"
        self._files.makedirs(self._folder, exist_ok=True)
        self._files.pipe_file(f"{self._folder}/{name}", body)
        self._rows = []


def _opened(address: str) -> tuple[Any, str]:
    try:
        opened = import_module("fsspec.core").url_to_fs
    except ImportError as error:
        raise InputError("fsspec is missing here; run `pip install 'wirecopy[lake]'`") from error
    try:
        files, root = opened(address)
    except (ImportError, ValueError) as error:
        raise InputError(f"{address}: cannot be opened ({error}); is it an address of an object store?") from error
    return files, str(root).rstrip("/")
