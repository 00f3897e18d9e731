"""Which articles make an issue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from generator.publish.site import dates

if TYPE_CHECKING:
    from generator.publish.site.piece import Piece


def chosen(pieces: Sequence[Piece], *, editions: Sequence[str], assets: Sequence[str], day: date) -> tuple[Piece, ...]:
    """Return what ``mailing`` is made of: the day's articles in order, then earlier ones with what was put right.

    A correction is told in the issues that follow it within a day: in one at least, in two at most.

    Args:
        pieces: Everything that may be published, in any order.
        editions: In the issue's order.
        assets: Likewise, for each edition; its articles on no one asset go before them.
        day: The day that the articles speak of.

    Returns:
        Nothing where the day has none of the editions.
    """
    ordered = [
        piece
        for edition in editions
        for asset in ("", *assets)
        for piece in pieces
        if (piece.edition, piece.asset) == (edition, asset) and dates.written_for(piece.date) == day
    ]
    if not ordered:
        return ()
    return (*ordered, *_corrected(pieces, editions, ordered[0]))


def _corrected(pieces: Sequence[Piece], editions: Sequence[str], leading: Piece) -> list[Piece]:
    """Return the articles of earlier days with those corrections alone that no issue before this one could tell."""
    day = dates.written_for(leading.date)
    earlier = [piece for piece in pieces if piece.edition in editions and dates.written_for(piece.date) < day]
    if not earlier:
        return []
    since = max(piece.date for piece in earlier)
    told = (
        replace(piece, corrections=tuple(each for each in piece.corrections if each.at > since)) for piece in earlier
    )
    return sorted((piece for piece in told if piece.corrections), key=lambda piece: piece.date, reverse=True)
