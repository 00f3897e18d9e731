"""What programs read of the site: sitemaps for search engines, robots.txt, and llms.txt."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from generator.model.instants import iso
from generator.publish.site import paths
from generator.publish.site.output import Output, digest
from generator.publish.site.plain import one_line
from generator.templating import fill, load

if TYPE_CHECKING:
    from generator.publish.site.desk import Site
    from generator.publish.site.piece import Piece

#: What the protocol allows in one file.
MOST: Final = 50_000
#: What Google takes for news, and how many of it.
NEWS: Final = timedelta(days=2)
MOST_NEWS: Final = 1_000
#: How many articles llms.txt names.
NEWEST: Final = 20
#: What Markdown takes for more than text, and what HTML does; a headline is untrusted.
_MARKDOWN: Final = re.compile(r"([\\`*_\[\]#|~])")
_HTML: Final = re.compile(r"[<>]|&(?=[#\w]+;)")


class Page(NamedTuple):
    """A page's whole address, and when it last changed."""

    url: str
    changed_at: datetime


class News(NamedTuple):
    """An article as the news sitemap has it."""

    url: str
    title: str
    published: datetime


def outputs(site: Site, others: Sequence[Output]) -> Iterator[Output]:
    """Yield sitemap, news sitemap, robots.txt and llms.txt.

    Args:
        site: What the site is made from.
        others: Everything else that is on the site; what has no ``changed_at`` stays out of the sitemap.
    """
    shared = digest((site.theme, repr(site.publication)))
    yield from _sitemaps(site, shared, others)
    recent = _recent(site.pieces)
    yield Output(
        path="news-sitemap.xml",
        shows=digest((shared, *(part for each in recent for part in (each.slug, each.title, iso(each.date))))),
        make=partial(_news, site, recent),
    )
    newest = site.pieces[:NEWEST]
    yield Output(
        path="llms.txt",
        shows=digest((shared, *(part for each in newest for part in (each.slug, each.title, each.description)))),
        make=partial(_llms, site, newest),
    )
    yield Output(path="robots.txt", shows=shared, make=partial(_robots, site))


def _sitemaps(site: Site, shared: str, others: Sequence[Output]) -> Iterator[Output]:
    """Yield one sitemap, or an index of several; by path, so that a new article changes the last ones only."""
    listed = sorted((each.path, each.changed_at) for each in others if each.changed_at is not None)
    parts = [listed[start : start + MOST] for start in range(0, len(listed), MOST)] or [[]]
    if len(parts) == 1:
        yield _sitemap(site, shared, "sitemap.xml", parts[0])
        return
    index: list[tuple[str, datetime]] = []
    for number, part in enumerate(parts, start=1):
        name = f"sitemap-{number}.xml"
        index.append((name, max(changed_at for _, changed_at in part)))
        yield _sitemap(site, shared, name, part)
    yield _sitemap(site, shared, "sitemap.xml", index, template="feeds/sitemap-index.xml.j2")


def _sitemap(
    site: Site, shared: str, name: str, part: list[tuple[str, datetime]], template: str = "feeds/sitemap.xml.j2"
) -> Output:
    written = {changed_at: iso(changed_at) for _, changed_at in part}
    shows = digest((shared, template, *(f"{path} {written[changed_at]}" for path, changed_at in part)))

    def make() -> bytes:
        pages = [Page(site.publication.address(path), changed_at) for path, changed_at in part]
        return fill(load(site.jinja, template), {"pages": pages, "rfc3339": written.__getitem__}).encode()

    return Output(path=name, shows=shows, make=make)


def _recent(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the articles of the two days that end with the newest: what is news does not hang on today's date."""
    return tuple(each for each in pieces[:MOST_NEWS] if each.date >= pieces[0].date - NEWS)


def _news(site: Site, recent: tuple[Piece, ...]) -> bytes:
    publication = site.publication
    articles = [
        News(publication.address(paths.article(each.slug)), one_line(each.title), each.date.astimezone(UTC))
        for each in recent
    ]
    values = {
        "articles": articles,
        "name": one_line(publication.title),
        "language": _news_language(publication.language),
        "rfc3339": iso,
    }
    return fill(load(site.jinja, "feeds/news-sitemap.xml.j2"), values).encode()


def _news_language(language: str) -> str:
    """Return the language as Google News wants it: two or three letters, and two kinds of Chinese."""
    tag = language.lower()
    return tag if tag in ("zh-cn", "zh-tw") else tag.partition("-")[0]


def _robots(site: Site) -> bytes:
    sitemaps = [f"Sitemap: {site.publication.address(name)}\n" for name in ("sitemap.xml", "news-sitemap.xml")]
    return "".join(["User-agent: *\n", "Allow: /\n", "\n", *sitemaps]).encode()


def _llms(site: Site, newest: tuple[Piece, ...]) -> bytes:
    publication = site.publication
    values = {
        "title": in_markdown(publication.title),
        "description": in_markdown(publication.description),
        "address": publication.address,
        "articles": [
            (publication.address(paths.article(each.slug)), in_markdown(each.title), in_markdown(each.description))
            for each in newest
        ],
    }
    return fill(load(site.jinja, "feeds/llms.txt.j2"), values).encode()


def in_markdown(text: str) -> str:
    r"""Return plain text as one line of Markdown that reads as it was written.

    Example:
        >>> in_markdown("[up](javascript:x) *5%*")
        '\\[up\\](javascript:x) \\*5%\\*'
    """
    quiet = _MARKDOWN.sub(r"\\\1", one_line(text))
    return _HTML.sub(lambda found: html.escape(found[0]), quiet)
