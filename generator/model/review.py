"""What an editor decided about an article."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

#: ``draft`` is what nobody has looked at; ``held`` was refused by the verifier or a person; ``approved``
#: may be published; ``published`` has been.
ReviewState = Literal["draft", "held", "approved", "published"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One decision on one text.

    Args:
        slug: The article.
        state: What it is from then on.
        at: When it was decided.
        by: Who decided; ``verifier`` or ``wirecopy publish`` where nobody did.
        reasons: Why it is held, a line each.
        sha256: Hash of the Markdown that was decided on: another text is a draft again.
    """

    slug: str
    state: ReviewState
    at: datetime
    by: str
    reasons: tuple[str, ...] = ()
    sha256: str = ""
