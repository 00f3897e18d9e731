"""The version that is being made, out of sight."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from generator.errors import InputError
from generator.publish.files import sync_folder

#: From so many files on, the disk is told once to keep everything, which is cheaper than once a file.
_MANY: Final = 200


@dataclass(slots=True)
class Workplace:
    """A version that nobody sees yet. Paths are text here: a site has many, and objects for them cost more than files.

    Args:
        folder: Where it lies.
        written: Paths of files with new bytes.
        touched: Folders that are there and in which something changed, "" for the whole.
    """

    folder: Path
    written: list[str] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)

    def link(self, paths: Iterable[str], source: Path) -> None:
        """Link files of another version that this one has not.

        Raises:
            InputError: One of them is gone.
        """
        start = str(source)
        for path in paths:
            place = self._place(path)
            try:
                os.link(f"{start}/{path}", place)
            except FileNotFoundError as error:
                raise InputError(f"{start}/{path}: is gone; remove {self.folder.parent} and build anew") from error
            except OSError:
                shutil.copy2(f"{start}/{path}", place)  # a disk without links

    def write(self, path: str, content: bytes) -> None:
        """Write a file; one of that name is replaced, never changed, since an older version shares it."""
        place = self._place(path)
        try:
            file = open(place, "xb")  # noqa: PTH123, SIM115 - as text, see above; closed below
        except FileExistsError:
            _clear(Path(place))
            file = open(place, "xb")  # noqa: PTH123, SIM115 - as above
        with file:
            file.write(content)
        self.written.append(path)

    def remove(self, path: str) -> None:
        """Remove a file and the folders that it leaves empty."""
        place = self.folder / path
        try:
            place.unlink()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError, PermissionError):
            if place.is_file():
                raise
            return  # what stands in its place now is a folder, or a file where its folder was
        for name in _around(path):
            folder = self.folder / name
            with os.scandir(folder) as left:
                if not name or any(left):
                    self.touched.add(name)
                    return
            folder.rmdir()
            self.touched.discard(name)

    def settle(self) -> None:
        """Return when all of it is on the disk and survives a loss of power."""
        if len(self.written) + len(self.touched) >= _MANY and hasattr(os, "sync"):
            os.sync()
            return
        for path in self.written:
            # For writing, since Windows syncs no other handle.
            handle = os.open(self.folder / path, os.O_RDWR)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        for name in self.touched:
            sync_folder(self.folder / name)

    def _place(self, path: str) -> str:
        """Return a file's place, in a folder that is there.

        Where a file becomes a folder or a folder a file, what was there is of the old version: two
        outputs in each other's way have been refused.
        """
        name = path.rpartition("/")[0]
        if name not in self.touched:
            folder = self.folder / name
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except (FileExistsError, NotADirectoryError):
                next(place for each in _around(path) if (place := self.folder / each).is_file()).unlink()
                folder.mkdir(parents=True, exist_ok=True)
            self.touched.add(name)
        return f"{self.folder}/{path}"


def _clear(place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink()


def _around(path: str) -> Iterator[str]:
    """Yield the folders that a path lies in, the innermost first, "" last."""
    while path:
        path = path.rpartition("/")[0]
        yield path
