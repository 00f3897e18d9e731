"""From shards into the desk: one process puts articles, refused drafts, memory and series where ``write`` would."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from generator.batch.rows import Row, Text
from generator.pipeline import Outcome
from generator.publish.files import ARTICLES, HELD, REASONS, clear_refusal, hold, publish
from generator.publish.series import SERIES

if TYPE_CHECKING:
    from generator.model.ports import Memory
    from generator.model.review import Review


def settle(row: Row, output: Path, memory: Memory, pinned: Mapping[str, Review]) -> Iterator[Outcome]:
    """Put a day's texts into the desk, and yield what became of each; what lies there already is left alone.

    Args:
        row: The day.
        output: The desk's.
        memory: Remembers what is published.
        pinned: Slug → the decision by which a person let it through.
    """
    for text in row.texts:
        slug = text.verdict.slug
        article = text.article
        if text.state == "held":
            if article is not None and not _lies(text, output):
                hold(article, text.verdict.problems, output)
            path = output / HELD / f"{slug}{REASONS}"
        else:
            path = output / ARTICLES / f"{slug}.md"
            if article is not None and not _lies(text, output):
                publish(article, output)
            elif text.state == "published":
                clear_refusal(slug, output)
        if text.said is not None:
            memory.remember(text.said)
        yield Outcome(text.edition, text.title, path, text.verdict, pinned[slug] if text.state == "kept" else None)


def lost(rows: Iterable[Row], output: Path) -> Iterator[Row]:
    """Yield the days that were put into the desk and no longer lie there as they were."""
    for row in rows:
        if not all(text.article is not None or _lies(text, output) for text in row.texts):
            yield row


def no_series(rows: Iterable[Row], output: Path) -> bool:
    """Whether a file for the pages of metrics is missing."""
    names = {name for row in rows for name in row.series}
    return not all((output / SERIES / name).is_file() for name in names)


def _lies(text: Text, output: Path) -> bool:
    return all(_is(output / name, sha) for name, sha in text.sha256.items())


def _is(path: Path, sha: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha
