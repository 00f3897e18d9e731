"""Headline: what a title tells, the body tells too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from generator.verify.match import Pair

#: What is told of a fact beside its name, time and place; a figure is told where it is printed.
_FIGURES: Final = frozenset({"value", "size", "edge", "n", "total", "times"})
_NAMES: Final = frozenset({"asset", "venue", "source", "metric", "tenor", "date", "window", "weekday", "time"})


def unsupported(title: Iterable[Pair], body: Iterable[Pair]) -> Iterator[str]:
    """Yield the facts that a title tells and the body does not.

    Args:
        title: The claims of the title, with their places.
        body: Those of the body; the description leans on it as the title does.
    """
    claims = [pair.claim for pair in body]
    told = {fact for claim in claims for fact in (claim.fact_id, claim.than_id)}
    printed = {claim.fact_id for claim in claims if claim.role in _FIGURES}
    missing = dict.fromkeys(
        pair.claim.fact_id
        for pair in title
        if pair.claim.role not in _NAMES
        and pair.claim.fact_id not in (printed if pair.claim.role in _FIGURES else told)
    )
    for fact_id in missing:
        yield f"the headline tells {fact_id}, and the body does not"
