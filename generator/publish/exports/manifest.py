"""What an export wrote before: the files that it may replace and remove, and no others."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal

from generator.errors import InputError
from generator.publish.files import write_file

NAME: Final = ".wirecopy-export.json"
#: What lies at a path: nothing, the very bytes, a file of ours with others, or something of the user's.
Lying = Literal["nothing", "same", "ours", "changed", "foreign"]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files of a tool's folder that are ours.

    Args:
        files: Path → hashes of the bytes that we gave it: of the last export, and while one is at work of both.
    """

    target: Path
    tool: str
    files: Mapping[str, tuple[str, ...]]

    @classmethod
    def read(cls, target: Path, tool: str) -> Manifest:
        """Return what was written to ``target``; nothing where there was no export yet.

        Raises:
            InputError: It cannot be read, or is another tool's.
        """
        path = target / NAME
        if not path.exists():
            return cls(target, tool, {})
        try:
            given = json.loads(path.read_text(encoding="utf-8"))
            of, files = str(given["tool"]), {str(k): tuple(map(str, v)) for k, v in given["files"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(f"{path}: cannot be read ({error}); restore it, or export to another folder") from error
        if of != tool:
            raise InputError(f"{path}: the folder holds an export for {of}; export to another folder")
        for each in files:
            below(target, each)
        return cls(target, tool, files)

    def write(self) -> None:
        """Keep it on the disk; without files there is none.

        Raises:
            InputError: The place cannot be written.
        """
        path = self.target / NAME
        lines = ",\n".join(f"{json.dumps(each)}: {json.dumps(self.files[each])}" for each in sorted(self.files))
        text = f'{{"tool": {json.dumps(self.tool)},\n"files": {{\n{lines}\n}}}}\n'
        if not self.files:
            path.unlink(missing_ok=True)
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            write_file(path, text)

    def lying(self, path: str, wanted: str) -> Lying:
        """Say what lies at ``path``, which is to hold bytes of the hash ``wanted``."""
        place = below(self.target, path)
        if not os.path.lexists(place):
            return "nothing"
        if place.is_symlink() or not place.is_file():
            return "foreign"
        found = digest(place.read_bytes())
        if found == wanted:
            return "same"
        if path not in self.files:
            return "foreign"
        return "ours" if found in self.files[path] else "changed"


def digest(data: bytes) -> str:
    """Return the hash that a manifest keeps of a file."""
    return sha256(data).hexdigest()


def below(target: Path, path: str) -> Path:
    """Return the place of ``path`` in ``target``.

    Raises:
        InputError: It would be elsewhere, also by a link that lies in the folder.
    """
    parts = path.split("/")
    place = target.joinpath(*parts)
    outside = any(each in ("", ".", "..") or "\\" in each or "\0" in each or ":" in each for each in parts)
    if outside or not place.parent.resolve().is_relative_to(target.resolve()):
        raise InputError(f"{target}: {path} would lie outside of it; rename it, or remove the link that leads there")
    return place
