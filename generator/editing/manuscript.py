"""A text as it lies on the desk: its Markdown, the evidence beside it, and its pictures."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from generator.errors import InputError
from generator.model.article import Article
from generator.model.chart import Picture
from generator.publish.files import ARTICLES, HELD

_DRAWN: Final = (".svg", ".csv")
#: Harmless as a file's name, whatever it is put behind.
_SLUG: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manuscript:
    """One text that an editor may decide on.

    Args:
        path: Of the Markdown.
        markdown: Its bytes as text.
        written: The evidence as it lies beside it.
        evidence: The same, read.
        pictures: The drawings and tables in the folder of its name, name → text.
    """

    path: Path
    markdown: str
    written: str = field(repr=False)
    evidence: Mapping[str, Any] = field(repr=False)
    pictures: Mapping[str, str] = field(repr=False)

    @property
    def slug(self) -> str:
        """Its name."""
        return self.path.stem

    @property
    def refused(self) -> bool:
        """Whether it lies where refused drafts lie, which nothing is published from."""
        return self.path.parent.name == HELD

    @property
    def sha256(self) -> str:
        """What a decision on this text names."""
        return hash_of(self.markdown)

    def article(self, markdown: str, written: str) -> Article:
        """Return the article that it becomes with another text; a drawing without its table is left behind."""
        stems = sorted(Path(name).stem for name in self.pictures if name.endswith(".svg"))
        pictures = tuple(
            Picture(
                id=stem, title="", svg=self.pictures[f"{stem}.svg"], csv=self.pictures[f"{stem}.csv"], head=(), rows=()
            )
            for stem in stems
            if f"{stem}.csv" in self.pictures
        )
        return Article(slug=self.slug, title="", markdown=markdown, evidence=written, pictures=pictures)


def hash_of(markdown: str) -> str:
    """Return the hash by which a decision knows a text."""
    return sha256(markdown.encode()).hexdigest()


def read_manuscript(path: Path) -> Manuscript:
    """Read a text and what lies beside it.

    Raises:
        InputError: One of the files is missing or damaged.
    """
    beside = path.with_name(f"{path.stem}.evidence.json")
    markdown = _text(path, "name a Markdown file")
    written = _text(beside, "the evidence lies beside the article")
    try:
        evidence = json.loads(written)
    except json.JSONDecodeError as error:
        raise InputError(f"{beside}:{error.lineno}: {error.msg}; take the evidence that was written") from error
    if not isinstance(evidence, dict):
        raise InputError(f"{beside}:1: is no evidence; take the file that was written with the article")
    return Manuscript(
        path=path, markdown=markdown, written=written, evidence=evidence, pictures=_pictures(path.with_suffix(""))
    )


def find_manuscript(output: Path, named: str) -> Manuscript:
    """Return the text that a slug or a path names; by its slug an article goes before a refused draft.

    Raises:
        InputError: There is none, it lies elsewhere, or a file of it is damaged.
    """
    folders = (output / ARTICLES, output / HELD)
    if "/" in named or named.endswith(".md"):
        path = Path(named).resolve()
        if path.parent not in [folder.resolve() for folder in folders]:
            raise InputError(f"{named}: lies outside of {output}; name an article of the desk, or its slug")
        return read_manuscript(path)
    for folder in folders:
        if _SLUG.fullmatch(named) is not None and (folder / f"{named}.md").is_file():
            return read_manuscript(folder / f"{named}.md")
    raise InputError(f"{named}: no such article in {output}; `wirecopy write` makes them, `ls {folders[0]}` lists them")


def _text(path: Path, mend: str) -> str:
    try:
        # As bytes: a hash is of what lies there, line ends and all.
        return path.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}; {mend}") from error


def _pictures(folder: Path) -> Mapping[str, str]:
    names = sorted(folder.iterdir()) if folder.is_dir() else ()
    return {path.name: _text(path, "write the article anew") for path in names if path.suffix in _DRAWN}
