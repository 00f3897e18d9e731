"""What lies on the desk: articles and refused drafts, the newest first, each with its state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from generator.errors import InputError
from generator.model.instants import closing_day
from generator.model.review import Review, state_of
from generator.publish.files import ARTICLES, HELD
from generator.publish.site.head import read_head
from generator.publish.site.library import pieces
from generator.publish.site.piece import Piece
from generator.serve.room import Room

PLACES: Final = (ARTICLES, HELD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One text in the list.

    Args:
        place: ``articles`` or ``held``.
        state: What it is; ``refused`` where the verifier refused it.
        piece: Its head, None where that cannot be read.
        why: What is wrong with it, or why it is held; "" where nothing is.
    """

    slug: str
    place: str
    title: str
    state: str
    piece: Piece | None = None
    review: Review | None = None
    why: str = ""

    @property
    def day(self) -> date | None:
        """The day that it tells of."""
        return None if self.piece is None else closing_day(self.piece.date)

    @property
    def place_date(self) -> datetime | None:
        """The instant that it was written for."""
        return None if self.piece is None else self.piece.date


def entries(room: Room) -> list[Entry]:
    """Return all texts: those that cannot be read first, then by day, the newest first."""
    with room.store() as store:
        reviews = store.reviews()
    found = [entry for place in PLACES for entry in _of(room, place, reviews)]
    found.sort(key=lambda entry: (entry.slug, entry.place))
    found.sort(key=lambda entry: (entry.day is None, entry.day or date.min), reverse=True)
    return found


def _of(room: Room, place: str, reviews: Mapping[str, Review]) -> Iterator[Entry]:
    for slug, piece in _heads(room, place):
        if isinstance(piece, str):
            yield Entry(slug=slug, place=place, title=slug, state="damaged", why=piece)
            continue
        review = reviews.get(slug)
        state = state_of(review, piece.markdown_sha256)
        told = review if state != "draft" or (review and review.sha256 == piece.markdown_sha256) else None
        if place == HELD:
            yield Entry(
                slug=slug, place=place, title=piece.title, state="refused", piece=piece, review=told,
                why=_first_line(room.folder(HELD) / f"{slug}.reasons.txt"),
            )  # fmt: skip
        else:
            why = "; ".join(told.reasons) if told is not None else ""
            yield Entry(slug=slug, place=place, title=piece.title, state=state, piece=piece, review=told, why=why)


def _heads(room: Room, place: str) -> Iterator[tuple[str, Piece | str]]:
    """Yield slug and head of each text of a folder, or what is wrong with it."""
    folder = room.folder(place)
    remembered = room.settings.cache / "articles" if place == ARTICLES else None
    try:
        yield from [(piece.slug, piece) for piece in pieces(folder, remembered)]
    except InputError:
        # One of them is damaged; the others are shown all the same.
        for path in sorted(folder.glob("*.md")):
            yield path.stem, _head(path)


def _head(path: Path) -> Piece | str:
    try:
        return read_head(path)
    except InputError as error:
        return str(error)


def _first_line(path: Path) -> str:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ""
    more = f" and {len(lines) - 1} more" if len(lines) > 1 else ""
    return f"{lines[0]}{more}" if lines else ""
