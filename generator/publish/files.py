"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.errors import InputError

if TYPE_CHECKING:
    from generator.model.article import Article, Problem

ARTICLES: Final = "articles"
HELD: Final = "held"
_REASONS: Final = ".reasons.txt"


def write_file(path: Path, text: str) -> None:
    """Write ``text`` so that a reader, or a loss of power, sees the old file or the new one.

    Raises:
        InputError: The place cannot be written.
    """
    spare: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # In the same folder, since a rename is atomic only within one file system.
        with tempfile.NamedTemporaryFile("wb", dir=path.parent, prefix=".", suffix=".new", delete=False) as file:
            spare = Path(file.name)
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        spare.chmod(0o644)
        spare.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise InputError(
            f"{path}: cannot be written: {error.strerror or error}; free the place or its rights"
        ) from error
    finally:
        if spare is not None:
            spare.unlink(missing_ok=True)


def publish(article: Article, output: Path) -> Path:
    """Write an article and its evidence, and clear away an earlier refusal of the same slug.

    The evidence comes first: a text without evidence must never lie there.

    Returns:
        The path of the Markdown.
    """
    folder = output / ARTICLES
    write_file(folder / f"{article.slug}.evidence.json", article.evidence)
    write_file(folder / f"{article.slug}.md", article.markdown)
    for name in _names(article.slug):
        (output / HELD / name).unlink(missing_ok=True)
    return folder / f"{article.slug}.md"


def hold(article: Article, problems: Sequence[Problem], output: Path) -> Path:
    """Write a refused draft where nothing is published from, with the reasons beside it.

    Returns:
        The path of the reasons.
    """
    folder = output / HELD
    reasons = "".join(f"{each.sentence}: {each.kind}: {each.what}\n" for each in problems)
    markdown, facts, why = (folder / name for name in _names(article.slug))
    write_file(facts, article.evidence)
    write_file(markdown, article.markdown)
    write_file(why, reasons)
    return why


def _names(slug: str) -> tuple[str, str, str]:
    return f"{slug}.md", f"{slug}.evidence.json", f"{slug}{_REASONS}"


def sync_folder(folder: Path) -> None:
    """Return when the names of what lies in a folder are on the disk."""
    if os.name == "nt":
        return  # Windows has no handle on a folder to sync
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
