"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from generator.errors import InputError

if TYPE_CHECKING:
    from generator.model.article import Article, Problem

ARTICLES: Final = "articles"
HELD: Final = "held"
REASONS: Final = ".reasons.txt"
#: What we write into an article's folder; anything else there is somebody's own.
_DRAWN: Final = (".svg", ".csv")


def write_file(path: Path, text: str) -> None:
    """Write ``text`` so that a reader, or a loss of power, sees the old file or the new one.

    Raises:
        InputError: The place cannot be written.
    """
    write_files(path.parent, {path.name: text})


def write_files(folder: Path, texts: Mapping[str, str]) -> None:
    """Write several files of one folder, name → text, each of them as ``write_file`` does.

    Raises:
        InputError: The place cannot be written.
    """
    if not texts:
        return
    path = folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            path = folder / name
            _put(path, text)
        sync_folder(folder)
    except OSError as error:
        raise InputError(
            f"{path}: cannot be written: {error.strerror or error}; free the place or its rights"
        ) from error


def _put(path: Path, text: str) -> None:
    # In the same folder, since a rename is atomic only within one file system; always of the same name, so that the
    # next writing takes away what a kill has left.
    spare = path.with_name(f".{path.name}.new")
    with _alone(spare) as file:
        try:
            file.truncate()
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
            if os.name == "nt":
                file.close()  # Windows renames no open file
            spare.chmod(0o644)
            spare.replace(path)
        except BaseException:
            spare.unlink(missing_ok=True)
            raise


def _alone(spare: Path) -> BinaryIO:
    """Return a spare file that nobody else writes to before it is closed; on Windows whoever comes last wins."""
    while True:
        file = os.fdopen(os.open(spare, os.O_RDWR | os.O_CREAT, 0o644), "r+b")
        if os.name == "nt":
            return file
        import fcntl  # noqa: PLC0415 - of the others only

        fcntl.flock(file, fcntl.LOCK_EX)
        # Who held it before may have put it into its place: then it is spare no more.
        if spare.exists() and os.path.samestat(os.fstat(file.fileno()), spare.stat()):
            return file
        file.close()


def publish(article: Article, output: Path) -> Path:
    """Write an article, its pictures and its evidence, and clear away an earlier refusal of the same slug.

    The Markdown comes last: a text without evidence, or without its pictures, must never lie there.
    Pictures of an earlier writing go when nothing shows them any more.

    Returns:
        The path of the Markdown.
    """
    folder = output / ARTICLES
    _write_pictures(article, folder)
    write_file(folder / f"{article.slug}.evidence.json", article.evidence)
    write_file(folder / f"{article.slug}.md", article.markdown)
    _clear_pictures(article, folder)
    clear_refusal(article.slug, output)
    return folder / f"{article.slug}.md"


def clear_refusal(slug: str, output: Path) -> None:
    """Clear away the refused draft of a slug, its reasons and its pictures; there may be none."""
    for name in _names(slug):
        (output / HELD / name).unlink(missing_ok=True)
    _clear(output / HELD / slug, keep=())


def hold(article: Article, problems: Sequence[Problem], output: Path) -> Path:
    """Write a refused draft where nothing is published from, with the reasons and its pictures beside it.

    Returns:
        The path of the reasons.
    """
    folder = output / HELD
    markdown, facts, why = (folder / name for name in _names(article.slug))
    _write_pictures(article, folder)
    write_file(facts, article.evidence)
    write_file(markdown, article.markdown)
    write_file(why, reasons_text(problems))
    _clear_pictures(article, folder)
    return why


def reasons_text(problems: Sequence[Problem]) -> str:
    """Return why a text is refused as it lies beside it, a line each."""
    return "".join(f"{each.sentence}: {each.kind}: {each.what}\n" for each in problems)


def _names(slug: str) -> tuple[str, str, str]:
    return f"{slug}.md", f"{slug}.evidence.json", f"{slug}{REASONS}"


def _write_pictures(article: Article, folder: Path) -> None:
    write_files(folder / article.slug, article.files)


def _clear_pictures(article: Article, folder: Path) -> None:
    """Remove the pictures that the article does not show, and their folder where nothing is left in it."""
    _clear(folder / article.slug, keep=article.files)


def _clear(beside: Path, *, keep: Collection[str]) -> None:
    if not beside.is_dir():
        return
    for path in beside.iterdir():
        if path.suffix in _DRAWN and path.name not in keep:
            path.unlink()
    if not any(beside.iterdir()):
        beside.rmdir()


def sync_folder(folder: Path) -> None:
    """Return when the names of what lies in a folder are on the disk."""
    if os.name == "nt":
        return  # Windows has no handle on a folder to sync
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
