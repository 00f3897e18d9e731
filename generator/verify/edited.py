"""Edited and new sentences: what of them the evidence still vouches for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from generator.verify.lookup import change_of
from generator.verify.match import Asked, Match, match
from generator.verify.readings import Change
from generator.verify.scope import unscoped
from generator.verify.turns import turns

if TYPE_CHECKING:
    from generator.model.article import AddedNumber
    from generator.verify.lexicon import Index
    from generator.verify.read import Read, Slot
    from generator.verify.scene import Scene
    from generator.verify.settle import Written

#: Claims that a pronoun or the sentences around may stand for.
OPTIONAL: Final = frozenset({"asset", "venue", "source", "metric", "tenor", "date", "window", "weekday", "time"})
#: What a number that was put in may bring along, for the person who signs for it.
_WITH_NUMBERS: Final = frozenset({"direction", "asset", "venue", "metric", "span", "date", "weekday", "time", "unit"})
_FIGURES: Final = frozenset({"value", "size", "edge", "n", "total"})
_CANDIDATES: Final = 4
#: A sentence with this share of another's words is that one, reworded.
_LIKE: Final = 0.6
_AKIN: Final = 0.3
#: A sentence that shares less, or much less than the nearest does, is not what another was made from.
_NEAR: Final = 0.15
_AS_NEAR: Final = 0.55


class Origin(NamedTuple):
    """What an edited sentence was made from: the vanished sentences, as read, and how the new one fits their claims."""

    sources: tuple[Written, ...]
    match: Match


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """Return twice the words shared by the words of both, 0 to 1 (Dice's coefficient)."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def bag(lower: Sequence[str]) -> Counter[str]:
    """Return the words of a sentence, without its signs."""
    return Counter(word for word in lower if word[0].isalnum())


def origin(sentence: Read, vanished: Sequence[Written], bags: Sequence[Counter[str]], scene: Scene) -> Origin | None:
    """Return the vanished sentence, or the two, that an edited one was made from; None for a new sentence."""
    own = bag(sentence.cut.lower)
    ranked = sorted(
        ((likeness(own, theirs), -number) for number, theirs in enumerate(bags) if vanished[number].claims),
        reverse=True,
    )[:_CANDIDATES]
    near = [vanished[-number] for like, number in ranked if like >= _NEAR and like >= ranked[0][0] * _AS_NEAR]
    if not near:
        return None
    best: Origin | None = None
    trials: list[tuple[Written, ...]] = [(each,) for each in near]
    trials += [(one, other) for one in near for other in near if one is not other]
    for sources in trials:
        found = match(sentence, [claim for source in sources for claim in source.claims], scene)
        if best is None or _rank(found) < _rank(best.match):
            best = Origin(sources, found)
    if best is None or not _is_made_from(own, sentence, best):
        return None
    return best


def _rank(found: Match) -> tuple[int, int]:
    return len(found.unlicensed), len(found.unread)


def _is_made_from(own: Counter[str], sentence: Read, found: Origin) -> bool:
    """Whether enough is shared to call a sentence edited and not new."""
    if not found.match.pairs:
        return False
    theirs: Counter[str] = Counter()
    for source in found.sources:
        theirs += bag([word.lower() for word in source.text.replace(",", " ").replace(".", " ").split()])
    asserting = sum(slot.must for slot in sentence.slots)
    return likeness(own, theirs) >= _AKIN or len(found.match.pairs) * 2 >= asserting


def faults(
    sentence: Read, found: Origin, names: Index, scene: Scene, numbers: Sequence[AddedNumber] = ()
) -> Iterator[Change]:
    """Yield what is wrong with an edited sentence.

    Args:
        sentence: The sentence, as read.
        found: What it was made from.
        names: The words and names of the text.
        scene: The article's instant.
        numbers: What is known of numbers that were only put in, while all that was claimed still stands.
    """
    for number in numbers:
        yield change_of(number)
    for slot in found.match.unlicensed:
        kind = slot.readings[0].kind
        if numbers and kind == "number":
            continue
        level = "yellow" if numbers and kind in _WITH_NUMBERS else "red"
        yield Change(kind_of(kind), f"{sentence.said(slot)!r} is licensed by no claim", level)
    broken = halved(found.match, found.sources)
    for claim in broken:
        yield Change("word", f"{claim.role} of {claim.fact_id} is missing from what is left of its statement", "red")
    if (numbers or not found.match.unlicensed) and not broken:
        kept = {pair.claim.id for pair in found.match.pairs}
        claims = [claim for source in found.sources for claim in source.claims]
        yield from (Change("context", what, "yellow") for what in unscoped(claims, kept))
        yield from turns(sentence, found.sources, found.match, names, scene)


def put_in(found: Origin) -> list[Slot]:
    """Return the places that an editor added to a sentence of which nothing was taken away."""
    return [] if found.match.unread else found.match.unlicensed


def kind_of(reading: str) -> str:
    """Return the kind of problem for a kind of reading."""
    if reading in ("number", "fraction", "span", "date", "time"):
        return "number"
    return "name" if reading in ("asset", "venue", "metric") else "word"


def halved(found: Match, sources: Sequence[Written]) -> list[Asked]:
    """Return the claims that are gone although others of their statement remain.

    A statement may go as a whole. Of one that stays, a stretch may go that holds a number and is all
    that is said of its facts ("down from 3.4% a day earlier"), and what a pronoun may stand for. Where
    two sentences were joined, each statement stays whole: else one could borrow the other's numbers.
    """
    kept = {pair.claim.id for pair in found.pairs}
    statements: dict[str, list[Asked]] = {}
    for source in sources:
        for claim in source.claims:
            statements.setdefault(claim.statement, []).append(claim)
    lost: list[Asked] = []
    for claims in statements.values():
        if not any(claim.id in kept for claim in claims):
            continue
        core = [claim for claim in claims if claim.role not in OPTIONAL] or claims
        if not any(claim.id in kept for claim in core):
            lost.extend(core)
            continue
        told = {claim.fact_id for claim in core if claim.id in kept}
        for _, stretch in groupby(core, key=lambda claim: claim.id in kept):
            gone = list(stretch)
            if gone[0].id not in kept and not _is_aside(gone, told, only=core is claims or len(sources) > 1):
                lost.extend(gone)
    return lost


def _is_aside(gone: Sequence[Asked], told: set[str], *, only: bool) -> bool:
    """Whether a stretch of claims can go by itself: it has a number, and the rest says nothing of its facts."""
    if only or not any(claim.role in _FIGURES for claim in gone):
        return False
    return all(claim.fact_id not in told and (claim.than_id is None or claim.than_id not in told) for claim in gone)
