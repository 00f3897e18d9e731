"""What an issue says, before it is written in one form or another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Self

from generator.model.mailing import Inlay, Pictures
from generator.publish.newsletter.blocks import Around, Block, blocks, parse
from generator.publish.newsletter.inlays import Album
from generator.publish.newsletter.lines import line
from generator.publish.site import dates, paths
from generator.publish.site.claims import unmarked
from generator.publish.site.entries import minutes, tone
from generator.publish.site.head import read_bytes, split
from generator.publish.site.plain import capital

if TYPE_CHECKING:
    from pathlib import Path

    from markdown_it.tree import SyntaxTreeNode

    from generator.publish.newsletter.letterhead import Letterhead
    from generator.publish.site.dates import Time
    from generator.publish.site.piece import Piece

#: Longer ones are nobody's headline; they are cut, so that no page is made of one.
_MOST_OF_A_HEADLINE: Final = 300
_MOST_OF_A_DEK: Final = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """What was put right, when, and in which article; ``article`` is "" where it is the one at hand."""

    at: Time
    what: str
    article: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One article of an issue. All of it is untrusted text in single lines, but for ``blocks``.

    Args:
        url: Its page on the site, "" where the desk has none.
        tree: The text as it was parsed, for other Markdown.
        inlays: The pictures that it shows, in order.
    """

    slug: str
    edition: str
    headline: str
    dek: str
    day: Time
    as_of: Time
    authors: str
    minutes: int
    stance: str
    tone: str
    horizon: str
    confidence: str
    corrections: tuple[Put, ...]
    blocks: tuple[Block, ...]
    tree: SyntaxTreeNode
    inlays: tuple[Inlay, ...]
    url: str

    @property
    def evidence(self) -> str:
        """Where it is said what the article rests on, "" where the desk has no site."""
        return f"{self.url}evidence.html" if self.url else ""

    @property
    def standing(self) -> tuple[tuple[str, str], ...]:
        """What the rules make of the market: a name and a value each."""
        told = (("Stance", self.stance), ("Horizon", self.horizon), ("Confidence", self.confidence))
        return tuple((name, value) for name, value in told if value)

    @classmethod
    def of(cls, piece: Piece, *, base_url: str, pictures: Pictures, cache: Path | None) -> Self:
        """Read an article.

        Raises:
            InputError: Its text or one of its pictures cannot be read.
        """
        url = address(piece, base_url)
        album = Album(piece.path.with_name(piece.slug), url, pictures, cache)
        tree = parse(unmarked(split(piece.path, read_bytes(piece.path))[1]))
        read = blocks(tree.children, Around(url, album.figure))
        return cls(
            slug=piece.slug,
            edition=line(capital(piece.edition), 60),
            headline=headline(piece),
            dek=line(piece.description, _MOST_OF_A_DEK),
            day=dates.of_weekday(dates.written_for(piece.date)),
            as_of=dates.of_instant(piece.date),
            authors=line(", ".join(piece.authors), 120),
            minutes=minutes(piece.words),
            stance=line(piece.stance, 60),
            tone=tone(piece.stance),
            horizon=line(piece.horizon, 60),
            confidence=line(piece.confidence, 60),
            corrections=tuple(
                Put(at=dates.of_instant(each.at), what=line(each.what, _MOST_OF_A_DEK)) for each in piece.corrections
            ),
            blocks=read,
            tree=tree,
            inlays=tuple(album.found.values()),
            url=url,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One issue for one kind of target.

    Args:
        title: The publication's.
        way_out: Where a reader unsubscribes, or the token that the target puts it in place of; "" for neither.
        corrections: What was put right in articles of earlier issues.
        base_url: The site's front page, "" for none.
    """

    letterhead: Letterhead
    title: str
    subject: str
    preheader: str
    day: Time
    stories: tuple[Story, ...]
    corrections: tuple[Put, ...]
    way_out: str
    base_url: str
    pictures: Pictures

    def only(self, story: Story) -> Self:
        """Return the issue with one of its stories alone."""
        return replace(self, stories=(story,))

    @property
    def intro(self) -> tuple[str, ...]:
        """The paragraphs before the first article."""
        return tuple(line(each, 2000) for each in self.letterhead.intro.split("\n\n") if each.strip())

    @property
    def address(self) -> tuple[str, ...]:
        """The lines of the postal address."""
        return tuple(line(each, 120) for each in self.letterhead.address.splitlines() if each.strip())


def address(piece: Piece, base_url: str) -> str:
    """Return where an article's page is, with a slash at its end, "" where the desk has no site."""
    return f"{base_url}/{paths.article(piece.slug)}" if base_url else ""


def headline(piece: Piece) -> str:
    """Return an article's headline as one line."""
    return line(piece.title, _MOST_OF_A_HEADLINE)


def put_right(piece: Piece, base_url: str) -> tuple[Put, ...]:
    """Return what was put right in an article of an earlier issue."""
    told, url = headline(piece), address(piece, base_url)
    return tuple(
        Put(at=dates.of_instant(each.at), what=line(each.what, _MOST_OF_A_DEK), article=told, url=url)
        for each in piece.corrections
    )
