"""The site on disk: only what changed is made and written, and readers see all of it at once.

``build(outputs, root)`` returns what it did. ``root`` is a link to ``<root>.versions/<n>``; the files in
it are replaced by the next build, never edited by hand.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.errors import InputError
from generator.publish.versions import Entry, Shelf, Version

if TYPE_CHECKING:
    from generator.publish.site.output import Output
    from generator.publish.workplace import Workplace

#: Folders and a name, of what every file system and address can hold; no part begins with a dot but ``.nojekyll``.
_PATH: Final = re.compile(r"(?:[A-Za-z0-9_@~-][A-Za-z0-9_@~.+-]*/)*[A-Za-z0-9_@~-][A-Za-z0-9_@~.+-]*")

_RENAME: Final = "rename an article, a tag or an asset"


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did.

    Args:
        version: The folder that holds the site now; nothing in it changes as long as it is the newest but one.
        written: Files that are new or have other bytes than before.
        removed: Files that are gone.
        kept: Files that are as they were.
    """

    version: Path
    written: int
    removed: int
    kept: int


def build(outputs: Iterable[Output], root: Path) -> Built:
    """Bring the site at ``root`` up to date.

    Outputs are taken one after the other, and ``make`` is called where ``shows`` is not what it was. Where
    nothing changed, nothing is written. A process killed at any moment leaves the site as it was or as it is
    to be.

    Raises:
        InputError: An output has no proper path, or one that another output has; something that is not ours
            lies at ``root``; the disk refuses.
        WirecopyError: Another build is at work on ``root``.
    """
    shelf = Shelf(root)
    with shelf.alone(), _uncollected():
        current = shelf.current()
        shelf.clear(current)
        making = _Making(shelf, current)
        try:
            for output in outputs:
                making.take(output)
            return making.finish()
        except OSError as error:
            named = error.filename or root
            raise InputError(f"{named}: {error.strerror or error}; free space, or look at its rights") from error


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no cycles meanwhile: a build makes many objects and hardly a cycle, and the search costs an eighth."""
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searched:
            gc.enable()


@dataclass(slots=True)
class _Making:
    shelf: Shelf
    current: Version
    files: dict[str, Entry] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    work: Workplace | None = None

    def take(self, output: Output) -> None:
        """Make an output where it shows something else than before."""
        path = output.path
        if path in self.files:
            raise InputError(f"{path}: two pages have this address; {_RENAME}")
        known = self.current.files.get(path)
        if known is not None and known[0] == output.shows:
            self.files[path] = known
            return
        if known is None and _PATH.fullmatch(path) is None and path != ".nojekyll":
            raise InputError(f"{path!r}: is no path below the site; use letters, digits and dashes between slashes")
        content = output.make()
        sha = blake2b(content, digest_size=16).hexdigest()
        self.files[path] = (output.shows, sha)
        if known is None or known[1] != sha:
            self.changed.add(path)
            self._workplace().write(path, content)

    def finish(self) -> Built:
        """Remove what is gone, and let readers see the new version."""
        gone = self.current.files.keys() - self.files.keys()
        kept = len(self.files) - len(self.changed)
        if not gone and not self.changed and self.current.number:
            if self.files != self.current.files:
                self.shelf.write_index(replace(self.current, files=self.files))
            return Built(self.current.folder, 0, 0, kept)
        if self.changed - self.current.files.keys():
            _refuse_collisions(self.files)
        work = self._workplace()
        for path in gone:
            work.remove(path)
        work.settle()
        folder = work.folder.rename(work.folder.with_suffix(""))
        # An index that could not be read says nothing of what lies in its version.
        before = str(self.current.number) if self.current.files else ""
        made = Version(
            number=int(folder.name),
            folder=folder,
            files=self.files,
            before=before,
            changed=frozenset(self.changed | gone),
        )
        self.shelf.write_index(made)
        made = replace(made, folder=self.shelf.turn_over(made))
        if not before:
            self.shelf.write_index(replace(made, before=self.shelf.twin(made), changed=frozenset()))
        return Built(made.folder, len(self.changed), len(gone), kept)

    def _workplace(self) -> Workplace:
        if self.work is None:
            self.work = self.shelf.workplace(self.current)
        return self.work


def _refuse_collisions(paths: Collection[str]) -> None:
    """Raise where a disk that knows no capitals would hold two files, or a file and a folder, in one place.

    Raises:
        InputError: Two outputs are in each other's way.
    """
    names = {path.casefold(): path for path in paths}
    if len(names) < len(paths):
        path = next(path for path in paths if names[path.casefold()] != path)
        raise InputError(f"{path}: two pages have this address, the other as {names[path.casefold()]}; {_RENAME}")
    folders = {name.rpartition("/")[0] for name in names}
    while folders:
        for each in folders & names.keys():
            raise InputError(f"{names[each]}: is a file and a folder; {_RENAME}")
        folders = {folder.rpartition("/")[0] for folder in folders} - {""}
