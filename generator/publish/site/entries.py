"""An article as other pages show it: headline, dek, day, stance. Made from front matter only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from generator.publish.site import dates, paths
from generator.publish.site.plain import capital

if TYPE_CHECKING:
    from generator.model.chart import Tone
    from generator.publish.site.dates import Time
    from generator.publish.site.piece import Piece

#: What people read in a minute; measured for English prose that one reads to understand.
_WORDS_A_MINUTE: Final = 220
#: How each stance is tinted; one that is not listed is left plain.
_TONES: Final[dict[str, Tone]] = {
    "extreme fear": "fear2",
    "fear": "fear1",
    "neutral": "calm",
    "greed": "greed1",
    "extreme greed": "greed2",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a list says of an article; ``tone`` is "" for a stance that has none."""

    href: str
    title: str
    dek: str
    edition: str
    edition_href: str
    day: Time
    minutes: int
    stance: str
    tone: str
    corrected: bool

    @classmethod
    def of(cls, piece: Piece, root: str) -> Self:
        """Return a piece's entry; ``root`` is the site's path on its host."""
        return cls(
            href=f"{root}{paths.article(piece.slug)}",
            title=piece.title,
            dek=piece.description,
            edition=capital(piece.edition),
            edition_href=f"{root}{paths.edition(piece.edition)}" if piece.edition else "",
            day=dates.of_day(dates.written_for(piece.date)),
            minutes=minutes(piece.words),
            stance=piece.stance,
            tone=tone(piece.stance),
            corrected=bool(piece.corrections),
        )


def told(piece: Piece) -> str:
    """Return all that an entry says, as one text to hash: no body is read for it."""
    return "\n".join((
        piece.slug, piece.title, piece.description, piece.edition, piece.date.isoformat(), str(piece.words),
        piece.stance, str(bool(piece.corrections)),
    ))  # fmt: skip


def minutes(words: int) -> int:
    """Return how many minutes a text takes to read, one at least."""
    return max(1, round(words / _WORDS_A_MINUTE))


def tone(stance: str) -> Tone | str:
    """Return how a stance is tinted, "" where nobody decided."""
    return _TONES.get(stance, "")
