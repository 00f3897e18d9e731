"""Cases: what earlier episodes were followed by is told with their number and their spread, never as one case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from generator.verify.ledger import Given
    from generator.verify.match import Pair
    from generator.verify.read import Read

#: Fewer cases say nothing of a rule.
_FEWEST: Final = 3
_EPISODES: Final = "episodes"
_OUTCOME: Final = ("episodes~before:", "episodes~after:")
#: Words that say on which side of the episodes' first day a change lies; the last one before a number holds for it.
_BEFORE: Final = frozenset({"before", "preceding", "preceded"})
_AFTER: Final = frozenset({"after", "afterward", "following", "followed", "next", "later"})
_TOLD: Final = frozenset({"value", "size", "n"})


def cases(sentence: Read, pairs: Sequence[Pair]) -> Iterator[str]:
    """Yield what a sentence gets wrong about earlier episodes, as messages."""
    told = [(pair, pair.claim.fact) for pair in pairs if pair.claim.fact is not None]
    counted = {_root(fact): fact for pair, fact in told if pair.claim.role == "n" and fact.detail == _EPISODES}
    for fact in counted.values():
        counts = fact.count("n")
        if counts is None or counts < _FEWEST:
            yield f"{fact.id} counts {counts}: fewer than three cases say nothing"
    outcomes = [
        (pair, fact)
        for pair, fact in told
        if pair.claim.role in _TOLD and fact.detail.startswith(_OUTCOME) and not fact.detail.endswith(":gains")
    ]
    for pair, fact in outcomes:
        if _root(fact) not in counted:
            yield f"{fact.id} is told without the number of cases"
        if not _stands_on_its_side(sentence, pair, fact):
            yield f"{fact.id} stands on the wrong side of its episodes"
        if _is_median(fact) and "median" not in sentence.cut.lower:
            yield f"{fact.id} is a median, and the sentence does not say so"
    yield from _ends(outcomes)


def _root(fact: Given) -> str:
    return fact.id.partition("~")[0]


def _is_median(fact: Given) -> bool:
    return not fact.detail.endswith((":low", ":high"))


def _ends(outcomes: Sequence[tuple[Pair, Given]]) -> Iterator[str]:
    """What followed is told with both its ends, the low before the high, and lies between them."""
    places = {fact.detail: (pair.slot.at, fact) for pair, fact in outcomes}
    for detail, (_, fact) in places.items():
        if not detail.startswith(_OUTCOME[1]) or not _is_median(fact):
            continue
        low, high = places.get(f"{detail}:low"), places.get(f"{detail}:high")
        if low is None or high is None:
            yield f"{fact.id} is told without both its ends"
        elif low[0] > high[0]:
            yield f"the ends of {fact.id} have changed places"
        elif not _between(fact, low[1], high[1]):
            yield f"{fact.id} is {fact.value}, outside of its ends"


def _between(fact: Given, low: Given, high: Given) -> bool:
    if fact.value is None or low.value is None or high.value is None:
        return False
    return low.value <= fact.value <= high.value


def _stands_on_its_side(sentence: Read, pair: Pair, fact: Given) -> bool:
    """Whether the last word of time around a number is its own: the nearest before it, else the first behind it."""
    lower, own = sentence.cut.lower, _BEFORE if fact.detail.startswith(_OUTCOME[0]) else _AFTER
    known = [word for word in reversed(lower[: pair.slot.at]) if word in _BEFORE or word in _AFTER]
    known = known or [word for word in lower[pair.slot.at :] if word in _BEFORE or word in _AFTER]
    return bool(known) and known[0] in own
