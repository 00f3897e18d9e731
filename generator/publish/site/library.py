"""The articles of a desk, as the site reads them.

``pieces(folder, remembered)`` gives every article's head, the newest first; ``bodies(base_url)``
gives the function that reads one's body, as ``Site.body`` wants it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Final

from generator.publish.site.cached import Memory, Row, listing, row_of, save
from generator.publish.site.claims import as_written, linked, marked, spots, unmarked
from generator.publish.site.head import EVIDENCE, read_bytes, read_evidence, read_head, split
from generator.publish.site.markup import render, unboxed
from generator.publish.site.piece import Body, Piece

_ADDRESS: Final = re.compile(r'(<(?:a|img) [^>]*?(?:href|src)=")([^"]*)"')
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def pieces(folder: Path, remembered: Path | None = None) -> tuple[Piece, ...]:
    """Return the heads of all articles in a folder, the newest first; of one instant in the order of their slugs.

    Args:
        folder: Holds ``<slug>.md``, ``<slug>.evidence.json`` and ``<slug>/`` with pictures.
        remembered: A file that keeps the heads from one call to the next. An article is read
            anew when size, time or number of its Markdown, its evidence or its folder changed; a
            picture must therefore be replaced by renaming, as all we write is.

    Raises:
        InputError: An article cannot be read; ``path:line`` and what to do.
    """
    memory = Memory.load(remembered)
    rows: dict[str, Row] = {}
    ordered: list[Piece] = []
    for slug, stamp in listing(folder):
        path = folder / f"{slug}.md"
        piece = memory.recall(slug, stamp, path)
        if piece is None:
            piece = read_head(path)
            rows[slug] = (stamp, row_of(piece))
        else:
            rows[slug] = memory.rows[slug]
        ordered.append(piece)
    if remembered is not None and rows != memory.rows:
        save(remembered, rows)
    ordered.sort(key=lambda piece: piece.date, reverse=True)
    return tuple(ordered)


def bodies(base_url: str) -> Callable[[Piece], Body]:
    """Return the function that reads an article's body; an article's page and its evidence's read one body.

    Args:
        base_url: Where the site is published, without a slash at its end.
    """

    @lru_cache(maxsize=4)
    def read(piece: Piece) -> Body:
        return body(piece, base_url=base_url)

    return read


def body(piece: Piece, *, base_url: str) -> Body:
    """Read an article's text and evidence.

    Raises:
        InputError: A file cannot be read any more.
    """
    path = piece.path
    text = unmarked(split(path, read_bytes(path))[1])
    evidence = read_evidence(path, read_bytes(path.with_name(path.stem + EVIDENCE)))
    folder = path.with_name(piece.slug)
    plain = render(text, folder)
    places = spots(evidence, text)
    html = plain
    if places:
        with_marks = render(marked(text, places), folder)
        # A mark must never change what the text means, as in "9. June", which begins a list.
        html = linked(with_marks, places) if as_written(with_marks) == plain else plain
    return Body(html=html, feed_html=_for_feeds(plain, f"{base_url}/articles/{piece.slug}/"), evidence=evidence)


def _for_feeds(html: str, page: str) -> str:
    """Return HTML that needs nothing of the page it stands on."""
    return _ADDRESS.sub(lambda found: f'{found[1]}{_absolute(found[2], page)}"', unboxed(html))


def _absolute(address: str, page: str) -> str:
    if _SCHEME.match(address):
        return address
    if address.startswith("/"):
        scheme, _, rest = page.partition("://")
        return f"{scheme}://{rest.partition('/')[0]}{address}"
    return page + address
