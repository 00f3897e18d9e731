"""A folder that readers see whole: versions beside it, and a link that is turned over.

``site`` is a link to ``site.versions/7``. The next version is made in ``site.versions/8.new``, out of
sight, gets its name when it is whole and on the disk, and only then the link is turned. A process
that is killed at any of these steps leaves readers what they had; what it left lying is cleared away
the next time.

A file that did not change is a hard link to the version before. The last but one version is not thrown
away but brought up to date, so that a build costs as much as what changed and not as much as the site.

Where there are no links (Windows without the right to make them), the folder itself is renamed; between
two renamings readers find nothing for a moment.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.errors import InputError, WirecopyError
from generator.publish.files import sync_folder, write_file
from generator.publish.workplace import Workplace

_FORM: Final = 1
_NEW: Final = ".new"
_TWIN: Final = ".twin"
_INDEX: Final = re.compile(r"([0-9]+)\.json")
#: What a file shows, and the hash of its bytes.
Entry = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One whole version.

    Args:
        number: Counts up, 0 where there is none yet.
        folder: Where its files lie.
        files: Path → what it shows, and the hash of its bytes.
        before: The folder that is brought up to date for the next version, "" for none: the version that this
            one was made from, or the twin of a first one.
        changed: The paths in which it differs from that folder.
    """

    number: int
    folder: Path
    files: Mapping[str, Entry]
    before: str = ""
    changed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Shelf:
    """The versions of one folder.

    Args:
        root: What readers see.
    """

    root: Path

    @property
    def place(self) -> Path:
        """Where the versions lie."""
        return self.root.with_name(f"{self.root.name}.versions")

    @property
    def _turned(self) -> Path:
        """Names the version that is in place where there are no links."""
        return self.place / "current"

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the folder for as long as the block lasts; a killed process lets go of it.

        Raises:
            WirecopyError: Another process is writing here.
            InputError: Something that is not ours lies where the site should, or the place cannot be written.
        """
        try:
            self._refuse_strangers()
            self.place.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.place / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise InputError(
                f"{self.place}: cannot be written: {error.strerror or error}; look at its rights"
            ) from error
        try:
            if not _held(handle):
                raise WirecopyError(f"{self.root}: another build is at work; let it end")
            yield
        finally:
            os.close(handle)

    def _refuse_strangers(self) -> None:
        if self.root.is_symlink():
            if self._number() == 0:
                raise InputError(f"{self.root}: is a link to {self.root.readlink()}, not ours; name another place")
        elif self.root.is_dir():
            if not self._turned.is_file() and any(self.root.iterdir()):
                raise InputError(f"{self.root}: is a folder with files of others; empty it, or name another place")
        elif self.root.exists():
            raise InputError(f"{self.root}: is a file; name a folder")

    def current(self) -> Version:
        """Return the version that readers see; of an index that cannot be read, one without files."""
        number = self._number()
        folder = self.root if self._by_name() else self.place / str(number)
        try:
            read = json.loads((self.place / f"{number}.json").read_bytes())
            if read["form"] != _FORM or not folder.is_dir():
                return Version(number=number, folder=folder, files={})
            files = {path: (shows, sha) for path, (shows, sha) in read["files"].items()}
            return Version(
                number=number, folder=folder, files=files, before=read["before"], changed=frozenset(read["changed"])
            )
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return Version(number=number, folder=folder, files={})

    def _by_name(self) -> bool:
        return self._turned.is_file() and not self.root.is_symlink()

    def _number(self) -> int:
        """Return the number of the version in place, 0 for none."""
        if self.root.is_symlink():
            target = self.root.readlink()
            ours = target.parent.name == self.place.name and target.name.isdecimal()
            return int(target.name) if ours else 0
        try:
            return int(self._turned.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0

    def clear(self, current: Version) -> None:
        """Remove what is neither the version in place nor the one before it: left by a killed process, or too old."""
        kept = {str(current.number), current.before}
        kept |= {f"{name}.json" for name in kept} | {"lock", self._turned.name}
        for each in self.place.iterdir():
            if each.name in kept:
                continue
            if each.is_dir() and not each.is_symlink():
                shutil.rmtree(each)
            else:
                each.unlink()

    def _next_number(self, current: Version) -> int:
        """Return a number that no version has had."""
        numbers = [int(found[1]) for each in self.place.iterdir() if (found := _INDEX.fullmatch(each.name))]
        return max([current.number, *numbers]) + 1

    def workplace(self, current: Version) -> Workplace:
        """Return a folder that holds what ``current`` holds, and that no reader sees.

        Raises:
            InputError: A file of the current version is gone.
        """
        folder = self.place / f"{self._next_number(current)}{_NEW}"
        work = Workplace(folder)
        if current.before and (self.place / current.before).is_dir():
            (self.place / current.before).rename(folder)
            for path in current.changed:
                work.remove(path)
            work.link([path for path in current.changed if path in current.files], current.folder)
        else:
            folder.mkdir()
            work.link(current.files, current.folder)
        return work

    def write_index(self, version: Version) -> None:
        """Write down what a version holds, beside it: readers do not see it."""
        content = {
            "form": _FORM,
            "before": version.before,
            "changed": sorted(version.changed),
            "files": dict(version.files),
        }
        write_file(self.place / f"{version.number}.json", json.dumps(content, separators=(",", ":")))

    def turn_over(self, version: Version) -> Path:
        """Let readers see the version, at once, and return where it lies then."""
        spare = self.root.with_name(f".{self.root.name}{_NEW}")
        spare.unlink(missing_ok=True)
        try:
            if self._by_name():
                raise OSError("this folder is turned over by its name")  # noqa: TRY301 - as where links are refused
            spare.symlink_to(Path(self.place.name, version.folder.name), target_is_directory=True)
        except (OSError, NotImplementedError):
            return self._rename(version)
        if self.root.is_dir() and not self.root.is_symlink():
            self.root.rmdir()  # an empty folder that somebody made for us
        spare.replace(self.root)
        sync_folder(self.root.parent)
        return version.folder

    def twin(self, version: Version) -> str:
        """Make a second folder of links to the version's files, for the next version to begin with; return its name."""
        folder = self.place / f"{version.number}{_TWIN}"
        folder.mkdir()
        Workplace(folder).link(version.files, version.folder)
        return folder.name

    def _rename(self, version: Version) -> Path:
        if self.root.exists():
            before = self._number()
            if before:
                self.root.rename(self.place / str(before))
            else:
                self.root.rmdir()
        # Written while nothing is in place, so that the number is never that of another folder.
        write_file(self._turned, str(version.number))
        version.folder.rename(self.root)
        return self.root


def _held(handle: int) -> bool:
    """Take the lock that the system keeps for a process as long as it lives."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - of Windows only

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl  # noqa: PLC0415 - of the others only

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
