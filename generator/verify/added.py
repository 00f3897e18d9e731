"""New sentences: they are never green. What facts say of them is found, contradicted or unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from generator.verify.charged import WORDS as CHARGED_WORDS
from generator.verify.edited import bag, likeness
from generator.verify.licence import licensed
from generator.verify.read import read
from generator.verify.readings import Change, Move
from generator.verify.scene import Scene
from generator.verify.tokens import tokenize

if TYPE_CHECKING:
    from generator.verify.ledger import Given, Ledger
    from generator.verify.lexicon import Index
    from generator.verify.read import Read

#: A fixed sentence in other words has this share of its words.
_REWORDED: Final = 0.6


def reworded(sentence: Read, lost: Iterable[str], names: Index) -> bool:
    """Whether a sentence is a fixed one in other words that asserts the same and turns on the same words."""
    own = bag(sentence.cut.lower)
    for text in lost:
        if likeness(own, bag(tokenize(text).lower)) < _REWORDED:
            continue
        theirs = read(text, names)
        if _asserted(sentence) == _asserted(theirs) and _context(sentence) == _context(theirs):
            return True
    return False


def _asserted(sentence: Read) -> list[str]:
    return [sentence.said(slot).lower() for slot in sentence.slots if slot.must]


def _context(sentence: Read) -> Counter[str]:
    charged = (CHARGED_WORDS[word] for word in sentence.cut.lower if word in CHARGED_WORDS)
    return Counter(sentence.cut.lower[at] for at, _ in sentence.context) + Counter(charged)


def judged(sentence: Read, ledger: Ledger, scene: Scene, article_asset: str) -> Iterator[Change]:
    """Yield what is to be said of a new sentence: red where the facts contradict it, else a person must sign."""
    if sentence.silent:
        yield Change("not-checkable", "a new sentence that nothing on record can confirm", "yellow")
        return
    contradicted = list(_contradicted(sentence, ledger, scene, article_asset))
    yield from contradicted
    if not contradicted:
        yield Change("not-checkable", "a new sentence; a person must sign for it", "yellow")


def _contradicted(sentence: Read, ledger: Ledger, scene: Scene, article_asset: str) -> Iterator[Change]:
    """Yield numbers that are none of the facts about the asset and metric named before them."""
    asset, metrics = article_asset, frozenset[str]()
    move: Move | None = None
    free = 0
    for slot in sentence.slots:
        if slot.at < free:
            continue
        reading = next((each for each in slot.readings if each.must), slot.readings[0])
        free = slot.at + reading.length
        if reading.kind == "asset":
            asset = str(reading.meaning)
        elif reading.kind == "metric" and isinstance(reading.meaning, frozenset):
            metrics = reading.meaning
        elif reading.kind == "direction" and isinstance(reading.meaning, Move):
            move = reading.meaning
        elif reading.kind == "number":
            known = [fact for fact in _facts(ledger, asset) if not metrics or fact.metric in metrics]
            said = [fact for fact in known if _says(slot.readings, fact, scene)]
            if known and not said:
                what = f"{sentence.said(slot, reading)!r} is none of the values on record for {asset}"
                yield Change("number", what, "red")
            elif said and move is not None and all(_against(move, fact) for fact in said):
                yield Change("word", f"{said[0].id} went the other way", "red")


def _facts(ledger: Ledger, asset: str) -> Iterator[Given]:
    for fact_id in ledger:
        if fact_id.startswith(f"{asset}/") and (fact := ledger.get(fact_id)) is not None and fact.value is not None:
            yield fact


def _says(readings: Iterable[object], fact: Given, scene: Scene) -> bool:
    return any(
        licensed(role, reading, fact, None, scene)  # type: ignore[arg-type]
        for reading in readings
        for role in ("value", "size", "n", "edge")
    )


def _against(move: Move, fact: Given) -> bool:
    return fact.kind == "change" and fact.value is not None and move.sign * fact.value < 0
