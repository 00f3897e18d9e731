"""The version that is being made, out of sight."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from generator.errors import InputError
from generator.publish.files import sync_folder

#: From so many files on, the disk is told once to keep everything, which is cheaper than once a file.
_MANY: Final = 200


@dataclass(slots=True)
class Workplace:
    """The version that is being made; nobody sees it."""

    folder: Path
    written: list[Path] = field(default_factory=list)
    touched: set[Path] = field(default_factory=set)

    def link(self, paths: Iterable[str], source: Path) -> None:
        """Link files of another version that this one has not.

        Raises:
            InputError: One of them is gone.
        """
        for path in paths:
            place = self.folder / path
            if place.parent not in self.touched:
                self._room(place)
            try:
                os.link(source / path, place)
            except FileNotFoundError as error:
                raise InputError(f"{source / path}: is gone; remove {self.folder.parent} and build anew") from error
            except OSError:
                shutil.copy2(source / path, place)  # a disk without links

    def write(self, path: str, content: bytes) -> None:
        """Write a file; one of that name is replaced, never changed, since an older version shares it."""
        place = self.folder / path
        if place.parent not in self.touched:
            self._room(place)
        try:
            place.unlink(missing_ok=True)
        except (IsADirectoryError, PermissionError):  # the second is what macOS says
            if not place.is_dir():
                raise
            shutil.rmtree(place)
        place.write_bytes(content)
        self.written.append(place)

    def _room(self, place: Path) -> None:
        """Make the folder of a file.

        Where a file becomes a folder or a folder a file, what was there is of the old version: two
        outputs in each other's way have been refused.
        """
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            next(each for each in place.parents if each.is_file()).unlink()
            place.parent.mkdir(parents=True, exist_ok=True)
        self.touched.add(place.parent)

    def remove(self, path: str) -> None:
        """Remove a file and the folders that it leaves empty."""
        place = self.folder / path
        try:
            place.unlink()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError, PermissionError):
            if place.is_file():
                raise
            return  # what stands in its place now is a folder, or a file where its folder was
        for folder in place.parents:
            with os.scandir(folder) as left:
                if folder == self.folder or any(left):
                    self.touched.add(folder)
                    return
            folder.rmdir()
            self.touched.discard(folder)

    def settle(self) -> None:
        """Return when all of it is on the disk and survives a loss of power."""
        if len(self.written) + len(self.touched) >= _MANY and hasattr(os, "sync"):
            os.sync()
            return
        for place in self.written:
            # For writing, since Windows syncs no other handle.
            handle = os.open(place, os.O_RDWR)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        for folder in self.touched:
            sync_folder(folder)
