"""An export on disk: writes what changed, removes what it wrote before, and touches nothing of the user's."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from generator.errors import InputError
from generator.model.instants import iso
from generator.publish.exports.manifest import NAME, Manifest, below, digest
from generator.publish.exports.tool import Exported, Tool, export, source
from generator.publish.exports.tools import named

#: What the editors say of an article that may leave the desk.
State = Literal["published", "draft"]
_SPARE: Final = ".wirecopy-new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What an export did, by the files' paths in the target.

    Args:
        kept: Files that we wrote and that are no longer wanted, but were changed since; they are the user's now.
        notes: Lines that a user must read, such as of an article dated in the future.
    """

    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    kept: tuple[str, ...]
    notes: tuple[str, ...]


def write_export(
    tool: str,
    articles: Path,
    target: Path,
    *,
    states: Mapping[str, State],
    now: datetime,
    base_url: str = "",
    section: str = "",
) -> Report:
    """Bring a tool's folder up to date with the desk's articles.

    Before anything is written it is clear that nothing of the user's is in the way. A process killed at any
    moment leaves whole files, and the next export finishes what it began.

    Args:
        tool: ``hugo``, ``pelican``, ``jekyll``, ``eleventy``, ``astro`` or ``mkdocs``.
        articles: Holds ``<slug>.md``, ``<slug>.evidence.json`` and ``<slug>/`` with pictures.
        target: The folder of the tool's site.
        states: The articles to export, by slug. One that is not named is left out, and removed if it was there.
        now: An article dated later is written all the same, and told of in the report's notes.
        base_url: The desk's own site, for links of a text that lead there.
        section: The folder of the articles, where it is not the tool's usual one.

    Raises:
        InputError: An article cannot be read, a file of the user's is in the way, or the disk refuses.
    """
    work = _Work(named(tool), articles, target, states, base_url.rstrip("/"), section.strip("/"))
    manifest = Manifest.read(target, tool)
    try:
        plan = _Plan.of(work, manifest, now)
        changed = bool(plan.write or plan.gone)
        if changed:
            target.mkdir(parents=True, exist_ok=True)
            both = {path: (*manifest.files.get(path, ()), plan.files[path]) for path in plan.files}
            replace(manifest, files={**manifest.files, **both}).write()
            _carry_out(work, plan)
        if changed or plan.files.keys() != manifest.files.keys():
            replace(manifest, files={path: (sha,) for path, sha in plan.files.items()}).write()
    except OSError as error:
        where = error.filename or target
        raise InputError(f"{where}: {error.strerror or error}; free space, or look at its rights") from error
    return Report(
        written=tuple(sorted(plan.write)),
        removed=plan.gone,
        unchanged=tuple(sorted(plan.files.keys() - plan.write.keys())),
        kept=plan.kept,
        notes=plan.notes,
    )


@dataclass(frozen=True, slots=True)
class _Work:
    tool: Tool
    articles: Path
    target: Path
    states: Mapping[str, State]
    base_url: str
    section: str

    def files(self, slug: str) -> Iterator[Exported]:
        given = source(self.articles / f"{slug}.md", draft=self.states[slug] == "draft")
        yield from export(self.tool, given, base_url=self.base_url, section=self.section)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be done.

    Args:
        files: Every file that there is to be, and the hash of its bytes.
        write: Those of them that are not there yet, and the article they belong to.
    """

    files: Mapping[str, str]
    write: Mapping[str, str]
    gone: tuple[str, ...]
    kept: tuple[str, ...]
    notes: tuple[str, ...]

    @classmethod
    def of(cls, work: _Work, manifest: Manifest, now: datetime) -> _Plan:
        """Look at everything and write nothing. Bytes are made again when they are written: a year's are many."""
        files: dict[str, str] = {}
        owners: dict[str, str] = {}
        write: dict[str, str] = {}
        notes: list[str] = []
        for slug in sorted(work.states):
            given = source(work.articles / f"{slug}.md", draft=work.states[slug] == "draft")
            if given.piece.date > now:
                notes.append(f"{slug} is dated {iso(given.piece.date)}: {work.tool.ahead}")
            for each in export(work.tool, given, base_url=work.base_url, section=work.section):
                other = owners.setdefault(each.path.casefold(), slug)
                if other != slug:
                    raise InputError(f"{work.target / each.path}: {slug} and {other} would both lie there; rename one")
                files[each.path] = digest(each.data)
                if _to_write(manifest, each.path, files[each.path]):
                    write[each.path] = slug
        lying = {path: manifest.lying(path, "") for path in sorted(manifest.files.keys() - files.keys())}
        return cls(
            files=files,
            write=write,
            gone=tuple(path for path, found in lying.items() if found == "ours"),
            kept=tuple(path for path, found in lying.items() if found in ("changed", "foreign")),
            notes=tuple(notes),
        )


def _to_write(manifest: Manifest, path: str, wanted: str) -> bool:
    found = manifest.lying(path, wanted)
    if found == "foreign":
        raise InputError(
            f"{manifest.target / path}: is there already and is not from an export;"
            f" move it away, or export to another folder"
        )
    if found == "changed":
        raise InputError(
            f"{manifest.target / path}: was changed since it was exported; move it away to have it written anew"
        )
    return found != "same"


def _carry_out(work: _Work, plan: _Plan) -> None:
    for slug in sorted(set(plan.write.values())):
        for each in work.files(slug):
            if plan.write.get(each.path) == slug:
                _write(below(work.target, each.path), each.data)
    for path in plan.gone:
        place = below(work.target, path)
        place.unlink(missing_ok=True)
        _remove_empty(place.parent, work.target)


def _write(path: Path, data: bytes) -> None:
    """Let a reader see the old file or the new one. The spare's name is fixed, so that one left over is used up."""
    path.parent.mkdir(parents=True, exist_ok=True)
    spare = path.with_name(f".{path.name}{_SPARE}")
    spare.unlink(missing_ok=True)
    with spare.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    spare.replace(path)


def _remove_empty(folder: Path, target: Path) -> None:
    """Remove an article's folder once nothing is in it; a folder of the user's with files stays of itself."""
    while folder != target and not (folder / NAME).exists():
        with suppress(OSError):
            folder.rmdir()
        if folder.exists():
            return
        folder = folder.parent
