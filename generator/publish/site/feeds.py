"""RSS 2.0, Atom and JSON Feed 1.1: of everything, of each edition, and of each tag.

Each holds the newest twenty in full. None holds a clock: a feed was last built when the newest of
its articles last changed, so the same articles are the same bytes.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final, Self

from generator.model.instants import EPOCH, iso
from generator.publish.site import paths
from generator.publish.site.output import Output, digest
from generator.publish.site.plain import legal, one_line
from generator.templating import fill, load

if TYPE_CHECKING:
    from generator.publish.site.desk import Publication, Site
    from generator.publish.site.piece import Piece

#: How many articles a feed holds.
NEWEST: Final = 20
_VERSION: Final = "https://jsonfeed.org/version/1.1"
#: An article stands in up to a handful of feeds of three forms each, and is read once for all of them.
_KEPT: Final = 256
#: What a reader that takes an RSS title for HTML would not show as it was written.
_LIKE_MARKUP: Final = re.compile(r"<|&[#\w]+;")


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """What one feed is of.

    Args:
        folder: Of the page that lists the same articles, below the root; the feed lies in it.
        pieces: The newest twenty.
    """

    folder: str
    title: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An article as a feed holds it; ``content`` is sanitised HTML, all else is plain text."""

    url: str
    title: str
    dek: str
    content: str
    published: datetime
    updated: datetime
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    image: str
    evidence: str

    @classmethod
    def of(cls, piece: Piece, content: str, publication: Publication) -> Self:
        """Return a piece as an item."""
        url = publication.address(paths.article(piece.slug))
        signed = piece.authors or publication.authors or (publication.title,)
        topics = dict.fromkeys(one_line(each) for each in (piece.category, *piece.tags))
        return cls(
            url=url,
            title=one_line(piece.title),
            dek=one_line(piece.description),
            content=legal(content),
            published=piece.date.astimezone(UTC),
            updated=piece.changed_at.astimezone(UTC),
            authors=tuple(one_line(each) for each in signed),
            tags=tuple(filter(None, topics)),
            image=f"{url}card.png",
            evidence=f"{url}evidence.json",
        )


def outputs(site: Site) -> Iterator[Output]:
    """Yield the three feeds of everything, of each edition, and of each tag."""

    @lru_cache(maxsize=_KEPT)
    def item(piece: Piece) -> Item:
        return Item.of(piece, site.body(piece).feed_html, site.publication)

    shared = digest((site.theme, repr(site.publication)))
    for channel in _channels(site):
        shown = digest((shared, channel.folder, channel.title, *(piece.sha256 for piece in channel.pieces)))
        for name, written in _FORMS.items():
            make = partial(written, site, channel, item)
            yield Output(path=f"{channel.folder}{name}", shows=digest((name, shown)), make=make)


def _channels(site: Site) -> Iterator[Channel]:
    """Yield what feeds are of; two tags that share a page share a feed, which the newest of them names."""
    name = one_line(site.publication.title)
    yield Channel(folder="", title=name, pieces=site.pieces[:NEWEST])
    edition, tag = lru_cache(maxsize=None)(paths.edition), lru_cache(maxsize=None)(paths.tag)
    found: dict[str, tuple[str, list[Piece]]] = {}
    for piece in site.pieces:
        labels = {tag(each): each for each in reversed(piece.tags)}
        if piece.edition:
            labels[edition(piece.edition)] = piece.edition
        for folder, label in labels.items():
            pieces = found.setdefault(folder, (label, []))[1]
            if len(pieces) < NEWEST:
                pieces.append(piece)
    for folder, (label, pieces) in sorted(found.items()):
        yield Channel(folder=folder, title=f"{name}: {one_line(label)}", pieces=tuple(pieces))


def rss_text(text: str) -> str:
    """Return plain text for RSS, whose readers may take it for HTML: escaped where they would not show it as it is.

    Example:
        >>> rss_text("Fear & Greed"), rss_text("BTC <b>up</b>")
        ('Fear & Greed', 'BTC &lt;b&gt;up&lt;/b&gt;')
    """
    return html.escape(text, quote=False) if _LIKE_MARKUP.search(text) else text


def _rss(site: Site, channel: Channel, item: Callable[[Piece], Item]) -> bytes:
    return _xml(site, channel, item, "feed.xml")


def _atom(site: Site, channel: Channel, item: Callable[[Piece], Item]) -> bytes:
    return _xml(site, channel, item, "atom.xml")


def _xml(site: Site, channel: Channel, item: Callable[[Piece], Item], name: str) -> bytes:
    publication = site.publication
    items = [item(piece) for piece in channel.pieces]
    values = {
        "title": channel.title,
        "description": one_line(publication.description) or channel.title,
        "language": publication.language,
        "generator": one_line(publication.generator),
        "authors": [one_line(each) for each in publication.authors] or [one_line(publication.title)],
        "home": publication.address(channel.folder),
        "address": publication.address(f"{channel.folder}{name}"),
        "updated": max((each.updated for each in items), default=EPOCH),
        "items": items,
        "rss_text": rss_text,
        "rfc822": partial(format_datetime, usegmt=True),
        "rfc3339": iso,
    }
    return fill(load(site.jinja, f"feeds/{name}.j2"), values).encode()


def _json(site: Site, channel: Channel, item: Callable[[Piece], Item]) -> bytes:
    publication = site.publication
    feed = {
        "version": _VERSION,
        "title": channel.title,
        "home_page_url": publication.address(channel.folder),
        "feed_url": publication.address(f"{channel.folder}feed.json"),
        "description": one_line(publication.description) or channel.title,
        "language": publication.language,
        "authors": [{"name": one_line(each)} for each in publication.authors or (publication.title,)],
        "items": [_json_item(item(piece), publication.language) for piece in channel.pieces],
    }
    return f"{json.dumps(feed, ensure_ascii=False, indent=1)}\n".encode()


def _json_item(item: Item, language: str) -> Mapping[str, object]:
    return {
        "id": item.url,
        "url": item.url,
        "title": item.title,
        "summary": item.dek,
        "content_html": item.content,
        "image": item.image,
        "date_published": iso(item.published),
        "date_modified": iso(item.updated),
        "authors": [{"name": each} for each in item.authors],
        "tags": list(item.tags),
        "language": language,
        # An extension, as the format allows: where a program finds what each number rests on.
        "_evidence": {"url": item.evidence},
    }


_FORMS: Final = {"feed.xml": _rss, "atom.xml": _atom, "feed.json": _json}
