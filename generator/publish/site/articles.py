"""Each article's page, its evidence page, and the files beside them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.publish.site import dates, paths
from generator.publish.site.entries import Entry, minutes, told, tone
from generator.publish.site.metadata import metadata
from generator.publish.site.output import Output
from generator.publish.site.pages import Pages
from generator.publish.site.plain import capital
from generator.publish.site.trail import Trail

if TYPE_CHECKING:
    from generator.publish.site.desk import Site
    from generator.publish.site.piece import Piece

#: Pictures and their values, by the names that a text may show; the card is drawn for the site.
_PICTURE: Final = re.compile(r"(?!card\.png$)[A-Za-z0-9][A-Za-z0-9._-]*\.(?:svg|csv|png|jpe?g|webp)")
#: As the library writes it around a table.
_BOX: Final = '<div class="scroll" tabindex="0">'
_REGION: Final = '<div class="scroll" tabindex="0" role="region" aria-label="Table {number}">'


@dataclass(frozen=True, slots=True)
class _Placed:
    """A piece between those of its edition and asset."""

    piece: Piece
    earlier: Piece | None
    later: Piece | None


def outputs(site: Site) -> Iterator[Output]:
    """Yield every article with its evidence and files."""
    pages = Pages.of(site)
    folders = _folders(site.pieces)
    said = {piece.slug: told(piece) for piece in site.pieces}
    for placed in _placed(site.pieces):
        piece = placed.piece
        folder = paths.article(piece.slug)
        beside = [said[each.slug] if each is not None else "" for each in (placed.earlier, placed.later)]
        shows = "\n".join([piece.sha256, *beside])
        yield pages.page(folder, shows, partial(_article, site, placed), changed_at=piece.changed_at)
        yield pages.page(f"{folder}evidence.html", piece.sha256, partial(_evidence, site, piece))
        yield from _files(piece, folder, has_pictures=piece.slug in folders)


def _placed(pieces: tuple[Piece, ...]) -> Iterator[_Placed]:
    """Yield the pieces in their order, which has the newest first."""
    later: dict[tuple[str, str], Piece] = {}
    waiting: dict[tuple[str, str], _Placed] = {}
    placed: dict[str, _Placed] = {}
    for piece in pieces:
        kin = (piece.edition, piece.asset)
        if kin in waiting:
            before = waiting[kin]
            placed[before.piece.slug] = _Placed(before.piece, piece, before.later)
        waiting[kin] = placed[piece.slug] = _Placed(piece, None, later.get(kin))
        later[kin] = piece
    yield from placed.values()


def _files(piece: Piece, folder: str, *, has_pictures: bool) -> Iterator[Output]:
    yield Output(path=f"{folder}evidence.json", shows=piece.sha256, make=partial(_written_evidence, piece))
    yield Output(path=f"{folder}article.md", shows=piece.sha256, make=partial(_markdown, piece))
    for file in _pictures(piece) if has_pictures else ():
        yield Output(path=f"{folder}{file.name}", shows=piece.sha256, make=file.read_bytes)


def _folders(pieces: tuple[Piece, ...]) -> frozenset[str]:
    """Return the names of all folders beside the articles: one look at the disk instead of one an article."""
    names: set[str] = set()
    for parent in {piece.path.parent for piece in pieces}:
        with os.scandir(parent) as found:
            names.update(each.name for each in found if each.is_dir())
    return frozenset(names)


def _pictures(piece: Piece) -> list[Path]:
    """Return the pictures and their values that lie in the article's folder, by name."""
    try:
        with os.scandir(piece.path.with_name(piece.slug)) as found:
            return sorted(Path(file.path) for file in found if _PICTURE.fullmatch(file.name))
    except FileNotFoundError:
        return []


def _written_evidence(piece: Piece) -> bytes:
    return piece.path.with_name(f"{piece.slug}.evidence.json").read_bytes()


def _markdown(piece: Piece) -> bytes:
    """Return the article's Markdown; on the site its pictures lie beside it."""
    return piece.path.read_bytes().replace(f"]({piece.slug}/".encode(), b"](")


def _article(site: Site, placed: _Placed) -> tuple[str, Mapping[str, object]]:
    piece, root = placed.piece, site.publication.root
    values = {
        "title": piece.title,
        "description": piece.description,
        "section": paths.edition(piece.edition) if piece.edition else "",
        "meta": metadata(site, piece),
        "piece": piece,
        "entry": Entry.of(piece, root),
        "edition": capital(piece.edition),
        "day": dates.of_weekday(dates.written_for(piece.date)),
        "as_of": dates.of_instant(piece.date),
        "minutes": minutes(piece.words),
        "tone": tone(piece.stance),
        "earlier": Entry.of(placed.earlier, root) if placed.earlier is not None else None,
        "later": Entry.of(placed.later, root) if placed.later is not None else None,
        "tags": [(each, f"{root}{paths.tag(each)}") for each in piece.tags],
        "sources": [site.names.venue(each) for each in piece.sources],
        "corrections": [(dates.of_instant(each.at), each.what) for each in piece.corrections],
        "tables": [file.name for file in _pictures(piece) if file.suffix == ".csv"],
        "body": reachable(site.body(piece).html),
    }
    return "site/article.html.j2", values


def _evidence(site: Site, piece: Piece) -> tuple[str, Mapping[str, object]]:
    trail = Trail(site.body(piece).evidence, site.catalogue, site.names)
    sentences = trail.sentences()
    grounds = trail.grounds()
    values = {
        "title": f"Evidence: {piece.title}",
        "description": f"What each number of “{piece.title}” rests on.",
        "section": paths.edition(piece.edition) if piece.edition else "",
        "piece": piece,
        "entry": Entry.of(piece, site.publication.root),
        "sentences": sentences,
        "grounds": grounds,
        "others": len(trail.facts) - len(grounds),
        "gaps": trail.gaps(),
        "unsaid": trail.unsaid(),
    }
    return "site/evidence.html.j2", values


def reachable(html: str) -> str:
    """Return a body in which each box that scrolls is a region with a name, for those who do not see it."""
    first, *rest = html.split(_BOX)
    return "".join([first, *(_REGION.format(number=number) + part for number, part in enumerate(rest, start=1))])
