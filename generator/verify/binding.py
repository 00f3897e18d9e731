"""Binding: the asset, venue and metric that a reader gives a number are the fact's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from generator.verify import words
from generator.verify.lexicon import Name

if TYPE_CHECKING:
    from generator.verify.ledger import Given, Ledger
    from generator.verify.match import Pair
    from generator.verify.read import Read

_NUMBERS: Final = frozenset({"value", "size"})
#: Words and signs at which a clause ends, so that a venue or a metric governs no further.
_ENDS: Final = frozenset(words.CLAUSE_ENDS.split())
#: Assets that need no name: the metric says them, or the threshold is everybody's.
_NAMELESS: Final = ("rule:", "run", "market", "CRYPTO", "OTHER", "gap:")


class Frame(NamedTuple):
    """What the text before a sentence leaves in force: the asset last named in its paragraph, and the article's."""

    running: str
    article: str
    ledger: Ledger

    def in_force(self, fact: Given) -> str:
        """Return the asset that a number without a name is given to.

        The one last named, unless nothing is known of that metric for it: nobody takes a basis for gold's.
        """
        if self.running and (self.running == fact.asset or self.ledger.has(self.running, fact.metric)):
            return self.running
        return self.article


def last_asset(pairs: Sequence[Pair]) -> str | None:
    """Return the asset that a sentence names last."""
    for pair in reversed(pairs):
        if pair.claim.role == "asset":
            return _named(pair)
    return None


def _named(pair: Pair) -> str:
    """Return the asset of a name; a pronoun stands for its fact's, which `pronouns` checks."""
    fact = pair.claim.fact
    return fact.asset if pair.reading.kind == "pronoun" and fact is not None else str(pair.reading.meaning)


def pronouns(sentence: Read, pairs: Sequence[Pair], before: str) -> Iterator[str]:
    """Yield the pronouns that do not stand for the asset last named.

    Args:
        sentence: The sentence.
        pairs: Its claims with their places.
        before: The asset that the sentence before it in its paragraph has named last, "" for none.
    """
    for pair in pairs:
        if pair.claim.role != "asset":
            continue
        named = _named(pair)
        if pair.reading.kind == "pronoun" and named != before:
            said = sentence.said(pair.slot, pair.reading)
            yield f"{said!r} stands for {named}, and the asset last named is {before or 'none'}"
        before = named


def unbound(sentence: Read, pairs: Sequence[Pair], frame: Frame) -> Iterator[str]:
    """Yield the numbers that a reader would give to another asset, venue or metric than their fact's."""
    assets = [(pair.slot.at, pair) for pair in pairs if pair.claim.role == "asset"]
    venues = [(pair.slot.at, pair) for pair in pairs if pair.claim.role == "venue"]
    metrics = [(pair.slot.at, pair) for pair in pairs if pair.claim.role == "metric"]
    numbers = [pair for pair in pairs if pair.claim.role in _NUMBERS]
    for pair in numbers:
        fact = pair.claim.fact
        if fact is None:
            continue
        printed = sentence.said(pair.slot, pair.reading)
        if not fact.asset.startswith(_NAMELESS):
            yield from _asset(sentence, pair, assets, frame)
        if venues and fact.venue:
            governing = _clause(sentence, pair, venues, numbers)
            if governing and not any(_is_venue(each, fact) for each in governing):
                yield f"{printed!r} stands at another venue than {fact.venue}"
        if metrics:
            before = [each for each in _clause(sentence, pair, metrics, numbers) if each.slot.at < pair.slot.at]
            if before and not _is_metric(before[-1], fact):
                yield f"{printed!r} is {fact.metric} and stands at {sentence.said(before[-1].slot)!r}"


def _asset(sentence: Read, pair: Pair, assets: Sequence[tuple[int, Pair]], frame: Frame) -> Iterator[str]:
    fact = pair.claim.fact
    assert fact is not None  # only such numbers are asked about
    before = [_named(each) for at, each in assets if at < pair.slot.at]
    if before:
        in_force = before[-1]
    elif any(_named(each) == fact.asset for each in _behind(sentence, pair, assets)):
        return
    else:
        in_force = frame.in_force(fact)
    if in_force and in_force != fact.asset:
        printed = sentence.said(pair.slot, pair.reading)
        yield f"{printed!r} is {fact.asset}'s and the asset last named is {in_force}"


def _clause(sentence: Read, pair: Pair, named: Sequence[tuple[int, Pair]], numbers: Sequence[Pair]) -> list[Pair]:
    """Return the names that govern a number: the last before it in its clause, the next behind it."""
    lower, at = sentence.cut.lower, pair.slot.at
    found = []
    for place, each in reversed(named):
        if place < at:
            if _ENDS.isdisjoint(lower[place + each.reading.length : at]):
                found.append(each)
            break
    return [*found, *_behind(sentence, pair, named, numbers)]


def _behind(sentence: Read, pair: Pair, named: Sequence[tuple[int, Pair]], numbers: Sequence[Pair] = ()) -> list[Pair]:
    """Return the next name behind a number in its clause, if no other number stands between."""
    lower, end = sentence.cut.lower, pair.slot.at + pair.reading.length
    for place, each in named:
        if place >= end:
            between = any(end <= other.slot.at < place for other in numbers)
            return [each] if not between and _ENDS.isdisjoint(lower[end:place]) else []
    return []


def _is_venue(named: Pair, fact: Given) -> bool:
    meaning = named.reading.meaning
    return isinstance(meaning, Name) and fact.venue.lower() in meaning.known_as


def _is_metric(named: Pair, fact: Given) -> bool:
    meaning = named.reading.meaning
    if not isinstance(meaning, frozenset) or fact.metric in meaning:
        return True
    # A price stands at any noun of prices except the low, the high and the record, which are their own facts.
    return fact.metric.startswith("spot.") and any(metric == "spot.price" for metric in meaning)
