"""Headline: what a title tells, the body tells too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from generator.verify.match import Pair

#: What is told of a fact beside its name, time and place.
_NAMES: Final = frozenset({"asset", "venue", "source", "metric", "tenor", "date", "window", "weekday", "time"})


def unsupported(title: Iterable[Pair], body: Iterable[Pair]) -> Iterator[str]:
    """Yield the facts that a title tells and the body does not.

    Args:
        title: The claims of the title, with their places.
        body: Those of the body; the description leans on it as the title does.
    """
    told = {fact for pair in body for fact in (pair.claim.fact_id, pair.claim.than_id)}
    missing = dict.fromkeys(
        pair.claim.fact_id for pair in title if pair.claim.role not in _NAMES and pair.claim.fact_id not in told
    )
    for fact_id in missing:
        yield f"the headline tells {fact_id}, and the body does not"
