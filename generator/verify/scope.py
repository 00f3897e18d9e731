"""Scope: the names that a number may not lose, however an editor cuts its sentence.

A price keeps its meaning without its venue, where the sentences around supply it. An amount of contracts does not,
a skew does not without its tenor, nor a change without its window.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from generator.verify.match import Asked

#: Metrics whose amounts depend on who counts them, and those that are one thing at each tenor.
_COUNTED: Final = ("futures.open_interest", "liquidations.")
_TENORED: Final = ("options.skew_25d", "options.iv_atm", "options.butterfly")
_FIGURES: Final = frozenset({"value", "size", "sign", "n"})
_PLACES: Final = frozenset({"venue", "source"})
_TIMES: Final = frozenset({"window", "weekday", "date", "time", "since", "start", "reach", "tenor"})


def unscoped(claims: Sequence[Asked], kept: set[str]) -> Iterator[str]:
    """Yield what a cut sentence no longer says of its numbers, as messages.

    Args:
        claims: Of the sentences that it was made from.
        kept: The ids of those that it still makes.
    """
    figures = [claim for claim in claims if claim.id in kept and claim.role in _FIGURES]
    told = {claim.fact_id for claim in figures}
    still = [claim for claim in claims if claim.id in kept]
    for claim in claims:
        if claim.id in kept or claim.fact_id not in told or claim.fact is None:
            continue
        if claim.role in _PLACES and _needs_place(claim) and not _names(still, _PLACES, claim, "venue"):
            yield f"{claim.fact_id} no longer says whose count it is"
        if (
            claim.role == "tenor"
            and claim.fact.metric.startswith(_TENORED)
            and not _names(still, frozenset({"tenor"}), claim, "tenor")
        ):
            yield f"{claim.fact_id} no longer says its tenor"
    if _is_timeless(claims, still, figures):
        yield "a reading no longer says over which time"


def _needs_place(claim: Asked) -> bool:
    fact = claim.fact
    return fact is not None and (fact.metric.startswith(_COUNTED) or claim.role == "source")


def _names(still: Sequence[Asked], roles: frozenset[str], lost: Asked, what: str) -> bool:
    """Whether another claim of the sentence names the same."""
    return any(
        each.role in roles and each.fact is not None and getattr(each.fact, what) == getattr(lost.fact, what)
        for each in still
    )


def _is_timeless(claims: Sequence[Asked], still: Sequence[Asked], figures: Sequence[Asked]) -> bool:
    """Whether a reading is told that had its window named, or a change that had its time, and has no longer."""
    for figure in figures:
        own = [each for each in claims if each.role == "window" and each.fact_id == figure.fact_id]
        if own and figure.fact is not None and figure.fact.kind != "past" and not any(each in still for each in own):
            return True
    if not any(each.fact is not None and each.fact.kind == "change" for each in figures):
        return False
    said = any(each.role in _TIMES for each in claims)
    return said and not any(each.role in _TIMES for each in still)
