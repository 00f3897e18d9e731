"""Relations: words between claims that must agree with what the claims say together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from generator.verify.cases import cases
from generator.verify.nouns import YEARLY
from generator.verify.readings import Number
from generator.verify.words import ABOUT

if TYPE_CHECKING:
    from generator.verify.match import Pair
    from generator.verify.read import Read

#: The tenor of what is of one expiry.
_DATED: Final = re.compile(r"\d{4}-\d\d-\d\d")
_REACHES: Final = frozenset({"since", "first", "reach", "date", "tied"})
_BACK: Final = 4
_ANNUAL: Final = frozenset({"annualized", "annualised", "annually"})
_GETS: Final = frozenset(
    {"receive", "receives", "received", "receiving", "earn", "earns", "earned", "collect", "collects", "collected"}
)


def relations(sentence: Read, pairs: Sequence[Pair]) -> Iterator[str]:
    """Yield what the words between claims get wrong, as messages."""
    yield from _superlatives(pairs)
    yield from _signs_twice(pairs)
    yield from _ends(sentence, pairs)
    yield from _since(sentence, pairs)
    yield from _yearly(sentence, pairs)
    yield from _payments(sentence, pairs)
    yield from _expiries(sentence, pairs)
    yield from _cuts(sentence, pairs)
    yield from cases(sentence, pairs)


def overtaken(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Yield the superlatives told of a whole record in which an earlier day was as extreme."""
    for pair in pairs:
        fact = pair.claim.fact
        if _is_superlative(pair) and fact is not None and fact.day("since") and _reaches(pair, pairs) == {"first"}:
            yield pair


def _superlatives(pairs: Sequence[Pair]) -> Iterator[str]:
    """A superlative carries its date or its reach; on a thin record, the day that begins it."""
    too_far = list(overtaken(pairs))
    for pair in pairs:
        fact = pair.claim.fact
        if not _is_superlative(pair) or fact is None:
            continue
        reaches, said = _reaches(pair, pairs), pair.reading.meaning
        if not reaches:
            yield f"the superlative on {fact.id} says no date and no reach"
        elif pair in too_far:
            earlier = fact.day("since")
            yield f"the superlative on {fact.id} ({said}) is not of its whole record: {earlier} was as extreme"
        elif fact.coverage is not None and not fact.is_covered and "first" not in reaches:
            yield f"the superlative on {fact.id} ({said}) rests on a thin record and does not say when that begins"


def _is_superlative(pair: Pair) -> bool:
    fact = pair.claim.fact
    return pair.claim.role == "rank" and fact is not None and fact.count("total") is None


def _reaches(pair: Pair, pairs: Sequence[Pair]) -> set[str]:
    """Return how a sentence says how far a superlative reaches."""
    return {other.claim.role for other in pairs if other.claim.fact_id == pair.claim.fact_id} & _REACHES


def _signs_twice(pairs: Sequence[Pair]) -> Iterator[str]:
    """A signed quantity has a minus sign or a sign word, never both."""
    signed = {pair.claim.fact_id for pair in pairs if pair.claim.role in ("sign", "side")}
    for pair in pairs:
        number = pair.reading.meaning
        if pair.claim.role != "value" or not isinstance(number, Number) or not number.sign:
            continue
        if pair.claim.fact_id in signed and pair.claim.fact is not None and pair.claim.fact.kind == "change":
            yield f"{pair.claim.fact_id} has a minus sign and a word for it"


def _ends(sentence: Read, pairs: Sequence[Pair]) -> Iterator[str]:
    """What a change came from stands behind "from", where it went behind "to"."""
    lower = sentence.cut.lower
    changes = [pair.claim.fact for pair in pairs if pair.claim.role == "sign"]
    ends = {change.text("of") for change in changes if change is not None and change.kind == "change"}
    if not ends:
        return
    for pair in pairs:
        fact, before = pair.claim.fact, pair.slot.at - 1
        if pair.claim.role not in ("value", "size") or fact is None or before < 0:
            continue
        word = lower[before - 1] if lower[before] in ABOUT and before else lower[before]
        if word == "from" and fact.id in ends:
            yield f"{fact.id} is where the change went, and stands behind 'from'"
        if word == "to" and fact.kind == "past" and fact.text("of") in ends:
            yield f"{fact.id} is where the change came from, and stands behind 'to'"


def _since(sentence: Read, pairs: Sequence[Pair]) -> Iterator[str]:
    lower = sentence.cut.lower
    for pair in pairs:
        if pair.claim.role == "since" and "since" not in lower[max(0, pair.slot.at - _BACK) : pair.slot.at]:
            yield f"the date of {pair.claim.fact_id} is one since when it holds, and 'since' does not stand before it"


def _yearly(sentence: Read, pairs: Sequence[Pair]) -> Iterator[str]:
    if _ANNUAL.isdisjoint(sentence.cut.lower):
        return
    if not any(pair.claim.fact is not None and pair.claim.fact.metric in YEARLY for pair in pairs):
        yield "'annualized' stands beside nothing that is a rate a year"


def _payments(sentence: Read, pairs: Sequence[Pair]) -> Iterator[str]:
    """The side that a funding rate names is the one that pays."""
    if _GETS.isdisjoint(sentence.cut.lower):
        return
    if any(
        pair.claim.role == "side" and pair.claim.fact is not None and pair.claim.fact.metric == "perp.funding_rate"
        for pair in pairs
    ):
        yield "the side that pays is told to receive"


def _expiries(sentence: Read, pairs: Sequence[Pair]) -> Iterator[str]:
    """A number of one expiry stands in a sentence that says which: behind its date, or before the only one."""
    dates = [(pair.slot.at, pair.claim.fact.tenor) for pair in pairs if pair.claim.role == "expiry" and pair.claim.fact]
    for pair in pairs:
        fact = pair.claim.fact
        if fact is None or pair.claim.role not in ("value", "size") or not _DATED.fullmatch(fact.tenor):
            continue
        before = [tenor for at, tenor in dates if at < pair.slot.at]
        named = before[-1] if before else dates[0][1] if dates else ""
        if named != fact.tenor:
            said = sentence.said(pair.slot, pair.reading)
            yield f"{said!r} is of the expiry of {fact.tenor}, and the sentence names {named or 'none'}"


def _cuts(sentence: Read, pairs: Sequence[Pair]) -> Iterator[str]:
    """A cut below zero that something is above or below keeps its sign: "below 5%" is not below -5%."""
    compared = {pair.claim.than_id for pair in pairs if pair.claim.role == "level"}
    for pair in pairs:
        fact, number = pair.claim.fact, pair.reading.meaning
        if pair.claim.role != "edge" or fact is None or fact.id not in compared or not isinstance(number, Number):
            continue
        if fact.value is not None and fact.value < 0 and not number.sign and "minus" not in sentence.cut.lower:
            yield f"{fact.id} is {fact.value}, and {sentence.said(pair.slot, pair.reading)!r} has lost its sign"
