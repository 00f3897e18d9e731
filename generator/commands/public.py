"""Which of a desk's articles are for readers: what editors decided, and what the verifier says of the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from generator.editing.copydesk import Copydesk
from generator.editing.manuscript import read_manuscript
from generator.errors import HeldError
from generator.model.review import PUBLISHER, VERIFIER, Review, may_be_published, state_of

if TYPE_CHECKING:
    from generator.config import Settings
    from generator.publish.site.piece import Piece
    from generator.store.sqlite import Store


@dataclass(slots=True)
class Public:
    """Says of an article whether it is for readers; a text that nobody has let through is judged anew.

    A file can be edited by hand at any time, so what the verifier passed once says nothing of it today.

    Args:
        settings: The desk's.
        store: Where what is refused is put down.
        at: When, for that.
        reviews: The last decision on each article.
        refused: What was left out since it cannot be vouched for, a line each.
    """

    settings: Settings
    store: Store
    at: datetime
    reviews: Mapping[str, Review]
    refused: list[str] = field(default_factory=list)
    _copydesk: Copydesk | None = None

    @classmethod
    def of(cls, settings: Settings, store: Store, at: datetime) -> Public:
        """Read what was decided."""
        return cls(settings, store, at, store.reviews())

    def __call__(self, piece: Piece) -> bool:
        """Whether an article may be published."""
        review = self.reviews.get(piece.slug)
        if not may_be_published(review, piece.markdown_sha256, approval=self.settings.publishing.approval):
            return False
        return state_of(review, piece.markdown_sha256) != "draft" or self._passes(piece, review)

    def held(self, piece: Piece) -> bool:
        """Whether somebody keeps the text from being published."""
        return state_of(self.reviews.get(piece.slug), piece.markdown_sha256) == "held"

    def tell(self) -> None:
        """Say what was left out.

        Raises:
            HeldError: There is something.
        """
        if self.refused:
            raise HeldError(f"{len(self.refused)} texts were left out: the verifier refuses them", self.refused)

    def _passes(self, piece: Piece, review: Review | None) -> bool:
        if self._copydesk is None:
            self._copydesk = Copydesk.open(self.settings)
        verdict = self._copydesk.judge(read_manuscript(piece.path))
        if verdict.passed:
            return True
        reasons = tuple(f"{each.sentence}: {each.what}" for each in verdict.problems)
        self.refused += [f"{piece.slug}: {reason}" for reason in reasons]
        if review is None or review.by in (VERIFIER, PUBLISHER):
            held = Review(slug=piece.slug, state="held", at=self.at, by=VERIFIER, reasons=reasons,
                          sha256=piece.markdown_sha256)  # fmt: skip
            self.store.decide(held)
        return False
