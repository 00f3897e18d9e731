"""Search: a page that is a list without a script, and with one finds articles and quantities by their words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final

from generator.publish.site import dates, paths
from generator.publish.site.entries import Entry, told
from generator.publish.site.output import Output, digest
from generator.publish.site.pages import Pages, Way
from generator.publish.site.plain import cut, one_line
from generator.publish.site.quantities import quantities, title

if TYPE_CHECKING:
    from generator.publish.site.desk import Site

#: How many articles stand on the page before anybody has searched.
_NEWEST: Final = 20
#: Of a description, what a list of results has room for; the whole of it must also be fetched. [characters]
_DEK: Final = 140


def outputs(site: Site) -> Iterator[Output]:
    """Yield the page, and what its script reads."""
    pages = Pages.of(site)
    newest = tuple(islice(site.pieces, _NEWEST))
    tags = _tags(site)
    shows = digest((*map(told, newest), "", *tags))
    yield pages.page("search/", shows, partial(_search, site, tags), kind="CollectionPage")
    places = tuple((each.path, title(site, each.series)) for each in quantities(site))
    parts = (part for piece in site.pieces for part in (told(piece), *piece.tags))
    shows = digest((site.theme, *parts, "", *(part for place in places for part in place)))
    yield Output(path="search.json", shows=shows, make=partial(_index, site, places))


def _tags(site: Site) -> tuple[str, ...]:
    """Return the tags of all articles, one a path, as the oldest article writes it."""
    named = {paths.tag(tag): tag for piece in site.pieces for tag in piece.tags}
    return tuple(named[path] for path in sorted(named))


def _search(site: Site, tags: Sequence[str]) -> tuple[str, Mapping[str, object]]:
    root = site.publication.root
    return "site/search.html.j2", {
        "title": "Search",
        "section": "search/",
        "description": f"Find articles and data of {site.publication.title} by their words.",
        "entries": [Entry.of(piece, root) for piece in islice(site.pieces, _NEWEST)],
        "tags": [Way(tag, f"{root}{paths.tag(tag)}") for tag in tags],
    }


def _index(site: Site, places: Sequence[tuple[str, str]]) -> bytes:
    """Return what the script reads: thousands of articles must stay a small file, so their tags are numbers."""
    tags = {tag: number for number, tag in enumerate(sorted({tag for piece in site.pieces for tag in piece.tags}))}
    articles = [
        (
            piece.slug,
            one_line(piece.title),
            cut(one_line(piece.description), _DEK),
            dates.written_for(piece.date).isoformat(),
            [tags[tag] for tag in piece.tags],
        )
        for piece in site.pieces
    ]
    index = {"tags": [one_line(tag) for tag in tags], "articles": articles, "data": places}
    return json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
