"""The picture that a link to an article is shown with, beside each article."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final

from generator.publish.cards import Card, card
from generator.publish.site import dates, paths
from generator.publish.site.output import Output, digest
from generator.publish.site.plain import one_line

if TYPE_CHECKING:
    from pathlib import Path

    from generator.publish.site.desk import Site
    from generator.publish.site.piece import Piece

#: The chart of an article whose line stands under the headline, and how much of it.
_PRICE: Final = "price.csv"
_DAYS: Final = 60


def outputs(site: Site) -> Iterator[Output]:
    """Yield ``articles/<slug>/card.png`` of every article."""
    shared = digest((site.theme, site.publication.title))
    for piece in site.pieces:
        yield Output(
            path=f"{paths.article(piece.slug)}card.png",
            shows=digest(("cover", shared, piece.sha256)),
            make=partial(_card, site, piece),
        )


def _card(site: Site, piece: Piece) -> bytes:
    asked = Card(
        publication=one_line(site.publication.title),
        edition=piece.edition.capitalize(),
        day=dates.of_day(dates.written_for(piece.date)).words,
        headline=one_line(piece.title),
        prices=_prices(piece.path.with_name(piece.slug) / _PRICE),
    )
    return card(asked, jinja=site.jinja, cache=site.cache)


def _prices(path: Path) -> tuple[float | None, ...]:
    """Return the last prices that the article's own chart shows, none where it has no such chart."""
    with suppress(OSError, ValueError, IndexError), path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
        return tuple(float(row[1]) if row[1] else None for row in rows[-_DAYS:])
    return ()
