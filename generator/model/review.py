"""What an editor decided about an article, and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

#: ``draft`` is what nobody has looked at; ``held`` was refused by the verifier or a person; ``approved``
#: may be published; ``published`` has been; ``corrected`` is what a person put right after one of the two.
ReviewState = Literal["draft", "held", "approved", "published", "corrected"]

#: Who decided where no person did.
VERIFIER: Final = "verifier"
PUBLISHER: Final = "wirecopy publish"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One decision on one text.

    Args:
        slug: The article.
        state: What it is from then on.
        at: When it was decided.
        by: Who decided; ``verifier`` or ``wirecopy publish`` where nobody did.
        reasons: Why it is held, or what was signed for or put right, a line each.
        sha256: Hash of the Markdown that was decided on: another text is a draft again.
    """

    slug: str
    state: ReviewState
    at: datetime
    by: str
    reasons: tuple[str, ...] = ()
    sha256: str = ""

    @property
    def is_let_through(self) -> bool:
        """Whether the text that was decided on may be published, or has been: only a correction changes it."""
        return self.state in ("approved", "published", "corrected")

    @property
    def pins(self) -> bool:
        """Whether a person let the article through, so that only a correction may change it.

        It is about the slug and not about one text: an approved text that somebody edited by hand is a
        draft again, and must not be lost to the next run.
        """
        return self.is_let_through and self.by != PUBLISHER


def state_of(review: Review | None, sha256: str) -> ReviewState:
    """Return what a text is by the last decision on its slug.

    Args:
        review: That decision, None where there is none.
        sha256: Of the text's Markdown as it lies there now.
    """
    return review.state if review is not None and review.sha256 == sha256 else "draft"


def may_be_published(review: Review | None, sha256: str, *, approval: bool) -> bool:
    """Whether a text that the verifier passed is for readers; ``approval`` as the desk's settings have it."""
    if approval:
        return review is not None and review.sha256 == sha256 and review.is_let_through
    return state_of(review, sha256) != "held"


def publishable(reviews: Mapping[str, Review], texts: Mapping[str, str], *, approval: bool) -> frozenset[str]:
    """Return the slugs of what may be published.

    Args:
        reviews: Slug → the last decision on it.
        texts: Slug → hash of the Markdown that the verifier passed.
        approval: Whether the desk publishes nothing that no editor approved.
    """
    return frozenset(
        slug for slug, sha256 in texts.items() if may_be_published(reviews.get(slug), sha256, approval=approval)
    )
