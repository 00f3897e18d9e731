"""Articles by edition, by tag and by month.

A list's numbered pages hold twenty articles each and are counted from the oldest: a new article
changes the front page of its lists and no other. The front page shows what no full page but the
last holds, so that nobody meets a list of one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Final

from generator.publish.site import dates, paths
from generator.publish.site.entries import Entry, told
from generator.publish.site.pages import Pages, Way
from generator.publish.site.plain import capital

if TYPE_CHECKING:
    from generator.publish.site.desk import Site
    from generator.publish.site.output import Output
    from generator.publish.site.piece import Piece

_ON_A_PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class _List:
    """Articles that share an edition or a tag.

    Args:
        folder: Below the root.
        kind: ``Edition`` or ``Tag``.
        name: As the oldest of the articles writes it.
        pieces: The oldest first.
    """

    folder: str
    kind: str
    name: str
    pieces: Sequence[Piece]


def outputs(site: Site) -> Iterator[Output]:
    """Yield the lists by edition, tag and month, the indexes of tags and months, and what stands for no page."""
    pages = Pages.of(site)
    said = {piece.slug: told(piece) for piece in site.pieces}
    editions = _lists(site, "Edition", paths.edition, lambda piece: [piece.edition] if piece.edition else [])
    tags = _lists(site, "Tag", paths.tag, lambda piece: piece.tags)
    for each in (*editions, *tags):
        yield from _numbered(pages, each, said)
    yield _tags(pages, tags)
    yield from _archive(pages, said)
    missing = {"title": "Not found", "description": "There is no page at this address.", "section": ""}
    yield pages.page("404.html", "", lambda: ("site/missing.html.j2", missing))


def _lists(
    site: Site, kind: str, folder: Callable[[str], str], names: Callable[[Piece], Sequence[str]]
) -> tuple[_List, ...]:
    """Return a list for each name; two names of one path share it."""
    lists: dict[str, _List] = {}
    held: dict[str, list[Piece]] = {}
    for piece in reversed(site.pieces):
        for path, name in {folder(name): name for name in names(piece)}.items():
            lists.setdefault(path, _List(path, kind, name, held.setdefault(path, [])))
            held[path].append(piece)
    return tuple(lists[path] for path in sorted(lists))


def _numbered(pages: Pages, listed: _List, said: Mapping[str, str]) -> Iterator[Output]:
    full = len(listed.pieces) // _ON_A_PAGE
    on_front = listed.pieces[max(full - 1, 0) * _ON_A_PAGE :]
    yield _page(pages, listed, on_front, said, older=max(full - 1, 0))
    for number in range(1, full + 1):
        start = (number - 1) * _ON_A_PAGE
        shown = listed.pieces[start : start + _ON_A_PAGE]
        yield _page(pages, listed, shown, said, older=number - 1, number=number)


def _page(
    pages: Pages, listed: _List, shown: Sequence[Piece], said: Mapping[str, str], *, older: int, number: int = 0
) -> Output:
    """Return one page of a list; its front page has number 0."""
    path = f"{listed.folder}page/{number}/" if number else listed.folder
    shows = "\n".join([listed.name, str(older), *(said[piece.slug] for piece in shown)])
    changed_at = max(piece.changed_at for piece in shown)
    made = partial(_listed, pages.site, listed, shown, older=older, number=number)
    return pages.page(path, shows, made, changed_at=changed_at, kind="CollectionPage")


def _listed(
    site: Site, listed: _List, shown: Sequence[Piece], *, older: int, number: int
) -> tuple[str, Mapping[str, object]]:
    root = site.publication.root
    name = capital(listed.name)
    first, last = (dates.of_day(dates.written_for(piece.date)).words for piece in (shown[0], shown[-1]))
    span = f"{first} to {last}" if first != last else first
    return "site/list.html.j2", {
        "title": f"{name}, page {number}" if number else name,
        "description": f"{listed.kind} “{listed.name}”: articles of {span}.",
        "section": listed.folder if listed.kind == "Edition" else "",
        "kind": listed.kind,
        "name": name,
        "span": span,
        "folder": f"{root}{listed.folder}",
        "number": number,
        "older": f"{root}{listed.folder}page/{older}/" if older else "",
        "entries": [Entry.of(piece, root) for piece in reversed(shown)],
    }


def _tags(pages: Pages, tags: Sequence[_List]) -> Output:
    ways = [Way(each.name, f"{pages.site.publication.root}{each.folder}") for each in tags]
    values = {"title": "Tags", "description": "What the articles are about.", "ways": ways}
    return pages.page("tags/", "\n".join(part for way in ways for part in way), lambda: ("site/tags.html.j2", values))


def _archive(pages: Pages, said: Mapping[str, str]) -> Iterator[Output]:
    months: dict[date, list[Piece]] = {}
    for piece in pages.site.pieces:
        months.setdefault(dates.written_for(piece.date).replace(day=1), []).append(piece)
    ordered = sorted(months)
    for place, month in enumerate(ordered):
        around = (
            ordered[place - 1] if place else None,
            ordered[place + 1] if place + 1 < len(ordered) else None,
        )
        held = months[month]
        shows = "\n".join([*map(str, around), *(said[piece.slug] for piece in held)])
        made = partial(_month, pages.site, month, held, around)
        yield pages.page(paths.month(month), shows, made, changed_at=max(piece.changed_at for piece in held))
    counts = [(month, len(months[month])) for month in reversed(ordered)]
    shows = "\n".join(f"{month} {count}" for month, count in counts)
    yield pages.page("archive/", shows, partial(_months, pages.site, counts))


def _month(
    site: Site, month: date, held: Sequence[Piece], around: tuple[date | None, date | None]
) -> tuple[str, Mapping[str, object]]:
    root = site.publication.root
    days = [
        (dates.of_weekday(day), [Entry.of(piece, root) for piece in pieces])
        for day, pieces in groupby(held, key=lambda piece: dates.written_for(piece.date))
    ]
    name = dates.of_month(month).words
    before, after = (
        Way(dates.of_month(each).words, f"{root}{paths.month(each)}") if each is not None else None for each in around
    )
    return "site/month.html.j2", {
        "title": name,
        "description": f"All articles of {name}, by day.",
        "section": "archive/",
        "days": days,
        "before": before,
        "after": after,
    }


def _months(site: Site, counts: Sequence[tuple[date, int]]) -> tuple[str, Mapping[str, object]]:
    root = site.publication.root
    years = [
        (year, [(Way(dates.of_month(month).words, f"{root}{paths.month(month)}"), count) for month, count in months])
        for year, months in groupby(counts, key=lambda each: each[0].year)
    ]
    return "site/archive.html.j2", {"title": "Archive", "description": "All articles, by month.", "years": years}
